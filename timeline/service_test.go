package timeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

const today = "2026-03-02" // where dbtest's clock stands

// office is a small organisation with one person in its record.
type office struct {
	*timeline.Service
	t                   *testing.T
	ruth, bea, lee, vol authz.Actor
	yusuf               string
}

func newOffice(t *testing.T, db *database.DB) office {
	t.Helper()
	perms := authz.Merge(people.Bundle, timeline.Bundle)
	actor := func(id string, role authz.Role) authz.Actor {
		return authz.NewActor(id, strings.ToUpper(id[:1])+id[1:], role, authz.SeesAll, perms[role]...)
	}
	o := office{
		Service: &timeline.Service{DB: db, Kinds: timeline.NewKinds()}, t: t,
		ruth: actor("ruth", authz.Worker), bea: actor("bea", authz.Worker), lee: actor("lee", authz.Lead), vol: actor("vol", authz.Volunteer),
	}
	o.Kinds.Register(timeline.Kind{Key: "safety", TitleKey: "x", Group: timeline.Notes, Hidden: true})
	p, err := (&people.Service{DB: db}).Add(t.Context(), o.ruth, people.NewPerson{Name: "Yusuf Karimi"})
	if err != nil {
		t.Fatal(err)
	}
	o.yusuf = p.ID
	return o
}

// add writes an entry as somebody, past all rules of what people type.
func (o office) add(actor authz.Actor, e timeline.Entry) string {
	o.t.Helper()
	e.PersonID = o.yusuf
	deed := &trail.Deed{Action: "test", Kind: "person", ID: o.yusuf}
	err := trail.Write(o.t.Context(), o.DB, actor, deed, func(tx *trail.Tx) (err error) {
		e.ID, err = timeline.Add(o.t.Context(), tx, e)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return e.ID
}

func (o office) page(actor authz.Actor, f timeline.Filter) timeline.Page {
	o.t.Helper()
	p, err := o.Page(o.t.Context(), actor, o.yusuf, f)
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

func bodies(entries []timeline.Entry) []string {
	var all []string
	for _, e := range entries {
		all = append(all, e.Body)
	}
	return all
}

func TestPageIsNewestFirstAndKeepsTheFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		for i := 1; i <= 20; i++ {
			kind := timeline.KindNote
			if i%5 == 0 {
				kind = timeline.KindLetter
			}
			o.add(o.ruth, timeline.Entry{Kind: kind, Body: fmt.Sprint(i), On: partialdate.Must(fmt.Sprintf("2025-02-%02d", i))})
		}
		first := o.page(o.ruth, timeline.Filter{})
		if diff := cmp.Diff([]string{"20", "19", "18", "17", "16", "15", "14", "13", "12", "11", "10", "9"}, bodies(first.Entries)); diff != "" {
			t.Error(diff)
		}
		if first.Older != 7 || first.First == nil || first.First.Body != "1" || first.Total != 20 {
			t.Errorf("older %d, first %v, total %d; want 7, entry 1, 20", first.Older, first.First, first.Total)
		}
		if first.Word == nil || first.Word.Body != "5" {
			t.Errorf("the first word: %+v", first.Word)
		}
		if diff := cmp.Diff(map[string]int{timeline.Notes: 16, timeline.Letters: 4}, first.Counts); diff != "" {
			t.Error(diff)
		}
		second := o.page(o.ruth, timeline.Filter{Before: first.Before})
		if diff := cmp.Diff([]string{"8", "7", "6", "5", "4", "3", "2", "1"}, bodies(second.Entries)); diff != "" || second.Older != 0 || second.First != nil {
			t.Error(diff, second.Older, second.First)
		}
		letters := o.page(o.ruth, timeline.Filter{Group: timeline.Letters, Limit: 2})
		if diff := cmp.Diff([]string{"20", "15"}, bodies(letters.Entries)); diff != "" || letters.Older != 1 || letters.First.Body != "5" {
			t.Error(diff, letters.Older)
		}
		middle := o.page(o.ruth, timeline.Filter{Before: first.Entries[1].ID, Limit: 3})
		if diff := cmp.Diff([]string{"18", "17", "16"}, bodies(middle.Entries)); diff != "" || middle.Older != 14 {
			t.Error(diff, middle.Older)
		}
		at := o.page(o.ruth, timeline.Filter{At: first.Entries[2].ID, Limit: 2})
		if diff := cmp.Diff([]string{"18", "17"}, bodies(at.Entries)); diff != "" || at.Older != 15 {
			t.Error(diff, at.Older)
		}
		if gone := o.page(o.ruth, timeline.Filter{At: "gone", Limit: 1}); gone.Entries[0].Body != "20" {
			t.Error("a page from an entry that is gone does not begin anew")
		}
	})
}

func TestOneMoreThanAPageIsShownWhole(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		for i := range timeline.Shown + 1 {
			o.add(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: fmt.Sprint(i), On: partialdate.Must("2025-02")})
		}
		p := o.page(o.ruth, timeline.Filter{})
		if len(p.Entries) != timeline.Shown+1 || p.Older != 0 || p.First != nil {
			t.Errorf("%d entries, %d older, first %v", len(p.Entries), p.Older, p.First)
		}
	})
}

func TestWhatIsOutOfSightComesAsAStub(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		secret := timeline.Entry{Body: "secret", Source: "secret", On: partialdate.Must("2026-01-05"), TitleKey: "secret", Link: timeline.Link{Kind: "x", ID: "secret"}}
		for _, sight := range timeline.Sights() {
			for _, kind := range []string{timeline.KindNote, "safety"} {
				e := secret
				e.Kind, e.Sight = kind, sight
				o.add(o.bea, e)
			}
		}
		// what each reader finds: bodies they read, and stubs
		for _, c := range []struct {
			name        string
			actor       authz.Actor
			read, stubs int
		}{
			{"the author reads all", o.bea, 6, 0},
			{"a colleague reads the case, and learns of two notes", o.ruth, 2, 2},
			{"a lead reads what is for leads, and learns of one note", o.lee, 4, 1},
			{"a volunteer reads nothing of others", o.vol, 0, 0},
		} {
			p := o.page(c.actor, timeline.Filter{})
			read, stubs := 0, 0
			for _, e := range p.Entries {
				switch {
				case !e.Stub:
					read++
				case strings.Contains(fmt.Sprintf("%+v", e), "secret"):
					t.Errorf("%s: a stub says what it must not: %+v", c.name, e)
				default:
					stubs++
				}
			}
			if read != c.read || stubs != c.stubs || p.Total != c.read+c.stubs {
				t.Errorf("%s: read %d, stubs %d, counted %d; want %d and %d", c.name, read, stubs, p.Total, c.read, c.stubs)
			}
		}
	})
}

func TestCorrectKeepsWhatItSaidBefore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		ctx := t.Context()
		id, err := o.Write(ctx, o.ruth, timeline.Entry{PersonID: o.yusuf, Kind: timeline.KindNote, Body: "He likes ches", On: partialdate.Must("2026-03-01")}, today)
		if err != nil {
			t.Fatal(err)
		}
		before, _, err := o.Entry(ctx, o.ruth, id)
		if err != nil {
			t.Fatal(err)
		}
		correct := func(actor authz.Actor, rev, body string) error {
			return o.Correct(ctx, actor, id, rev, body, partialdate.Must("2026-02"))
		}
		if err := correct(o.bea, before.Rev, "x"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a colleague corrects: %v", err)
		}
		if err := correct(o.ruth, before.Rev, "He likes chess\u202e"); err != nil {
			t.Fatal(err)
		}
		if err := correct(o.lee, before.Rev, "He likes checkers"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a stale form: %v", err)
		}
		after, edits, err := o.Entry(ctx, o.bea, id)
		if err != nil || after.Body != "He likes chess" || after.On.String() != "2026-02" || after.EditedAt.IsZero() {
			t.Errorf("after: %+v, %v", after, err)
		}
		if len(edits) != 1 || edits[0].Body != "He likes ches" || edits[0].On.String() != "2026-03-01" || edits[0].Editor != "Ruth" {
			t.Errorf("edits: %+v", edits)
		}
		if err := trail.Undo(ctx, db, o.ruth, after.Rev); err != nil {
			t.Fatal(err)
		}
		if again, edits, err := o.Entry(ctx, o.ruth, id); err != nil || again.Body != "He likes ches" || !again.EditedAt.IsZero() || len(edits) != 0 {
			t.Errorf("after undo: %+v, %v, %v", again, edits, err)
		}
	})
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		good := timeline.Entry{PersonID: o.yusuf, Kind: timeline.KindNote, Body: "x", On: partialdate.Must(today)}
		for _, c := range []struct {
			name   string
			actor  authz.Actor
			change func(*timeline.Entry)
			want   fault.Kind
		}{
			{"no words", o.ruth, func(e *timeline.Entry) { e.Body = " \n" }, fault.Invalid},
			{"a day to come", o.ruth, func(e *timeline.Entry) { e.On = partialdate.Must("2026-03-03") }, fault.Invalid},
			{"a sight there is not", o.ruth, func(e *timeline.Entry) { e.Sight = "all" }, fault.Invalid},
			{"too long", o.ruth, func(e *timeline.Entry) { e.Body = strings.Repeat("x", timeline.MaxBody+1) }, fault.Invalid},
			{"nobody's permission", authz.NewActor("x", "X", "", authz.SeesAll), func(*timeline.Entry) {}, fault.Forbidden},
			{"somebody else's person", authz.NewActor("x", "X", "", authz.SeesGranted, people.MayRead, timeline.MayWrite), func(*timeline.Entry) {}, fault.NotFound},
		} {
			e := good
			c.change(&e)
			if _, err := o.Write(t.Context(), c.actor, e, today); !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.name, err, c.want)
			}
		}
		if p := o.page(o.lee, timeline.Filter{}); p.Total != 0 {
			t.Errorf("%d entries were written", p.Total)
		}
	})
}

func TestUnknownKindReadsAsANote(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		o.add(o.ruth, timeline.Entry{Kind: "switched-off", Body: "x", On: partialdate.Must("2026-01")})
		p := o.page(o.ruth, timeline.Filter{Group: timeline.Notes})
		if !slices.Equal(bodies(p.Entries), []string{"x"}) || p.Counts[timeline.Notes] != 1 {
			t.Errorf("%v, %v", bodies(p.Entries), p.Counts)
		}
	})
}

func TestFindStaysWithinSight(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		for _, sight := range timeline.Sights() {
			o.add(o.bea, timeline.Entry{Kind: timeline.KindNote, Sight: sight, Body: "the chess club, " + string(sight), On: partialdate.Must("2026-01")})
		}
		stranger := authz.NewActor("x", "X", authz.Worker, authz.SeesGranted, timeline.MayRead, people.MayRead)
		for _, c := range []struct {
			actor authz.Actor
			words string
			want  int
		}{
			{o.bea, "chess club", 3}, {o.lee, "CHESS clu", 2}, {o.ruth, "chess", 1}, {o.vol, "chess", 0}, {stranger, "chess", 0}, {o.bea, "checkers", 0},
		} {
			if found, err := o.Find(t.Context(), c.actor, c.words, 10); err != nil || len(found) != c.want {
				t.Errorf("%s finds %d by %q, want %d (%v)", c.actor.Name, len(found), c.words, c.want, err)
			}
		}
	})
}

func TestFindFollowsUndo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		id := o.add(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: "chess", On: partialdate.Must("2026-01")})
		found := func() int {
			f, err := o.Find(t.Context(), o.ruth, "chess", 10)
			if err != nil {
				t.Fatal(err)
			}
			return len(f)
		}
		e, _, err := o.Entry(t.Context(), o.ruth, id)
		if err != nil || found() != 1 {
			t.Fatal(err, found())
		}
		if err := trail.Undo(t.Context(), db, o.ruth, e.Rev, timeline.After); err != nil || found() != 0 {
			t.Error(err, found())
		}
	})
}

// A restored record has its entries and no index of them.
func TestReindex(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		kept := o.add(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: "waiting for the dentist"})
		o.add(o.ruth, timeline.Entry{Kind: timeline.KindNote, TitleKey: "x"})
		err := db.Write(t.Context(), func(tx *database.Tx) error {
			if err := new(search.Index).RemoveText(t.Context(), tx, kept); err != nil {
				return err
			}
			return timeline.Reindex(t.Context(), tx)
		})
		if err != nil {
			t.Fatal(err)
		}
		found, err := o.Find(t.Context(), o.ruth, "dentist", 10)
		if err != nil || len(found) != 1 || found[0].ID != kept {
			t.Errorf("found %v, %v", found, err)
		}
	})
}

package facilities

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
)

// last is the change made most recently by the worker.
func last(t *testing.T, db *database.DB) string {
	t.Helper()
	var id string
	err := db.Read(context.Background(), func(tx *database.Tx) error {
		by, err := trail.By(context.Background(), tx, worker().ID, dbtest.Noon.AddDate(-1, 0, 0), 1)
		if err == nil {
			id = by[0].ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestRulesKeepTheirHistory(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := &Service{DB: db}, context.Background()
		id, err := s.Add(ctx, worker(), Facility{Name: "Harrow Ridge", Country: "US", Region: "TX", Kind: Prison})
		if err != nil {
			t.Fatal(err)
		}
		rule := Rule{FacilityID: id, Topic: "books", Says: "Three paperbacks", Source: "handbook", CheckedOn: partialdate.Must("2025-06"), Mark: Verified}
		if err := s.PutRule(ctx, worker(), rule); err != nil {
			t.Fatal(err)
		}
		f := facility(t, s, id)
		first := f.Rules[0]
		if !first.Stale("2026-03-02") || first.Age("2025-06-11") != 10 {
			t.Errorf("stale %v, age %d", first.Stale("2026-03-02"), first.Age("2025-06-11"))
		}
		changed := first
		changed.Says, changed.CheckedOn = "No books", partialdate.Must("2026-03-01")
		if err := s.PutRule(ctx, worker(), changed); err != nil {
			t.Fatal(err)
		}
		if err := s.PutRule(ctx, worker(), changed); !fault.Is(err, fault.Conflict) {
			t.Errorf("a rule that was ended was changed: %v", err)
		}
		f = facility(t, s, id)
		if len(f.Rules) != 1 || f.Rules[0].Says != "No books" || f.Rules[0].Follows != first.ID || len(f.Past) != 1 || f.Past[0].Says != "Three paperbacks" {
			t.Errorf("rules %+v past %+v", f.Rules, f.Past)
		}
		if err := trail.Undo(ctx, db, worker(), last(t, db)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]Rule{first}, facility(t, s, id).Rules, cmp.AllowUnexported(partialdate.Date{})); diff != "" {
			t.Errorf("after undo: %s", diff)
		}
		volunteer := authz.NewActor("v", "V", authz.Volunteer, authz.SeesGranted, Bundle[authz.Volunteer]...)
		if err := s.PutRule(ctx, volunteer, rule); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a volunteer wrote a rule: %v", err)
		}
		if err := s.PutRule(ctx, worker(), Rule{FacilityID: id}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an empty rule: %v", err)
		}
	})
}

func facility(t *testing.T, s *Service, id string) Full {
	t.Helper()
	f, err := s.Facility(context.Background(), worker(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPostsOutliveTheirHolders(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := &Service{DB: db}, context.Background()
		id, err := s.Add(ctx, worker(), Facility{Name: "Harrow Ridge"})
		if err != nil {
			t.Fatal(err)
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(s.PutPost(ctx, worker(), Post{FacilityID: id, Title: "Chaplain", Contact: "555 1"}))
		post := facility(t, s, id).Posts[0]
		must(s.PutHolder(ctx, worker(), Holder{FacilityID: id, PostID: post.ID, Name: "A. Adams", Since: partialdate.Must("2020")}))
		must(s.PutHolder(ctx, worker(), Holder{FacilityID: id, PostID: post.ID, Name: "B. Brown", Since: partialdate.Must("2024-05")}))
		holders := facility(t, s, id).Posts[0].Holders
		if len(holders) != 2 || holders[0].Name != "B. Brown" || !holders[0].EndedAt.IsZero() || holders[1].Until.String() != "2024-05" {
			t.Errorf("holders %+v", holders)
		}
		other, err := s.Add(ctx, worker(), Facility{Name: "Pine Hollow"})
		must(err)
		if err := s.EndPost(ctx, worker(), other, post.ID, post.Rev); !fault.Is(err, fault.NotFound) {
			t.Errorf("a post was ended through another facility: %v", err)
		}
		must(s.EndPost(ctx, worker(), id, post.ID, facility(t, s, id).Posts[0].Rev))
		if n := len(facility(t, s, id).Posts); n != 0 {
			t.Errorf("%d posts left", n)
		}
	})
}

func TestMergeIsUndoneWhole(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		bus := event.NewBus()
		var told []Merged
		event.Hear(bus, func(_ context.Context, _ *trail.Tx, e Merged) error { told = append(told, e); return nil })
		s, ctx := &Service{DB: db, Bus: bus}, context.Background()
		mustImport(t, s, asDirectory("2020.csv", hifldRows("1,DOMINGUEZ STATE PRISON,1 MAIN ST,SAN ANTONIO,TX,78252,555 1,STATE,OPEN,100,MEDIUM,1,2020/01/01 00:00:00+00,29.366334,-98.711352")))
		r := mustImport(t, s, asDirectory("2025.csv", [][]string{
			{"source_state", "code", "name", "kind", "address1", "city", "state", "zip", "mailing_address", "capacity", "lat", "lon"},
			{"texas", "BX", "Domingues", "State Jail", "Fabian Dale Domingues State Jail", "San Antonio", "TX", "78252", "", "2276", "29.3669843", "-98.7102978"},
		}))
		if r.Unsure != 1 || r.Created != 1 {
			t.Fatalf("report %+v", r)
		}
		pairs, total, err := s.Pairs(ctx, worker(), 10, 0)
		if err != nil || total != 1 {
			t.Fatal(pairs, total, err)
		}
		before := counts(t, db)
		if err := s.Decide(ctx, worker(), pairs[0].ID, pairs[0].Rev, true); err != nil {
			t.Fatal(err)
		}
		a, b := facility(t, s, pairs[0].A.ID), facility(t, s, pairs[0].B.ID)
		if b.MergedInto != a.ID || len(a.Codes) != 2 || a.Capacity != 2276 || len(told) != 1 || told[0] != (Merged{From: b.ID, Into: a.ID}) {
			t.Errorf("kept %+v, double %+v, told %v", a.Facility, b.Facility, told)
		}
		if hits, _ := s.Find(ctx, worker(), "domingues state jail", 3); len(hits) != 1 || hits[0].FacilityID != a.ID {
			t.Errorf("found %+v", hits)
		}
		if err := s.Decide(ctx, worker(), pairs[0].ID, "", false); !fault.Is(err, fault.Conflict) {
			t.Errorf("decided twice: %v", err)
		}
		if err := s.Merge(ctx, worker(), a.ID, b.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("merged twice: %v", err)
		}
		if again := mustImport(t, s, asDirectory("2025.csv", [][]string{{"source_state", "code", "name", "kind", "city", "state", "zip", "mailing_address"}})); again.Missing != 1 {
			t.Errorf("again %+v", again)
		}
		if err := trail.Undo(ctx, db, worker(), changeOf(t, db, "facilities.facility.merged")); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, counts(t, db)); diff != "" {
			t.Error(diff)
		}
		if b := facility(t, s, pairs[0].B.ID); b.MergedInto != "" || len(b.Codes) != 1 || b.Capacity != 2276 {
			t.Errorf("after undo %+v", b)
		}
		if _, total, _ := s.Pairs(ctx, worker(), 10, 0); total != 1 {
			t.Errorf("%d pairs after undo", total)
		}
	})
}

// changeOf is the newest change of an action.
func changeOf(t *testing.T, db *database.DB, action string) string {
	t.Helper()
	var id string
	err := db.Read(context.Background(), func(tx *database.Tx) error {
		by, err := trail.By(context.Background(), tx, worker().ID, dbtest.Noon.AddDate(-1, 0, 0), 50)
		if i := slices.IndexFunc(by, func(e trail.Entry) bool { return e.Action == action }); i >= 0 {
			id = by[i].ID
		}
		return err
	})
	if err != nil || id == "" {
		t.Fatal("no change ", action, err)
	}
	return id
}

func TestUndoOfImportStopsUnderRulesAddedSince(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := &Service{DB: db}, context.Background()
		r := mustImport(t, s, asDirectory("2020.csv", hifldRows("1,PINE HOLLOW CI,1 MAIN ST,HOLLOW,TX,78252,,STATE,OPEN,100,MEDIUM,1,,29.3,-98.7")))
		id := find(t, s, "pine hollow").ID
		if err := s.PutRule(ctx, worker(), Rule{FacilityID: id, Topic: "money", Says: "no", Source: "letter", Mark: Reported}); err != nil {
			t.Fatal(err)
		}
		if err := trail.Undo(ctx, db, worker(), r.Change, After); !fault.Is(err, fault.Conflict) {
			t.Errorf("the facility vanished under its rule: %v", err)
		}
		if facility(t, s, id).Name == "" {
			t.Error("the facility is gone")
		}
	})
}

func TestAddressesByPurpose(t *testing.T) {
	t.Parallel()
	street := Address{ID: "1", Purpose: Street, Lines: "1 Main St", Town: "Hollow", Region: "TX", Postcode: "75001", Country: "US"}
	letters := Address{ID: "2", Purpose: Letters, Lines: "P.O. Box 9", Town: "Hollow", Region: "TX", Postcode: "75002", Country: "US"}
	newer := letters
	newer.ID, newer.CheckedOn = "3", partialdate.Must("2026-01")
	ended := newer
	ended.ID, ended.Ended = "4", true
	for _, c := range []struct {
		all      []Address
		purpose  Purpose
		want     string
		standsIn bool
	}{
		{[]Address{street}, Letters, "1", true},
		{[]Address{street, letters}, Letters, "2", false},
		{[]Address{street, letters, newer, ended}, Letters, "3", false},
		{[]Address{street, letters}, Books, "2", true},
		{[]Address{street}, Money, "", false},
		{[]Address{ended}, Letters, "", false},
	} {
		a, standsIn, ok := AddressFor(c.all, c.purpose)
		if a.ID != c.want || standsIn != c.standsIn || ok != (c.want != "") {
			t.Errorf("%s: %q, stands in %v", c.purpose, a.ID, standsIn)
		}
	}
	us := LettersAddress("Sam Doe", "01234567", "C-114", "Harrow Ridge", letters)
	if diff := cmp.Diff([]string{"Sam Doe #01234567", "C-114", "Harrow Ridge", "P.O. Box 9", "Hollow, TX 75002"}, us); diff != "" {
		t.Error(diff)
	}
	gb := LettersAddress("Sam Doe", "A1234BC", "B Wing", "HMP Leeds", Address{Lines: "2 Gloucester Terrace", Town: "Leeds", Postcode: "LS12 2TJ", Country: "GB"})
	if diff := cmp.Diff([]string{"Sam Doe A1234BC", "HMP Leeds, B Wing", "2 Gloucester Terrace", "Leeds", "LS12 2TJ"}, gb); diff != "" {
		t.Error(diff)
	}
	de := LettersAddress("Sam Doe", "", "", "JVA Tegel", Address{Lines: "Seidelstraße 39", Town: "Berlin", Postcode: "13507", Country: "DE"})
	if diff := cmp.Diff([]string{"Sam Doe", "JVA Tegel", "Seidelstraße 39", "13507 Berlin", "DE"}, de); diff != "" {
		t.Error(diff)
	}
}

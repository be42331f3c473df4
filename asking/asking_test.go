package asking_test

import (
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/asking"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// office is a team with Yusuf, on whose timeline one entry is for leads and one
// for its author.
type office struct {
	*asking.Service
	t               *testing.T
	db              *database.DB
	clock           *dbtest.Clock
	staff           *staff.Service
	line            *timeline.Service
	ids             map[string]string
	yusuf           string
	forLeads, ofLee string
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newOffice(t *testing.T, db *database.DB, clock *dbtest.Clock) *office {
	t.Helper()
	ctx := t.Context()
	choices, err := settings.Open(ctx, db)
	must(t, err)
	bundle := authz.Merge(staff.Bundle, people.Bundle, tasks.Bundle, timeline.Bundle, access.Bundle, asking.Bundle, trail.Bundle)
	s, err := staff.NewService(staff.Config{DB: db, Settings: choices, Key: dbtest.Key(), Bundle: bundle, Cost: staff.Cost{MemoryKiB: 64, Passes: 1}})
	must(t, err)
	kinds := timeline.NewKinds()
	o := &office{
		t: t, db: db, clock: clock, staff: s, line: &timeline.Service{DB: db, Kinds: kinds}, ids: map[string]string{},
		Service: &asking.Service{DB: db, Kinds: kinds, ActorOf: s.Actor},
	}
	for name, role := range map[string]authz.Role{"lee": authz.Lead, "ana": authz.Lead, "ruth": authz.Worker, "bea": authz.Worker, "vol": authz.Volunteer, "ada": authz.Administrator} {
		a, _, err := s.Add(ctx, authz.System("test"), staff.NewAccount{Name: name, Role: role})
		must(t, err)
		o.ids[name] = a.ID
	}
	must(t, choices.Change(ctx, authz.System("test"), func(c *settings.Choices) { *c = settings.Defaults("US"); c.Name, c.OpenTeam = "Office", true }))
	p, err := (&people.Service{DB: db}).Add(ctx, authz.System("test"), people.NewPerson{Name: "Yusuf Karimi"})
	must(t, err)
	o.yusuf = p.ID
	o.forLeads = o.write("lee", "for the lawyers", timeline.SightLead)
	o.ofLee = o.write("lee", "a thought of mine", timeline.SightAuthor)
	return o
}

func (o *office) write(who, body string, sight timeline.Sight) string {
	o.t.Helper()
	id, err := o.line.Write(o.t.Context(), o.as(who), timeline.Entry{PersonID: o.yusuf, Kind: timeline.KindNote, Body: body, Sight: sight}, "2026-03-02")
	must(o.t, err)
	return id
}

func (o *office) as(name string) authz.Actor {
	o.t.Helper()
	a, err := o.staff.Actor(o.t.Context(), o.ids[name])
	must(o.t, err)
	return a
}

// openTasks are the kinds of open tasks of somebody.
func (o *office) openTasks(name string) string {
	o.t.Helper()
	list, err := (&tasks.Service{DB: o.db}).Due(o.t.Context(), o.as(name), o.ids[name], "2026-12-31")
	must(o.t, err)
	var kinds []string
	for _, one := range list {
		kinds = append(kinds, one.Kind)
		if strings.Contains(one.Title+one.Reason, "lawyers") || strings.Contains(one.Title+one.Reason, "hearing") {
			o.t.Errorf("a task tells: %+v", one)
		}
	}
	return strings.Join(kinds, " ")
}

func (o *office) reads(name, entry string) bool {
	o.t.Helper()
	e, _, err := o.line.Entry(o.t.Context(), o.as(name), entry)
	if err != nil && !fault.Is(err, fault.NotFound) {
		o.t.Fatal(err)
	}
	page, err := o.line.Page(o.t.Context(), o.as(name), o.yusuf, timeline.Filter{})
	must(o.t, err)
	for _, p := range page.Entries {
		if p.ID == entry && p.Stub == (e.ID != "") {
			o.t.Errorf("the page and the timeline differ for %s", name)
		}
	}
	return e.ID != ""
}

func each(t *testing.T, fn func(*testing.T, *office)) {
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) { fn(t, newOffice(t, db, clock)) })
}

func TestLentUntilADay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		id, err := o.Ask(ctx, o.as("ruth"), o.yusuf, o.forLeads, "His hearing is on Friday")
		must(t, err)
		for who, want := range map[string]string{"lee": asking.TaskAsked, "ana": asking.TaskAsked, "ruth": ""} {
			if got := o.openTasks(who); got != want {
				t.Errorf("%s has to do %q, want %q", who, got, want)
			}
		}
		if o.reads("ruth", o.forLeads) {
			t.Error("asking is reading")
		}
		must(t, o.Allow(ctx, o.as("ana"), o.yusuf, id, "2026-03-05"))
		if o.openTasks("lee")+o.openTasks("ana") != "" || o.openTasks("ruth") != asking.TaskAnswered {
			t.Errorf("to do: %q %q %q", o.openTasks("lee"), o.openTasks("ana"), o.openTasks("ruth"))
		}
		watched, seen := trail.Watch(ctx)
		e, _, err := o.line.Entry(watched, o.as("ruth"), o.forLeads)
		must(t, err)
		if e.Body != "for the lawyers" || !e.Lent || timeline.Correctable(o.as("ruth"), e) {
			t.Errorf("%+v", e)
		}
		w := trail.NewWitness(o.db)
		must(t, w.Record(ctx, o.as("ruth"), seen))
		v, err := o.View(ctx, o.as("lee"), o.yusuf, id)
		must(t, err)
		if len(v.Readings) != 1 || v.Readings[0].ActorName != "ruth" {
			t.Errorf("readings: %+v", v.Readings)
		}
		if o.reads("bea", o.forLeads) {
			t.Error("somebody else reads it")
		}
		if found, err := o.line.Find(ctx, o.as("ruth"), "lawyers", 5); err != nil || len(found) != 0 {
			t.Errorf("found %d, %v", len(found), err)
		}
		o.clock.Add(3 * 24 * time.Hour)
		if !o.reads("ruth", o.forLeads) {
			t.Error("it ended before its day did")
		}
		o.clock.Add(24 * time.Hour)
		if o.reads("ruth", o.forLeads) {
			t.Error("it does not end")
		}
	})
}

func TestRefusedInWords(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		id, err := o.Ask(ctx, o.as("ana"), o.yusuf, o.ofLee, "I stand in for you")
		must(t, err)
		if got := o.openTasks("ruth") + o.openTasks("ana"); got != "" {
			t.Errorf("others were told: %q", got)
		}
		if _, err := o.View(ctx, o.as("ruth"), o.yusuf, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("who has nothing to do with it: %v", err)
		}
		must(t, o.Refuse(ctx, o.as("lee"), o.yusuf, id, "It is only a thought"))
		v, err := o.View(ctx, o.as("ana"), o.yusuf, id)
		must(t, err)
		if v.State != asking.Refused || v.Answer != "It is only a thought" || v.By != "lee" || v.Entry.Body != "" || o.reads("ana", o.ofLee) {
			t.Errorf("%+v", v)
		}
		for name, err := range map[string]error{
			"twice": o.Refuse(ctx, o.as("lee"), o.yusuf, id, "again"),
			"after": o.Allow(ctx, o.as("lee"), o.yusuf, id, "2026-03-05"),
		} {
			if !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := o.Ask(ctx, o.as("ana"), o.yusuf, o.ofLee, "Please"); err != nil {
			t.Errorf("asking anew: %v", err)
		}
	})
}

func TestWhatIsNotAsked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		open := o.write("lee", "for all", timeline.SightCase)
		id, err := o.Ask(ctx, o.as("ruth"), o.yusuf, o.forLeads, "why")
		must(t, err)
		ask := func(who, entry, why string) error {
			_, err := o.Ask(ctx, o.as(who), o.yusuf, entry, why)
			return err
		}
		for name, c := range map[string]struct {
			err  error
			want fault.Kind
		}{
			"one that is open":     {ask("ruth", open, "why"), fault.NotFound},
			"by its author":        {ask("lee", o.forLeads, "why"), fault.NotFound},
			"none":                 {ask("ruth", o.yusuf, "why"), fault.NotFound},
			"by a volunteer":       {ask("vol", o.forLeads, "why"), fault.NotFound},
			"by the administrator": {ask("ada", o.forLeads, "why"), fault.Forbidden},
			"without a reason":     {ask("ruth", o.forLeads, "  "), fault.Invalid},
			"with a book":          {ask("ruth", o.forLeads, strings.Repeat("x", 501)), fault.Invalid},
			"twice":                {ask("ruth", o.forLeads, "why"), fault.Invalid},
			"lent by its asker":    {o.Allow(ctx, o.as("ruth"), o.yusuf, id, "2026-03-05"), fault.NotFound},
			"lent by a stranger":   {o.Allow(ctx, o.as("vol"), o.yusuf, id, "2026-03-05"), fault.NotFound},
			"lent for ever":        {o.Allow(ctx, o.as("lee"), o.yusuf, id, "2027-03-05"), fault.Invalid},
			"lent until yesterday": {o.Allow(ctx, o.as("lee"), o.yusuf, id, "2026-03-01"), fault.Invalid},
			"refused in silence":   {o.Refuse(ctx, o.as("lee"), o.yusuf, id, ""), fault.Invalid},
		} {
			if !fault.Is(c.err, c.want) {
				t.Errorf("%s: %v", name, c.err)
			}
		}
		must(t, o.staff.Disable(ctx, authz.System("test"), o.ids["lee"]))
		if err := ask("ana", o.ofLee, "why"); !fault.Is(err, fault.Invalid) {
			t.Errorf("whose author is gone: %v", err)
		}
	})
}

// A loan of an entry that is about somebody the asker no longer sees is none,
// and whoever reads on loan lends nothing further.
func TestWallsBeatLoans(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		first, err := o.Ask(ctx, o.as("ana"), o.yusuf, o.ofLee, "why")
		must(t, err)
		second, err := o.Ask(ctx, o.as("ruth"), o.yusuf, o.ofLee, "why")
		must(t, err)
		must(t, o.Allow(ctx, o.as("lee"), o.yusuf, first, "2026-03-05"))
		if err := o.Allow(ctx, o.as("ana"), o.yusuf, second, "2026-03-05"); !fault.Is(err, fault.NotFound) {
			t.Errorf("lent what was lent: %v", err)
		}
		e, _, err := o.line.Entry(ctx, o.as("ana"), o.ofLee)
		must(t, err)
		if err := o.line.Correct(ctx, o.as("ana"), o.ofLee, e.Rev, "better", e.On); !fault.Is(err, fault.Forbidden) || timeline.Correctable(o.as("ana"), e) {
			t.Errorf("a lead corrects what was lent: %v", err)
		}
		walls := &access.Service{DB: o.db}
		must(t, walls.Bar(ctx, o.as("lee"), access.NewBar{PersonID: o.yusuf, AccountID: o.ids["ana"], Kind: access.Relative}))
		if _, _, err := o.line.Entry(ctx, o.as("ana"), o.ofLee); !fault.Is(err, fault.NotFound) {
			t.Errorf("over a conflict of interest: %v", err)
		}
	})
}

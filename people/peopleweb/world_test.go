package peopleweb_test

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/people/peopleweb"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

const today = "2026-03-02" // where dbtest's clock stands

// words stand in for those of other capabilities.
var words = fstest.MapFS{
	"locales/en.json": {Data: []byte(`{
		"deed.casework.contact.logged": "Logged a word with {{.name}}.", "deed.casework.case.opened": "Opened a case of {{.name}}.",
		"deed.access.asked": "x", "custody.entry.moved.held": "Moved to {{.to}}", "custody.entry.moved.in-transit": "Left", "custody.entry.moved.released": "Went home", "custody.entry.moved": "Moved",
		"custody.entry.released": "Went home",
		"casework.contact.on.future": "That day is still to come.", "casework.next.on.past": "Give a day that is still to come.",
		"panel.money": "Money", "action.move": "Record a move", "casework.timeline.case": "Case"
	}`)},
	"locales/es.json": {Data: []byte(`{"panel.money": "Dinero", "action.move": "Anotar un traslado", "custody.entry.moved.held": "Trasladado a {{.to}}"}`)},
}

// perms are those of every capability the pages touch.
var perms = authz.Merge(people.Bundle, timeline.Bundle, tasks.Bundle, custody.Bundle, casework.Bundle, facilities.Bundle)

// office is the pages over a real record. Ruth is at work, Lee leads, Bea sees
// only whom she was given.
type office struct {
	*webtest.App
	t              testing.TB
	db             *database.DB
	pages          *peopleweb.Pages
	custody        *custody.Service
	places         *facilities.Service
	tasks          *tasks.Service
	cases          *casework.Service
	ruth, bea, lee authz.Actor
	programme      casework.Programme
	harrow         string // a facility
	yusuf          string // a person with everything
}

func actor(id string, role authz.Role, sight authz.Sight) authz.Actor {
	return authz.NewActor(id, id, role, sight, append(perms[role], trail.MayUndoOthers)...)
}

func open(t testing.TB, options ...webtest.Option) *office {
	t.Helper()
	return openOn(t, dbtest.SQLite(t, dbtest.NewClock().Now), options...)
}

func openOn(t testing.TB, db *database.DB, options ...webtest.Option) *office {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	must(t, err)
	kinds := timeline.NewKinds()
	casework.TimelineKinds(kinds)
	custody.TimelineKinds(kinds)
	kinds.Register(timeline.Kind{Key: "safety", TitleKey: "timeline.kind.other", Group: timeline.Notes, Hidden: true})
	o := &office{
		t: t, db: db, custody: &custody.Service{DB: db, Bus: event.NewBus()}, places: &facilities.Service{DB: db},
		tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds()}, cases: &casework.Service{DB: db},
		ruth: actor("ruth", authz.Worker, authz.SeesAll), bea: actor("bea", authz.Worker, authz.SeesGranted), lee: actor("lee", authz.Lead, authz.SeesAll),
	}
	o.pages = &peopleweb.Pages{
		People: &people.Service{DB: db, Index: index}, Timeline: &timeline.Service{DB: db, Kinds: kinds}, Custody: o.custody, Tasks: o.tasks,
		Kinds: o.tasks.Kinds, Cases: team{o.cases}, Places: o.places, Panels: &web.Panels{},
		Names: func(context.Context) (map[string]string, error) { return map[string]string{"ruth": "Ruth"}, nil },
	}
	o.pages.Panels.Action(web.Action{TitleKey: "action.move", Href: "/people/{id}/move", Needs: custody.MayWrite})
	o.fill()
	o.as(o.ruth, options...)
	return o
}

// team is the casework of an office whose colleagues have no accounts.
type team struct{ *casework.Service }

func (team) Colleagues(context.Context, authz.Actor) ([]staff.Colleague, error) {
	return []staff.Colleague{{ID: "ruth", Name: "Ruth"}, {ID: "lee", Name: "Lee"}}, nil
}

// as lets somebody else sit down at the browser.
func (o *office) as(who authz.Actor, options ...webtest.Option) *office {
	o.t.Helper()
	options = append([]webtest.Option{
		webtest.As(who), webtest.Words(peopleweb.Locales, tasks.Locales, partialdate.Locales, words),
		webtest.With(func(c *web.Config) {
			c.Undo = func(ctx context.Context, actor authz.Actor, change string) error {
				return trail.Undo(ctx, o.db, actor, change, o.pages.People.After, timeline.After)
			}
		}),
	}, options...)
	o.App = webtest.New(o.t, o.pages.Routes(), options...)
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fill makes a facility, a programme and one person of whom everything is known.
func (o *office) fill() {
	ctx := o.t.Context()
	var err error
	o.write(func(tx *trail.Tx) (err error) {
		for _, a := range []authz.Actor{o.ruth, o.bea, o.lee} {
			if err := tx.Insert(ctx, "account", a.ID, dbtest.Account(a.ID, a.Name, string(a.Role))); err != nil {
				return err
			}
		}
		o.programme, err = casework.AddProgramme(ctx, tx, casework.Programme{Name: "Letters", IntervalDays: 42})
		return err
	})
	o.harrow, err = o.places.Add(ctx, o.lee, facilities.Facility{Name: "Harrow Ridge", Country: "US", Region: "TX", Town: "Harrow", Kind: facilities.Prison, Status: facilities.Open})
	must(o.t, err)
	must(o.t, o.places.PutAddress(ctx, o.lee, facilities.Address{FacilityID: o.harrow, Purpose: facilities.Letters, Lines: "PO Box 77", Town: "Harrow", Region: "TX", Postcode: "40418", Country: "US", CheckedOn: partialdate.Must("2026-02-20")}))
	must(o.t, o.places.PutRule(ctx, o.lee, facilities.Rule{FacilityID: o.harrow, Topic: "letters", Says: "White paper only", Source: "Handbook", CheckedOn: partialdate.Must("2025-10-01"), Mark: facilities.Verified}))
	o.yusuf = o.add(people.NewPerson{
		Name: "Yusuf Karimi", SayIt: "YOO-sef", Pronoun: "he", Born: partialdate.Must("1988"), Source: "His letter",
		Names: []people.Name{
			{Text: "یوسف کریمی", Kind: people.NameScript, Lang: "fa"}, {Text: "Joseph Kareem", Kind: people.NamePrison}, {Text: "Old Name", Kind: people.NameFormer},
		},
		Numbers:   []people.Number{{Text: "0418-OI-22", Issuer: "TK DOC"}, {Text: "TK-88-1190", Issuer: "County jail"}},
		Languages: []people.Language{{Lang: "fa", How: people.Reads}, {Lang: "en", How: people.ReadsSome}},
		Facts:     []people.Fact{{Kind: people.FactHealth, Value: "Reading glasses"}, {Kind: people.FactFaith, State: people.NotAsked}},
	})
	o.write(func(tx *trail.Tx) error {
		if err := people.AddCare(ctx, tx, o.yusuf, people.Care{Line: "His mail is read.", Detail: "Never mention the appeal.", Reason: "Two letters were copied.", ReviewOn: partialdate.Must("2026-02-01")}); err != nil {
			return err
		}
		_, err := casework.Open(ctx, tx, today, casework.NewCase{PersonID: o.yusuf, WorkerID: "ruth", OpenedOn: "2024-03-10", LastContactOn: today, LastContactHow: casework.LetterIn})
		return err
	})
	o.move(o.yusuf, custody.Move{FacilityID: o.harrow, Unit: "C-114", On: partialdate.Must("2022-06"), Source: "His letter", SourceOn: partialdate.Must("2026-02-20")})
	must(o.t, o.pages.People.RelateNew(ctx, o.ruth, people.NewPerson{Name: "Leila Karimi", Kind: people.Relative}, people.Relation{PersonID: o.yusuf, Relation: "sister", WhenToCall: "after 18:00", Agreed: people.AgreedYes, AgreedOn: partialdate.Must("2025-03-02")}))
}

func (o *office) write(fn func(*trail.Tx) error) {
	o.t.Helper()
	must(o.t, trail.Write(o.t.Context(), o.db, o.ruth, &trail.Deed{Action: "test"}, fn))
}

func (o *office) add(n people.NewPerson) string {
	o.t.Helper()
	p, err := o.pages.People.Add(o.t.Context(), o.ruth, n)
	must(o.t, err)
	return p.ID
}

func (o *office) move(id string, m custody.Move) {
	o.t.Helper()
	_, err := o.custody.Move(o.t.Context(), o.ruth, []string{id}, m)
	must(o.t, err)
}

func (o *office) date(id string, kind custody.Kind, on string, claim custody.Claim) {
	o.t.Helper()
	_, err := o.custody.SetMilestone(o.t.Context(), o.ruth, custody.NewMilestone{PersonID: id, Kind: kind, On: partialdate.Must(on), Claim: claim, Source: "Court sheet"})
	must(o.t, err)
}

// entry writes an entry as somebody and returns its id.
func (o *office) entry(who authz.Actor, e timeline.Entry) string {
	o.t.Helper()
	if e.PersonID == "" {
		e.PersonID = o.yusuf
	}
	id, err := o.pages.Timeline.Write(o.t.Context(), who, e, today)
	must(o.t, err)
	return id
}

func (o *office) full(id string) people.Full {
	o.t.Helper()
	f, err := o.pages.People.Person(o.t.Context(), authz.System("test"), id)
	must(o.t, err)
	return f
}

// line is the timeline of a person as Lee sees it.
func (o *office) line(id string) timeline.Page {
	o.t.Helper()
	p, err := o.pages.Timeline.Page(o.t.Context(), o.lee, id, timeline.Filter{})
	must(o.t, err)
	return p
}

func (o *office) todo(id string) []tasks.Task {
	o.t.Helper()
	list, err := o.tasks.OfPerson(o.t.Context(), o.lee, id)
	must(o.t, err)
	return list
}

// get asks for a page that has to be in order.
func (o *office) get(path string) *webtest.Page {
	o.t.Helper()
	page := o.Get(path)
	page.Check()
	if page.Status != 200 {
		o.t.Fatalf("%s: status %d", path, page.Status)
	}
	return page
}

// url is a page about Yusuf.
func (o *office) url(rest string) string { return "/people/" + o.yusuf + rest }

// send posts a form as the page shows it, with some fields changed: name, value
// pairs.
func (o *office) send(page *webtest.Page, form string, pairs ...string) *webtest.Page {
	o.t.Helper()
	values := formOf(page, form)
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	var list []string
	for name, all := range values {
		for _, v := range all {
			list = append(list, name, v)
		}
	}
	action, ok := page.Doc.Find(form).First().Attr("action")
	if !ok {
		o.t.Fatalf("no form %s", form)
	}
	return o.Post(action, list...)
}

package find_test

import (
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

const today = "2026-03-02" // where dbtest's clock stands

// world is a small organisation: Ruth works in an open team, Lee leads, Vol is a
// volunteer who was granted Yusuf, and New was granted nobody yet.
type world struct {
	*find.Service
	t                   *testing.T
	ruth, lee, vol, new authz.Actor
	id                  map[string]string // of people and places, by key
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(t, newWorld(t, db)) })
}

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	places := &facilities.Service{DB: db}
	w := &world{t: t, id: map[string]string{}, Service: &find.Service{
		DB: db, Index: index, Facilities: places, Timeline: &timeline.Service{DB: db, Kinds: timeline.NewKinds()},
	}}
	perms := authz.Merge(find.Bundle, timeline.Bundle, facilities.Bundle)
	actor := func(id string, role authz.Role, sight authz.Sight) authz.Actor {
		return authz.NewActor(id, id, role, sight, perms[role]...)
	}
	w.ruth, w.lee = actor("ruth", authz.Worker, authz.SeesAll), actor("lee", authz.Lead, authz.SeesAll)
	w.vol, w.new = actor("vol", authz.Volunteer, authz.SeesGranted), actor("new", authz.Worker, authz.SeesGranted)
	harrow := w.facility("harrow", facilities.Facility{Name: "Harrow Ridge Correctional Institution", Country: "US", Region: "TX", Kind: "prison", Level: "state"})
	w.facility("mill", facilities.Facility{Name: "Mill Creek County Jail", Country: "US", Region: "OH", Kind: "jail", Level: "county"})
	w.everybody()
	w.place("yusuf", harrow)
	w.place("john", harrow)
	w.grant("vol", "yusuf")
	w.entries()
	return w
}

func (w *world) everybody() {
	w.person("yusuf", people.NewPerson{
		Name:      "Yusuf Karimi",
		Names:     []people.Name{{Text: "Joseph Kareem", Kind: people.NamePrison}, {Text: "یوسف کریمی", Kind: people.NameScript, Lang: "fa"}},
		Numbers:   []people.Number{{Text: "A1234BC", Issuer: "TX DOC"}, {Text: "99-771", Issuer: "county jail"}},
		Languages: []people.Language{{Lang: "fa", How: people.Reads}},
	})
	w.person("dmitri", people.NewPerson{Name: "Дмитрий Шевченко", Numbers: []people.Number{{Text: "0418-01-22"}}})
	w.person("william", people.NewPerson{Name: "William O'Brien"})
	w.person("maria", people.NewPerson{Name: "María José García", Languages: []people.Language{{Lang: "es", How: people.Reads}}})
	w.person("john", people.NewPerson{Name: "John Smith"})
	w.person("stranger", people.NewPerson{Description: "the man in D-207"})
}

func (w *world) entries() {
	w.entry(w.ruth, timeline.Entry{Kind: timeline.KindNote, Body: "He is waiting for the dentist since January."})
	w.entry(w.lee, timeline.Entry{Kind: timeline.KindNote, Body: "There was a threat.", Sight: timeline.SightLead})
	w.entry(w.ruth, timeline.Entry{Kind: timeline.KindNote, Body: "My private thought.", Sight: timeline.SightAuthor})
	w.entry(w.vol, timeline.Entry{Kind: timeline.KindLetter, Direction: timeline.In, Body: "The envelope was torn."})
}

func (w *world) write(actor authz.Actor, fn func(*trail.Tx) error) {
	w.t.Helper()
	if err := trail.Write(w.t.Context(), w.DB, actor, &trail.Deed{Action: "test"}, fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) person(key string, n people.NewPerson) {
	w.t.Helper()
	w.write(authz.System("test"), func(tx *trail.Tx) error {
		p, err := people.Add(w.t.Context(), tx, w.Index, n)
		w.id[key] = p.ID
		return err
	})
}

func (w *world) facility(key string, f facilities.Facility) string {
	w.t.Helper()
	w.write(authz.System("test"), func(tx *trail.Tx) (err error) {
		w.id[key], err = facilities.Add(w.t.Context(), tx, f)
		return err
	})
	return w.id[key]
}

func (w *world) place(person, facility string) {
	w.t.Helper()
	since, err := partialdate.Parse("2026-01-05")
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(authz.System("test"), func(tx *trail.Tx) error {
		_, err := custody.Place(w.t.Context(), tx, event.NewBus(), today, custody.NewStay{PersonID: w.id[person], FacilityID: facility, Since: since})
		return err
	})
}

func (w *world) grant(account, person string) {
	w.t.Helper()
	w.write(authz.System("test"), func(tx *trail.Tx) error {
		return tx.Insert(w.t.Context(), "access_grant", "grant-"+account, trail.Set{
			"account_id": account, "person_id": w.id[person], "from_at": 0, "until_at": int64(1) << 60, "reason": "test",
		})
	})
}

func (w *world) entry(author authz.Actor, e timeline.Entry) {
	w.t.Helper()
	e.PersonID = w.id["yusuf"]
	w.write(author, func(tx *trail.Tx) error {
		_, err := timeline.Add(w.t.Context(), tx, e)
		return err
	})
}

// look records that somebody opened a person's page.
func (w *world) look(actor authz.Actor, key string) {
	w.t.Helper()
	ctx, seen := trail.Watch(w.t.Context())
	trail.Saw(ctx, trail.Page, w.id[key])
	if err := trail.NewWitness(w.DB).Record(ctx, actor, seen); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) people(actor authz.Actor, text string) ([]find.Person, []find.Filter) {
	w.t.Helper()
	list, filters, err := w.People(w.t.Context(), actor, text, 0)
	if err != nil {
		w.t.Fatalf("People(%.40q): %v", text, err)
	}
	return list, filters
}

func (w *world) ask(actor authz.Actor, text string) find.Answer {
	w.t.Helper()
	a, err := w.Ask(w.t.Context(), actor, text, 0)
	if err != nil {
		w.t.Fatalf("Ask(%.40q): %v", text, err)
	}
	return a
}

// keys are the keys of people, in the order found.
func (w *world) keys(list []find.Person) []string {
	out := make([]string, 0, len(list))
	for _, p := range list {
		for key, id := range w.id {
			if id == p.ID {
				out = append(out, key)
			}
		}
	}
	return out
}

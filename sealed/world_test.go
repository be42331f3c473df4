package sealed_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/sealed"
	"github.com/throughcare/throughcare/staff"
)

const phrase = "paper boats cross the quiet river of "

// office is a team whose people have signed in, and recovery sheets.
type office struct {
	*sealed.Service
	t      testing.TB
	db     *database.DB
	clock  *dbtest.Clock
	staff  *staff.Service
	ids    map[string]string
	tokens map[string]string // of a session of each
	yusuf  string
	sheets sealed.Sheets
}

var roles = map[string]authz.Role{
	"ana": authz.Lead, "ben": authz.Worker, "cleo": authz.Worker, "dov": authz.Volunteer, "eva": authz.Administrator,
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t testing.TB, what string, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

func newOffice(t testing.TB, db *database.DB, clock *dbtest.Clock) *office {
	t.Helper()
	ctx := t.Context()
	choices, err := settings.Open(ctx, db)
	must(t, err)
	index, err := search.Open(ctx, db)
	must(t, err)
	bundle := authz.Merge(staff.Bundle, people.Bundle, access.Bundle, sealed.Bundle, trail.Bundle)
	team, err := staff.NewService(staff.Config{DB: db, Settings: choices, Key: dbtest.Key(), Bundle: bundle, Cost: staff.Cost{MemoryKiB: 64, Passes: 1}})
	must(t, err)
	o := &office{t: t, db: db, clock: clock, staff: team, Service: &sealed.Service{DB: db}, ids: map[string]string{}, tokens: map[string]string{}}
	for name, role := range roles {
		a, link, err := team.Add(ctx, authz.System("test"), staff.NewAccount{Name: name, Role: role})
		must(t, err)
		o.ids[name] = a.ID
		must(t, team.Choose(ctx, link.Token, phrase+name))
		o.signIn(name)
	}
	must(t, choices.Change(ctx, authz.System("test"), func(c *settings.Choices) {
		*c = settings.Defaults("US")
		c.Name, c.OpenTeam = "Office", true
	}))
	p, err := (&people.Service{DB: db, Index: index}).Add(ctx, authz.System("test"), people.NewPerson{Name: "Yusuf Karimi", Numbers: []people.Number{{Text: "0418", Issuer: "DOC"}}})
	must(t, err)
	o.yusuf = p.ID
	o.sheets, err = sealed.NewSheets()
	must(t, err)
	must(t, o.Arrange(ctx, o.as("eva"), o.sheets.Recipient, "ana"))
	return o
}

func each(t *testing.T, fn func(*testing.T, *office)) {
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) { fn(t, newOffice(t, db, clock)) })
}

// signIn opens a session with the pass phrase.
func (o *office) signIn(name string) {
	o.t.Helper()
	e, err := o.staff.SignIn(o.t.Context(), name, phrase+name, staff.Browser{})
	must(o.t, err)
	o.tokens[name] = e.Token
}

// reset takes somebody's pass phrase away; they choose the same one again, and
// with it a new key.
func (o *office) reset(name string) {
	o.t.Helper()
	link, err := o.staff.Reset(o.t.Context(), authz.System("test"), o.ids[name], false)
	must(o.t, err)
	must(o.t, o.staff.Choose(o.t.Context(), link.Token, phrase+name+" again"))
	e, err := o.staff.SignIn(o.t.Context(), name, phrase+name+" again", staff.Browser{})
	must(o.t, err)
	o.tokens[name] = e.Token
}

func (o *office) as(name string) authz.Actor {
	o.t.Helper()
	a, err := o.staff.Actor(o.t.Context(), o.ids[name])
	must(o.t, err)
	a.Proven = true
	return a
}

// reader is somebody in their session.
func (o *office) reader(name string) sealed.Reader {
	o.t.Helper()
	half, err := o.staff.OwnKey(o.t.Context(), o.tokens[name])
	must(o.t, err)
	return sealed.Reader{Actor: o.as(name), Half: half}
}

// begin begins a matter about prison staff.
func (o *office) begin(by, title, text string, named ...string) string {
	o.t.Helper()
	n := sealed.New{Sort: sealed.AboutStaff, Title: title, Text: text, About: []string{o.yusuf}}
	for _, name := range named {
		n.Named = append(n.Named, o.ids[name])
	}
	id, err := o.Begin(o.t.Context(), o.reader(by), n)
	must(o.t, err)
	return id
}

// reads reports whether somebody reads a matter; the list has to agree.
func (o *office) reads(name, id string) bool {
	o.t.Helper()
	m, err := o.Matter(o.t.Context(), o.reader(name), id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		o.t.Fatalf("%s: %v", name, err)
	}
	list, errList := o.List(o.t.Context(), o.reader(name))
	must(o.t, errList)
	listed := false
	for _, l := range list {
		listed = listed || l.ID == id && !l.Shut
	}
	if listed != (err == nil) || err == nil && len(m.Entries) == 0 {
		o.t.Errorf("%s: on the list %v, the matter itself %v", name, listed, err)
	}
	return err == nil
}

func (o *office) sheet(n int) string { return strings.Join(o.sheets.Words[n], " ") }

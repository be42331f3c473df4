package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/thumbnail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/staff"
)

// full reports whether the numbers of the promises are asked for; ordinary
// tests run a small part of everything.
func full() bool { return os.Getenv("THROUGHCARE_ASSURANCE") == "1" }

// measured prints a line of the table of `make assurance`.
func measured(t *testing.T, promise, format string, args ...any) {
	t.Helper()
	t.Logf("measured %s: %s", promise, fmt.Sprintf(format, args...))
}

// account is one who works here.
type account struct {
	key     string
	role    authz.Role
	chapter string // "north", "south" or ""
}

// cast are the principals, one for each way to stand to somebody's record.
var cast = []account{
	{"solo", authz.Solo, ""},
	{"lead", authz.Lead, ""},
	{"lead-north", authz.Lead, "north"},
	{"lead-south", authz.Lead, "south"},
	{"barred", authz.Lead, ""},              // has a conflict of interest with n4 and with a relative of n1
	{"granted", authz.Worker, "north"},      // works with n1
	{"cover", authz.Worker, "north"},        // stands in for her
	{"without", authz.Worker, "north"},      // works with nobody
	{"glass", authz.Worker, "north"},        // broke the glass for s2
	{"volunteer", authz.Volunteer, "north"}, // was given n1
	{"administrator", authz.Administrator, ""},
}

// world is a record in which every text says whose it is.
type world struct {
	*marks
	t        testing.TB
	rec      *app.Record
	clock    *dbtest.Clock
	log      *lines
	accounts map[string]string // ids by key
	folk     map[string]string // ids of people by key
	chapters map[string]string
	facility string
	program  casework.Programme
	served   app.Served
	known    objects // as of the first address that was made
}

// lines are what the program logged.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newWorld opens a record through the services and fills it. The team is
// closed: a worker sees the people they were given.
func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldAt(t, app.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "record.tcdb")})
}

// newWorldAt is newWorld where the options say.
func newWorldAt(t testing.TB, o app.Options) *world {
	t.Helper()
	w := &world{
		marks: newMarks(13), t: t, clock: dbtest.NewClock(), log: &lines{},
		accounts: map[string]string{}, folk: map[string]string{}, chapters: map[string]string{},
	}
	var err error
	o.Keys, o.Now, o.Quick = demo.NewKeys(), w.clock.Now, true
	o.Thumbnails = thumbnail.Make
	o.Log = slog.New(web.SafeLog(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	w.rec, err = app.OpenRecord(t.Context(), o)
	w.must(err)
	t.Cleanup(func() {
		if err := w.rec.Close(); err != nil {
			t.Error(err)
		}
	})
	w.team()
	w.place()
	w.people()
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) ctx() context.Context { return w.t.Context() }

// words prints English.
func (w *world) words() *i18n.Printer {
	w.t.Helper()
	words, err := app.Catalogue()
	w.must(err)
	return words.Printer("en").At(w.clock.Now(), time.UTC)
}

// as is the actor of an account at this moment, who has just proven themselves.
func (w *world) as(key string) authz.Actor {
	w.t.Helper()
	a, err := w.rec.Staff.Actor(w.ctx(), w.accounts[key])
	w.must(err)
	a.Proven = true
	return a
}

// team makes the organisation, its chapters and accounts.
func (w *world) team() {
	hash, err := staff.HashPhrase(w.ctx(), demo.Phrase)
	w.must(err)
	for i, c := range cast {
		n := staff.NewAccount{Name: "Colleague " + c.key, SignIn: c.key, Role: c.role}
		var a staff.Account
		if i == 0 {
			a, err = w.rec.Staff.First(w.ctx(), n, hash)
		} else {
			a, _, err = w.rec.Staff.Add(w.ctx(), authz.System("assurance"), n)
		}
		w.must(err)
		w.accounts[c.key] = a.ID
	}
	w.must(w.rec.Settings.Change(w.ctx(), w.as("solo"), func(c *settings.Choices) {
		*c = settings.Defaults("US")
		c.Name, c.OpenTeam, c.SetUp, c.Capabilities = "Assurance House", false, settings.Done, app.Capabilities()
	}))
	for _, name := range []string{"north", "south"} {
		w.chapters[name], err = w.rec.Access.Found(w.ctx(), w.as("solo"), "Chapter "+name)
		w.must(err)
	}
	for _, c := range cast {
		if c.chapter != "" {
			w.must(w.rec.Access.SetChapter(w.ctx(), w.as("solo"), w.accounts[c.key], w.chapters[c.chapter]))
		}
	}
	w.program, err = w.rec.Casework.SaveProgramme(w.ctx(), w.as("solo"), casework.Programme{
		Name: "Support inside", IntervalDays: 42, DormantDays: 180,
		Stages: []casework.Part{{Name: "Begun"}}, Questions: []casework.Part{{Name: "How did you hear of us?", Form: casework.Text}},
		Reasons: []casework.Part{{Name: "Came home"}},
	})
	w.must(err)
}

// place makes the facility where everybody is. What it says is for everybody
// who works here: it holds no markers, but for the one of the two worlds.
func (w *world) place() {
	var err error
	lead := w.as("lead")
	w.facility, err = w.rec.Places.Add(w.ctx(), lead, facilities.Facility{Name: "Harrow Ridge", Country: "US", Region: "TX", Town: "Harrow", Kind: facilities.Prison, Status: facilities.Open})
	w.must(err)
	w.must(w.rec.Places.PutAddress(w.ctx(), lead, facilities.Address{FacilityID: w.facility, Purpose: facilities.Letters, Lines: "Mail room\nPO Box 1", Town: "Harrow", Country: "US", Source: "Handbook"}))
	w.must(w.rec.Places.PutRule(w.ctx(), lead, facilities.Rule{FacilityID: w.facility, Topic: "books", Says: "New ones only", Source: "Handbook", Mark: facilities.Verified}))
	w.must(w.rec.Places.PutPost(w.ctx(), lead, facilities.Post{FacilityID: w.facility, Title: "Chaplain", Contact: "555 0100", Source: "By telephone"}))
	full, err := w.rec.Places.Facility(w.ctx(), lead, w.facility)
	w.must(err)
	w.must(w.rec.Places.PutHolder(w.ctx(), lead, facilities.Holder{PostID: full.Posts[0].ID, FacilityID: w.facility, Name: "Rev. Ellis", Source: "By telephone"}))
}

// people adds the people and sets the walls between them and the accounts.
func (w *world) people() {
	for _, p := range []struct{ key, by, worker string }{
		{"n1", "lead-north", "granted"}, {"n2", "lead-north", ""}, {"n3", "lead-north", ""}, {"n4", "lead-north", ""},
		{"s1", "lead-south", ""}, {"s2", "lead-south", ""},
	} {
		w.person(p.key, w.as(p.by), w.accounts[p.worker])
	}
	w.link("n1", "s1")
	w.ask("n1", "granted", "lead")
	solo := w.as("solo")
	s := w.rec.Access
	w.must(s.Give(w.ctx(), solo, w.folk["n1"], w.accounts["volunteer"], ""))
	w.must(s.Give(w.ctx(), solo, w.folk["n4"], w.accounts["barred"], "")) // which helps nothing
	w.must(s.Bar(w.ctx(), solo, access.NewBar{PersonID: w.folk["n4"], AccountID: w.accounts["barred"], Kind: access.Relative, Why: w.keep(mark{Class: sealed, Person: "n4", What: "conflict, why"})}))
	w.must(s.Restrict(w.ctx(), solo, w.folk["n3"], w.keep(mark{Class: sealed, Person: "n3", What: "restriction, why"}), ""))
	_, err := w.rec.Casework.SetCover(w.ctx(), w.as("granted"), casework.Cover{
		WorkerID: w.accounts["granted"], ByID: w.accounts["cover"], From: w.rec.Casework.Today(w.ctx()), Until: w.rec.Casework.Today(w.ctx()).Add(10),
	})
	w.must(err)
	_, err = s.Break(w.ctx(), w.as("glass"), w.number("s2"), "Somebody called and said that they are in danger tonight")
	w.must(err)
}

// number is what the record calls somebody.
func (w *world) number(key string) string {
	w.t.Helper()
	p, err := w.rec.People.Person(w.ctx(), authz.System("assurance"), w.folk[key])
	w.must(err)
	return p.Number
}

// cells reads every text of the record, as "table.column" and its value.
func (w *world) cells() map[string][]string {
	w.t.Helper()
	all := map[string][]string{}
	w.must(w.rec.DB.Read(w.ctx(), func(tx *database.Tx) error {
		columns, err := database.All(w.ctx(), tx, func(scan database.Scan) (c [2]string, err error) { return c, scan(&c[0], &c[1]) },
			`SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT' ORDER BY 1, 2`)
		if err != nil {
			return err
		}
		for _, c := range columns {
			values, err := database.All(w.ctx(), tx, func(scan database.Scan) (v string, err error) { return v, scan(&v) },
				`SELECT coalesce("`+c[1]+`", '') FROM "`+c[0]+`"`)
			if err != nil {
				return err
			}
			all[c[0]+"."+c[1]] = values
		}
		return nil
	}))
	return all
}

// rowsOf are the ids of people and of everything that is about them.
func (w *world) rowsOf(keys ...string) map[string]bool {
	w.t.Helper()
	rows := map[string]bool{}
	for _, key := range keys {
		rows[w.folk[key]] = true
	}
	w.must(w.rec.DB.Read(w.ctx(), func(tx *database.Tx) error {
		tables, err := database.All(w.ctx(), tx, func(scan database.Scan) (name string, err error) { return name, scan(&name) },
			`SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'person_id'
				AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) i WHERE i.name = 'id')`)
		if err != nil {
			return err
		}
		for _, of := range [][2]string{{"packet_person", "packet_id"}} { // what is about them by way of a list
			err := database.Each(w.ctx(), tx, func(scan database.Scan) error {
				var id, person string
				err := scan(&id, &person)
				rows[id] = rows[id] || rows[person]
				return err
			}, `SELECT "`+of[1]+`", person_id FROM "`+of[0]+`"`)
			if err != nil {
				return err
			}
		}
		for _, table := range tables {
			err := database.Each(w.ctx(), tx, func(scan database.Scan) error {
				var id, person string
				err := scan(&id, &person)
				rows[id] = rows[id] || rows[person]
				return err
			}, `SELECT id, person_id FROM "`+table+`"`)
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return rows
}

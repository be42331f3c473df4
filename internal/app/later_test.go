package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// sketches is a capability nobody has written: it draws people. It is here to
// hold the promise that a new capability adds a task, a timeline entry and a
// panel without changing Today, the person page or the timeline.
type sketches struct{ moved []string }

var sketchWords = fstest.MapFS{
	"locales/en.json": {Data: []byte(`{"sketches.task": "Draw {{.name}}", "sketches.due": "Paper is ready.", "sketches.draw": "Draw now", "sketches.count": {"one": "{{.count}} drawing", "other": "{{.count}} drawings"}, "sketches.entry": "A sketch was made", "sketches.panel": "Sketches", "sketches.nav": "Sketchbook"}`)},
	"locales/es.json": {Data: []byte(`{"sketches.task": "Dibujar a {{.name}}", "sketches.due": "El papel está listo.", "sketches.draw": "Dibujar", "sketches.count": {"one": "{{.count}} dibujo", "other": "{{.count}} dibujos"}, "sketches.entry": "Se hizo un dibujo", "sketches.panel": "Dibujos", "sketches.nav": "Cuaderno"}`)},
}

func (s *sketches) register(rec *Record) {
	rec.Tasks.Kinds.Add(tasks.Kind{Key: "sketch", TitleKey: "sketches.task", CountKey: "sketches.count", ReasonKey: "sketches.due", Weight: tasks.WeightPromise, ActionKey: "sketches.draw"})
	rec.Timeline.Kinds.Register(timeline.Kind{Key: "sketch", TitleKey: "sketches.entry", Group: timeline.Files, Icon: "note"})
	event.Hear(rec.Bus, func(_ context.Context, _ *trail.Tx, e custody.Moved) error {
		s.moved = append(s.moved, e.PersonID)
		return nil
	})
}

func (s *sketches) Routes() []web.Route { return nil }

func (s *sketches) Nav() []web.Nav {
	return []web.Nav{{ID: "sketches", Group: 9, TitleKey: "sketches.nav", Icon: "note", Href: "/sketches", Needs: authz.SignedIn}}
}

func (s *sketches) Panels(to *web.Panels) {
	panel := web.Panel{ID: "sketches", TitleKey: "sketches.panel", Needs: authz.SignedIn, Render: func(context.Context, *web.Request, string) (templ.Component, error) {
		return templ.Raw("<p>Three sketches hang in the hall.</p>"), nil
	}}
	to.Person(panel)
	to.Today(panel)
}

// made is what the capability writes, in one change of its own.
func (s *sketches) made(ctx context.Context, rec *Record, actor authz.Actor, personID string) error {
	deed := &trail.Deed{Action: "demo.filled", Kind: "person", ID: personID}
	return trail.Write(ctx, rec.DB, actor, deed, func(tx *trail.Tx) error {
		day := rec.Casework.Today(ctx)
		if _, err := timeline.Add(ctx, tx, timeline.Entry{PersonID: personID, Kind: "sketch", Body: "By the window.", On: partialdate.On(day)}); err != nil {
			return err
		}
		_, err := tasks.Add(ctx, tx, tasks.Task{PersonID: personID, Kind: "sketch", DueOn: day, DueTime: "16:00", WorkerID: actor.ID})
		return err
	})
}

type quickKeys struct{}

func (quickKeys) Derive(keys.Label) []byte { return dbtest.Key() }

func TestALaterCapabilityChangesNothingElse(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	rec, err := OpenRecord(ctx, Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "record.tcdb"), Keys: quickKeys{}, Now: dbtest.NewClock().Now, Log: slog.New(slog.DiscardHandler), Quick: true,
	})
	must(t, err)
	defer func() { must(t, rec.Close()) }()
	later := &sketches{}
	later.register(rec)
	ruth, person := founded(t, rec)
	must(t, later.made(ctx, rec, ruth, person))
	client, base := signedIn(t, rec, later, ruth)

	today, page := get(t, client, base+"/"), get(t, client, base+"/people/"+person)
	for what, words := range map[string]string{"the task": "Draw Yusuf Karimi", "its reason": "Paper is ready.", "its button": "Draw now", "the panel": "Three sketches", "the navigation": "Sketchbook"} {
		if !strings.Contains(today, words) {
			t.Errorf("Today does not show %s", what)
		}
	}
	for what, words := range map[string]string{"the task": "Draw Yusuf Karimi", "the entry": "A sketch was made", "what it says": "By the window.", "the panel": "Three sketches"} {
		if !strings.Contains(page, words) {
			t.Errorf("the page of the person does not show %s", what)
		}
	}
	_, err = rec.Custody.Move(ctx, ruth, []string{person}, custody.Move{State: custody.InTransit, Source: "his letter"})
	must(t, err)
	if len(later.moved) != 1 || later.moved[0] != person {
		t.Errorf("heard of moves of %v", later.moved)
	}
}

// founded makes the organisation, its one worker and a person with a case.
func founded(t *testing.T, rec *Record) (ruth authz.Actor, person string) {
	t.Helper()
	ctx := t.Context()
	choices := settings.Defaults("US")
	choices.Name, choices.SetUp = "Tamarack", settings.Done
	must(t, rec.Found(ctx, choices))
	hash, err := staff.HashPhrase(ctx, "paper boats cross the quiet river")
	must(t, err)
	account, err := rec.Staff.First(ctx, staff.NewAccount{Name: "Ruth Amadi", Role: authz.Solo}, hash)
	must(t, err)
	ruth, err = rec.Staff.Actor(ctx, account.ID)
	must(t, err)
	yusuf, err := rec.People.Add(ctx, ruth, people.NewPerson{Name: "Yusuf Karimi"})
	must(t, err)
	_, err = rec.Casework.OpenCase(ctx, ruth, casework.NewCase{PersonID: yusuf.ID, WorkerID: ruth.ID})
	must(t, err)
	return ruth, yusuf.ID
}

// signedIn serves the application with the later capability to a browser.
func signedIn(t *testing.T, rec *Record, later *sketches, who authz.Actor) (*http.Client, string) {
	t.Helper()
	words, err := i18n.New(append(locales(), sketchWords)...)
	must(t, err)
	panels := &web.Panels{}
	catalogue := func() *i18n.Catalogue { return words }
	server := httptest.NewServer(rec.assemble(catalogue, Served{}, panels, append(rec.contributions(catalogue, Served{}, panels), later)))
	t.Cleanup(server.Close)
	link, err := rec.Staff.EntryLink(t.Context(), who.ID)
	must(t, err)
	jar, err := cookiejar.New(nil)
	must(t, err)
	client := &http.Client{Jar: jar}
	get(t, client, server.URL+"/enter/"+link.Token)
	return client, server.URL
}

func get(t *testing.T, client *http.Client, url string) string {
	t.Helper()
	answer, err := client.Get(url)
	must(t, err)
	defer func() { must(t, answer.Body.Close()) }()
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	if answer.StatusCode != http.StatusOK {
		t.Fatal(fmt.Errorf("%s: %s", answer.Request.URL.Path, answer.Status))
	}
	return string(body)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

package exchangeweb_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/exchange"
	"github.com/throughcare/throughcare/exchange/exchangeweb"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/facilities/facilitiesweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// desk is the pages of one group.
type desk struct {
	*testing.T
	*webtest.App
}

func open(t *testing.T, db *database.DB, name, rule string) *desk {
	t.Helper()
	bus := event.NewBus()
	exchange.Listen(bus)
	places := &facilities.Service{DB: db, Bus: bus}
	actor := authz.NewActor(ids.New(), "Ada", authz.Worker, authz.SeesAll, authz.Merge(exchange.Bundle, facilities.Bundle)[authz.Worker]...)
	var id string
	if err := trail.Write(t.Context(), db, actor, &trail.Deed{Action: "test"}, func(tx *trail.Tx) (err error) {
		id, err = facilities.Add(t.Context(), tx, facilities.Facility{Name: "Harrow Ridge Correctional Institution", Kind: facilities.Prison, Region: "OH", Country: "US"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if rule != "" {
		if err := places.PutRule(t.Context(), actor, facilities.Rule{FacilityID: id, Topic: "books", Says: rule, Source: "the warden", Mark: facilities.Verified, CheckedOn: partialdate.Must("2026-02-10")}); err != nil {
			t.Fatal(err)
		}
	}
	s := &exchange.Service{
		DB: db, Places: places, Organisation: func(context.Context) string { return name },
		Called: func(context.Context, *database.Tx) ([]string, error) { return nil, nil },
	}
	pages := &exchangeweb.Pages{Exchange: s}
	return &desk{t, webtest.New(t, pages.Routes(), webtest.As(actor), webtest.Words(exchangeweb.Locales, facilitiesweb.Locales, partialdate.Locales))}
}

// upload posts a file as a browser does.
func (d *desk) upload(name string, content []byte) *webtest.Page {
	d.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		d.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/facilities/exchange", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return d.Do(r)
}

// A file made by one group is looked at by another, compared by telephone, and taken; one
// that was altered on the way is refused.
func TestAFileFromGroupToGroup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		theirs := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), "Midwest Pages", "Three paperbacks a month")
		ours := open(t, db, "Tamarack", "")
		theirs.Look("/facilities/exchange", "No file was made yet")
		theirs.Look("/facilities/exchange/make")
		made := theirs.Post("/facilities/exchange/make", "which", "all")
		file := []byte(made.Body)
		if made.Status != http.StatusOK || !bytes.Contains(file, []byte("Three paperbacks a month")) {
			t.Fatalf("status %d: %s", made.Status, file)
		}
		theirs.Look("/facilities/exchange", "Files we made")

		if page := ours.upload("rules.json", bytes.Replace(file, []byte("Three"), []byte("Seven"), 1)); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("an altered file: status %d", page.Status)
		}
		page := ours.upload("rules.json", file)
		if page.Status != http.StatusSeeOther {
			t.Fatalf("status %d: %s", page.Status, page.Text("main"))
		}
		at, _, _ := strings.Cut(page.Header.Get("Location"), "#")
		page = ours.Look(at, "Midwest Pages", "Three paperbacks a month")
		take := page.Attr(`input[name="take"]`, "value")
		if refused := ours.Post(at, "take", take); refused.Status != http.StatusUnprocessableEntity {
			t.Errorf("taken from a signer nobody compared: status %d", refused.Status)
		}
		if done := ours.Post(at, "take", take, "compared", "1"); done.Status != http.StatusSeeOther {
			t.Fatalf("taken: status %d, %s", done.Status, done.Text("main"))
		}
		ours.Look("/facilities/exchange", "Midwest Pages")
	})
}

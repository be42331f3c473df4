package staff

import (
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/staff/kept"
)

func TestHeldForms(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		hers := kept.Held{ID: ids.New(), AccountID: h.ada.ID, Path: "/people/new", Body: "name=Mar%C3%ADa"}
		nobodys := kept.Held{ID: ids.New(), Path: "/x", Body: "y=z"}
		must(t, h.Hold(ctx, hers))
		must(t, h.Hold(ctx, nobodys))
		got, err := h.Held(ctx, hers.ID, h.ada.ID)
		must(t, err)
		if got != hers {
			t.Fatalf("%+v", got)
		}
		_, err = h.Held(ctx, hers.ID, h.wim.ID)
		wants(t, err, fault.NotFound, "")
		_, err = h.Held(ctx, nobodys.ID, h.wim.ID)
		must(t, err)
		inClear(t, h, "Mar%C3", `SELECT body FROM held_form`)
		must(t, h.DropHeld(ctx, nobodys.ID))
		_, err = h.Held(ctx, nobodys.ID, h.wim.ID)
		wants(t, err, fault.NotFound, "")
		h.clock.Add(kept.HeldLife + time.Second)
		_, err = h.Held(ctx, hers.ID, h.ada.ID)
		wants(t, err, fault.NotFound, "")
	})
}

// inClear fails when a stored value shows what was kept.
func inClear(t *testing.T, h house, text, query string) {
	t.Helper()
	must(t, h.db.Read(t.Context(), func(tx *database.Tx) error {
		return database.Each(t.Context(), tx, func(scan database.Scan) error {
			var stored string
			err := scan(&stored)
			if strings.Contains(stored, text) || stored == "" {
				t.Errorf("stored in clear, or not at all: %q", stored)
			}
			return err
		}, query)
	}))
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		_, err := h.Answer(ctx, "k")
		wants(t, err, fault.NotFound, "")
		must(t, h.KeepAnswer(ctx, "k", h.ada.ID, "/first"))
		must(t, h.KeepAnswer(ctx, "k", h.ada.ID, "/second"))
		if got, err := h.Answer(ctx, "k"); err != nil || got != "/first" {
			t.Fatal(got, err)
		}
		h.clock.Add(kept.AnsweredLife + time.Second)
		_, err = h.Answer(ctx, "k")
		wants(t, err, fault.NotFound, "")
	})
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		must(t, h.SaveDraft(ctx, h.ada.ID, "/a", "one"))
		h.clock.Add(time.Minute)
		must(t, h.SaveDraft(ctx, h.ada.ID, "/a", "two secrets"))
		body, at, err := h.Draft(ctx, h.ada.ID, "/a")
		if err != nil || body != "two secrets" || !at.Equal(h.clock.Now()) {
			t.Fatal(body, at, err)
		}
		inClear(t, h, "secrets", `SELECT body FROM draft`)
		_, _, err = h.Draft(ctx, h.wim.ID, "/a")
		wants(t, err, fault.NotFound, "")
		must(t, h.DropDraft(ctx, h.ada.ID, "/a"))
		_, _, err = h.Draft(ctx, h.ada.ID, "/a")
		wants(t, err, fault.NotFound, "")
	})
}

func TestSessionsRemember(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		p, token := h.enter(t, "ada", adaPhrase)
		must(t, h.KeepSession(ctx, p.Session.ID, "flash", "views of Darnell"))
		p, err := h.Resume(ctx, token)
		must(t, err)
		if flash, views := h.Remembered(p.Session); flash != "flash" || views != "views of Darnell" {
			t.Fatal(flash, views)
		}
		inClear(t, h, "Darnell", `SELECT views FROM session`)
	})
}

func TestChoicesOfLists(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		_, err := h.Choice(ctx, h.ada.ID, "list:people")
		wants(t, err, fault.NotFound, "")
		for _, values := range []string{"cols=name", "cols=name&rows=tight"} {
			must(t, h.KeepChoice(ctx, h.ada.ID, "list:people", values))
			if got, err := h.Choice(ctx, h.ada.ID, "list:people"); err != nil || got != values {
				t.Fatalf("%q, %v", got, err)
			}
		}
		_, err = h.Choice(ctx, h.wim.ID, "list:people")
		wants(t, err, fault.NotFound, "")
	})
}

// Package trailpage is the pages about the trail itself: who looked at
// somebody's casework, and the proof that nobody altered what was written.
package trailpage

import (
	"context"
	"embed"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Pages show the trail.
type Pages struct {
	DB *database.DB
	// Name is what a person is called; NotFound for hidden and missing alike.
	Name func(ctx context.Context, actor authz.Actor, personID string) (string, error)
	// Mine reports whether the actor is the one who works with a person.
	Mine func(ctx context.Context, actor authz.Actor, personID string) (bool, error)
}

// Routes are the pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/readers", Needs: trail.MaySeeReaders, Handle: p.readers},
		{Pattern: "GET /settings/trail", Needs: trail.MayVerify, Handle: p.ask},
		{Pattern: "POST /settings/trail", Needs: trail.MayVerify, Handle: p.verify, Class: web.Exports},
	}
}

// Panels shows on the person page who looked at it, and in the settings the way
// to the proof.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{
		ID: "readers", TitleKey: "trail.readers", Needs: trail.MaySeeReaders, Order: 95, Render: p.panel,
		LinkKey: "trail.readers.all", Link: "/people/{id}/readers",
	})
	to.Action(web.Action{TitleKey: "trail.readers.title", Href: "/people/{id}/readers", Needs: trail.MaySeeAllReaders, Order: 95})
	to.Settings(web.Panel{ID: "trail", TitleKey: "trail.title", Needs: trail.MayVerify, Order: 20, Render: p.settings})
}

// What the panel of a person shows.
const (
	lately = 30 * 24 * time.Hour
	latest = 5
)

// panel lists the colleagues who looked lately; oneself is no news.
func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	if may, err := p.mayLook(ctx, r.Actor, personID); err != nil || !may {
		return nil, err
	}
	var list []trail.Reader
	err := p.DB.Read(ctx, func(tx *database.Tx) error {
		all, err := trail.Readers(ctx, tx, personID, r.Now.Add(-lately), latest+1)
		for _, one := range all {
			if one.ActorID != r.Actor.ID {
				list = append(list, one)
			}
		}
		return err
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return readersPanel(list[:min(len(list), latest)]), nil
}

func (p *Pages) mayLook(ctx context.Context, actor authz.Actor, personID string) (bool, error) {
	if actor.May(trail.MaySeeAllReaders) {
		return true, nil
	}
	return p.Mine(ctx, actor, personID)
}

// most is how many readings the page of a person shows.
const most = 300

// readers lists every look at somebody.
func (p *Pages) readers(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	ctx := r.Context()
	name, err := p.Name(ctx, r.Actor, id)
	if err != nil {
		return err
	}
	may, err := p.mayLook(ctx, r.Actor, id)
	if err == nil && !may {
		err = fault.New(fault.Forbidden, "trail: readers of another's case")
	}
	if err != nil {
		return err
	}
	var list []trail.Reading
	err = p.DB.Read(ctx, func(tx *database.Tx) (err error) {
		list, err = trail.Readings(ctx, tx, id, most)
		return err
	})
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("trail.readers.title"), Current: "people"}, readersPage(id, name, list))
}

// how says the way somebody looked.
func how(ctx context.Context, r trail.Reading) string {
	words := i18n.T(ctx, "trail.look."+string(r.Look))
	if r.Others > 0 {
		words += " " + i18n.T(ctx, "trail.look.others", "count", r.Others)
	}
	return words
}

func (p *Pages) settings(context.Context, *web.Request, string) (templ.Component, error) {
	return settingsPanel(), nil
}

// view is what the page of the proof shows.
type view struct {
	form   *web.Form
	head   trail.Anchor
	report *trail.Report // nil before it was asked for
	given  int           // how many anchors were given
}

func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	v := view{form: web.NewForm()}
	err := p.DB.Read(r.Context(), func(tx *database.Tx) (err error) {
		v.head, err = trail.Head(r.Context(), tx)
		return err
	})
	if err != nil {
		return err
	}
	return p.show(w, r, v)
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request, v view) error {
	return r.Render(w, v.form.Status(), layout.Page{Title: r.T("trail.title"), Current: "settings", Form: v.form}, trailPage(v))
}

// verify makes the whole chain anew and compares it with the words that were
// written down.
func (p *Pages) verify(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("words")
	if err != nil {
		return err
	}
	anchors, err := trail.ParseAnchors(f.Lines("words"))
	if err != nil {
		f.Fail("words", "trail.words.wrong")
	}
	v := view{form: f, given: len(anchors)}
	err = p.DB.Read(r.Context(), func(tx *database.Tx) error {
		if f.Failed() {
			v.head, err = trail.Head(r.Context(), tx)
			return err
		}
		report, err := trail.Verify(r.Context(), tx, anchors...)
		v.report, v.head = &report, report.Head
		return err
	})
	if err != nil {
		return err
	}
	return p.show(w, r, v)
}

// wrong says in a sentence what does not fit.
func wrong(ctx context.Context, b *trail.Break) string {
	return i18n.T(ctx, "trail.why."+string(b.Why))
}

// entry names the entry or the row that does not fit, as far as it can be read.
func entry(ctx context.Context, b *trail.Break) string {
	switch {
	case b.Table != "":
		return i18n.T(ctx, "trail.row", "table", b.Table, "row", b.Row)
	case b.N == 0:
		return ""
	case b.Actor == "":
		return i18n.T(ctx, "trail.entry", "n", i18n.Number(ctx, int(b.N)))
	}
	return i18n.T(ctx, "trail.entry.of", "n", i18n.Number(ctx, int(b.N)), "name", b.Actor, "when", i18n.Instant(ctx, b.At))
}

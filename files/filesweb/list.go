package filesweb

import (
	"context"
	"net/http"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// view is what the page shows.
type view struct {
	who    people.Card
	list   []files.File
	form   *web.Form
	action string // where the form is sent
	add    bool   // the reader may
	most   int64  // MiB of one file
	small  bool   // pictures that are added are shown small
}

func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	return p.show(w, r, web.NewForm())
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	v := view{form: f, action: here(id, entry(r)), add: r.Actor.May(files.MayAdd), most: p.Files.MaxBytes() >> 20, small: p.Files.Small != nil}
	if v.list, err = p.Files.List(r.Context(), r.Actor, id); err != nil {
		return err
	}
	if v.who, err = p.who(r.Context(), id); err != nil {
		return err
	}
	page := layout.Page{Title: r.T("files.title"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, listPage(v))
}

// who is the person, whom the list has shown to be in sight.
func (p *Pages) who(ctx context.Context, id string) (card people.Card, err error) {
	err = p.Files.DB.Read(ctx, func(tx *database.Tx) error {
		names, err := people.Names(ctx, tx, []string{id})
		card = names[id]
		return err
	})
	return card, err
}

// entry is the entry of the timeline that files are added to, or "".
func entry(r *web.Request) string {
	if id := r.Query("entry"); ids.Valid(id) {
		return id
	}
	return ""
}

// here is the page of a person's files.
func here(personID, entryID string) string {
	to := "/people/" + personID + "/files"
	if entryID != "" {
		to += "?entry=" + entryID
	}
	return to
}

// remark says what is noted, and where no pictures are shown, why.
func remark(ctx context.Context, v view) string {
	if v.small {
		return i18n.T(ctx, "files.kept.remark")
	}
	return i18n.T(ctx, "files.kept.remark") + " " + i18n.T(ctx, "files.kept.plain")
}

// size is how large a file is, in words.
func size(ctx context.Context, n int64) string {
	const kib, mib = 1 << 10, 1 << 20
	if n < 10*mib {
		return i18n.T(ctx, "files.size.kb", "count", (n+kib-1)/kib)
	}
	return i18n.T(ctx, "files.size.mb", "count", (n+mib-1)/mib)
}

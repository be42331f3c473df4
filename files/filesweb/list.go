package filesweb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/vault"
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
}

func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	return p.show(w, r, web.NewForm())
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	v := view{form: f, action: here(id, entry(r)), add: r.Actor.May(files.MayAdd), most: p.Files.MaxBytes() >> 20}
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

// give sends a file to be kept, and by no means shown: no browser is told what
// it is, and should one look all the same, it may run nothing.
func (p *Pages) give(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, content, err := p.Files.Open(r.Context(), r.Actor, id)
	switch {
	case errors.Is(err, vault.ErrGone):
		r.Warn("files.bad.gone", "file", f.Name)
		return r.Done(w, here(f.PersonID, ""))
	case errors.Is(err, vault.ErrDamaged), errors.Is(err, vault.ErrKey):
		r.Warn("files.bad.damaged", "file", f.Name)
		return r.Done(w, here(f.PersonID, ""))
	case err != nil:
		return err
	}
	defer func() { _ = content.Close() }() // only read
	h := w.Header()
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Length", strconv.FormatInt(f.Bytes, 10))
	return r.Send(w, f.Name, "application/octet-stream", func(out io.Writer) error {
		_, err := io.Copy(out, content)
		return err
	})
}

// size is how large a file is, in words.
func size(ctx context.Context, n int64) string {
	const kib, mib = 1 << 10, 1 << 20
	if n < 10*mib {
		return i18n.T(ctx, "files.size.kb", "count", (n+kib-1)/kib)
	}
	return i18n.T(ctx, "files.size.mb", "count", (n+mib-1)/mib)
}

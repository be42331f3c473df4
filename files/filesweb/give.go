package filesweb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/picture"
	"github.com/throughcare/throughcare/internal/vault"
	"github.com/throughcare/throughcare/internal/web"
)

// original sends a file as it came.
func (p *Pages) original(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, content, err := p.Files.Open(r.Context(), r.Actor, id)
	if err != nil {
		return p.refuse(w, r, f, err)
	}
	defer func() { _ = content.Close() }() // only read
	return p.give(w, r, id, f.Name, f.Bytes, content)
}

// copy sends a picture without what the camera wrote into it, under a name that
// tells nothing.
func (p *Pages) copy(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, clean, err := p.Files.Copy(r.Context(), r.Actor, id)
	if err != nil {
		return p.refuse(w, r, f, err)
	}
	name := r.T("files.copy.name") + strings.ToLower(path.Ext(f.Name))
	return p.give(w, r, id, name, int64(len(clean)), strings.NewReader(string(clean)))
}

// give sends bytes to be kept, and by no means shown: no browser is told what
// they are, and should one look all the same, it may run nothing. It is cut when
// its reader may not read the file any more.
func (p *Pages) give(w http.ResponseWriter, r *web.Request, id, name string, bytes int64, content io.Reader) error {
	inert(w.Header())
	w.Header().Set("Content-Length", strconv.FormatInt(bytes, 10))
	still := func(ctx context.Context, actor authz.Actor) error {
		_, err := p.Files.One(ctx, actor, id)
		return err
	}
	return r.SendWhile(w, name, "application/octet-stream", still, func(out io.Writer) error {
		_, err := io.Copy(out, content)
		return err
	})
}

// inert is what everything that comes out of the folder of the files is sent with.
func inert(h http.Header) {
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
}

// refuse leads back and says why a file is not given out.
func (p *Pages) refuse(w http.ResponseWriter, r *web.Request, f files.File, why error) error {
	for err, said := range map[error]string{
		vault.ErrGone: "files.bad.gone", vault.ErrDamaged: "files.bad.damaged", vault.ErrKey: "files.bad.damaged",
		picture.ErrKind: "files.bad.kind", picture.ErrBroken: "files.bad.broken",
	} {
		if errors.Is(why, err) {
			r.Warn(said, "file", f.Name)
			return r.Done(w, href(f))
		}
	}
	return why
}

// thumbnail shows a small picture. It was made of bare dots by this program, so
// that it may say what it is; it is sent like a file otherwise.
func (p *Pages) thumbnail(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	content, err := p.Files.Thumbnail(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // only read
	inert(w.Header())
	return r.Show(w, "image/jpeg", content)
}

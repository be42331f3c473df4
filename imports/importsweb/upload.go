package importsweb

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	return p.showList(w, r, web.NewForm("what", imports.People))
}

func (p *Pages) showList(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	batches, err := p.Imports.Batches(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("imports.title"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, uploadPage(f, batches, p.Imports.MaxBytes()>>20))
}

// upload takes a file or a pasted text. What is wrong with it is said on the
// same page, with what was pasted still there.
func (p *Pages) upload(w http.ResponseWriter, r *web.Request) error {
	sent, err := p.receive(r)
	if err != nil {
		return err
	}
	f := web.NewForm("what", sent.what, "paste", sent.paste)
	if sent.content == nil {
		f.Fail("file", "imports.file.missing")
		return p.showList(w, r, f)
	}
	b, err := p.Imports.Upload(r.Context(), r.Actor, sent.what, sent.name, sent.content)
	if problems := problemsOf(err); len(problems) > 0 {
		for _, x := range problems {
			f.Fail(cmp.Or(x.Field, "file"), x.Key, x.Args...)
		}
		return p.showList(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Go(w, here(b.ID, "/columns"))
}

// sending is what an upload holds.
type sending struct {
	what, paste, name string
	content           *sheet.Pieces // nil when nothing was sent
}

// longestPaste is how much can be pasted, in bytes.
const longestPaste = 8 << 20

// receive reads an upload as it arrives: nothing of it touches the disk before
// the encrypted record.
func (p *Pages) receive(r *web.Request) (s sending, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return s, &fault.Error{Kind: fault.Invalid, Op: "imports: receive", Err: err}
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = p.take(&s, part)
		}
		if err != nil {
			return s, cut(err)
		}
	}
	if s.content == nil && strings.TrimSpace(s.paste) != "" {
		s.name = r.T("imports.pasted")
		s.content, err = sheet.ReadPieces(strings.NewReader(s.paste), longestPaste)
	}
	return s, err
}

// cut tells a body that is over the limit from one that broke off.
func cut(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return &fault.Error{Kind: fault.TooLarge, Op: "imports: receive", Err: err}
	}
	return &fault.Error{Kind: fault.Invalid, Op: "imports: receive", Err: err}
}

func (p *Pages) take(s *sending, part *multipart.Part) error {
	switch part.FormName() {
	case "what":
		return text(part, &s.what, 20)
	case "paste":
		return text(part, &s.paste, longestPaste)
	case "file":
		if part.FileName() == "" { // what a browser sends when no file was chosen
			return nil
		}
		var err error
		s.name = part.FileName()
		s.content, err = sheet.ReadPieces(part, p.Imports.MaxBytes())
		return err
	}
	return nil
}

func text(r io.Reader, into *string, limit int64) error {
	var b bytes.Buffer
	_, err := b.ReadFrom(io.LimitReader(r, limit))
	*into = b.String()
	return err
}

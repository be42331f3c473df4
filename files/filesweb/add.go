package filesweb

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
)

// add takes the files of a form, one after the other, each straight into
// encryption. What is wrong with one keeps out no other.
func (p *Pages) add(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	// Nothing is read for somebody who may not see the person.
	if _, err := p.Files.List(r.Context(), r.Actor, id); err != nil {
		return err
	}
	t := taking{pages: p, r: r, person: id, form: web.NewForm()}
	if err := t.all(); err != nil {
		return err
	}
	if t.came == 0 {
		t.form.Fail("file", "files.bad.none")
	}
	if t.taken == 0 {
		return p.show(w, r, t.form)
	}
	for _, bad := range t.form.Problems {
		r.Warn(bad.Key, words(bad.Args)...)
	}
	return r.Done(w, here(id, ""))
}

// taking is an upload on its way in.
type taking struct {
	pages       *Pages
	r           *web.Request
	person      string
	form        *web.Form // what is wrong with the files that were not taken
	came, taken int
}

func (t *taking) all() error {
	parts, err := t.r.MultipartReader()
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Op: "files: receive", Err: err}
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return cut(err)
		}
		if err := t.one(part); err != nil {
			return err
		}
	}
}

// one takes a part of the form that is a file somebody chose.
func (t *taking) one(part *multipart.Part) error {
	name := part.FileName()
	if name == "" || part.FormName() != "file" && part.FormName() != "photo" {
		return nil
	}
	if t.came++; t.came > mostAtOnce {
		t.form.Fail("file", "files.bad.many", "file", name, "most", mostAtOnce)
		return nil
	}
	content := &arriving{r: part}
	_, err := t.pages.Files.Add(t.r.Context(), t.r.Actor, files.New{PersonID: t.person, EntryID: entry(t.r), Name: name, Content: content})
	switch {
	case content.err != nil:
		return cut(content.err)
	case fault.Is(err, fault.Invalid):
		t.form.Take(err)
		return nil
	case err == nil:
		t.taken++
	}
	return err
}

// arriving remembers what went wrong with the sending of a file, to be told
// from what goes wrong with keeping it.
type arriving struct {
	r   io.Reader
	err error
}

// Read gives what arrives.
func (a *arriving) Read(p []byte) (int, error) {
	n, err := a.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		a.err = err
	}
	return n, err
}

// cut tells a body that is over the limit from one that broke off.
func cut(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return &fault.Error{Kind: fault.TooLarge, Op: "files: receive", Err: err}
	}
	return &fault.Error{Kind: fault.Invalid, Op: "files: receive", Err: err}
}

// words are the arguments of a problem as they are kept for the next page.
func words(args []any) []string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = fmt.Sprint(a)
	}
	return out
}

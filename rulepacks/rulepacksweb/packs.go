package rulepacksweb

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/rulepacks"
)

const (
	packsPath  = path + "/packs"
	schemaPath = path + "/rulepack.schema.json"
)

// shelf is the page of what is installed.
type shelf struct {
	list  []rulepacks.Installed
	wrong []rulepacks.Finding // with the file that was given
	form  *form.Form
	actor authz.Actor
}

// blank is the pack to copy, where it is installed.
func (s shelf) blank() (rulepacks.Installed, bool) {
	i := slices.IndexFunc(s.list, func(p rulepacks.Installed) bool { return p.Shipped && p.Name == "blank" })
	if i < 0 {
		return rulepacks.Installed{}, false
	}
	return s.list[i], true
}

func (p *Pages) packs(w http.ResponseWriter, r *web.Request) error {
	return p.showPacks(w, r, nil, nil)
}

func (p *Pages) showPacks(w http.ResponseWriter, r *web.Request, f *form.Form, wrong []rulepacks.Finding) error {
	list, err := p.Rules.Packs(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("clocks.packs.title"), Current: current, Form: f}
	return r.Render(w, f.Status(), page, packsPage(shelf{list, wrong, f, r.Actor}))
}

// install takes in a file, or the text that was typed; what is wrong with it is
// listed by line, and the text stays in the form.
func (p *Pages) install(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("from", "text")
	if err != nil {
		return err
	}
	text := []byte(f.Lines("text"))
	if files := f.Files["file"]; len(files) > 0 {
		if text, err = contents(files[0]); err != nil {
			return err
		}
	}
	if len(text) == 0 {
		f.Fail("file", "clocks.packs.nothing")
		return p.showPacks(w, r, f, nil)
	}
	_, err = p.Rules.Install(r.Context(), r.Actor, text, f.Text("from"))
	var found []rulepacks.Finding
	if wrong, ok := errors.AsType[*rulepacks.Wrong](err); ok {
		found = wrong.Findings
	}
	if f.Take(err) || problemsOf(f, err) {
		return p.showPacks(w, r, f, found)
	}
	if err != nil {
		return err
	}
	return r.Done(w, packsPath)
}

// problemsOf puts the problems of any fault to the form: the same file twice is a
// conflict, and still for whoever gave it to mend.
func problemsOf(f *form.Form, err error) bool {
	problems, _ := web.Problems(err)
	for _, p := range problems {
		f.Fail(p.Field, p.Key, p.Args...)
	}
	return len(problems) > 0
}

func contents(file *multipart.FileHeader) ([]byte, error) {
	in, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(in, rulepacks.MaxFile+1))
}

// file gives a pack back as it came in.
func (p *Pages) file(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	pack, text, err := p.Rules.File(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Send(w, pack.Name+"-"+pack.Version+".yaml", "application/yaml", func(out io.Writer) error {
		_, err := io.Copy(out, strings.NewReader(text))
		return err
	})
}

// schema gives the JSON Schema of a pack, for the editor of whoever writes one.
func (p *Pages) schema(w http.ResponseWriter, r *web.Request) error {
	return r.Send(w, "rulepack.schema.json", "application/schema+json", func(out io.Writer) error {
		_, err := out.Write(rulepacks.Schema())
		return err
	})
}

func (p *Pages) withdraw(w http.ResponseWriter, r *web.Request) error {
	return p.put(w, r, p.Rules.Withdraw)
}
func (p *Pages) restore(w http.ResponseWriter, r *web.Request) error {
	return p.put(w, r, p.Rules.Restore)
}

func (p *Pages) put(w http.ResponseWriter, r *web.Request, do func(context.Context, authz.Actor, string, string) error) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	err = do(r.Context(), r.Actor, id, f.Rev())
	if f.Take(err) {
		return p.showPacks(w, r, f, nil)
	}
	if err != nil {
		return err
	}
	return r.Done(w, packsPath)
}

// came says who gave a pack when, and its sum.
func came(ctx context.Context, p rulepacks.Installed) string {
	if p.Shipped {
		return i18n.T(ctx, "clocks.packs.shipped", "day", i18n.DayOf(ctx, p.At))
	}
	return i18n.T(ctx, "clocks.packs.came", "from", p.From, "by", p.By, "day", i18n.DayOf(ctx, p.At))
}

package penpalsweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/penpals"
)

func (p *Pages) blocks(w http.ResponseWriter, r *web.Request) error {
	return p.showBlocks(w, r, web.NewForm())
}

func (p *Pages) showBlocks(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	list, err := p.Penpals.Blocks(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	may, lifts := r.Actor.May(penpals.MayWrite), r.Actor.May(penpals.MayReadBlocks)
	return r.Render(w, f.Status(), layout.Page{Title: r.T("penpals.blocks"), Current: "penpals", Form: f}, blocksPage(list, f, may, lifts))
}

func (p *Pages) lift(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("why")
	if err != nil {
		return err
	}
	err = p.Penpals.Lift(r.Context(), r.Actor, id, f.Rev(), f.Text("why"))
	if said(f, err) {
		return p.showBlocks(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, blocksPath)
}

func (p *Pages) askBlock(w http.ResponseWriter, r *web.Request) error {
	return p.showBlock(w, r, web.NewForm("person", r.Query("person"), "writer", r.Query("writer")))
}

// showBlock offers those on the lists, and those who write to each other.
func (p *Pages) showBlock(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	b, err := p.Penpals.Board(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	inside, writers := choices{}, choices{}
	for _, one := range b.Inside {
		inside.add(one.PersonID, one.Person)
	}
	for _, one := range b.Writers {
		writers.add(one.ID, one.Name)
	}
	for _, one := range b.Pairs {
		inside.add(one.PersonID, one.Person)
		writers.add(one.WriterID, one.Writer)
	}
	if err := p.asked(r, f, &inside, &writers); err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("penpals.keep-apart"), Current: "penpals", Form: f}, blockPage(inside.list, writers.list, f))
}

// asked adds whom the form is about already, should they stand on no list: left out, they
// would be everybody.
func (p *Pages) asked(r *web.Request, f *web.Form, inside, writers *choices) error {
	if id := f.ID("person"); id != "" && !inside.seen[id] {
		a, err := p.Penpals.Asking(r.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		inside.add(id, a.Person.Name)
	}
	if id := f.ID("writer"); id != "" && !writers.seen[id] {
		w, _, err := p.Penpals.Writer(r.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		writers.add(id, w.Name)
	}
	return nil
}

// choices are people to choose among, each once.
type choices struct {
	list []layout.Option
	seen map[string]bool
}

func (c *choices) add(id, name string) {
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	if !c.seen[id] {
		c.seen[id] = true
		c.list = append(c.list, layout.Option{Value: id, Label: name})
	}
}

func (p *Pages) keep(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("person", "writer", "kind", "reason", "source", "since")
	if err != nil {
		return err
	}
	b := penpals.Block{
		PersonID: f.ID("person"), WriterID: f.ID("writer"), Kind: penpals.BlockKind(f.Text("kind")), Reason: f.Lines("reason"), Source: f.Text("source"),
		SinceOn: r.Day(f, "since", partialdate.Gone),
	}
	if !f.Failed() {
		err = p.Penpals.Keep(r.Context(), r.Actor, b)
	}
	if f.Failed() || f.Take(err) {
		return p.showBlock(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, blocksPath)
}

func (p *Pages) settings(w http.ResponseWriter, r *web.Request) error {
	now, err := p.Penpals.Policy(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	f := web.NewForm("nudge", itoa(now.NudgeDays), "rematch", itoa(now.RematchDays), "box", strings.Join(now.Box, "\n"), "coordinator", now.Coordinator)
	if now.TellsNumber {
		f.Set("number", "1")
	}
	return p.showSettings(w, r, now.Rev, f)
}

func (p *Pages) showSettings(w http.ResponseWriter, r *web.Request, rev string, f *web.Form) error {
	team, err := p.Team(r.Context())
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("penpals.settings"), Current: "settings", Form: f}, settingsPage(rev, team, f))
}

func (p *Pages) saveSettings(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("nudge", "rematch", "box", "number", "coordinator")
	if err != nil {
		return err
	}
	n := penpals.Policy{
		Rev: f.Rev(), NudgeDays: f.Int("nudge", 1, 730), RematchDays: f.Int("rematch", 1, 730), Box: strings.Split(f.Lines("box"), "\n"), TellsNumber: f.Ticked("number"),
		Coordinator: f.ID("coordinator"),
	}
	if !f.Failed() {
		err = p.Penpals.SavePolicy(r.Context(), r.Actor, n)
	}
	if f.Failed() || f.Take(err) {
		return p.showSettings(w, r, f.Rev(), f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, settingsPath)
}

// blockWords says who is kept from whom.
func blockWords(ctx context.Context, b penpals.Block) string {
	switch {
	case b.PersonID == "":
		return i18n.T(ctx, "penpals.block.of-writer", "who", b.Writer)
	case b.WriterID == "":
		return i18n.T(ctx, "penpals.block.of-person", "person", b.Person)
	}
	return between(ctx, b.Person, b.Writer)
}

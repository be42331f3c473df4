package gate

import (
	"net/http"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (g *Gate) askPhrase(w http.ResponseWriter, r *web.Request) error {
	return g.showUnlock(w, r, web.NewForm("to", r.Query("to")))
}

func (g *Gate) showUnlock(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("gate.unlock.title"), Bare: true, Form: f}, unlockPage(f))
}

// unlock judges one guess at a time: each takes a quarter of a gigabyte.
func (g *Gate) unlock(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("phrase", "to")
	if err != nil {
		return err
	}
	if !g.guess.TryLock() {
		return fault.New(fault.Busy, "gate: unlock")
	}
	defer g.guess.Unlock()
	if err := g.wait(); f.Take(err) {
		return g.showUnlock(w, r, f)
	}
	if g.inner.Load() != nil { // somebody else was faster
		return r.Go(w, f.Raw("to"))
	}
	application, err := g.Open(r.Context(), f.Raw("phrase"))
	if fault.Is(err, fault.Invalid) {
		g.wrong()
		f.Fail("phrase", "gate.unlock.wrong")
		return g.showUnlock(w, r, f)
	}
	if err != nil {
		g.take(r.Context(), f, err)
		return g.showUnlock(w, r, f)
	}
	g.right()
	g.Admit(application)
	return r.Go(w, f.Raw("to"))
}

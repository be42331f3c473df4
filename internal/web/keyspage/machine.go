package keyspage

import (
	"errors"
	"io"
	"net/http"

	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/ways"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// machine is a key file that waits to be saved. The page hands it out instead of
// writing it: whoever types into a page must not choose where the server writes,
// and beside the record it would be worth nothing.
type machine struct {
	recipient string
	content   []byte
}

// fileName is what the file is saved as, and what systemd's credential is called.
const fileName = "throughcare.key"

func (p *Pages) askMachine(w http.ResponseWriter, r *web.Request) error {
	return p.showMachine(w, r, web.NewForm())
}

func (p *Pages) showMachine(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	v, err := p.view(r.Context(), r.Now)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("keys.machine.title"), Current: "settings", Form: f}
	return r.Render(w, f.Status(), page, machinePage(v, f, p.machine.of(r) != nil))
}

// makeMachine makes the file when somebody has said that they know what it costs.
func (p *Pages) makeMachine(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("known")
	if err != nil {
		return err
	}
	if !f.Ticked("known") {
		f.Fail("known", "keys.machine.known.missing")
		return p.showMachine(w, r, f)
	}
	content, recipient, err := keys.NewMachine()
	if err != nil {
		return err
	}
	p.machine.put(r, &machine{recipient, content})
	return r.Go(w, machinePath)
}

func (p *Pages) machineFile(w http.ResponseWriter, r *web.Request) error {
	m := p.machine.of(r)
	if m == nil {
		return r.Go(w, machinePath)
	}
	return r.Send(w, fileName, "application/octet-stream", func(to io.Writer) error {
		_, err := to.Write(m.content)
		return err
	})
}

// useMachine lets the file open the record, once somebody says it is in place.
func (p *Pages) useMachine(w http.ResponseWriter, r *web.Request) error {
	m := p.machine.of(r)
	if m == nil {
		return r.Go(w, machinePath)
	}
	if err := p.Ring.UseMachine(m.recipient, r.Now); err != nil {
		return p.orChanging(w, r, err, machinePath)
	}
	p.machine.put(r, nil)
	return p.done(w, r, ways.Machine, "")
}

func (p *Pages) endMachine(w http.ResponseWriter, r *web.Request) error {
	if err := p.Ring.DropMachine(); err != nil {
		return p.orChanging(w, r, err, machinePath)
	}
	return p.done(w, r, ways.MachineEnded, "")
}

// orChanging leads back, with a word, when the data key is being changed, or when
// a way is gone already.
func (p *Pages) orChanging(w http.ResponseWriter, r *web.Request, err error, to string) error {
	switch {
	case errors.Is(err, keys.ErrChanging):
		r.Warn("keys.data.busy")
	case errors.Is(err, keys.ErrNoSlot):
		r.Warn("keys.gone")
	default:
		return err
	}
	return r.Done(w, to)
}

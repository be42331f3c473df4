package staffweb

import (
	"context"
	"crypto/rand"
	"errors"
	"math/big"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/staff/onetime"
)

// The steps of set-up after the record was made (package gate makes it). Each
// finished step is kept in settings.Choices.SetUp, so that set-up goes on where
// it was left, also after the program was stopped.
const (
	StepRecord       = "record" // the record was made
	stepRecovery     = "recovery"
	stepCapabilities = "capabilities"
	stepWords        = "words" // the last one; Today says what comes next
)

// after is the page that follows a finished step.
func (p *Pages) after(step string) string {
	switch {
	case step == StepRecord && p.Recovery != nil:
		return "/setup/recovery"
	case (step == StepRecord || step == stepRecovery) && len(p.Capabilities) > 0:
		return "/setup/capabilities"
	case step == StepRecord || step == stepRecovery || step == stepCapabilities:
		return "/setup/words"
	}
	return "/"
}

// finish keeps that a step is done and leads on. A step that is done again
// later, from the settings, leads back there.
func (p *Pages) finish(w http.ResponseWriter, r *web.Request, step string, more func(*settings.Choices)) error {
	over := []string{settings.Done, stepWords, ""}
	going := !slices.Contains(over, p.Settings.Current(r.Context()).SetUp)
	err := p.Settings.Change(r.Context(), r.Actor, func(c *settings.Choices) {
		if more(c); going {
			c.SetUp = step
		}
	})
	if err != nil {
		return err
	}
	if !going {
		return r.Done(w, "/settings")
	}
	return r.Go(w, p.after(step))
}

// sheet is a recovery key that waits for its owner to show that it was written
// down.
type sheet struct {
	keys.Sheet
	asked []int // the places of the words to type back
}

// asks is how many words are to be typed back.
const asks = 3

func (p *Pages) pending() *sheet {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sheet
}

func (p *Pages) setPending(s *sheet) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sheet = s
}

// ShowSheet keeps the recovery sheet of a record that was just made until its
// owner has shown that it was written down. It is kept in memory alone.
func (p *Pages) ShowSheet(made keys.Sheet) error {
	if len(made.Words) < asks {
		return errors.New("staffweb: a recovery sheet has too few words")
	}
	s := &sheet{Sheet: made}
	for len(s.asked) < asks {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(made.Words))))
		if err != nil {
			return err
		}
		if place := int(n.Int64()); !slices.Contains(s.asked, place) {
			s.asked = append(s.asked, place)
		}
	}
	slices.Sort(s.asked)
	p.setPending(s)
	return nil
}

// askRecovery shows the sheet that waits, or offers to make one.
func (p *Pages) askRecovery(w http.ResponseWriter, r *web.Request) error {
	return p.showRecovery(w, r, web.NewForm())
}

func (p *Pages) showRecovery(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	page := layout.Page{Title: r.T("setup.recovery.title"), Bare: true, Form: f}
	s := p.pending()
	if s == nil {
		return r.Render(w, f.Status(), page, offerRecoveryPage(p.steps(r, StepRecord)))
	}
	return r.Render(w, f.Status(), page, recoveryPage(p.steps(r, StepRecord), p.sheetView(r, s), f))
}

// sheetView is the sheet as it is printed.
type sheetView struct {
	Organisation, Day string
	Sheet             keys.Sheet
	Asked             []int
	Picture           string // the sheet's one-line form as a QR code
}

func (p *Pages) sheetView(r *web.Request, s *sheet) sheetView {
	v := sheetView{Organisation: p.Settings.Current(r.Context()).Name, Day: string(r.Today()), Sheet: s.Sheet, Asked: s.asked}
	v.Picture, _ = onetime.Picture(s.Identity) // the words are what counts
	return v
}

func (p *Pages) newRecovery(w http.ResponseWriter, r *web.Request) error {
	made, err := p.Recovery(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	if err := p.ShowSheet(made); err != nil {
		return err
	}
	return r.Go(w, "/setup/recovery")
}

// printRecovery is the sheet alone, which opens the browser's print window.
func (p *Pages) printRecovery(w http.ResponseWriter, r *web.Request) error {
	s := p.pending()
	if s == nil {
		return r.Go(w, "/setup/recovery")
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("setup.recovery.title"), Bare: true}, recoverySheetPage(p.sheetView(r, s)))
}

func (p *Pages) confirmRecovery(w http.ResponseWriter, r *web.Request) error {
	s := p.pending()
	if s == nil {
		return r.Go(w, "/setup/recovery")
	}
	var fields []string
	for _, place := range s.asked {
		fields = append(fields, wordField(place))
	}
	f, err := r.ReadForm(fields...)
	if err != nil {
		return err
	}
	for _, place := range s.asked {
		if !strings.EqualFold(f.Text(wordField(place)), s.Words[place]) {
			f.Fail(wordField(place), "setup.recovery.wrong", "place", place+1)
		}
	}
	if f.Failed() {
		return p.showRecovery(w, r, f)
	}
	p.setPending(nil)
	return p.finish(w, r, stepRecovery, func(*settings.Choices) {})
}

func wordField(place int) string { return "word_" + itoa(place+1) }

func (p *Pages) askCapabilities(w http.ResponseWriter, r *web.Request) error {
	page := layout.Page{Title: r.T("setup.capabilities.title"), Bare: true}
	choices := p.Settings.Current(r.Context())
	if len(choices.Capabilities) == 0 { // everything, until somebody says otherwise
		for _, c := range p.Capabilities {
			choices.Capabilities = append(choices.Capabilities, c.Key)
		}
	}
	return r.Render(w, http.StatusOK, page, setUpCapabilitiesPage(p.steps(r, stepRecovery), p.Capabilities, choices))
}

func (p *Pages) setUpCapabilities(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("capability")
	if err != nil {
		return err
	}
	return p.finish(w, r, stepCapabilities, func(c *settings.Choices) { p.takeCapabilities(f, c) })
}

func (p *Pages) askWords(w http.ResponseWriter, r *web.Request) error {
	return p.showSetUpWords(w, r, web.NewForm())
}

func (p *Pages) showSetUpWords(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	page := layout.Page{Title: r.T("setup.words.title"), Bare: true, Form: f}
	return r.Render(w, f.Status(), page, setUpWordsPage(p.steps(r, stepCapabilities), f, p.Settings.Current(r.Context())))
}

func (p *Pages) setUpWords(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm(append(wordsFields(), "open_team")...)
	if err != nil {
		return err
	}
	err = p.finish(w, r, stepWords, func(c *settings.Choices) {
		takeWords(f, c)
		c.OpenTeam = f.Ticked("open_team")
	})
	if f.Take(err) {
		return p.showSetUpWords(w, r, f)
	}
	return err
}

// steps is the line of set-up; done names the last finished step.
func (p *Pages) steps(r *web.Request, done string) []layout.Step {
	names := []string{"organisation", "account", StepRecord}
	if p.Recovery != nil {
		names = append(names, stepRecovery)
	}
	if len(p.Capabilities) > 0 {
		names = append(names, stepCapabilities)
	}
	return Steps(r.Context(), append(names, stepWords), done)
}

// next is the panel of Today that says how to go on, until it is put away.
func (p *Pages) next(ctx context.Context, r *web.Request, _ string) (templ.Component, error) {
	step := p.Settings.Current(ctx).SetUp
	switch step {
	case settings.Done, "":
		return nil, nil
	case stepWords:
		return nextPanel(r.Actor.May("import")), nil
	}
	return unfinishedPanel(p.after(step)), nil
}

func (p *Pages) setUpOver(w http.ResponseWriter, r *web.Request) error {
	err := p.Settings.Change(r.Context(), r.Actor, func(c *settings.Choices) { c.SetUp = settings.Done })
	if err != nil {
		return err
	}
	return r.Go(w, "/")
}

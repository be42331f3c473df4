// Package keyspage is the pages about the ways to the key of the record: which
// there are, whether the recovery sheet is whole, a council of three, a start
// without a person, and another data key. What each costs stands on its page;
// each asks first who one is (web.Route.Powerful), and is an entry of the trail.
package keyspage

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"math/big"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/ways"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Pages show the ways to the key and change them.
type Pages struct {
	Ring *keys.Ring
	DB   *database.DB
	Jobs *jobs.Runner
	// Rekey begins a change of the data key; nil where that is done otherwise. It
	// returns Invalid, in the field "phrase", for a wrong pass phrase.
	Rekey        func(actor authz.Actor, phrase string) (Change, error)
	Organisation func(context.Context) string
	Picture      func(text string) (string, error) // a QR code, as the address of an image

	council waiting[council]
	machine waiting[machine]
}

// Change is a change of the data key that was begun.
type Change interface {
	Run(ctx context.Context, step func(step string, done, total int)) error
	Drop() error
}

const (
	home        = "/settings/keys"
	sheetPath   = home + "/sheet"
	councilPath = home + "/council"
	sharesPath  = home + "/council/shares"
	machinePath = home + "/machine"
	filePath    = home + "/machine/file"
	dataPath    = home + "/data"
)

// Routes are the pages. What shows or takes a secret is never kept.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET " + home, Needs: settings.Manage, Handle: p.show},
		{Pattern: "POST " + home + "/seen", Needs: settings.Manage, Handle: p.seen, Powerful: true},
	}
	secret := func(pattern string, handle web.Handler) {
		routes = append(routes, web.Route{Pattern: pattern, Needs: settings.Manage, Handle: handle, Secret: true, Powerful: true})
	}
	secret("GET "+sheetPath, p.askSheet)
	secret("POST "+sheetPath, p.testSheet)
	secret("GET "+councilPath, p.askCouncil)
	secret("POST "+councilPath, p.makeCouncil)
	secret("POST "+councilPath+"/end", p.endCouncil)
	secret("GET "+sharesPath, p.shares)
	secret("POST "+sharesPath, p.useCouncil)
	secret("GET "+machinePath, p.askMachine)
	secret("POST "+machinePath, p.makeMachine)
	secret("POST "+machinePath+"/end", p.endMachine)
	secret("POST "+machinePath+"/use", p.useMachine)
	secret("GET "+filePath, p.machineFile)
	if p.Rekey != nil {
		secret("GET "+dataPath, p.askData)
		secret("POST "+dataPath, p.rekey)
	}
	return routes
}

// Panels leads here from the settings.
func (p *Pages) Panels(to *web.Panels) {
	to.Settings(web.Panel{ID: "keys", TitleKey: "keys.title", Needs: settings.Manage, Order: 5, Render: p.panel})
}

// Results leads from a change of the data key that has ended to the ways.
func (p *Pages) Results() map[string]string { return map[string]string{rekeyJob: home} }

// view is what the overview shows.
type view struct {
	keys.State
	Now    time.Time
	Lately []ways.Change
	Rekey  bool
}

// TestDue reports whether nobody has typed the sheet back within a year.
func (v view) TestDue() bool { return v.Now.Sub(v.Tested) > 365*24*time.Hour }

// latest is how many changes are shown.
const latest = 20

func (p *Pages) view(ctx context.Context, now time.Time) (v view, err error) {
	v = view{Now: now, Rekey: p.Rekey != nil}
	if v.State, err = p.Ring.State(); err != nil {
		return v, err
	}
	return v, p.DB.Read(ctx, func(tx *database.Tx) (err error) {
		v.Lately, err = ways.Latest(ctx, tx, latest)
		return err
	})
}

func (p *Pages) panel(ctx context.Context, r *web.Request, _ string) (templ.Component, error) {
	v, err := p.view(ctx, r.Now)
	return keysPanel(v), err
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request) error {
	v, err := p.view(r.Context(), r.Now)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("keys.title"), Current: "settings"}, keysPage(v))
}

// seen keeps that somebody knows why the file was not as it was left.
func (p *Pages) seen(w http.ResponseWriter, r *web.Request) error {
	if err := p.Ring.SeenAltered(); err != nil {
		return err
	}
	return p.done(w, r, ways.Seen, "")
}

// done notes what was done, and leads back to the ways.
func (p *Pages) done(w http.ResponseWriter, r *web.Request, what ways.What, mark string) error {
	if err := ways.Note(r.Context(), p.DB, r.Actor, what, mark); err != nil {
		return err
	}
	return r.Done(w, home)
}

func (p *Pages) askSheet(w http.ResponseWriter, r *web.Request) error {
	return p.showSheet(w, r, web.NewForm())
}

func (p *Pages) showSheet(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	v, err := p.view(r.Context(), r.Now)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("keys.sheet.test"), Current: "settings", Form: f}, sheetPage(v, f))
}

// testSheet takes the words of the sheet back.
func (p *Pages) testSheet(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("words")
	if err != nil {
		return err
	}
	err = p.Ring.TestSheet(f.Raw("words"), r.Now)
	if wrongWord, ok := errors.AsType[*keys.WordError](err); ok {
		f.Fail("words", "keys.sheet.word", "place", wrongWord.Position)
	} else if errors.Is(err, keys.ErrMistyped) {
		f.Fail("words", "keys.sheet.mistyped")
	} else if errors.Is(err, keys.ErrWrongSheet) {
		f.Fail("words", "keys.sheet.other")
	}
	if f.Failed() {
		return p.showSheet(w, r, f)
	}
	if err != nil {
		return err
	}
	state, err := p.Ring.State()
	if err != nil {
		return err
	}
	return p.done(w, r, ways.Tested, state.Sheet)
}

// waiting holds what was made and is not in use yet, in memory alone, for the one
// who made it.
type waiting[T any] struct {
	mu   sync.Mutex
	by   string // account
	at   time.Time
	made *T
}

// waits is for how long.
const waits = time.Hour

func (l *waiting[T]) put(r *web.Request, made *T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.by, l.at, l.made = r.Actor.ID, r.Now, made
}

// of is what waits for whoever asks; nil for nothing.
func (l *waiting[T]) of(r *web.Request) *T {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.by != r.Actor.ID || r.Now.Sub(l.at) > waits {
		return nil
	}
	return l.made
}

// places chooses some of the words of a paper, to be typed back.
func places(words, count int) (list []int) {
	for len(list) < count {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(words)))
		if err != nil {
			panic(err) // crypto/rand ends the program before
		}
		if place := int(n.Int64()); !slices.Contains(list, place) {
			list = append(list, place)
		}
	}
	slices.Sort(list)
	return list
}

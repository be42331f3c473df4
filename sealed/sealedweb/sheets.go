package sealedweb

import (
	"crypto/rand"
	"math/big"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/sealed"
)

// pending holds sheets that were made and not read back yet, in memory alone, for
// the one who made them.
type pending struct {
	mu sync.Mutex
	by string // account
	at time.Time
	*made
}

// made is a set of sheets with what is asked of whoever printed them.
type made struct {
	sealed.Sheets
	witness string
	asked   [sealed.SheetCount][]int // places of the words to type back
}

// What is asked of each sheet, and for how long sheets wait.
const (
	asks  = 2
	waits = time.Hour
)

func (p *pending) put(by string, at time.Time, m *made) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.by, p.at, p.made = by, at, m
}

// of is what waits for an account; nil for nothing.
func (p *pending) of(account string, now time.Time) *made {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made == nil || p.by != account || now.Sub(p.at) > waits {
		return nil
	}
	return p.made
}

// arranged is what the page about the sheets shows.
type arranged struct {
	form       *web.Form
	now        *sealed.Recovery
	uses       []sealed.Use
	colleagues []layout.Option // who can be there; empty for who works alone
	waiting    bool
}

func (p *Pages) arranging(w http.ResponseWriter, r *web.Request) error {
	return p.showArranging(w, r, web.NewForm(), http.StatusOK)
}

func (p *Pages) showArranging(w http.ResponseWriter, r *web.Request, f *web.Form, status int) (err error) {
	v := arranged{form: f, waiting: p.pending.of(r.Actor.ID, r.Now) != nil}
	if v.now, err = p.Sealed.Recovery(r.Context()); err != nil {
		return err
	}
	if v.uses, err = p.Sealed.Uses(r.Context(), r.Actor); err != nil {
		return err
	}
	if _, v.colleagues, err = p.others(r, nil); err != nil {
		return err
	}
	page := layout.Page{Title: r.T("sealed.sheets.title"), Current: "settings", Form: f}
	return r.Render(w, status, page, arrangingPage(v))
}

// makeSheets makes a set when a second person is there: a colleague who gives
// their own pass phrase, or, for who works alone, somebody by name.
func (p *Pages) makeSheets(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("second", "phrase", "witness")
	if err != nil {
		return err
	}
	witness, err := p.witness(r, f)
	if status, again := refused(f, err); again || f.Failed() {
		return p.showArranging(w, r, f, status)
	}
	if err != nil {
		return err
	}
	sheets, err := sealed.NewSheets()
	if err != nil {
		return err
	}
	m := &made{Sheets: sheets, witness: witness}
	for i := range m.asked {
		m.asked[i] = places(len(sheets.Words[i]))
	}
	p.pending.put(r.Actor.ID, r.Now, m)
	return r.Go(w, "/settings/safeguarding/sheets")
}

func (p *Pages) witness(r *web.Request, f *web.Form) (name string, err error) {
	_, colleagues, err := p.others(r, nil)
	if err != nil {
		return "", err
	}
	if len(colleagues) == 0 {
		if name = f.Text("witness"); name == "" || len(name) > 100 {
			f.Fail("witness", "sealed.witness.missing")
		}
		return name, nil
	}
	i := slices.IndexFunc(colleagues, func(o layout.Option) bool { return o.Value == f.ID("second") })
	if i < 0 {
		f.Fail("second", "sealed.second.missing")
		return "", nil
	}
	return colleagues[i].Label, p.Team.Prove(r.Context(), authz.NewActor(f.ID("second"), colleagues[i].Label, "", authz.SeesNone), f.Raw("phrase"), "phrase")
}

// places chooses words to be typed back.
func places(words int) (list []int) {
	for len(list) < asks {
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

// sheetView is one sheet as it is printed.
type sheetView struct {
	Organisation, Day, Mark string
	Number                  int
	Words                   []string
	Asked                   []int
	Picture                 string
}

func (p *Pages) sheets(w http.ResponseWriter, r *web.Request) error {
	m := p.pending.of(r.Actor.ID, r.Now)
	if m == nil {
		return r.Go(w, "/settings/safeguarding")
	}
	return p.showSheets(w, r, web.NewForm(), m)
}

func (p *Pages) showSheets(w http.ResponseWriter, r *web.Request, f *web.Form, m *made) error {
	views := make([]sheetView, sealed.SheetCount)
	for i, words := range m.Words {
		views[i] = sheetView{Organisation: p.Organisation(r.Context()), Day: string(r.Today()), Mark: m.Mark, Number: i + 1, Words: words, Asked: m.asked[i]}
		views[i].Picture, _ = p.Picture(strings.Join(words, " ")) // the words are what counts
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("sealed.sheets.title"), Current: "settings", Form: f}, sheetsPage(f, views))
}

// confirm keeps the public half when words of every sheet were typed back.
func (p *Pages) confirm(w http.ResponseWriter, r *web.Request) error {
	m := p.pending.of(r.Actor.ID, r.Now)
	if m == nil {
		return r.Go(w, "/settings/safeguarding")
	}
	var fields []string
	for i, asked := range m.asked {
		for _, place := range asked {
			fields = append(fields, wordField(i, place))
		}
	}
	f, err := r.ReadForm(fields...)
	if err != nil {
		return err
	}
	for i, asked := range m.asked {
		for _, place := range asked {
			if !strings.EqualFold(f.Text(wordField(i, place)), m.Words[i][place]) {
				f.Fail(wordField(i, place), "sealed.sheet.wrong", "sheet", i+1, "place", place+1)
			}
		}
	}
	if f.Failed() {
		return p.showSheets(w, r, f, m)
	}
	if err := p.Sealed.Arrange(r.Context(), r.Actor, m.Recipient, m.witness); err != nil {
		return err
	}
	p.pending.put("", time.Time{}, nil)
	return r.Done(w, "/settings/safeguarding")
}

func wordField(sheet, place int) string {
	return "word_" + strconv.Itoa(sheet+1) + "_" + strconv.Itoa(place+1)
}

func (p *Pages) askRecover(w http.ResponseWriter, r *web.Request) error {
	return p.showRecover(w, r, web.NewForm())
}

func (p *Pages) showRecover(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	colleagues, err := p.Sealed.Colleagues(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	uses, err := p.Sealed.Uses(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	options := make([]layout.Option, len(colleagues))
	for i, c := range colleagues {
		options[i] = layout.Option{Value: c.AccountID, Label: c.Name}
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("sealed.recover"), Current: "sealed", Form: f}, recoverPage(f, options, uses))
}

func (p *Pages) recover(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("first", "second", "account", "why")
	if err != nil {
		return err
	}
	err = p.Sealed.Recover(r.Context(), r.Actor, sealed.Recovering{First: f.Lines("first"), Second: f.Lines("second"), Account: f.ID("account"), Why: f.Lines("why")})
	if f.Take(err) {
		return p.showRecover(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/sealed")
}

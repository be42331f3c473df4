package keyspage

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/ways"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// council is the shares that wait to be seen on paper, with what is asked of
// whoever printed them.
type council struct {
	recipient string
	shares    []share
}

// share is one of them, as it is printed.
type share struct {
	keys.CouncilShare
	Asked   []int // places of the words to type back
	Picture string
}

// asks is how many words of each share are typed back.
const asks = 2

func (p *Pages) askCouncil(w http.ResponseWriter, r *web.Request) error {
	v, err := p.view(r.Context(), r.Now)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("keys.council.title"), Current: "settings"}
	return r.Render(w, http.StatusOK, page, councilPage(v, p.council.of(r) != nil))
}

// makeCouncil makes the shares. The council before, if there is one, goes on
// until the papers were read back.
func (p *Pages) makeCouncil(w http.ResponseWriter, r *web.Request) error {
	all, recipient, err := keys.NewCouncil()
	if err != nil {
		return err
	}
	c := &council{recipient: recipient}
	for _, one := range all {
		s := share{CouncilShare: one, Asked: places(len(one.Words), asks)}
		s.Picture, _ = p.Picture(strings.Join(one.Words, " ")) // the words are what counts
		c.shares = append(c.shares, s)
	}
	p.council.put(r, c)
	return r.Go(w, sharesPath)
}

func (p *Pages) shares(w http.ResponseWriter, r *web.Request) error {
	c := p.council.of(r)
	if c == nil {
		return r.Go(w, councilPath)
	}
	return p.showShares(w, r, web.NewForm(), c)
}

func (p *Pages) showShares(w http.ResponseWriter, r *web.Request, f *web.Form, c *council) error {
	page := layout.Page{Title: r.T("keys.council.title"), Current: "settings", Form: f}
	return r.Render(w, f.Status(), page, sharesPage(f, c.shares, p.Organisation(r.Context()), string(r.Today())))
}

// useCouncil lets the shares open the record when words of each were typed back.
func (p *Pages) useCouncil(w http.ResponseWriter, r *web.Request) error {
	c := p.council.of(r)
	if c == nil {
		return r.Go(w, councilPath)
	}
	var fields []string
	c.each(func(_ share, place int, field string) { fields = append(fields, field) })
	f, err := r.ReadForm(fields...)
	if err != nil {
		return err
	}
	c.each(func(s share, place int, field string) {
		if !strings.EqualFold(f.Text(field), s.Words[place]) {
			f.Fail(field, "keys.council.wrong", "share", s.At, "place", place+1)
		}
	})
	if f.Failed() {
		return p.showShares(w, r, f, c)
	}
	if err := p.Ring.UseCouncil(c.recipient); err != nil {
		return p.orChanging(w, r, err, councilPath)
	}
	p.council.put(r, nil)
	return p.done(w, r, ways.Council, keys.Mark(c.recipient))
}

// each visits the words that are asked for.
func (c *council) each(visit func(s share, place int, field string)) {
	for _, s := range c.shares {
		for _, place := range s.Asked {
			visit(s, place, wordField(s.At, place))
		}
	}
}

func wordField(share, place int) string {
	return "word_" + strconv.Itoa(share) + "_" + strconv.Itoa(place+1)
}

func (p *Pages) endCouncil(w http.ResponseWriter, r *web.Request) error {
	if err := p.Ring.DropCouncil(); err != nil {
		return p.orChanging(w, r, err, councilPath)
	}
	return p.done(w, r, ways.CouncilEnded, "")
}

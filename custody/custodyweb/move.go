package custodyweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// nobody is the answer to an address of nobody one may see.
func nobody() error { return fault.New(fault.NotFound, "custodyweb: person") }

// moveFields are the fields of both forms.
var moveFields = []string{"person", "among", "was", "from", "state", "to", "place", "asked", "unit", "since", "source", "said", "confidence", "wrong"}

// moving is what the form of a move shows.
type moving struct {
	Action  string
	People  []custody.Whereabouts // who may be moved
	Chosen  []string              // who is ticked, of several
	Rest    int                   // how many more there are than fit in one move
	From    string                // the facility they leave, when the form began there
	Name    string                // of that facility
	Choices []layout.Option       // facilities the typed name may mean
	Suggest []string              // facilities where we know somebody
	Follows []string              // keys of what happens when this is saved
}

// many reports whether the form is about several people.
func (m moving) many() bool { return m.Action == manyPath }

const manyPath = "/people/move"

func (p *Pages) askOne(w http.ResponseWriter, r *web.Request) error {
	who, err := p.person(r)
	if err != nil {
		return err
	}
	return p.showMove(w, r, one(who), begun(r))
}

// begun is a form nobody has typed in yet.
func begun(r *web.Request) *web.Form {
	return web.NewForm("state", string(custody.Held), "confidence", string(custody.Reported), "since", r.T("custody.today"))
}

func one(who custody.Whereabouts) moving {
	return moving{Action: "/people/" + who.ID + "/move", People: []custody.Whereabouts{who}, Chosen: []string{who.ID}}
}

func (p *Pages) moveOne(w http.ResponseWriter, r *web.Request) error {
	who, err := p.person(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm(moveFields...)
	if err != nil {
		return err
	}
	return p.save(w, r, one(who), f, "/people/"+who.ID)
}

// save reads the form and moves whom it is about, or shows it again.
func (p *Pages) save(w http.ResponseWriter, r *web.Request, m moving, f *web.Form, back string) error {
	move, err := p.readMove(r, f, &m)
	if err != nil {
		return err
	}
	if f.Failed() {
		return p.showMove(w, r, m, f)
	}
	stays, err := p.Custody.Move(r.Context(), r.Actor, m.Chosen, move)
	switch {
	case f.Take(err):
		return p.showMove(w, r, m, f)
	case fault.Is(err, fault.Conflict):
		return p.showAgain(w, r, m, f)
	case err != nil:
		return err
	}
	beside := 0
	for _, s := range stays {
		if s.Beside {
			beside++
		}
	}
	if beside > 0 {
		r.Warn("custody.move.beside", "count", strconv.Itoa(beside))
	}
	return r.Done(w, back)
}

// readMove reads what was typed. Where a name may mean several facilities the
// form fails, with the choice in m.
func (p *Pages) readMove(r *web.Request, f *web.Form, m *moving) (custody.Move, error) {
	move := custody.Move{
		State: custody.State(f.Text("state")), Unit: f.Text("unit"), On: r.Date(f, "since", partialdate.Gone), Source: f.Text("source"),
		SourceOn: r.Date(f, "said", partialdate.Gone), Confidence: custody.Confidence(f.Text("confidence")), Overrule: f.Ticked("wrong"),
		Expected: expected(f, m.Chosen),
	}
	if move.State != "" && move.State != custody.Held {
		if f.Text("to") != "" {
			f.Fail("to", "custody.stay.facility.needless")
		}
		return move, nil
	}
	var err error
	move.FacilityID, err = p.destination(r, f, m)
	return move, err
}

// expected is where each person was when the form was made: "person stay".
func expected(f *web.Form, chosen []string) map[string]string {
	out := map[string]string{}
	for _, v := range f.All("was") {
		person, stay, _ := strings.Cut(v, " ")
		if slices.Contains(chosen, person) {
			out[person] = stay
		}
	}
	return out
}

// sure is how probable a reading of a name is that is taken without asking. The
// next page names the facility, and the move can be taken back there.
const sure = 0.9

// destination finds the facility that was meant by a name: the one chosen among
// several, the one that is meant for sure, or none with a choice in m.
func (p *Pages) destination(r *web.Request, f *web.Form, m *moving) (string, error) {
	typed := f.Text("to")
	if id := f.ID("place"); id != "" && f.Text("asked") == typed {
		return id, nil
	}
	if typed == "" {
		f.Fail("to", "custody.stay.facility.missing")
		return "", nil
	}
	guesses, err := p.Facilities.Meant(r.Context(), r.Actor, typed, "")
	if err != nil {
		return "", err
	}
	if len(guesses) > 0 && guesses[0].Probability >= sure {
		return guesses[0].FacilityID, nil
	}
	if guesses, err = p.Facilities.Find(r.Context(), r.Actor, typed, mostChoices); err != nil {
		return "", err
	}
	for _, g := range guesses {
		m.Choices = append(m.Choices, layout.Option{Value: g.FacilityID, Label: joined(g.Name, g.Town, g.Region)})
	}
	f.Set("asked", typed)
	f.Set("place", "")
	if len(guesses) == 0 {
		f.Fail("to", "custody.move.to.unknown")
	} else {
		f.Fail("place", "custody.move.to.which")
	}
	return "", nil
}

// mostChoices is how many facilities a name is offered as.
const mostChoices = 6

// showAgain shows the form with everything typed and with where people are now,
// because somebody else recorded a move meanwhile.
func (p *Pages) showAgain(w http.ResponseWriter, r *web.Request, m moving, f *web.Form) error {
	if err := p.gather(r, &m, personIDs(m.People)); err != nil {
		return err
	}
	if len(m.People) == 0 {
		return nobody()
	}
	f.Fail("", "custody.move.meanwhile")
	return p.renderMove(w, r, http.StatusConflict, m, f)
}

func (p *Pages) showMove(w http.ResponseWriter, r *web.Request, m moving, f *web.Form) error {
	return p.renderMove(w, r, f.Status(), m, f)
}

func (p *Pages) renderMove(w http.ResponseWriter, r *web.Request, status int, m moving, f *web.Form) error {
	var err error
	if m.Suggest, err = p.suggestions(r); err != nil {
		return err
	}
	m.Follows = append([]string{"custody.move.follows.stay", "custody.move.follows.timeline", "custody.move.follows.news", "custody.move.follows.address"}, p.Follows...)
	title := "custody.move.title"
	if m.many() {
		title = "custody.move.many.title"
	}
	return r.Render(w, status, layout.Page{Title: r.T(title), Current: current, Form: f}, movePage(m, f))
}

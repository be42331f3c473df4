package rulepacksweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/rulepacks"
)

// correctPath leads to the correction of a limit.
func correctPath(code, step string, l rulepacks.Limit) string {
	q := url.Values{"step": {step}, "for": {string(l.For)}}
	if len(l.Tracks) > 0 {
		q.Set("track", string(l.Tracks[0]))
	}
	return procedurePath(code) + "/correct?" + q.Encode()
}

// correcting is the form of a correction. Its address names the limit (step, for,
// track) and perhaps the facility, the day by whose version (on) and where its reader
// came from (back), so that any page can lead to it.
type correcting struct {
	rulepacks.Version
	step   *rulepacks.Step
	limit  rulepacks.Limit // as the pack has it
	place  string          // ID of the facility that the address named
	where  string          // its name
	back   string
	action string
	form   *form.Form
}

// meant finds the limit that the address means.
func (p *Pages) meant(r *web.Request) (c correcting, err error) {
	if _, c.Version, err = p.version(r); err != nil {
		return c, err
	}
	step, ok := c.Step(r.Query("step"))
	if !ok {
		return c, fault.New(fault.NotFound, "clocks: step")
	}
	limit, ok := step.Limit(rulepacks.For(r.Query("for")), rulepacks.Track(r.Query("track")))
	if !ok {
		return c, fault.New(fault.NotFound, "clocks: limit")
	}
	c.step, c.limit, c.place, c.back = step, *limit, r.Query("facility"), procedurePath(c.Code)
	if back := r.Query("back"); back != "" {
		c.back = web.Local(back)
	}
	if c.place != "" {
		f, err := p.Places.Facility(r.Context(), r.Actor, c.place)
		if err != nil {
			return c, err
		}
		c.where = f.Name
	}
	c.action = correctPath(c.Code, step.ID, c.limit)
	for _, name := range []string{"facility", "on", "back"} {
		if value := r.Query(name); value != "" {
			c.action += "&" + url.Values{name: {value}}.Encode()
		}
	}
	return c, nil
}

// askCorrection shows the form. An address that names no limit leads to where they
// stand, each with its own way here.
func (p *Pages) askCorrection(w http.ResponseWriter, r *web.Request) error {
	if step := r.Query("step"); step == "" || r.Query("for") == "" {
		_, v, err := p.version(r)
		if err != nil {
			return err
		}
		to := procedurePath(v.Code)
		if _, ok := v.Step(step); ok {
			to += "#step-" + step
		}
		return r.Done(w, to)
	}
	c, err := p.meant(r)
	if err != nil {
		return err
	}
	return c.show(w, r)
}

func (c correcting) show(w http.ResponseWriter, r *web.Request) error {
	page := layout.Page{Title: r.T("clocks.correct.title"), Current: current, Form: c.form}
	return r.Render(w, c.form.Status(), page, correctPage(c))
}

// correct takes a correction. The facility is found by what was typed; a text that
// may mean several is asked for again.
func (p *Pages) correct(w http.ResponseWriter, r *web.Request) error {
	c, err := p.meant(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("facility", "n", "unit", "starts", "from", "rolls", "mail", "citation", "checked", "mark")
	if err != nil {
		return err
	}
	c.form = f
	found, err := p.read(r, c, f)
	if err != nil {
		return err
	}
	if f.Failed() {
		return c.show(w, r)
	}
	_, err = p.Rules.Correct(r.Context(), r.Actor, found)
	if f.Take(err) {
		return c.show(w, r)
	}
	if err != nil {
		return err
	}
	return r.Done(w, c.back)
}

// read makes a correction of what was typed.
func (p *Pages) read(r *web.Request, c correcting, f *form.Form) (rulepacks.Corrected, error) {
	l := c.limit
	l.AlsoRead, l.Extension, l.Note = nil, c.limit.Extension, ""
	l.Unit = rulepacks.Unit(f.Raw("unit"))
	if l.N = 0; l.Unit != rulepacks.NoLimit {
		l.N = f.Int("n", 1, 10_000)
	}
	if f.Raw("mail") != "" {
		l.MailDays = f.Int("mail", 0, 90)
	}
	l.StartsOn = []rulepacks.Event{rulepacks.Event(f.Raw("starts"))}
	l.CountFrom = rulepacks.NextDay
	if f.Raw("from") == rulepacks.SameDay {
		l.CountFrom = rulepacks.SameDay
	}
	l.Roll = rulepacks.NoRoll
	if f.Ticked("rolls") {
		l.Roll = rulepacks.NextWorkingDay
	}
	l.Evidence = rulepacks.Evidence{Citation: f.Text("citation"), VerifiedOn: r.Day(f, "checked", partialdate.Gone), Mark: rulepacks.Mark(f.Raw("mark"))}
	id, err := p.facility(r, c, f)
	return rulepacks.Corrected{FacilityID: id, Code: c.Code, Step: c.step.ID, Limit: l}, err
}

// facility finds the facility that was typed. The name that the address brought is the
// facility of the address, whatever others are called so.
func (p *Pages) facility(r *web.Request, c correcting, f *form.Form) (string, error) {
	text := f.Text("facility")
	switch text {
	case "":
		return "", nil
	case c.where:
		return c.place, nil
	}
	guesses, err := p.Places.Find(r.Context(), r.Actor, text, 6)
	if err != nil {
		return "", err
	}
	same := slices.IndexFunc(guesses, func(g facilities.Guess) bool { return strings.EqualFold(g.Name, text) })
	switch {
	case same >= 0:
		return guesses[same].FacilityID, nil
	case len(guesses) == 1:
		return guesses[0].FacilityID, nil
	case len(guesses) == 0:
		f.Fail("facility", "clocks.correct.facility.unknown")
	default:
		names := make([]string, len(guesses))
		for i, g := range guesses {
			names[i] = g.Name
		}
		f.Fail("facility", "clocks.correct.facility.several", "names", strings.Join(names, "; "))
	}
	return "", nil
}

func (p *Pages) endCorrection(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.Rules.EndCorrection(r.Context(), r.Actor, id, f.Rev()); err != nil {
		return err
	}
	return r.Done(w, r.Back(path))
}

// year reads the year of a calendar page.
func year(r *web.Request) int {
	now, _, _ := r.Today().Date()
	if n, err := strconv.Atoi(r.Query("year")); err == nil && n >= rulepacks.FirstYear && n <= rulepacks.LastYear {
		return n
	}
	return now
}

// calendarView is the page of a calendar.
type calendarView struct {
	*rulepacks.Calendar
	year  int
	off   []dayOff
	added map[civil.Day]rulepacks.AddedDay
	may   bool
	form  *form.Form
}

// dayOff is one day on which no office is open.
type dayOff struct {
	On   civil.Day
	Name string
	Open bool // it would be off, and is open
}

func (p *Pages) calendar(w http.ResponseWriter, r *web.Request) error {
	return p.showCalendar(w, r, nil)
}

func (p *Pages) showCalendar(w http.ResponseWriter, r *web.Request, f *form.Form) error {
	book, err := p.Rules.Rules(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	c, ok := book.Calendar(id)
	if !ok {
		return fault.New(fault.NotFound, "clocks: calendar")
	}
	v := calendarView{Calendar: c, year: year(r), added: map[civil.Day]rulepacks.AddedDay{}, may: r.Actor.May(rulepacks.MayCorrect), form: f}
	added, err := p.Rules.Days(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	for _, d := range added {
		v.added[d.Date] = d
	}
	for day := civil.Day(strconv.Itoa(v.year) + "-01-01"); day <= civil.Day(strconv.Itoa(v.year)+"-12-31"); day = day.Add(1) {
		name := book.Holiday(id, day)
		if d, ok := v.added[day]; ok && d.Open {
			v.off = append(v.off, dayOff{day, d.Name, true})
		} else if name != "" {
			v.off = append(v.off, dayOff{day, name, false})
		}
	}
	return r.Render(w, f.Status(), layout.Page{Title: c.Title, Current: current, Form: f}, calendarPage(v))
}

func (p *Pages) addDay(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("on", "name", "source", "what")
	if err != nil {
		return err
	}
	d := rulepacks.AddedDay{Calendar: r.PathValue("id")}
	d.Date, d.Name, d.Open, d.Citation = r.Day(f, "on", partialdate.Nearest), f.Text("name"), f.Raw("what") == "open", f.Text("source")
	if !f.Failed() {
		err = p.Rules.AddDay(r.Context(), r.Actor, d)
	}
	if f.Take(err) || f.Failed() {
		return p.showCalendar(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, path+"/calendars/"+d.Calendar+"?year="+string(d.Date[:4]))
}

func (p *Pages) endDay(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.Rules.EndDay(r.Context(), r.Actor, id, f.Rev()); err != nil {
		return err
	}
	return r.Done(w, r.Back(path))
}

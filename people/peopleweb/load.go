package peopleweb

import (
	"context"
	"slices"
	"time"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// file is everything a page about one person shows.
type file struct {
	people.Full
	pages  *Pages
	today  civil.Day
	self   string // account of the reader
	actor  authz.Actor
	now    time.Time
	stay   custody.Stay // zero when nobody knows
	dates  []custody.Milestone
	tasks  []tasks.Task
	cases  []casework.Full
	place  facilities.Full
	line   timeline.Page
	show   string // the tab of the timeline
	before string // the entry the page of the timeline begins behind, or with
	meant  string // the entry that somebody was led to
	form   *form.Form
	panels []web.Shown
	beside casework.Beside
	menu   []layout.Item
	may    may
}

// may is what the reader may do.
type may struct{ edit, write, task, places bool }

// head reads what every page about a person carries at its top.
func (p *Pages) head(r *web.Request) (*file, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	f := &file{pages: p, today: r.Today(), self: r.Actor.ID, actor: r.Actor, now: p.People.DB.Now(), may: may{
		edit: r.Actor.May(people.MayWrite), write: r.Actor.May(timeline.MayWrite), task: r.Actor.May(tasks.MayWrite), places: r.Actor.May(facilities.MayRead),
	}}
	if f.Full, err = p.People.Person(r.Context(), r.Actor, id); err != nil {
		return nil, err
	}
	f.stay, err = p.Custody.Current(r.Context(), r.Actor, id)
	return f, optional(err)
}

// url is the person's page, or something below it.
func (f *file) url(rest string) string { return "/people/" + f.ID + rest }

// optional drops the faults that mean there is nothing to show to this reader.
func optional(err error) error {
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return nil
	}
	return err
}

// load reads the whole of a person's page.
func (p *Pages) load(r *web.Request) (*file, error) {
	f, err := p.head(r)
	if err != nil {
		return nil, err
	}
	if show := r.Query("show"); slices.Contains(timeline.Groups(), show) {
		f.show = show
	}
	f.before, f.meant = r.Query("before"), r.Query("entry")
	for _, read := range []func(*web.Request, *file) error{p.readDates, p.readWork, p.readPlace, p.readLine, p.readPanels} {
		if err := read(r, f); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (p *Pages) readDates(r *web.Request, f *file) error {
	dates, err := p.Custody.Milestones(r.Context(), r.Actor, f.ID)
	f.dates = dates
	return optional(err)
}

// readWork reads tasks and cases.
func (p *Pages) readWork(r *web.Request, f *file) (err error) {
	ctx := r.Context()
	if f.tasks, err = p.Tasks.OfPerson(ctx, r.Actor, f.ID); optional(err) != nil {
		return err
	}
	f.tasks = slices.DeleteFunc(f.tasks, func(t tasks.Task) bool { return t.WaitUntil > f.today }) // not yet to be seen
	if f.cases, err = p.Cases.OfPerson(ctx, r.Actor, f.ID); optional(err) != nil {
		return err
	}
	f.beside, err = p.Cases.Beside(ctx, r.Actor, f.ID)
	return optional(err)
}

func (p *Pages) readPlace(r *web.Request, f *file) (err error) {
	if f.stay.FacilityID == "" || f.Dead {
		return nil
	}
	f.place, err = p.Places.Facility(r.Context(), r.Actor, f.stay.FacilityID)
	return optional(err)
}

func (p *Pages) readLine(r *web.Request, f *file) (err error) {
	f.line, err = p.Timeline.Page(r.Context(), r.Actor, f.ID, timeline.Filter{Group: f.show, Before: f.before})
	if err != nil || f.meant == "" || f.holds(f.meant) {
		return err
	}
	from, err := p.Timeline.Page(r.Context(), r.Actor, f.ID, timeline.Filter{At: f.meant})
	if len(from.Entries) > 0 && from.Entries[0].ID == f.meant { // it is theirs, and still there
		f.line, f.before, f.show = from, f.meant, ""
	}
	return err
}

// holds reports whether the timeline shows an entry.
func (f *file) holds(id string) bool {
	return slices.ContainsFunc(f.line.Entries, func(e timeline.Entry) bool { return e.ID == id }) || f.line.First != nil && f.line.First.ID == id
}

func (p *Pages) readPanels(r *web.Request, f *file) (err error) {
	f.menu = p.Panels.ActionsOf(r, f.ID)
	f.panels, err = p.Panels.OfPerson(r.Context(), r, f.ID)
	return err
}

// released reports whether the newest claim is that they are out.
func (f *file) released() bool { return f.stay.State == custody.Released }

// lost reports whether nobody knows where they are.
func (f *file) lost() bool {
	return f.Kind == people.Supported && !f.Dead && (f.stay.ID == "" || f.stay.State == custody.Unknown || f.stay.State == custody.Absent)
}

// moving reports whether they are between two places.
func (f *file) moving() bool { return !f.Dead && f.stay.State == custody.InTransit }

// minor reports whether somebody is under age, or may be.
func (f *file) minor() bool { return f.Minor(f.actor, f.now.UnixMicro()) && !f.Dead }

// minorTitle says how old they are, as far as that is sure.
func (f *file) minorTitle(ctx context.Context) string {
	years, known := yearsOld(f.Born, f.today)
	switch {
	case f.MarkedMinor:
		return i18n.T(ctx, "people.minor.marked")
	case !known || years >= f.actor.Majority():
		return i18n.T(ctx, "people.minor.maybe", "age", f.actor.Majority())
	}
	return i18n.T(ctx, "people.minor.title", "count", years, "age", f.actor.Majority())
}

// work is the case that is worked on, if any.
func (f *file) work() (casework.Full, bool) {
	if len(f.cases) == 0 {
		return casework.Full{}, false
	}
	return f.cases[0], f.cases[0].State != casework.Closed
}

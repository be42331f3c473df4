package grievances

import (
	"context"

	"github.com/throughcare/throughcare/grievances/pattern"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// View is everything of a grievance as one reader sees it.
type View struct {
	Matter
	Line      way.Line
	Checklist way.Checklist
	Person    people.Full
	Place     Place // where it happened
	Worker    string
	Needs     []way.Need       // of the step that is to be taken
	Kept      []way.Need       // of all steps, as far as somebody did something about them
	Drafts    map[string]Draft // by step, those that somebody began
	Ended     []HandEnded      // clocks that run although somebody said that they are done or lost
	Entries   []timeline.Entry // what happened, the newest first
	Twin      *Grievance       // on the other procedure beside it, if the reader sees it
	Away      *Away            // the person is elsewhere now
	Alike     pattern.Alike    // for those who see patterns
	Answer    *rulepacks.Answer
	Shut      bool // special, and not this reader's to read: its words are left out
	Today     civil.Day
}

// Away says where somebody is now, and what holds there.
type Away struct {
	Place  Place // the zero Place when nobody knows, or outside
	Unit   string
	Unseen bool                // nobody has looked at it since the move
	There  []rulepacks.Version // the ordinary procedures at that place
	Same   bool                // the procedure of the grievance is one of them
}

const mostEntries = 200

// View returns a grievance with its way, or NotFound for one that is missing, out of
// sight, or about somebody the actor does not see.
func (s *Service) View(ctx context.Context, actor authz.Actor, id string) (v View, err error) {
	err = s.read(ctx, actor, "grievances: view", func(tx *database.Tx) error {
		v, err = s.view(ctx, tx, actor, id)
		return err
	})
	return v, err
}

func (s *Service) view(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (v View, err error) {
	g, err := visible(ctx, tx, actor, id)
	if err != nil {
		return v, err
	}
	trail.Saw(ctx, trail.Page, g.PersonID)
	v.Today = s.Today(ctx)
	if v.Matter, err = s.matter(ctx, tx, g); err != nil {
		return v, err
	}
	v.Line, v.Checklist = v.Course.Line(v.Today), v.Course.Checklist(v.Today)
	_, v.Answer = trackOf(v.Version.Procedure, v.Answers)
	reads, err := readsWords(ctx, tx, actor, g)
	if err != nil {
		return v, err
	}
	for _, load := range []func(context.Context, *database.Tx, authz.Actor, *View) error{s.loadNames, s.loadNeeds, s.loadEnded, s.loadEntries, s.loadTwin, s.loadAway, s.loadAlike} {
		if err := load(ctx, tx, actor, &v); err != nil {
			return v, err
		}
	}
	if !reads {
		v.close()
	}
	return v, nil
}

// close leaves out what a reader who may not read the words is not to see.
func (v *View) close() {
	v.Shut, v.Grievance = true, v.shut()
	v.Needs, v.Kept, v.Drafts, v.Entries, v.Twin = nil, nil, nil, nil, nil
	for i := range v.Course.Events {
		v.Course.Events[i].Words, v.Course.Events[i].Source, v.Course.Events[i].FileID = "", "", ""
	}
	v.Line, v.Checklist = v.Course.Line(v.Today), v.Course.Checklist(v.Today)
}

func (s *Service) loadNames(ctx context.Context, tx *database.Tx, actor authz.Actor, v *View) (err error) {
	if v.Person, err = people.Everything(ctx, tx, actor, v.PersonID); err != nil {
		return err
	}
	if v.Place, err = placeOf(ctx, tx, v.FacilityID); err != nil {
		return err
	}
	v.Worker, err = accountName(ctx, tx, v.WorkerID)
	return err
}

func (s *Service) loadNeeds(ctx context.Context, tx *database.Tx, _ authz.Actor, v *View) (err error) {
	if v.Kept, err = needsOf(ctx, tx, v.ID); err != nil {
		return err
	}
	if now := v.Line.Current(); now != nil {
		v.Needs = way.NeedsOf(now.Step, v.Kept)
	}
	v.Drafts, err = draftsOf(ctx, tx, v.ID)
	return err
}

func (s *Service) loadEnded(ctx context.Context, tx *database.Tx, _ authz.Actor, v *View) error {
	list, err := tasks.Linked(ctx, tx, v.PersonID, tasks.Link{Kind: LinkKind, ID: v.ID})
	if err != nil {
		return err
	}
	v.Ended = v.ended(list, v.Today)
	for i := range v.Ended {
		if v.Ended[i].By, err = accountName(ctx, tx, v.Ended[i].EndedBy); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) loadEntries(ctx context.Context, tx *database.Tx, actor authz.Actor, v *View) (err error) {
	v.Entries, err = timeline.Linked(ctx, tx, s.Kinds, actor, v.PersonID, timeline.Link{Kind: LinkKind, ID: v.ID}, mostEntries)
	return err
}

func (s *Service) loadTwin(ctx context.Context, tx *database.Tx, actor authz.Actor, v *View) error {
	if v.TwinID == "" {
		return nil
	}
	twin, err := visible(ctx, tx, actor, v.TwinID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if reads, err2 := readsWords(ctx, tx, actor, twin); err == nil && (err2 != nil || !reads) {
		twin, err = twin.shut(), err2
	}
	v.Twin = &twin
	return err
}

func (s *Service) loadAway(ctx context.Context, tx *database.Tx, _ authz.Actor, v *View) error {
	place, unit, err := whereIs(ctx, tx, v.PersonID)
	if err != nil || place.ID == v.FacilityID || v.State != Open || place.ID == "" && v.MovedTo == "" {
		return err
	}
	v.Away = &Away{Place: place, Unit: unit, Unseen: v.MovedTo != ""}
	if place.ID == "" {
		return nil
	}
	v.Away.There, _ = proceduresAt(v.Book, place, v.Today)
	for _, there := range v.Away.There {
		v.Away.Same = v.Away.Same || there.Code == v.Rules.Code
	}
	return nil
}

// inSight reports whether an actor reads a grievance that stands about somebody they
// see.
func (g Grievance) inSight(actor authz.Actor) bool {
	switch {
	case actor.ID != "" && (g.AuthorID == actor.ID || g.WorkerID == actor.ID), g.Sight == timeline.SightCase:
		return true
	}
	return g.Sight == timeline.SightLead && actor.May(timeline.MayReadLead)
}

package custody

import (
	"context"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/timeline"
)

// Moved is told, in the same transaction, when the place of a person changes.
type Moved struct {
	PersonID string
	From     Stay // zero when nothing was known
	To       Stay
}

// CameHome is told when a person was released.
type CameHome struct {
	PersonID string
	Stay     Stay
}

// Place records where a person is, inside the caller's change: the stay that
// was current ends, the new one is current, and those who listen are told. A
// claim about a time before the current stay began is kept beside it instead.
// today is the civil day where the organisation is. It returns Invalid for a
// claim that breaks a rule.
func Place(ctx context.Context, tx *trail.Tx, bus *event.Bus, today civil.Day, n NewStay) (Stay, error) {
	n = n.tidy()
	if err := fault.Check("custody: place", n.Check(today)); err != nil {
		return Stay{}, err
	}
	was, err := current(ctx, tx.Tx, n.PersonID)
	known := err == nil
	if err != nil && !fault.Is(err, fault.NotFound) {
		return Stay{}, err
	}
	s := Stay{
		ID: ids.New(), Rev: tx.Change, PersonID: n.PersonID, FacilityID: n.FacilityID, Unit: n.Unit, State: n.State, Since: n.Since,
		Source: n.Source, SourceOn: n.SourceOn, Confidence: n.Confidence, RecordedAt: tx.Now(), RecordedBy: tx.Actor.ID, Current: true,
	}
	if known && was.newer(n) {
		s.Current, s.Beside = false, true
		return s, insertStay(ctx, tx, s)
	}
	if known {
		if err := end(ctx, tx, was, n.Since); err != nil {
			return Stay{}, err
		}
	}
	if err := insertStay(ctx, tx, s); err != nil {
		return Stay{}, err
	}
	return s, announce(ctx, tx, bus, was, s)
}

// end closes the stay that was current.
func end(ctx context.Context, tx *trail.Tx, was Stay, until partialdate.Date) error {
	return tx.Update(ctx, stayTable, was.ID, "", trail.Set{"current": 0, "until": until.String()})
}

func announce(ctx context.Context, tx *trail.Tx, bus *event.Bus, was, is Stay) error {
	if was.FacilityID == is.FacilityID && was.State == is.State {
		return nil // another cell of the same house
	}
	if err := event.Tell(ctx, bus, tx, Moved{PersonID: is.PersonID, From: was, To: is}); err != nil {
		return err
	}
	if is.State != Released {
		return nil
	}
	return event.Tell(ctx, bus, tx, CameHome{PersonID: is.PersonID, Stay: is})
}

// The kinds of entries this capability adds to the timeline.
const (
	entryMoved    = "moved"
	entryReleased = "released"
)

// TimelineKinds registers them.
func TimelineKinds(k *timeline.Kinds) {
	k.Register(
		timeline.Kind{Key: entryMoved, TitleKey: "custody.entry.moved", Group: timeline.Moves, Icon: "arrow"},
		timeline.Kind{Key: entryReleased, TitleKey: "custody.entry.released", Group: timeline.Moves, Icon: "house"},
	)
}

// note puts a move on the timeline: from where, to where, and how we know.
func note(ctx context.Context, tx *trail.Tx, was, is Stay, today civil.Day) error {
	on := is.Since
	if on.IsZero() {
		on = partialdate.On(today)
	}
	e := timeline.Entry{
		PersonID: is.PersonID, Kind: entryMoved, On: on, Source: is.Source, Link: timeline.Link{Kind: "stay", ID: is.ID},
		TitleKey: "custody.entry.moved." + string(is.State), TitleArgs: map[string]string{"to": where(is), "from": where(was)},
	}
	if is.State == Released {
		e.Kind = entryReleased
	}
	_, err := timeline.Add(ctx, tx, e)
	return err
}

// where words a place: its name and the unit.
func where(s Stay) string {
	switch {
	case s.Facility == "":
		return s.Unit
	case s.Unit == "":
		return s.Facility
	}
	return s.Facility + ", " + s.Unit
}

// AddMilestone records a date inside the caller's change. It returns Invalid
// for one that breaks a rule.
func AddMilestone(ctx context.Context, tx *trail.Tx, n NewMilestone) (Milestone, error) {
	if n.Claim == "" {
		n.Claim = Official
	}
	if err := fault.Check("custody: milestone", n.Check()); err != nil {
		return Milestone{}, err
	}
	m := Milestone{
		ID: ids.New(), Rev: tx.Change, PersonID: n.PersonID, Kind: n.Kind, On: n.On, At: n.At, Detail: n.Detail, Claim: n.Claim,
		Source: n.Source, SourceOn: n.SourceOn, RecordedAt: tx.Now(),
	}
	first, _ := n.On.Bounds()
	return m, tx.Insert(ctx, milestoneTable, m.ID, trail.Set{
		"person_id": m.PersonID, "kind": string(m.Kind), "on_date": m.On.String(), "on_sort": string(first), "at_time": m.At,
		"detail": m.Detail, "claim": string(m.Claim), "source": m.Source, "source_on": m.SourceOn.String(),
		"recorded_at": database.Micros(m.RecordedAt), "recorded_by": tx.Actor.ID, "ended_at": 0,
	})
}

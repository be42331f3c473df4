package custody

import (
	"context"
	"slices"

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

// Dated is told when a date on somebody's way was recorded, changed or ended.
type Dated struct{ PersonID string }

// CameHome is told when a person was released.
type CameHome struct {
	PersonID string
	Stay     Stay
}

// Place records where a person is or was, inside the caller's change, and
// returns the stay with what became of the claim (see Weigh). When it takes
// the place of what was known, the stay that was current ends and those who
// listen are told. today is the civil day where the organisation is. It returns
// Invalid for a claim that breaks a rule.
func Place(ctx context.Context, tx *trail.Tx, bus *event.Bus, today civil.Day, n NewStay) (Stay, error) {
	n = n.tidy()
	if err := fault.Check("custody: place", n.Check(today)); err != nil {
		return Stay{}, err
	}
	line, err := lineOf(ctx, tx.Tx, n.PersonID)
	if err != nil {
		return Stay{}, err
	}
	s := Stay{
		ID: ids.New(), Rev: tx.Change, PersonID: n.PersonID, FacilityID: n.FacilityID, Unit: n.Unit, State: n.State, Since: n.Since, Until: n.Until,
		Source: n.Source, SourceOn: n.SourceOn, Confidence: n.Confidence, RecordedAt: tx.Now(), RecordedBy: tx.Actor.ID,
	}
	was := now(line)
	switch Weigh(line, n, today) {
	case Confirms:
		return confirm(ctx, tx, was, n, today)
	case Past:
		return s, insertStay(ctx, tx, s)
	case Beside:
		s.Beside = true
		return s, insertStay(ctx, tx, s)
	}
	s.Current = true
	if err := makeRoom(ctx, tx, line, n); err != nil {
		return Stay{}, err
	}
	if err := insertStay(ctx, tx, s); err != nil {
		return Stay{}, err
	}
	return s, announce(ctx, tx, bus, was, s)
}

// makeRoom ends the stays of a line where a new one begins. What was, for
// certain, still to begin then was wrong and goes beside, and so does what is
// overruled.
func makeRoom(ctx context.Context, tx *trail.Tx, line []Stay, n NewStay) error {
	for _, s := range line {
		set := trail.Set{}
		switch {
		case s.Current && n.Overrule, n.Since.Compare(s.Since) == partialdate.Before:
			set["beside"] = 1
		case s.Current, n.Since.Compare(s.Until) == partialdate.Before:
			set["until"] = n.Since.String()
		default:
			continue
		}
		if s.Current {
			set["current"] = 0
		}
		if err := tx.Update(ctx, stayTable, s.ID, "", set); err != nil {
			return err
		}
	}
	return nil
}

// confirm notes that the present stay was said again: it is as fresh and as
// sure as the newest claim, and keeps what only the older one knew.
func confirm(ctx context.Context, tx *trail.Tx, was Stay, n NewStay, today civil.Day) (Stay, error) {
	set := trail.Set{}
	if n.saidOn(today) >= was.saidOn() {
		if n.Source != "" && n.Source != was.Source {
			set["source"], was.Source = n.Source, n.Source
		}
		if on := partialdate.On(n.saidOn(today)); on != was.SourceOn {
			set["source_on"], was.SourceOn = on.String(), on
		}
	}
	if slices.Index(Confidences(), n.Confidence) < slices.Index(Confidences(), was.Confidence) {
		set["confidence"], was.Confidence = string(n.Confidence), n.Confidence
	}
	if was.Since.IsZero() && !n.Since.IsZero() {
		set["since"], was.Since = n.Since.String(), n.Since
		set["since_sort"] = order(was.Since, was.SourceOn)
	}
	if len(set) == 0 {
		return was, nil
	}
	was.Rev = tx.Change
	return was, tx.Update(ctx, stayTable, was.ID, "", set)
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
		TitleKey: titleKey(was, is), TitleArgs: map[string]string{"to": where(is), "from": where(was)},
	}
	if is.State == Released && is.Current {
		e.Kind = entryReleased
	}
	_, err := timeline.Add(ctx, tx, e)
	return err
}

// titleKey is the message that says what a claim did: a move from somewhere, a
// first place, another cell, the same said again, or a claim kept beside.
func titleKey(was, is Stay) string {
	switch {
	case is.Beside:
		return "custody.entry.beside." + string(is.State)
	case !is.Current:
		return "custody.entry.past"
	case is.ID == was.ID:
		return "custody.entry.confirmed"
	case is.State != Held:
		return "custody.entry.moved." + string(is.State)
	case was.FacilityID == is.FacilityID:
		return "custody.entry.moved.unit"
	case was.State == Held:
		return "custody.entry.moved.from"
	}
	return "custody.entry.moved.held"
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

// AddMilestone records a date inside the caller's change. A new release or
// parole date of one claim ends the one before it, which is kept; the same date
// said again is only as fresh as its newest source. It returns Invalid for one
// that breaks a rule.
func AddMilestone(ctx context.Context, tx *trail.Tx, n NewMilestone) (Milestone, error) {
	if n.Claim == "" {
		n.Claim = Official
	}
	if err := fault.Check("custody: milestone", n.Check()); err != nil {
		return Milestone{}, err
	}
	have, err := milestones(ctx, tx.Tx, n.PersonID)
	if err != nil {
		return Milestone{}, err
	}
	for _, m := range have {
		switch {
		case m.Kind != n.Kind || m.Claim != n.Claim:
			continue
		case m.On == n.On && m.At == n.At && m.Detail == n.Detail:
			m.Rev, m.Source, m.SourceOn = tx.Change, n.Source, n.SourceOn
			return m, tx.Update(ctx, milestoneTable, m.ID, "", trail.Set{"source": n.Source, "source_on": n.SourceOn.String()})
		case !m.Kind.Once():
			continue
		}
		if err := tx.Update(ctx, milestoneTable, m.ID, "", trail.Set{"ended_at": database.Micros(tx.Now())}); err != nil {
			return Milestone{}, err
		}
	}
	return insertMilestone(ctx, tx, n)
}

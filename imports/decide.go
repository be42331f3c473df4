package imports

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/trail"
)

// Decision says what is to happen with a row that was in doubt: Add, Twin, Out,
// Later, or the id of one of the people it may be. Was is the decision that the
// one who decides had before them.
type Decision struct {
	Row         int
	Was, Answer string
}

// Lines lists the rows of a verdict, from a row on, with whom they may be.
func (s *Service) Lines(ctx context.Context, actor authz.Actor, id string, v Verdict, after, limit int) (lines []Line, err error) {
	err = s.read(ctx, actor, id, func(tx *database.Tx, _ Batch) error {
		lines, err = linesOf(ctx, tx, id, v, after, limit)
		for _, l := range lines {
			for _, c := range l.Detail.Maybe {
				trail.Saw(ctx, trail.List, c.ID)
			}
		}
		return err
	})
	return lines, err
}

// Decide takes decisions about rows of an own batch. A row about which somebody
// has decided otherwise meanwhile, in another window, keeps that decision, and
// comes back among the lines that were passed over. It returns Conflict for an
// answer that is none of those offered.
func (s *Service) Decide(ctx context.Context, actor authz.Actor, id string, list ...Decision) (passed []Line, err error) {
	err = s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		passed = nil
		for _, d := range list {
			l, err := lineOf(ctx, tx, id, d.Row)
			if err != nil {
				return err
			}
			switch {
			case b.Stage == Undone || !l.mayBe(d.Answer):
				return fault.New(fault.Conflict, "imports: decide")
			case l.Decision == d.Answer:
				continue
			case l.Saved || l.Decision != d.Was:
				passed = append(passed, l)
				continue
			}
			l.Decision = d.Answer
			if err := putLines(ctx, tx, id, []Line{l}); err != nil {
				return err
			}
		}
		return nil
	})
	return passed, err
}

// mayBe reports whether an answer is one of those a line offers.
func (l Line) mayBe(answer string) bool {
	switch answer {
	case Undecided, Out, Later:
		return true
	case Add:
		return l.Verdict == Maybe || l.Verdict == New || l.Verdict == Change
	}
	for _, c := range l.Detail.Maybe {
		if c.ID != "" && c.ID == answer || c.Row > 0 && answer == Twin {
			return true
		}
	}
	return false
}

// Open reports whether a line still waits for somebody.
func (l Line) Open() bool {
	return !l.Saved && l.Verdict != Same && (l.Decision == Undecided || l.Decision == Later)
}

// Repair puts a value in place of one that could not be read, "" for none, and
// gives the row its verdict anew. It returns Conflict for a row that is saved.
func (s *Service) Repair(ctx context.Context, actor authz.Actor, id string, at int, heading, value string) (Line, error) {
	const op = "imports: repair"
	b, err := s.Batch(ctx, actor, id)
	if err != nil {
		return Line{}, err
	}
	c, err := s.checker(ctx, actor, b)
	if err != nil {
		return Line{}, err
	}
	var l Line
	err = s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		old, err := lineOf(ctx, tx, id, at)
		if err != nil {
			return err
		}
		if old.Saved || b.Stage == Undone || old.Detail.Broken {
			return fault.New(fault.Conflict, op)
		}
		repairs := map[string]string{heading: value}
		for h, v := range old.Detail.Repairs {
			if h != heading {
				repairs[h] = v
			}
		}
		if l, err = c.verdict(ctx, tx, sheet.Row{Number: at, Cells: old.Detail.Cells}, repairs); err != nil {
			return err
		}
		if l.Verdict == New {
			l.Decision = Add
		}
		l.Detail.Cells = old.Detail.Cells
		b.Counts.shift(old.Verdict, l.Verdict)
		if err := putLines(ctx, tx, id, []Line{l}); err != nil {
			return err
		}
		return updateBatch(ctx, tx, b)
	})
	return l, err
}

// undetermined is what a row is before it has a verdict.
const undetermined Verdict = ""

// shift moves a row from one verdict to another.
func (c *Counts) shift(from, to Verdict) {
	for v, n := range map[Verdict]*int{New: &c.New, Change: &c.Change, Same: &c.Same, Maybe: &c.Maybe, Refused: &c.Refused} {
		if v == from {
			*n--
		}
		if v == to {
			*n++
		}
	}
}

// Tally says how the rows of a batch stand now.
type Tally struct {
	Ready int // would be saved
	Open  int // wait for a decision
}

// Tally counts the rows of an own batch that saving would take, and those that
// it would keep for later.
func (s *Service) Tally(ctx context.Context, actor authz.Actor, id string) (t Tally, err error) {
	err = s.read(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		ready, open, lines, err := tallyOf(ctx, tx, id)
		t = Tally{Ready: ready, Open: open}
		if !b.Whole {
			t.Ready += b.Counts.New - lines
		}
		return err
	})
	return t, err
}

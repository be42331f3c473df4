package rulepacks

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// maxLine is how long a line of words may be, in bytes.
const maxLine = 300

// Corrected is a limit as it is at one facility, and who says so.
type Corrected struct {
	ID, Rev    string
	FacilityID string
	Code       string
	Step       string
	Limit      Limit // its Citation says where it was read, its VerifiedOn when
	At         time.Time
	By         string
}

// AddedDay is one day that an installation added to a calendar.
type AddedDay struct {
	ID, Rev  string
	Calendar string
	OneOff   // its Citation says who said so
	At       time.Time
	By       string
}

// Correct says how long a limit is at a facility, in place of what the pack says;
// an earlier correction of the same limit ends. It returns the ID.
//
// Faults: Invalid with the fields of its form; NotFound for a procedure or step
// nobody knows.
func (s *Service) Correct(ctx context.Context, actor authz.Actor, c Corrected) (id string, err error) {
	if !actor.May(MayCorrect) {
		return "", fault.New(fault.Forbidden, "rulepacks: correct")
	}
	if err := fault.Check("rulepacks: correct", c.problems()); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: "rulepacks.limit.corrected", Kind: "rule-correction"}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		step, err := s.stepOf(ctx, tx.Tx, c.Code, c.Step)
		if err != nil {
			return err
		}
		if err := endSame(ctx, tx, c); err != nil {
			return err
		}
		c.ID, c.At, c.By = ids.New(), tx.Now(), tx.Actor.Name
		deed.ID, deed.Args, id = c.ID, map[string]string{"step": step.Title}, c.ID
		if err := insertCorrection(ctx, tx, c); err != nil {
			return err
		}
		return event.Tell(ctx, s.Bus, tx, Changed{})
	})
	return id, err
}

// problems says what is wrong with a correction, by the fields of its form.
func (c Corrected) problems() []fault.Problem {
	var problems []fault.Problem
	bad := func(field, key string, args ...any) {
		problems = append(problems, fault.Problem{Field: field, Key: key, Args: args})
	}
	l := c.Limit
	if c.FacilityID == "" {
		bad("facility", "rulepacks.correct.facility.missing")
	}
	if !slices.Contains(Fors(), l.For) || !slices.Contains(Units(), l.Unit) {
		bad("unit", "rulepacks.correct.unit.missing")
	}
	if (l.Unit == NoLimit) != (l.N == 0) || l.N < 0 || l.N > maxCount {
		bad("n", "rulepacks.check.amount", "most", maxCount)
	}
	if l.MailDays < 0 || l.MailDays > maxMail {
		bad("mail", "rulepacks.check.amount", "most", maxMail)
	}
	for _, e := range l.StartsOn {
		if !slices.Contains(events, e) {
			bad("starts", "rulepacks.correct.starts.missing")
		}
	}
	if len(l.StartsOn) == 0 && l.Unit != NoLimit {
		bad("starts", "rulepacks.correct.starts.missing")
	}
	switch {
	case strings.TrimSpace(l.Citation) == "":
		bad("citation", "rulepacks.correct.citation.missing")
	case len(l.Citation) > maxLine:
		bad("citation", "rulepacks.text.long", "most", maxLine)
	}
	if !l.VerifiedOn.Valid() {
		bad("checked", "rulepacks.correct.checked.missing")
	}
	if !slices.Contains(Marks(), l.Mark) {
		bad("mark", "rulepacks.correct.mark.missing")
	}
	return problems
}

// stepOf finds a step in any version of a procedure that is installed.
func (s *Service) stepOf(ctx context.Context, tx *database.Tx, code, step string) (*Step, error) {
	book, err := s.Book(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, v := range book.versions[code] {
		if found, ok := v.Step(step); ok {
			return found, nil
		}
	}
	return nil, fault.New(fault.NotFound, "rulepacks: step")
}

// endSame ends the correction of the same limit that stands now.
func endSame(ctx context.Context, tx *trail.Tx, c Corrected) error {
	standing, err := correctionsAt(ctx, tx.Tx, c.FacilityID, c.Code)
	if err != nil {
		return err
	}
	for _, old := range standing {
		if old.Step == c.Step && old.Limit.For == c.Limit.For && slices.Equal(old.Limit.Tracks, c.Limit.Tracks) {
			if err := tx.Update(ctx, correctionTable, old.ID, old.Rev, trail.Set{"ended_at": database.Micros(tx.Now())}); err != nil {
				return err
			}
		}
	}
	return nil
}

// EndCorrection lets the pack's own limit hold again.
func (s *Service) EndCorrection(ctx context.Context, actor authz.Actor, id, rev string) error {
	return s.end(ctx, actor, "rulepacks.limit.restored", "rule-correction", correctionTable, id, rev)
}

// CorrectionsOf lists the corrections of a procedure at all facilities.
func (s *Service) CorrectionsOf(ctx context.Context, actor authz.Actor, code string) (list []Corrected, err error) {
	err = s.read(ctx, actor, "rulepacks: corrections", func(tx *database.Tx) error {
		list, err = correctionsOf(ctx, tx, code)
		return err
	})
	return list, err
}

// AddDay adds a day off to a calendar, or opens one that is off in it.
//
// Faults: Invalid with the fields of its form; NotFound for a calendar nobody knows.
func (s *Service) AddDay(ctx context.Context, actor authz.Actor, d AddedDay) error {
	if !actor.May(MayCorrect) {
		return fault.New(fault.Forbidden, "rulepacks: add a day")
	}
	if err := fault.Check("rulepacks: add a day", d.problems()); err != nil {
		return err
	}
	deed := &trail.Deed{Action: "rulepacks.day.added", Kind: "calendar-day", ID: ids.New()}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		book, err := s.Book(ctx, tx.Tx)
		if err != nil {
			return err
		}
		c, ok := book.Calendar(d.Calendar)
		if !ok {
			return fault.New(fault.NotFound, "rulepacks: calendar")
		}
		d.ID, d.At, d.By = deed.ID, tx.Now(), tx.Actor.Name
		deed.Args = map[string]string{"name": d.Name, "day": string(d.Date), "calendar": c.Title}
		if err := insertDay(ctx, tx, d); err != nil {
			return err
		}
		return event.Tell(ctx, s.Bus, tx, Changed{})
	})
}

func (d AddedDay) problems() []fault.Problem {
	var problems []fault.Problem
	bad := func(field, key string, args ...any) {
		problems = append(problems, fault.Problem{Field: field, Key: key, Args: args})
	}
	if !d.Date.Valid() || !known(ordinal(d.Date)) {
		bad("on", "rulepacks.due.years", "from", years[0], "to", years[1])
	}
	for field, text := range map[string]string{"name": d.Name, "source": d.Citation} {
		switch {
		case strings.TrimSpace(text) == "":
			bad(field, "rulepacks.day."+field+".missing")
		case len(text) > maxLine:
			bad(field, "rulepacks.text.long", "most", maxLine)
		}
	}
	slices.SortFunc(problems, func(a, b fault.Problem) int { return strings.Compare(a.Field, b.Field) })
	return problems
}

// EndDay takes an added day out of its calendar.
func (s *Service) EndDay(ctx context.Context, actor authz.Actor, id, rev string) error {
	return s.end(ctx, actor, "rulepacks.day.removed", "calendar-day", dayTable, id, rev)
}

// Days lists the days that were added to a calendar.
func (s *Service) Days(ctx context.Context, actor authz.Actor, calendar string) (list []AddedDay, err error) {
	err = s.read(ctx, actor, "rulepacks: days", func(tx *database.Tx) error {
		list, err = daysOf(ctx, tx, calendar)
		return err
	})
	return list, err
}

func (s *Service) end(ctx context.Context, actor authz.Actor, action, kind, table, id, rev string) error {
	if !actor.May(MayCorrect) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: kind, ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		if err := tx.Update(ctx, table, id, rev, trail.Set{"ended_at": database.Micros(tx.Now())}); err != nil {
			return err
		}
		return event.Tell(ctx, s.Bus, tx, Changed{})
	})
}

func count(n int) string { return strconv.Itoa(n) }

// CalendarIDs lists the calendars of the book, for Read.
func (b *Book) CalendarIDs() []string {
	list := make([]string, 0, len(b.calendars))
	for id := range b.calendars {
		list = append(list, id)
	}
	return list
}

// Working counts the working days after a day up to and with another, by a calendar;
// negative when the other has passed.
func (b *Book) Working(calendar string, from, until civil.Day) int {
	cal, a, z := b.counting(calendar), ordinal(from), ordinal(until)
	if !known(a) || !known(z) {
		return 0
	}
	return int(cal.upTo[z-firstDay] - cal.upTo[a-firstDay])
}

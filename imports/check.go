package imports

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/sheet"
)

// Progress is told after every few rows how many are done; its error ends the
// work.
type Progress func(ctx context.Context, rows, problems int) error

// often is how many rows are worked on between two words of progress, and saved
// in one change.
const often = 5000

// Check gives every row of an own batch its verdict and keeps those that need
// a look. Nothing of the record is changed. To check again keeps the decisions
// that still make sense.
func (s *Service) Check(ctx context.Context, actor authz.Actor, id string, progress Progress) (Counts, error) {
	b, book, err := s.book(ctx, actor, id)
	if err != nil {
		return Counts{}, err
	}
	if b.Stage != Uploaded && b.Stage != Checked {
		return Counts{}, fault.New(fault.Conflict, "imports: check")
	}
	c, err := s.checker(ctx, actor, b)
	if err != nil {
		return Counts{}, err
	}
	b.CheckedAt = database.Micros(s.DB.Now())
	if err := each(ctx, book, b.Sheet, progress, c.rows); err != nil {
		return c.counts, err
	}
	b.Stage, b.Counts, b.Unplaced = Checked, c.counts, c.places.missed()
	return c.counts, s.DB.Write(ctx, func(tx *database.Tx) error {
		if err := dropLines(ctx, tx, id, c.written); err != nil {
			return err
		}
		return updateBatch(ctx, tx, b)
	})
}

// book opens the file of an own batch.
func (s *Service) book(ctx context.Context, actor authz.Actor, id string) (b Batch, book *sheet.Book, err error) {
	var f *sheet.Pieces
	err = s.read(ctx, actor, id, func(tx *database.Tx, found Batch) (err error) {
		b = found
		f, err = contentOf(ctx, tx, id)
		return err
	})
	if err != nil {
		return b, nil, err
	}
	book, err = s.open(f, b.FileName, b.Mapping.Encoding)
	return b, book, err
}

func (s *Service) reader(ctx context.Context, b Batch) reading.Reader {
	return reading.Reader{Mapping: b.Mapping, Today: s.Casework.Today(ctx), Cases: b.What == Cases}
}

// each hands the rows of a sheet to work, some at a time, and tells how far it
// is. work returns how many of them are a problem.
func each(ctx context.Context, book *sheet.Book, sh int, progress Progress, work func(context.Context, []sheet.Row) (int, error)) error {
	for rows, err := range book.Parts(sh, often) {
		if err != nil {
			return err
		}
		problems, err := work(ctx, rows)
		if err == nil && progress != nil {
			err = progress(ctx, len(rows), problems)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// checker holds what checking needs to remember of the rows before.
type checker struct {
	s       *Service
	actor   authz.Actor
	batch   Batch
	reader  reading.Reader
	places  *placer
	counts  Counts
	before  map[int]Line   // what was decided when this was checked before
	twins   map[string]int // row by number, by name and birth, by name and place
	written map[int]bool   // the rows whose line is of this check
	memory  *search.Memory // of the words of names
	nobody  bool           // in the record: there is nobody to compare with
}

func (s *Service) checker(ctx context.Context, actor authz.Actor, b Batch) (*checker, error) {
	c := &checker{s: s, actor: actor, batch: b, reader: s.reader(ctx, b), twins: map[string]int{}, written: map[int]bool{}, memory: search.NewMemory()}
	return c, s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		if c.before, err = decidedLines(ctx, tx, b.ID); err != nil {
			return err
		}
		if c.nobody, err = nobody(ctx, tx); err != nil {
			return err
		}
		c.places, err = s.placer(ctx, tx, b.Mapping)
		return err
	})
}

func (c *checker) rows(ctx context.Context, rows []sheet.Row) (problems int, err error) {
	var lines []Line
	err = c.s.DB.Read(ctx, func(tx *database.Tx) error {
		for _, r := range rows {
			l, err := c.line(ctx, tx, r)
			if err != nil {
				return err
			}
			c.counts.Rows++
			c.counts.shift(undetermined, l.Verdict)
			if l.Verdict == Maybe || l.Verdict == Refused {
				problems++
			}
			if l.Verdict != New || len(l.Detail.Repairs) > 0 {
				lines = append(lines, l)
				c.written[l.Row] = true
			}
		}
		return nil
	})
	if err != nil || len(lines) == 0 {
		return problems, err
	}
	return problems, c.s.DB.Write(ctx, func(tx *database.Tx) error { return putLines(ctx, tx, c.batch.ID, lines) })
}

// line gives a row its verdict, and what was decided about it before if that is
// still one of the answers.
func (c *checker) line(ctx context.Context, tx *database.Tx, r sheet.Row) (Line, error) {
	before := c.before[r.Number]
	l, err := c.verdict(ctx, tx, r, before.Detail.Repairs)
	if err == nil && l.Decision == Undecided && l.mayBe(before.Decision) {
		l.Decision = before.Decision
	}
	return l, err
}

// verdict says what a row would do, with the repairs somebody made to it.
func (c *checker) verdict(ctx context.Context, tx *database.Tx, r sheet.Row, repairs map[string]string) (Line, error) {
	d := c.reader.Read(r, repairs)
	l := Line{Row: r.Number, Verdict: New, Detail: shown(d)}
	l.Detail.Repairs = repairs
	if len(d.Refused) > 0 {
		l.Verdict, l.Detail.Refused = Refused, d.Refused
		l.Detail.Cells, l.Detail.Broken = r.Cells, r.Refused != nil
		return l, nil
	}
	c.places.miss(d)
	found, err := c.candidates(ctx, tx, d)
	if err != nil {
		return l, err
	}
	if at, known := surely(found); known {
		return c.known(ctx, tx, l, d, found[at])
	}
	twin, same := c.twin(d, r)
	switch {
	case twin > 0 && same && len(found) == 0:
		l.Verdict, l.Decision = Same, Out
		l.Detail.Maybe = []Candidate{{Row: twin, Name: l.Detail.Name}}
	case twin > 0 || len(found) > 0:
		l.Verdict, l.Detail.Cells = Maybe, r.Cells
		if twin > 0 {
			found = append(found, Candidate{Row: twin, Name: l.Detail.Name, Score: 1})
		}
		l.Detail.Maybe = found
	case len(repairs) > 0:
		l.Decision = Add // mended, so it needs a line of its own
	}
	return l, nil
}

// known compares a row with the person it is.
func (c *checker) known(ctx context.Context, tx *database.Tx, l Line, d reading.Draft, is Candidate) (Line, error) {
	differences, err := c.s.compare(ctx, tx, c.actor, c.batch, c.places, is.ID, d)
	if err != nil {
		return l, err
	}
	l.Verdict, l.Decision, l.Detail.Changes, l.Detail.Maybe = Same, is.ID, differences, []Candidate{is}
	if slices.ContainsFunc(differences, func(d Difference) bool { return d.Kept == "" }) {
		l.Verdict = Change
	}
	return l, nil
}

// twin is an earlier row of the file that may be of the same person, and
// whether the two say the very same of somebody who can be told apart.
func (c *checker) twin(d reading.Draft, r sheet.Row) (at int, same bool) {
	meet := func(key string) {
		if before, ok := c.twins[key]; ok {
			if at == 0 {
				at = before
			}
			return
		}
		c.twins[key] = d.Row
	}
	words := search.Words(d.Person.Name)
	slices.Sort(words)
	name := strings.Join(words, " ")
	told := false
	for _, n := range d.Person.Numbers {
		if key := search.NumberKey(n.Text); key != "" {
			told = true
			meet("n\x00" + key + "\x00" + search.Fold(n.Issuer))
		}
	}
	switch {
	case !d.Person.Born.IsZero():
		told = true
		meet("b\x00" + name + "\x00" + d.Person.Born.String())
	case len(d.Person.Numbers) == 0:
		meet("p\x00" + name + "\x00" + search.Fold(d.Facility))
	}
	whole := "r\x00" + digest(strings.Join(r.Cells, "\x00"))
	before, repeated := c.twins[whole]
	if !repeated {
		c.twins[whole] = d.Row
	}
	return at, told && repeated && before == at
}

// shown is what the pages show of a row.
func shown(d reading.Draft) Detail {
	v := Detail{Name: d.Person.Name, At: d.Facility, Born: d.Person.Born.String(), Notes: d.Notes}
	if v.Name == "" {
		v.Name = d.Person.Description
	}
	if d.Unit != "" {
		v.At = strings.TrimPrefix(v.At+", "+d.Unit, ", ")
	}
	if len(d.Person.Numbers) > 0 {
		v.Number = d.Person.Numbers[0].Text
	}
	return v
}

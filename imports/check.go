package imports

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/people"
)

// Progress is told after every few rows how many are done; its error ends the
// work.
type Progress func(ctx context.Context, rows, problems int) error

// often is how many rows are worked on between two words of progress.
const often = 500

// surely is the score from which a match by number counts as the same person
// without asking; perhaps is the score from which a person is asked.
const (
	surely  = 0.95
	perhaps = 0.80
)

// Check gives every row of an own batch its verdict and keeps those that need
// a look. Nothing of the record is changed. To check again forgets the
// decisions.
func (s *Service) Check(ctx context.Context, actor authz.Actor, id string, progress Progress) (Counts, error) {
	b, book, err := s.book(ctx, actor, id)
	if err != nil {
		return Counts{}, err
	}
	if b.Stage != Uploaded && b.Stage != Checked {
		return Counts{}, fault.New(fault.Conflict, "imports: check")
	}
	c := &checker{s: s, actor: actor, batch: b, reader: s.reader(ctx, b), numbers: map[string]int{}, names: map[string]int{}}
	if err := s.DB.Write(ctx, func(tx *database.Tx) error { return clearLines(ctx, tx, id) }); err != nil {
		return Counts{}, err
	}
	if err := each(ctx, book, b.Sheet, progress, c.rows); err != nil {
		return c.counts, err
	}
	b.Stage, b.Counts = Checked, c.counts
	return c.counts, s.DB.Write(ctx, func(tx *database.Tx) error { return updateBatch(ctx, tx, b) })
}

// book opens the file of an own batch.
func (s *Service) book(ctx context.Context, actor authz.Actor, id string) (b Batch, book *sheet.Book, err error) {
	var content []byte
	err = s.read(ctx, actor, id, func(tx *database.Tx, found Batch) (err error) {
		b = found
		content, err = contentOf(ctx, tx, id)
		return err
	})
	if err != nil {
		return b, nil, err
	}
	book, err = s.open(content, b.FileName)
	return b, book, err
}

func (s *Service) reader(ctx context.Context, b Batch) reader {
	return reader{mapping: b.Mapping, today: s.Casework.Today(ctx), cases: b.What == Cases}
}

// row is a row of the file that can be kept.
type row struct {
	number  int
	cells   []string
	refused *Refusal
}

// each hands the rows of a sheet to work, some hundred at a time, and tells
// how far it is. work returns how many of them are a problem.
func each(ctx context.Context, book *sheet.Book, sh int, progress Progress, work func(context.Context, []row) (int, error)) error {
	var some []row
	flush := func() error {
		problems, err := work(ctx, some)
		if err == nil && progress != nil {
			err = progress(ctx, len(some), problems)
		}
		some = some[:0]
		return err
	}
	for r, err := range book.Body(sh) {
		if err != nil {
			return err
		}
		some = append(some, keep(r))
		if len(some) == often {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if len(some) == 0 {
		return ctx.Err()
	}
	return flush()
}

func keep(r sheet.Row) row {
	out := row{number: r.Number, cells: slices.Clone(r.Cells)}
	if r.Refused != nil {
		out.refused = &Refusal{Key: r.Refused.Key}
	}
	for _, n := range r.Notes {
		if n.Key == sheet.NoteLost && out.refused == nil {
			out.refused = &Refusal{Column: column(max(0, n.Column)), Key: n.Key}
		}
	}
	return out
}

// checker holds what checking needs to remember of the rows before.
type checker struct {
	s       *Service
	actor   authz.Actor
	batch   Batch
	reader  reader
	counts  Counts
	numbers map[string]int // row by folded number
	names   map[string]int // row by folded name and birth
}

func (c *checker) rows(ctx context.Context, rows []row) (problems int, err error) {
	err = c.s.DB.Write(ctx, func(tx *database.Tx) error {
		problems = 0
		for _, r := range rows {
			l, err := c.line(ctx, tx, r)
			if err != nil {
				return err
			}
			c.count(l.Verdict)
			if l.Verdict == Maybe || l.Verdict == Refused {
				problems++
			}
			if l.Verdict == New {
				continue
			}
			if err := putLine(ctx, tx, c.batch.ID, l); err != nil {
				return err
			}
		}
		return nil
	})
	return problems, err
}

func (c *checker) count(v Verdict) {
	c.counts.Rows++
	switch v {
	case New:
		c.counts.New++
	case Change:
		c.counts.Change++
	case Same:
		c.counts.Same++
	case Maybe:
		c.counts.Maybe++
	case Refused:
		c.counts.Refused++
	}
}

// line gives a row its verdict.
func (c *checker) line(ctx context.Context, tx *database.Tx, r row) (Line, error) {
	d := c.reader.read(r.number, r.cells, nil)
	if r.refused != nil {
		d.Refused = []Refusal{*r.refused}
	}
	l := Line{Row: r.number, Detail: shown(d)}
	if len(d.Refused) > 0 {
		l.Verdict, l.Detail.Refused = Refused, d.Refused
		return l, nil
	}
	candidates, err := c.candidates(ctx, tx, d)
	if err != nil {
		return l, err
	}
	l.Verdict, l.Detail.Maybe = New, candidates
	switch {
	case len(candidates) == 1 && candidates[0].Score >= surely && candidates[0].ID != "" && slices.Contains(candidates[0].Because, "number"):
		return c.known(ctx, tx, l, d)
	case len(candidates) > 0:
		l.Verdict = Maybe
	}
	return l, nil
}

// known compares a row with the person it is.
func (c *checker) known(ctx context.Context, tx *database.Tx, l Line, d Draft) (Line, error) {
	differences, err := c.s.compare(ctx, tx, c.actor, l.Detail.Maybe[0].ID, d)
	if err != nil {
		return l, err
	}
	l.Verdict, l.Decision, l.Detail.Changes = Same, l.Detail.Maybe[0].ID, differences
	if slices.ContainsFunc(differences, func(d Difference) bool { return d.Kept == "" }) {
		l.Verdict = Change
	}
	return l, nil
}

// candidates are the people of the record and the earlier rows of the file that
// a row may be.
func (c *checker) candidates(ctx context.Context, tx *database.Tx, d Draft) ([]Candidate, error) {
	found, err := c.s.Match.Match(ctx, tx, c.actor, entry("", d.Person))
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(c Candidate) bool { return c.Score < perhaps })
	if twin := c.twin(d); twin > 0 {
		found = append(found, Candidate{Row: twin, Name: d.Person.Name, Because: []string{"file"}, Score: 1})
	}
	return found, nil
}

// twin is an earlier row with the same number, or the same name and birth.
func (c *checker) twin(d Draft) int {
	twin := 0
	remember := func(seen map[string]int, key string) {
		if at, ok := seen[key]; ok && twin == 0 {
			twin = at
		}
		seen[key] = d.Row
	}
	for _, n := range d.Person.Numbers {
		if key := search.NumberKey(n.Text); key != "" {
			remember(c.numbers, key+"\x00"+search.Fold(n.Issuer))
		}
	}
	if !d.Person.Born.IsZero() {
		words := search.Words(d.Person.Name)
		slices.Sort(words)
		remember(c.names, strings.Join(words, " ")+"\x00"+d.Person.Born.String())
	}
	return twin
}

// entry is what a person can be found by.
func entry(id string, n people.NewPerson) search.Entry {
	e := search.Entry{Subject: id, Born: n.Born.String()}
	if name := n.Name; name != "" {
		e.Names = append(e.Names, name)
	} else if n.Description != "" {
		e.Names = append(e.Names, n.Description)
	}
	for _, other := range n.Names {
		e.Names = append(e.Names, other.Text)
	}
	for _, number := range n.Numbers {
		e.Numbers = append(e.Numbers, number.Text)
	}
	return e
}

// shown is what the pages show of a row.
func shown(d Draft) Detail {
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

package imports

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/columns"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/people"
)

// Matcher says who of the people an actor may see a newcomer could be,
// likeliest first.
type Matcher interface {
	Match(ctx context.Context, tx *database.Tx, actor authz.Actor, e search.Entry) ([]Candidate, error)
}

// Places turns what somebody wrote into a facility: its id, or "" when it is
// not sure enough to be taken without asking.
type Places interface {
	Place(ctx context.Context, tx *database.Tx, text, region string) (facilityID, name string, err error)
}

// Service is how files come in.
type Service struct {
	DB       *database.DB
	Index    *search.Index // for the many new people of a file
	Match    Matcher
	Places   Places
	Casework *casework.Service
	Custody  *custody.Service
	// PeopleIndex follows the single people that a file adds something to.
	PeopleIndex people.Index
	Undo        func(ctx context.Context, actor authz.Actor, change string) error
	Limits      sheet.Limits
}

// Upload keeps a file and guesses how it is to be read. A file of a shape that
// was read before is read the same way. It returns the faults of sheet.Open.
func (s *Service) Upload(ctx context.Context, actor authz.Actor, what, name string, content []byte) (Batch, error) {
	const op = "imports: upload"
	switch {
	case !actor.May(MayImport):
		return Batch{}, fault.New(fault.Forbidden, op)
	case what != People && what != Cases:
		return Batch{}, fault.Bad(op, "what", "imports.what.unknown")
	}
	book, err := s.open(content, name)
	if err != nil {
		return Batch{}, err
	}
	sum := sha256.Sum256(content)
	b := Batch{
		ID: ids.New(), AccountID: actor.ID, What: what, FileName: name, Hash: hex.EncodeToString(sum[:]), Stage: Uploaded,
		Sheet: fullest(book), CreatedAt: s.DB.Now(),
	}
	return b, s.DB.Write(ctx, func(tx *database.Tx) error {
		if b.Mapping, err = s.guess(ctx, tx, b, book.Sheets[b.Sheet]); err != nil {
			return err
		}
		return insertBatch(ctx, tx, b, content)
	})
}

func (s *Service) open(content []byte, name string) (*sheet.Book, error) {
	return sheet.Open(bytes.NewReader(content), int64(len(content)), name, s.Limits)
}

// fullest is the sheet that looks most like a list: not hidden, with headings,
// and the widest.
func fullest(book *sheet.Book) int {
	best, width := 0, -1
	for i, sh := range book.Sheets {
		if !sh.Hidden && sh.Header > 0 && sh.Width > width && len(sh.Samples) > 0 {
			best, width = i, sh.Width
		}
	}
	return best
}

// guess reads a sheet as the recipe of its shape says, or by its headings and
// what stands below them.
func (s *Service) guess(ctx context.Context, tx *database.Tx, b Batch, sh sheet.Sheet) (Mapping, error) {
	headings := named(sh)
	m, err := recipe(ctx, tx, recipeKey(b.What, headings))
	switch {
	case err == nil:
		m.Source = b.FileName
		return m, nil
	case !fault.Is(err, fault.NotFound):
		return m, err
	}
	m = Mapping{Source: b.FileName, Columns: make([]Column, len(headings))}
	order, _ := sh.Orders.Order(partialdate.MonthFirst)
	m.Order = order
	for i, h := range headings {
		m.Columns[i] = Column{Heading: h, Field: AsNote}
	}
	for _, match := range columns.Guess(headings, sh.Samples, targets(b.What)) {
		if match.Key != "" {
			m.Columns[match.Column].Field = Field(match.Key)
		}
	}
	return m, nil
}

// named are the headings of a sheet, with a name for those that are empty.
func named(sh sheet.Sheet) []string {
	headings := make([]string, sh.Width)
	seen := map[string]int{}
	for i := range headings {
		if i < len(sh.Headings) {
			headings[i] = sh.Headings[i]
		}
		if headings[i] == "" {
			headings[i] = column(i)
		}
		if seen[headings[i]]++; seen[headings[i]] > 1 {
			headings[i] += " (" + column(i) + ")"
		}
	}
	return headings
}

// column names a column as spreadsheets do: A, B … Z, AA.
func column(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return column(i/26-1) + column(i%26)
}

func targets(what string) []columns.Target {
	var list []columns.Target
	for _, t := range Targets() {
		if t.Cases && what != Cases {
			continue
		}
		list = append(list, columns.Target{Key: string(t.Field), Words: t.Words, Kind: columns.Kind(t.Kind), Many: t.Many})
	}
	return list
}

// Look is a batch with what its file looks like.
type Look struct {
	Batch
	Report sheet.Report
	Sheets []sheet.Sheet
	Books  int
	// Fields, AsNotes and LeftOut count the columns.
	Fields, AsNotes, LeftOut int
}

// Look returns an own batch with its file, or NotFound.
func (s *Service) Look(ctx context.Context, actor authz.Actor, id string) (Look, error) {
	var l Look
	var content []byte
	err := s.read(ctx, actor, id, func(tx *database.Tx, b Batch) (err error) {
		l.Batch = b
		content, err = contentOf(ctx, tx, id)
		return err
	})
	if err != nil {
		return l, err
	}
	book, err := s.open(content, l.FileName)
	if err != nil {
		return l, err
	}
	l.Report, l.Sheets = book.Report, book.Sheets
	l.Fields, l.AsNotes, l.LeftOut = l.Mapping.matched()
	return l, nil
}

// Batch returns an own batch, or NotFound.
func (s *Service) Batch(ctx context.Context, actor authz.Actor, id string) (b Batch, err error) {
	err = s.read(ctx, actor, id, func(_ *database.Tx, found Batch) error {
		b = found
		return nil
	})
	return b, err
}

// Batches lists the actor's batches, newest first.
func (s *Service) Batches(ctx context.Context, actor authz.Actor) (list []Batch, err error) {
	if !actor.May(MayImport) {
		return nil, fault.New(fault.Forbidden, "imports: list")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = batchesOf(ctx, tx, actor.ID)
		return err
	})
	return list, err
}

func (s *Service) read(ctx context.Context, actor authz.Actor, id string, fn func(*database.Tx, Batch) error) error {
	if !actor.May(MayImport) {
		return fault.New(fault.Forbidden, "imports: read")
	}
	return s.DB.Read(ctx, func(tx *database.Tx) error {
		b, err := batchOf(ctx, tx, actor.ID, id)
		if err != nil {
			return err
		}
		return fn(tx, b)
	})
}

func (s *Service) write(ctx context.Context, actor authz.Actor, id string, fn func(*database.Tx, Batch) error) error {
	if !actor.May(MayImport) {
		return fault.New(fault.Forbidden, "imports: write")
	}
	return s.DB.Write(ctx, func(tx *database.Tx) error {
		b, err := batchOf(ctx, tx, actor.ID, id)
		if err != nil {
			return err
		}
		return fn(tx, b)
	})
}

// SetMapping says how the columns of a batch are read, and keeps that as the
// recipe for files of this shape. What was found out by another mapping is
// forgotten. It returns Invalid for a mapping that makes no sense and Conflict
// for a batch that is saved.
func (s *Service) SetMapping(ctx context.Context, actor authz.Actor, id string, m Mapping) error {
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		if b.Stage != Uploaded && b.Stage != Checked {
			return fault.New(fault.Conflict, "imports: set mapping")
		}
		if len(m.Columns) != len(b.Mapping.Columns) {
			return fault.Bad("imports: set mapping", "columns", "imports.mapping.columns")
		}
		headings := make([]string, len(m.Columns))
		for i := range m.Columns {
			m.Columns[i].Heading = b.Mapping.Columns[i].Heading
			headings[i] = m.Columns[i].Heading
		}
		if err := fault.Check("imports: set mapping", m.Check(b.What)); err != nil {
			return err
		}
		m.Source = b.FileName
		b.Mapping, b.Stage, b.Counts = m, Uploaded, Counts{}
		if err := clearLines(ctx, tx, id); err != nil {
			return err
		}
		if err := keepRecipe(ctx, tx, recipeKey(b.What, headings), b.What, m); err != nil {
			return err
		}
		return updateBatch(ctx, tx, b)
	})
}

// Drop throws away a batch that was not saved.
func (s *Service) Drop(ctx context.Context, actor authz.Actor, id string) error {
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		if b.Stage == Saved {
			return fault.New(fault.Conflict, "imports: drop")
		}
		return dropBatch(ctx, tx, id)
	})
}

// Lines lists the rows of a verdict, from a row on.
func (s *Service) Lines(ctx context.Context, actor authz.Actor, id string, v Verdict, after, limit int) (lines []Line, err error) {
	err = s.read(ctx, actor, id, func(tx *database.Tx, _ Batch) error {
		lines, err = linesOf(ctx, tx, id, v, after, limit)
		return err
	})
	return lines, err
}

// Decide says what is to happen with a row that was in doubt: Add, Out, Later,
// or the id of one of the people it may be.
func (s *Service) Decide(ctx context.Context, actor authz.Actor, id string, row int, decision string) error {
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		l, err := lineOf(ctx, tx, id, row)
		if err != nil {
			return err
		}
		if l.Saved || b.Stage == Undone || !l.mayBe(decision) {
			return fault.New(fault.Conflict, "imports: decide")
		}
		l.Decision = decision
		return putLine(ctx, tx, id, l)
	})
}

func (l Line) mayBe(decision string) bool {
	switch decision {
	case Undecided, Out, Later:
		return true
	case Add:
		return l.Verdict != Refused
	}
	for _, c := range l.Detail.Maybe {
		if c.ID != "" && c.ID == decision {
			return true
		}
	}
	return false
}

// UndoBatch takes a saved batch back, the last part first. Somebody who was
// changed since stays, and so does what was saved before them; it then returns
// the Conflict.
func (s *Service) UndoBatch(ctx context.Context, actor authz.Actor, id string) error {
	var changes []string
	err := s.read(ctx, actor, id, func(tx *database.Tx, b Batch) (err error) {
		if b.Stage != Saved {
			return fault.New(fault.Conflict, "imports: undo")
		}
		changes, err = changesOf(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	for _, change := range changes {
		if err := s.Undo(ctx, actor, change); err != nil {
			return err
		}
		if err := s.DB.Write(ctx, func(tx *database.Tx) error { return dropChange(ctx, tx, id, change) }); err != nil {
			return err
		}
	}
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		b.Stage = Undone
		return updateBatch(ctx, tx, b)
	})
}

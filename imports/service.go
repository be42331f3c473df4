package imports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/columns"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/trail"
)

// Service is how files come in.
type Service struct {
	DB       *database.DB
	Index    *search.Index
	Places   Gazetteer
	Casework *casework.Service
	Custody  *custody.Service
	// Order is how the organisation writes dates, for files that do not tell.
	Order func(context.Context) partialdate.Order
	// Kept is the record that somebody's is part of by now; nil knows of none.
	Kept func(ctx context.Context, tx *database.Tx, personID string) (string, error)
	// Undone brings what is derived from the record in step with an undo.
	Undone []trail.After
	Limits sheet.Limits
}

// MaxBytes is how large a file may be.
func (s *Service) MaxBytes() int64 {
	if s.Limits.Bytes > 0 {
		return s.Limits.Bytes
	}
	return 100 << 20
}

// longestName is how much of the name of a file is kept: with every fact.
const longestName = 120

// Upload keeps a file and guesses how it is to be read. A file of a shape that
// was read before is read the same way. It returns the faults of sheet.Open.
func (s *Service) Upload(ctx context.Context, actor authz.Actor, what, name string, f *sheet.Pieces) (Batch, error) {
	const op = "imports: upload"
	switch {
	case !actor.May(MayImport):
		return Batch{}, fault.New(fault.Forbidden, op)
	case what != People && what != Cases:
		return Batch{}, fault.Bad(op, "what", "imports.what.unknown")
	}
	book, err := s.open(f, name, "")
	if err != nil {
		return Batch{}, err
	}
	b := Batch{ID: ids.New(), AccountID: actor.ID, What: what, FileName: short(name), Stage: Uploaded, Sheet: book.Fullest(), CreatedAt: s.DB.Now()}
	if len(book.Sheets[b.Sheet].Samples) == 0 {
		return Batch{}, fault.Bad(op, "file", "imports.file.no-rows")
	}
	sum := sha256.New()
	if _, err := f.WriteTo(sum); err != nil {
		return Batch{}, err
	}
	b.Hash = hex.EncodeToString(sum.Sum(nil))
	err = s.DB.Write(ctx, func(tx *database.Tx) (err error) {
		if b.Mapping, err = s.guess(ctx, tx, b, book.Sheets[b.Sheet]); err != nil {
			return err
		}
		return insertBatch(ctx, tx, b, f)
	})
	return b, err
}

// open opens a file; encoding is one that somebody has said, or "".
func (s *Service) open(f *sheet.Pieces, name, encoding string) (*sheet.Book, error) {
	return sheet.OpenAs(f, f.Size(), name, s.Limits, sheet.Way{Encoding: encoding})
}

func short(name string) string {
	if runes := []rune(name); len(runes) > longestName {
		return string(runes[:longestName-1]) + "…"
	}
	return name
}

// guess reads a sheet as the recipe of its shape says, or by its headings and
// what stands below them.
func (s *Service) guess(ctx context.Context, tx *database.Tx, b Batch, sh sheet.Sheet) (Mapping, error) {
	headings := sh.Named()
	m, err := recipe(ctx, tx, recipeKey(b.What, headings))
	switch {
	case err == nil:
		m.Source, m.AsOf, m.Recalled = b.FileName, "", true
		return m, nil
	case !fault.Is(err, fault.NotFound):
		return m, err
	}
	m = Mapping{Source: b.FileName, Columns: make([]Column, len(headings))}
	m.Order, _ = sh.Orders.Order(s.order(ctx))
	for i, h := range headings {
		m.Columns[i] = Column{Heading: h, Field: reading.AsNote}
	}
	for _, match := range columns.Guess(sh.Headings, sh.Samples, targets(b.What)) {
		if match.Key == "" {
			continue
		}
		m.Columns[match.Column].Field = reading.Field(match.Key)
		if reading.Field(match.Key) == reading.Number {
			m.Digits = columns.Digits(sh.Samples, match.Column)
		}
	}
	return m, nil
}

func (s *Service) order(ctx context.Context) partialdate.Order {
	if s.Order == nil {
		return partialdate.DayFirst
	}
	return s.Order(ctx)
}

func targets(what string) []columns.Target {
	var list []columns.Target
	for _, t := range reading.Targets() {
		if t.Cases && what != Cases {
			continue
		}
		list = append(list, columns.Target{Key: string(t.Field), Words: t.Words, Kind: columns.Kind(t.Kind), Many: t.Many})
	}
	return list
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

// Original returns the file of an own batch as it was uploaded.
func (s *Service) Original(ctx context.Context, actor authz.Actor, id string) (b Batch, f *sheet.Pieces, err error) {
	err = s.read(ctx, actor, id, func(tx *database.Tx, found Batch) error {
		b = found
		f, err = contentOf(ctx, tx, id)
		return err
	})
	return b, f, err
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

// SetMapping says how the columns of a batch are read. What was found out by
// another mapping is forgotten. It returns Invalid for a mapping that makes no
// sense and Conflict for a batch that is saved.
func (s *Service) SetMapping(ctx context.Context, actor authz.Actor, id string, m Mapping) error {
	const op = "imports: set mapping"
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		if b.Stage != Uploaded && b.Stage != Checked {
			return fault.New(fault.Conflict, op)
		}
		if len(m.Columns) != len(b.Mapping.Columns) {
			return fault.Bad(op, "", "imports.mapping.columns")
		}
		for i := range m.Columns {
			m.Columns[i].Heading = b.Mapping.Columns[i].Heading
		}
		if err := fault.Check(op, m.Check(b.What)); err != nil {
			return err
		}
		m.Source, m.Digits, m.Places = b.FileName, b.Mapping.Digits, b.Mapping.Places
		m.Encoding, m.Guessed = b.Mapping.Encoding, b.Mapping.Guessed
		b.Mapping, b.Stage, b.Ledger = m, Uploaded, Ledger{}
		if err := dropLines(ctx, tx, id, nil); err != nil {
			return err
		}
		return updateBatch(ctx, tx, b)
	})
}

// Remember keeps the mapping of a batch as the recipe for files of its shape.
func (s *Service) Remember(ctx context.Context, actor authz.Actor, id string) error {
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		return remember(ctx, tx, b)
	})
}

// remember keeps a recipe under the headings as they are read, and as they will
// stand in the next file until its letters are read right.
func remember(ctx context.Context, tx *database.Tx, b Batch) error {
	keys := []string{recipeKey(b.What, b.Mapping.Headings())}
	if b.Mapping.Encoding != "" {
		keys = append(keys, recipeKey(b.What, b.Mapping.Guessed))
	}
	for _, key := range keys {
		if err := keepRecipe(ctx, tx, key, b.What, b.Mapping); err != nil {
			return err
		}
	}
	return nil
}

// Drop throws away a batch of which nothing was saved.
func (s *Service) Drop(ctx context.Context, actor authz.Actor, id string) error {
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		if b.Stage == Saved {
			return fault.New(fault.Conflict, "imports: drop")
		}
		return dropBatch(ctx, tx, id)
	})
}

package imports

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
)

// Look is a batch with what its file looks like.
type Look struct {
	Batch
	Report sheet.Report
	Sheets []sheet.Sheet
}

// samples is how many values of a column are shown.
const samples = 3

// Look returns an own batch with its file, or NotFound.
func (s *Service) Look(ctx context.Context, actor authz.Actor, id string) (Look, error) {
	b, book, err := s.book(ctx, actor, id)
	if err != nil {
		return Look{Batch: b}, err
	}
	return Look{Batch: b, Report: book.Report, Sheets: book.Sheets}, nil
}

// ReadSheet reads another sheet of the file. It returns Invalid when there is
// no such sheet or nothing in it, and Conflict once the batch is saved.
func (s *Service) ReadSheet(ctx context.Context, actor authz.Actor, id string, sh int) error {
	const op = "imports: read sheet"
	b, book, err := s.book(ctx, actor, id)
	switch {
	case err != nil:
		return err
	case b.Stage != Uploaded && b.Stage != Checked:
		return fault.New(fault.Conflict, op)
	case sh < 0 || sh >= len(book.Sheets):
		return fault.Bad(op, "sheet", sheet.FaultNoSheet)
	case len(book.Sheets[sh].Samples) == 0:
		return fault.Bad(op, "sheet", "imports.file.no-rows")
	}
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		b.Sheet, b.Stage, b.Ledger = sh, Uploaded, Ledger{}
		if b.Mapping, err = s.guess(ctx, tx, b, book.Sheets[sh]); err != nil {
			return err
		}
		if err := dropLines(ctx, tx, id, nil); err != nil {
			return err
		}
		return updateBatch(ctx, tx, b)
	})
}

// ReadAs reads the file again with its letters written as somebody says, one of
// sheet.Encodings, or as guessed for "". What was said of its columns is guessed
// anew. It returns Invalid for an encoding nobody knows or in which nothing is
// left to read, and Conflict once the batch is saved.
func (s *Service) ReadAs(ctx context.Context, actor authz.Actor, id, encoding string) error {
	const op = "imports: read as"
	b, f, err := s.Original(ctx, actor, id)
	switch {
	case err != nil:
		return err
	case b.Stage != Uploaded && b.Stage != Checked:
		return fault.New(fault.Conflict, op)
	case encoding != "" && !slices.Contains(sheet.Encodings(), encoding):
		return fault.Bad(op, "encoding", "imports.encoding.unknown")
	}
	guessed, err := s.open(f, b.FileName, "")
	if err != nil {
		return err
	}
	book, err := s.open(f, b.FileName, encoding)
	if err != nil {
		return err
	}
	if b.Sheet >= len(book.Sheets) || len(book.Sheets[b.Sheet].Samples) == 0 {
		return fault.Bad(op, "encoding", "imports.file.no-rows")
	}
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		b.Stage, b.Ledger = Uploaded, Ledger{}
		if b.Mapping, err = s.guess(ctx, tx, b, book.Sheets[b.Sheet]); err != nil {
			return err
		}
		for i, heading := range book.Sheets[b.Sheet].Named() {
			b.Mapping.Columns[i].Heading = heading // a recipe has them as it was read
		}
		b.Mapping.Encoding, b.Mapping.Guessed = encoding, nil
		if encoding != "" {
			b.Mapping.Guessed = guessed.Sheets[b.Sheet].Named()
		}
		if err := dropLines(ctx, tx, id, nil); err != nil {
			return err
		}
		return updateBatch(ctx, tx, b)
	})
}

// Samples are the first values of a column, read as a field.
func (s *Service) Samples(ctx context.Context, l Look, at int) []Sample {
	c := l.Mapping.Columns[at]
	r := s.reader(ctx, l.Batch)
	var list []Sample
	for _, cells := range l.Sheets[l.Sheet].Samples {
		if at < len(cells) && cells[at] != "" && len(list) < samples {
			list = append(list, r.Sample(c, cells[at]))
		}
	}
	return list
}

// Orders says how sure it is which way round the dates of a batch are written,
// with the dates that prove it.
func (l Look) Orders() (order partialdate.Order, sure bool, proof []partialdate.Proof) {
	o := l.Sheets[l.Sheet].Orders
	order, sure = o.Order(l.Mapping.Order)
	if order == partialdate.MonthFirst {
		return order, sure && o.MonthFirst > 0, o.MonthProof
	}
	return order, sure && o.DayFirst > 0, o.DayProof
}

// NewRows lists the rows of an own batch that are new people, from a row on.
func (s *Service) NewRows(ctx context.Context, actor authz.Actor, id string, after, limit int) ([]Detail, []int, error) {
	b, book, err := s.book(ctx, actor, id)
	if err != nil {
		return nil, nil, err
	}
	special := map[int]bool{}
	err = s.read(ctx, actor, id, func(tx *database.Tx, _ Batch) error {
		special, err = specialRows(ctx, tx, id, after)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	r := s.reader(ctx, b)
	var list []Detail
	var rows []int
	for cells, err := range book.Body(b.Sheet) {
		if err != nil || len(list) == limit {
			return list, rows, err
		}
		if cells.Number > after && !special[cells.Number] {
			list, rows = append(list, shown(r.Read(cells, nil))), append(rows, cells.Number)
		}
	}
	return list, rows, nil
}

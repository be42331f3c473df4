package imports

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff"
)

// Save writes a checked batch into the record: new people are added, people we
// know get what is new about them, rows that were decided go as decided, and
// the rest is kept for later. A batch that was stopped half-way goes on from
// where it stopped, and one that was saved takes what was decided since. When
// people were added or changed after the check, the check is made again first.
// It returns Conflict for a batch that was not checked, or was undone.
func (s *Service) Save(ctx context.Context, actor authz.Actor, id string, progress Progress) (Counts, error) {
	if err := s.checkAgain(ctx, actor, id); err != nil {
		return Counts{}, err
	}
	b, book, err := s.book(ctx, actor, id)
	if err != nil {
		return Counts{}, err
	}
	if b.Stage != Checked && b.Stage != Saved {
		return Counts{}, fault.New(fault.Conflict, "imports: save")
	}
	w, err := s.saver(ctx, actor, b)
	if err != nil {
		return Counts{}, err
	}
	if err := each(ctx, book, b.Sheet, progress, w.rows); err != nil {
		return w.batch.Counts, err
	}
	err = s.write(ctx, actor, id, func(tx *database.Tx, now Batch) error {
		now.Stage, now.Whole, now.SavedAt = Saved, true, s.DB.Now()
		if err := w.review(ctx, tx); err != nil {
			return err
		}
		return updateBatch(ctx, tx, now)
	})
	if err != nil {
		return w.batch.Counts, err
	}
	return w.batch.Counts, s.DB.Settle(ctx)
}

// checkAgain checks a batch anew when its verdicts may be old.
func (s *Service) checkAgain(ctx context.Context, actor authz.Actor, id string) error {
	stale := false
	err := s.read(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		if b.Stage != Checked || b.Through > 0 {
			return nil
		}
		const many = 200
		since, err := trail.Since(ctx, tx, database.FromMicros(b.CheckedAt), many)
		stale = len(since) == many
		for _, e := range since {
			stale = stale || strings.HasPrefix(e.Action, "people.") || strings.HasPrefix(e.Action, "merging.") || strings.HasPrefix(e.Action, "imports.") || e.Undoes != ""
		}
		return err
	})
	if err != nil || !stale {
		return err
	}
	_, err = s.Check(ctx, actor, id, nil)
	return err
}

// saver holds what saving needs to remember.
type saver struct {
	s       *Service
	actor   authz.Actor
	batch   Batch
	reader  reading.Reader
	places  *placer
	workers map[string]string // account ids by folded name
	made    map[int]string    // who came of a row in this run
	refused map[int]bool      // rows the record would not take
	at      sheet.Row         // the row that is being written

	// Of the part that is being saved.
	lines   map[int]Line
	entries []search.Entry
	counts  Counts
	done    []Line
}

func (s *Service) saver(ctx context.Context, actor authz.Actor, b Batch) (*saver, error) {
	w := &saver{
		s: s, actor: actor, batch: b, reader: s.reader(ctx, b),
		workers: map[string]string{}, made: map[int]string{}, refused: map[int]bool{},
	}
	return w, s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		if w.places, err = s.placer(ctx, tx, b.Mapping); err != nil {
			return err
		}
		names, err := staff.Names(ctx, tx)
		for id, name := range names {
			w.workers[search.Fold(name)] = id
		}
		return err
	})
}

// mostRefused is how many rows the record may refuse that reading them had
// not: beyond that it is not the rows that are wrong.
const mostRefused = 100

// rows saves one part of the file as one change. A row that the record will not
// take is refused, and the part saved without it.
func (w *saver) rows(ctx context.Context, rows []sheet.Row) (int, error) {
	for {
		err := w.part(ctx, rows)
		if !fault.Is(err, fault.Invalid) || len(w.refused) == mostRefused {
			return len(w.refused), err
		}
		if err := w.refuse(ctx, err); err != nil {
			return 0, err
		}
	}
}

// part writes the rows that are to be saved, and how far that is.
func (w *saver) part(ctx context.Context, rows []sheet.Row) error {
	deed := &trail.Deed{Action: "imports.rows.saved", Kind: "import", ID: w.batch.ID, Args: map[string]string{"file": w.batch.FileName}}
	var now Batch
	err := trail.Write(ctx, w.s.DB, w.actor, deed, func(tx *trail.Tx) (err error) {
		w.entries, w.counts, w.done = w.entries[:0], Counts{}, w.done[:0]
		if now, err = w.still(ctx, tx); err != nil {
			return err
		}
		if w.lines, err = linesBetween(ctx, tx.Tx, w.batch.ID, rows[0].Number, rows[len(rows)-1].Number); err != nil {
			return err
		}
		for _, r := range rows {
			w.at = r
			if err := w.row(ctx, tx, r); err != nil {
				return err
			}
		}
		if err := w.s.Index.PutAll(ctx, tx.Tx, w.entries); err != nil {
			return err
		}
		deed.Args["count"] = strconv.Itoa(w.counts.Created + w.counts.Updated)
		return w.book(ctx, tx, &now, rows[len(rows)-1].Number)
	})
	if err == nil {
		w.batch = now
	}
	return err
}

// still returns the batch as it is now, or Conflict when it was taken back or
// is to be read otherwise since saving began.
func (w *saver) still(ctx context.Context, tx *trail.Tx) (Batch, error) {
	now, err := batchOf(ctx, tx.Tx, w.actor.ID, w.batch.ID)
	if err == nil && (now.Stage != Checked && now.Stage != Saved || now.CheckedAt != w.batch.CheckedAt) {
		err = fault.New(fault.Conflict, "imports: save")
	}
	return now, err
}

// book keeps in the batch what a part has done.
func (w *saver) book(ctx context.Context, tx *trail.Tx, b *Batch, last int) error {
	if w.counts.Created+w.counts.Updated > 0 {
		if err := addChange(ctx, tx.Tx, b.ID, tx.Change); err != nil {
			return err
		}
		b.Stage = Saved
	}
	if err := putLines(ctx, tx.Tx, b.ID, w.done); err != nil {
		return err
	}
	b.Counts.Created += w.counts.Created
	b.Counts.Updated += w.counts.Updated
	b.Counts.Places += w.counts.Places
	b.Through, b.SavedAt = max(b.Through, last), tx.Now()
	return updateBatch(ctx, tx.Tx, *b)
}

// refuse keeps the row that the record would not take among the refused ones.
func (w *saver) refuse(ctx context.Context, why error) error {
	var refused []Refusal
	if e, ok := errors.AsType[*fault.Error](why); ok {
		refused = w.reader.Refusals(e.Problems)
	}
	l := w.lines[w.at.Number]
	was := cmp.Or(l.Verdict, New)
	l.Row, l.Verdict, l.Decision, l.Detail = w.at.Number, Refused, Undecided, shown(w.reader.Read(w.at, l.Detail.Repairs))
	l.Detail.Refused, l.Detail.Cells = refused, w.at.Cells
	w.refused[l.Row], w.lines[l.Row] = true, l
	return w.s.write(ctx, w.actor, w.batch.ID, func(tx *database.Tx, b Batch) error {
		b.Counts.shift(was, Refused)
		if err := putLines(ctx, tx, b.ID, []Line{l}); err != nil {
			return err
		}
		return updateBatch(ctx, tx, b)
	})
}

// review looks again at rows that were left because an earlier row of the file
// might be the same person: that person is in the record now.
func (w *saver) review(ctx context.Context, tx *database.Tx) error {
	lines, err := twinLines(ctx, tx, w.batch.ID)
	if err != nil || len(lines) == 0 {
		return err
	}
	c := &checker{s: w.s, actor: w.actor, batch: w.batch, reader: w.reader, places: w.places, twins: map[string]int{}}
	for i, l := range lines {
		d := w.reader.Read(sheet.Row{Number: l.Row, Cells: l.Detail.Cells}, l.Detail.Repairs)
		if lines[i].Detail.Maybe, err = c.candidates(ctx, tx, d); err != nil {
			return err
		}
	}
	return putLines(ctx, tx, w.batch.ID, lines)
}

package timeline

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
)

// texts is the index of what entries say. It keeps nothing in memory: all of
// it is in the tables of the transaction.
var texts = new(search.Index)

// textKind is what an entry is in the index of texts.
const textKind = "entry"

// index makes what an entry says findable.
func index(ctx context.Context, tx *database.Tx, e Entry) error {
	if e.Body == "" {
		return texts.RemoveText(ctx, tx, e.ID)
	}
	return texts.PutText(ctx, tx, search.Text{ID: e.ID, Subject: e.PersonID, Kind: textKind, Visibility: string(e.Sight), Body: e.Body})
}

// Find returns entries that hold all the words, those written last first:
// those of people the actor may see, and that the actor may read.
func (s *Service) Find(ctx context.Context, actor authz.Actor, words string, limit int) ([]Entry, error) {
	var found []Entry
	err := s.DB.Read(ctx, func(tx *database.Tx) error {
		wall, args := TextWall(actor, database.Micros(tx.Now()))
		hits, err := texts.FindText(ctx, tx, search.TextQuery{Text: words, Limit: limit, Wall: wall, WallArgs: args})
		if err != nil {
			return err
		}
		for _, h := range hits {
			e, err := entryByID(ctx, tx, h.ID)
			if fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
			found = append(found, e)
		}
		return nil
	})
	trail.SawAll(ctx, trail.List, found, func(e Entry) string { return e.PersonID })
	return found, err
}

// Reindex makes the index of texts anew, as after a restore: backups leave out
// what can be made again.
func Reindex(ctx context.Context, tx *database.Tx) error {
	for after := ""; ; {
		some, err := entriesWithText(ctx, tx, after, 500)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, e := range some {
			if err := index(ctx, tx, e); err != nil {
				return err
			}
		}
		after = some[len(some)-1].ID
	}
}

// After keeps the index of texts in step with an undo: it is a trail.After.
func After(ctx context.Context, tx *trail.Tx, rows []trail.Touched) error {
	for _, r := range rows {
		if r.Table != entryTable {
			continue
		}
		e, err := entryByID(ctx, tx.Tx, r.ID)
		switch {
		case fault.Is(err, fault.NotFound):
			err = texts.RemoveText(ctx, tx.Tx, r.ID)
		case err == nil:
			err = index(ctx, tx.Tx, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

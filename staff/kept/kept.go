// Package kept is what people type and have not saved yet, kept for them: forms
// that arrived without a session, drafts, how somebody likes a list. What was
// typed is sealed, so that it is no more readable on PostgreSQL than in an
// encrypted file. None of it is part of the record.
package kept

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/staff/seal"
)

// Store keeps it.
type Store struct {
	db     *database.DB
	sealer *seal.Sealer
}

// NewStore returns a store that seals with the given key.
func NewStore(db *database.DB, sealer *seal.Sealer) *Store { return &Store{db, sealer} }

// Held is a form that arrived without an open session.
type Held struct {
	ID        string
	AccountID string // "" when nobody knows whose it is
	Path      string // where it was sent
	Body      string // as url.Values.Encode
}

// Hold keeps a form until its author is back.
func (s *Store) Hold(ctx context.Context, f Held) error {
	body := s.sealer.Seal(f.Body, "held "+f.ID)
	return s.db.Write(ctx, func(tx *database.Tx) error { return insertHeld(ctx, tx, f, body) })
}

// Held returns a form for an account, or NotFound when it is somebody else's or
// was kept too long.
func (s *Store) Held(ctx context.Context, id, account string) (Held, error) {
	var f Held
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		f, err = heldForm(ctx, tx, id, account)
		return err
	})
	if err != nil {
		return Held{}, err
	}
	f.Body, err = s.sealer.Open(f.Body, "held "+id)
	return f, notReadable(err)
}

// DropHeld removes a form that was sent or thrown away.
func (s *Store) DropHeld(ctx context.Context, id string) error {
	return s.db.Write(ctx, func(tx *database.Tx) error { return deleteHeld(ctx, tx, id) })
}

// Answer is where the first sending of a form led, or NotFound.
func (s *Store) Answer(ctx context.Context, key string) (location string, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		location, err = answerOf(ctx, tx, key)
		return err
	})
	return location, err
}

// KeepAnswer remembers where a form led.
func (s *Store) KeepAnswer(ctx context.Context, key, account, location string) error {
	return s.db.Write(ctx, func(tx *database.Tx) error { return insertAnswer(ctx, tx, key, account, location) })
}

// SaveDraft keeps what an account is typing at a place.
func (s *Store) SaveDraft(ctx context.Context, account, place, body string) error {
	sealed := s.sealer.Seal(body, "draft "+account+" "+place)
	return s.db.Write(ctx, func(tx *database.Tx) error { return putDraft(ctx, tx, account, place, sealed) })
}

// Draft returns what was typed and when, or NotFound.
func (s *Store) Draft(ctx context.Context, account, place string) (body string, at time.Time, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		body, at, err = draftOf(ctx, tx, account, place)
		return err
	})
	if err != nil {
		return "", time.Time{}, err
	}
	body, err = s.sealer.Open(body, "draft "+account+" "+place)
	return body, at, notReadable(err)
}

// DropDraft removes a draft that was saved.
func (s *Store) DropDraft(ctx context.Context, account, place string) error {
	return s.db.Write(ctx, func(tx *database.Tx) error { return deleteDraft(ctx, tx, account, place) })
}

// Choice returns how an account likes a list, or NotFound.
func (s *Store) Choice(ctx context.Context, account, list string) (values string, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		values, err = choiceOf(ctx, tx, account, list)
		return err
	})
	return values, err
}

// KeepChoice keeps how an account likes a list: columns and the height of rows.
func (s *Store) KeepChoice(ctx context.Context, account, list, values string) error {
	return s.db.Write(ctx, func(tx *database.Tx) error { return putChoice(ctx, tx, account, list, values) })
}

// notReadable treats what another key sealed, such as that of a record before
// it was restored, as gone.
func notReadable(err error) error {
	if err != nil {
		return &fault.Error{Kind: fault.NotFound, Op: "kept: read what was kept", Err: err}
	}
	return nil
}

// Reseal seals what is kept with another key, in a record whose keys changed.
// What does not open is left: nobody reads it, and it runs out by itself.
func Reseal(ctx context.Context, tx *database.Tx, from, to *seal.Sealer) error {
	all, err := everything(ctx, tx)
	if err != nil {
		return err
	}
	for _, k := range all {
		plain, err := from.Open(k.body, k.of)
		if err != nil {
			continue
		}
		if err := k.put(ctx, tx, to.Seal(plain, k.of)); err != nil {
			return err
		}
	}
	return nil
}

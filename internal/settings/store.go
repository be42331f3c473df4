package settings

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// fresh is how long choices are believed before they are read again: another
// server may have changed them.
const fresh = 5 * time.Second

// Store keeps an organisation's choices. It is safe for concurrent use.
type Store struct {
	db *database.DB

	mu     sync.Mutex
	now    Choices
	readAt time.Time // zero: read again
}

// Open reads the choices. A record without any gives the defaults.
func Open(ctx context.Context, db *database.DB) (*Store, error) {
	s := &Store{db: db}
	if err := s.reload(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Current is the choices as they are. When they cannot be read again it gives
// the last ones known: a page is better than none.
func (s *Store) Current(ctx context.Context) Choices {
	s.mu.Lock()
	now, old := s.now, s.readAt.IsZero() || s.db.Now().Sub(s.readAt).Abs() > fresh
	s.mu.Unlock()
	if !old || s.reload(ctx) != nil {
		return now
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *Store) reload(ctx context.Context) error {
	at := s.db.Now()
	var c Choices
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		rows, err := read(ctx, tx)
		c = fromRows(rows)
		return err
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now, s.readAt = c, at
	return nil
}

func read(ctx context.Context, tx *database.Tx) (map[string]string, error) {
	rows := map[string]string{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var id, value string
		if err := scan(&id, &value); err != nil {
			return err
		}
		rows[id] = value
		return nil
	}, `SELECT id, value FROM setting`)
	return rows, err
}

// Change lets fn alter the choices and saves what is different. It returns
// Forbidden without the permission and Invalid with one problem for each rule
// that is broken.
func (s *Store) Change(ctx context.Context, actor authz.Actor, fn func(*Choices)) error {
	if !actor.May(Manage) {
		return fault.New(fault.Forbidden, "settings: change")
	}
	deed := &trail.Deed{Action: "settings.changed", Kind: "setting"}
	err := trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		old, err := read(ctx, tx.Tx)
		if err != nil {
			return err
		}
		c := fromRows(old)
		fn(&c)
		c.tidy()
		if err := c.validate(); err != nil {
			return err
		}
		return write(ctx, tx, old, c.rows())
	})
	if err != nil {
		return err
	}
	return s.reload(ctx)
}

func write(ctx context.Context, tx *trail.Tx, old, rows map[string]string) error {
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		was, known := old[id]
		var err error
		switch {
		case !known && rows[id] != "":
			err = tx.Insert(ctx, "setting", id, trail.Set{"value": rows[id]})
		case known && was != rows[id]:
			err = tx.Update(ctx, "setting", id, "", trail.Set{"value": rows[id]})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Undone is a listener for trail.Undo: choices that were taken back are read
// again before they are next used.
func (s *Store) Undone(_ context.Context, _ *trail.Tx, rows []trail.Touched) error {
	if slices.ContainsFunc(rows, func(r trail.Touched) bool { return r.Table == "setting" }) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.readAt = time.Time{}
	}
	return nil
}

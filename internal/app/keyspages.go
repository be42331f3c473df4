package app

import (
	"context"
	"errors"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/web/keyspage"
	"github.com/throughcare/throughcare/staff/onetime"
)

// keysPages are the pages about the ways to the key, where a record has a file of
// keys. The demo has none.
func (rec *Record) keysPages() []contribution {
	ring, ok := rec.Keys.(*keys.Ring)
	if !ok || !ring.Kept() {
		return nil
	}
	p := &keyspage.Pages{Ring: ring, DB: rec.DB, Jobs: rec.Jobs, Organisation: rec.name, Picture: onetime.Picture}
	if rec.DB.Engine() == database.SQLite {
		p.Rekey = rec.rekeyOnPages
	}
	return []contribution{p}
}

// rekeyOnPages begins a change of the data key, and says in words of a page what
// stands in its way.
func (rec *Record) rekeyOnPages(actor authz.Actor, phrase string) (keyspage.Change, error) {
	change, err := rec.BeginRekey(actor, phrase)
	if errors.Is(err, keys.ErrChanging) {
		err = fault.Bad("app: rekey", "phrase", "keys.data.busy")
	}
	if err != nil {
		return nil, err
	}
	return saidChange{change}, nil
}

type saidChange struct{ *Rekeying }

// Run says what a person can do something about in a word of the pages.
func (c saidChange) Run(ctx context.Context, step func(string, int, int)) error {
	err := c.Rekeying.Run(ctx, step)
	switch {
	case errors.Is(err, database.ErrDiskFull):
		return fault.Bad("app: rekey", "", "keys.data.full")
	case errors.Is(err, database.ErrShared):
		return fault.Bad("app: rekey", "", "keys.data.shared")
	}
	return err
}

package files

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// longestReason is how many letters a reason may have.
const longestReason = 1000

// Reason is why somebody gave a file away as it is, with whatever is hidden in it.
type Reason struct {
	Words string
	At    time.Time
	Name  string // of who said so, as it was then
}

// Justify keeps why a file that cannot be cleaned is given away as it is. It
// returns NotFound as One does, Forbidden for whoever reads somebody only for an
// emergency, and Invalid without a reason.
func (s *Service) Justify(ctx context.Context, actor authz.Actor, id, reason string) error {
	if !actor.May(MayAdd) {
		return fault.New(fault.Forbidden, "files: give away")
	}
	reason, _ = people.Clean(reason)
	switch {
	case reason == "":
		return fault.Bad("files: give away", "reason", "files.bad.reason")
	case len([]rune(reason)) > longestReason:
		return fault.Bad("files: give away", "reason", "files.bad.reason.long", "most", longestReason)
	}
	deed := &trail.Deed{Action: "files.file.leaves", Kind: "person"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		f, err := readable(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		p, err := people.Head(ctx, tx.Tx, actor, f.PersonID)
		if err != nil {
			return err
		}
		deed.ID, deed.Args = f.PersonID, map[string]string{"name": p.Name, "file": f.Name, "sha256": f.SHA256}
		return insertReason(ctx, tx, id, Reason{Words: reason, At: tx.Now(), Name: actor.Name})
	})
}

// Package ways keeps what was done to the ways to the key of the record, and by
// whom: each is an entry of the trail. The ways themselves are package keys, and
// stand in a file that knows no people.
package ways

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// What was done, as an action of the trail.
type What string

// What can be done.
const (
	Phrase       What = "keys.phrase" // another pass phrase of the record
	Sheet        What = "keys.sheet"  // another recovery sheet
	Tested       What = "keys.tested" // the sheet was typed back
	Council      What = "keys.council"
	CouncilEnded What = "keys.council-ended"
	Machine      What = "keys.machine"
	MachineEnded What = "keys.machine-ended"
	Seen         What = "keys.seen" // the file was not as it was left, and somebody knows why
)

// Change is one of them.
type Change struct {
	At   time.Time
	What What
	Mark string // of the sheet or council, "" for none
	By   string // the name of who did it, as it was then
}

// Note keeps that the actor did something. It cannot be undone: keys are not
// kept.
func Note(ctx context.Context, db *database.DB, actor authz.Actor, what What, mark string) error {
	deed := &trail.Deed{Action: string(what), Kind: "record", Args: map[string]string{"mark": mark}, Irrevocable: true}
	return trail.Write(ctx, db, actor, deed, func(tx *trail.Tx) error {
		return tx.Insert(ctx, "key_change", ids.New(), trail.Set{"at": database.Micros(tx.Now()), "what": string(what), "mark": mark})
	})
}

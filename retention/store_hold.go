package retention

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const holdTable, keepTable = "legal_hold", "retention_keep"

func insertHold(ctx context.Context, tx *trail.Tx, h Hold) error {
	return tx.Insert(ctx, holdTable, h.ID, trail.Set{
		"person_id": h.PersonID, "why": h.Why, "state": string(h.State), "review_on": string(h.ReviewOn),
		"asked_by": h.Asked.By, "asked_name": h.Asked.Name, "asked_at": database.Micros(h.Asked.At),
		"confirmed_by": "", "confirmed_name": "", "confirmed_at": 0, "ending_by": "", "ending_name": "", "ending_at": 0,
		"ended_by": "", "ended_name": "", "ended_at": 0,
	})
}

const selectHold = `SELECT h.id, h.rev, h.person_id, coalesce(p.name, ''), h.why, h.state, h.review_on, h.asked_by, h.asked_name, h.asked_at,
	h.confirmed_by, h.confirmed_name, h.confirmed_at, h.ending_by, h.ending_name, h.ending_at, h.ended_by, h.ended_name, h.ended_at
	FROM legal_hold h LEFT JOIN person p ON p.id = h.person_id`

func scanHold(scan database.Scan) (h Hold, err error) {
	var at [4]int64
	err = scan(&h.ID, &h.Rev, &h.PersonID, &h.Person, &h.Why, &h.State, &h.ReviewOn, &h.Asked.By, &h.Asked.Name, &at[0],
		&h.Confirmed.By, &h.Confirmed.Name, &at[1], &h.End.By, &h.End.Name, &at[2], &h.EndedBy.By, &h.EndedBy.Name, &at[3])
	for i, said := range []*Said{&h.Asked, &h.Confirmed, &h.End, &h.EndedBy} {
		if at[i] > 0 {
			said.At = database.FromMicros(at[i])
		}
	}
	return h, err
}

func holdByID(ctx context.Context, tx *database.Tx, id string) (Hold, error) {
	return database.One(ctx, tx, scanHold, selectHold+` WHERE h.id = ?`, id)
}

func holdsOf(ctx context.Context, tx *database.Tx, personID string) ([]Hold, error) {
	return database.All(ctx, tx, scanHold, selectHold+` WHERE h.person_id = ? ORDER BY h.asked_at DESC, h.id DESC`, personID)
}

// inForce are the states in which a hold holds.
const inForce = `('asked', 'holds', 'ending')`

// heldNow reports whether somebody is held.
func heldNow(ctx context.Context, tx *database.Tx, personID string) (bool, error) {
	n, err := database.One(ctx, tx, scanInt, `SELECT count(*) FROM legal_hold WHERE person_id = ? AND state IN `+inForce, personID)
	return n > 0, err
}

// openHolds lists the holds of people the actor sees that wait for somebody: for
// a second person, or to be looked at again.
func openHolds(ctx context.Context, tx *database.Tx, actor authz.Actor, today civil.Day) ([]Hold, error) {
	wall, args := actor.PersonWall("h.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, scanHold, selectHold+` WHERE h.state IN `+inForce+` AND (h.state <> 'holds' OR h.review_on <= ?) AND `+wall+`
		ORDER BY h.review_on, h.id`, append([]any{string(today)}, args...)...)
}

package roster

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// rivalsOf are the open questions whether a row is of somebody else, as an actor may
// see them.
func rivalsOf(ctx context.Context, tx *database.Tx, actor authz.Actor, c Claim) ([]Claim, error) {
	wall, args := actor.PersonWall("c.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, scanClaim, `SELECT `+claimColumns+fromClaims+`
		WHERE c.run_id = ? AND c.row_no = ? AND c.person_id <> ? AND c.kind = 'unsure' AND c.state = 'open' AND `+wall+` ORDER BY c.id`,
		append([]any{c.RunID, c.Row, c.PersonID}, args...)...)
}

// answered are the rows of a layout of which somebody said "yes, this is them".
func answered(ctx context.Context, tx *database.Tx, layout string) (map[answer]bool, error) {
	known := map[answer]bool{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var person, number, name string
		err := scan(&person, &number, &name)
		known[answerOf(person, number, name)] = true
		return err
	}, `SELECT person_id, number_said, name_said FROM roster_claim WHERE layout = ? AND kind = 'unsure' AND state = 'accepted' ORDER BY id`, layout)
	return known, err
}

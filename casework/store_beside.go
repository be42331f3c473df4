package casework

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// ownPeople lists the people of the actor's active cases by name, each once.
func ownPeople(ctx context.Context, tx *database.Tx, actor authz.Actor) ([]string, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	list, err := database.All(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT p.id FROM case_file c JOIN person p ON p.id = c.person_id
		WHERE c.worker_id = ? AND c.state = ? AND `+wall+` ORDER BY p.sort_key, p.id`,
		append([]any{actor.ID, Active}, args...)...)
	return slices.Compact(list), err
}

package casework

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
)

// tooQuiet is the condition on case_file c that holds for the active cases of a
// worker that their programme suggests to set aside, "" when none does.
func tooQuiet(ctx context.Context, tx *database.Tx, actor authz.Actor, workerID string, today civil.Day) (string, []any, error) {
	list, err := programmes(ctx, tx)
	if err != nil {
		return "", nil, err
	}
	var quiet []string
	args := []any{workerID}
	for _, p := range list {
		if p.DormantDays > 0 {
			quiet = append(quiet, `(c.programme_id = ? AND (c.last_contact_on <= ? AND c.last_contact_on > '' OR c.last_contact_on = '' AND c.opened_on <= ?))`)
			limit := today.Add(-p.DormantDays)
			args = append(args, p.ID, limit, limit)
		}
	}
	if len(quiet) == 0 {
		return "", nil, nil
	}
	wall, own := actor.PersonWall("c.person_id", database.Micros(tx.Now()))
	return `c.worker_id = ? AND c.state = 'active' AND (` + strings.Join(quiet, ` OR `) + `) AND ` + wall, append(args, own...), nil
}

// suggestions lists the cases that are too quiet, the quietest first.
func suggestions(ctx context.Context, tx *database.Tx, actor authz.Actor, workerID string, today civil.Day, limit int) ([]Suggestion, error) {
	condition, args, err := tooQuiet(ctx, tx, actor, workerID, today)
	if err != nil || condition == "" {
		return nil, err
	}
	return database.All(ctx, tx, func(scan database.Scan) (g Suggestion, err error) {
		var last, opened civil.Day
		err = scan(&g.CaseID, &g.PersonID, &g.Name, &last, &opened)
		if g.Since = last; last == "" {
			g.Since = opened
		}
		g.Days = today.Since(g.Since)
		return g, err
	}, `SELECT c.id, c.person_id, p.name, c.last_contact_on, c.opened_on FROM case_file c JOIN person p ON p.id = c.person_id
		WHERE `+condition+` ORDER BY c.last_contact_on, c.person_id LIMIT ?`, append(args, limit)...)
}

func countSuggestions(ctx context.Context, tx *database.Tx, actor authz.Actor, workerID string, today civil.Day) (int, error) {
	condition, args, err := tooQuiet(ctx, tx, actor, workerID, today)
	if err != nil || condition == "" {
		return 0, err
	}
	return database.One(ctx, tx, count, `SELECT count(*) FROM case_file c WHERE `+condition, args...)
}

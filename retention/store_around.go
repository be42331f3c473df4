package retention

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// aroundOnly lists the people who are in the record for being around one person
// and for nothing else: a sister nobody works with, whose name and telephone
// number are here for her brother's sake.
func aroundOnly(ctx context.Context, tx *database.Tx, personID string) ([]string, error) {
	return database.All(ctx, tx, scanText, `SELECT DISTINCT p.id FROM relation r JOIN person p ON p.id = r.other_id
		WHERE r.person_id = ? AND p.kind <> ?
		AND NOT EXISTS (SELECT 1 FROM relation o WHERE o.person_id = p.id OR (o.other_id = p.id AND o.person_id <> r.person_id))
		AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.person_id = p.id)
		AND NOT EXISTS (SELECT 1 FROM timeline_entry e WHERE e.person_id = p.id)
		AND NOT EXISTS (SELECT 1 FROM consent_entry c WHERE c.audience_id = p.id AND c.person_id <> r.person_id)
		AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.person_id = p.id AND h.state IN `+inForce+`)
		ORDER BY p.id`, personID, people.Supported)
}

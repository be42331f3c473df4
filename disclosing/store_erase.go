package disclosing

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes the packets about somebody, inside the change that erases
// them. Of a packet that is about others too it removes them, and what was
// decided about things of theirs that the change has removed. That it was handed
// over stands in the log of what left.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	theirs, err := tx.Holding(ctx, whoTable, "person_id", personID)
	if err != nil {
		return err
	}
	for _, id := range theirs {
		row, err := tx.Row(ctx, whoTable, id)
		if err != nil {
			return err
		}
		if err := tx.Delete(ctx, whoTable, id); err != nil {
			return err
		}
		packet, _ := row["packet_id"].(string)
		if err := strip(ctx, tx, packet); err != nil {
			return err
		}
	}
	return nil
}

// strip removes a packet that is about nobody any more, and from another one what
// was decided about what is gone.
func strip(ctx context.Context, tx *trail.Tx, packet string) error {
	others, err := tx.Holding(ctx, whoTable, "packet_id", packet)
	if err != nil {
		return err
	}
	if len(others) == 0 {
		if err := tx.DeleteHolding(ctx, choiceTable, "packet_id", packet); err != nil {
			return err
		}
		return tx.DeleteHolding(ctx, packetTable, "id", packet)
	}
	choices, err := database.All(ctx, tx.Tx, func(scan database.Scan) (c [2]string, err error) { return c, scan(&c[0], &c[1]) },
		`SELECT id, thing FROM packet_choice WHERE packet_id = ?`, packet)
	if err != nil {
		return err
	}
	written := tx.Written()
	for _, c := range choices {
		for _, w := range written {
			if w.Gone && strings.HasSuffix(c[1], w.ID) {
				if err := tx.Delete(ctx, choiceTable, c[0]); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

package retention

import (
	"context"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const scheduleTable = "retention_schedule"

// schedules are the defaults, as far as nobody changed them.
func schedules(ctx context.Context, tx *database.Tx) ([]Schedule, error) {
	list := defaults()
	return list, database.Each(ctx, tx, func(scan database.Scan) error {
		var c Schedule
		err := scan(&c.Key, &c.Rev, &c.Amount, &c.Unit, &c.Used, &c.Automatic, &c.Reason, &c.Citation, &c.VerifiedOn)
		for i := range list {
			if list[i].Key == c.Key {
				c.Of = list[i].Of
				list[i] = c
			}
		}
		return err
	}, `SELECT id, rev, amount, unit, used, automatic, reason, citation, verified_on FROM retention_schedule`)
}

func putSchedule(ctx context.Context, tx *trail.Tx, s Schedule) error {
	set := trail.Set{
		"amount": s.Amount, "unit": string(s.Unit), "used": database.Flag(s.Used), "automatic": database.Flag(s.Automatic),
		"reason": s.Reason, "citation": s.Citation, "verified_on": string(s.VerifiedOn),
	}
	if s.Rev == "" {
		return tx.Insert(ctx, scheduleTable, s.Key, set)
	}
	return tx.Update(ctx, scheduleTable, s.Key, s.Rev, set)
}

func insertKeep(ctx context.Context, tx *trail.Tx, id string, k Keep) error {
	return tx.Insert(ctx, keepTable, id, trail.Set{
		"person_id": k.PersonID, "schedule": k.Schedule, "until_on": string(k.Until), "why": k.Why, "by_name": tx.Actor.Name, "at": database.Micros(tx.Now()),
	})
}

// keptOf gives, of those who are kept longer than a schedule says, until when
// and why.
func keptOf(ctx context.Context, tx *database.Tx, key string, today civil.Day) (map[string]Keep, error) {
	kept := map[string]Keep{}
	return kept, database.Each(ctx, tx, func(scan database.Scan) error {
		k := Keep{Schedule: key}
		err := scan(&k.PersonID, &k.Until, &k.Why, &k.By)
		if k.Until > kept[k.PersonID].Until {
			kept[k.PersonID] = k
		}
		return err
	}, `SELECT person_id, until_on, why, by_name FROM retention_keep WHERE schedule = ? AND until_on >= ?`, key, string(today))
}

// allHeld are the people who are held.
func allHeld(ctx context.Context, tx *database.Tx) (map[string]bool, error) {
	held := map[string]bool{}
	return held, database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		err := scan(&id)
		held[id] = true
		return err
	}, `SELECT person_id FROM legal_hold WHERE state IN `+inForce)
}

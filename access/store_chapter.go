package access

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// chapters lists them with how many of their people the actor sees.
func chapters(ctx context.Context, tx *database.Tx, actor authz.Actor) ([]Chapter, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(scan database.Scan) (c Chapter, err error) {
		var ended int64
		err = scan(&c.ID, &c.Rev, &c.Name, &ended, &c.People, &c.Workers)
		c.Ended = ended != 0
		return c, err
	}, `SELECT c.id, c.rev, c.name, c.ended_at, (SELECT count(*) FROM person p WHERE p.chapter_id = c.id AND (`+wall+`)),
		(SELECT count(*) FROM account a WHERE a.chapter_id = c.id AND a.disabled_at = 0) FROM chapter c ORDER BY c.ended_at, c.name, c.id`, args...)
}

// chapterName is the name of a chapter in use; "" for none.
func chapterName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	name, err := database.One(ctx, tx, scanText, `SELECT name FROM chapter WHERE id = ? AND ended_at = 0`, id)
	if fault.Is(err, fault.NotFound) {
		return "", fault.Bad("access: chapter", "chapter", "access.chapter.missing")
	}
	return name, err
}

// standing is the chapter of a person and how many offers of them are open.
func standing(ctx context.Context, tx *database.Tx, personID string) (chapter string, open int, err error) {
	type row struct {
		chapter string
		open    int
	}
	r, err := database.One(ctx, tx, func(scan database.Scan) (r row, err error) { return r, scan(&r.chapter, &r.open) },
		`SELECT p.chapter_id, (SELECT count(*) FROM chapter_offer o WHERE o.person_id = p.id AND o.state = 'offered') FROM person p WHERE p.id = ?`, personID)
	return r.chapter, r.open, err
}

const selectOffer = `SELECT o.id, o.rev, o.person_id, COALESCE(p.name, ''), COALESCE(f.name, ''), COALESCE(t.name, ''), o.to_id, COALESCE(a.name, ''), o.why, o.state, o.at
	FROM chapter_offer o LEFT JOIN person p ON p.id = o.person_id LEFT JOIN chapter f ON f.id = o.from_id LEFT JOIN chapter t ON t.id = o.to_id
	LEFT JOIN account a ON a.id = o.by_id`

func scanOffer(scan database.Scan) (o Offer, err error) {
	var at int64
	err = scan(&o.ID, &o.Rev, &o.PersonID, &o.Person, &o.From, &o.To, &o.ToID, &o.By, &o.Why, &o.State, &at)
	o.At = database.FromMicros(at)
	return o, err
}

func offerByID(ctx context.Context, tx *database.Tx, id string) (Offer, error) {
	return database.One(ctx, tx, scanOffer, selectOffer+` WHERE o.id = ?`, id)
}

func offersOf(ctx context.Context, tx *database.Tx, personID string) ([]Offer, error) {
	return database.All(ctx, tx, scanOffer, selectOffer+` WHERE o.person_id = ? ORDER BY o.at DESC, o.id LIMIT 20`, personID)
}

// offersTo lists what is offered to a chapter, to any of them for "", without
// saying whom.
func offersTo(ctx context.Context, tx *database.Tx, chapterID string) ([]Offer, error) {
	list, err := database.All(ctx, tx, scanOffer, selectOffer+` WHERE o.state = 'offered' AND (o.to_id = ? OR ? = '') ORDER BY o.at, o.id LIMIT 200`, chapterID, chapterID)
	for i := range list {
		list[i].PersonID, list[i].Person = "", ""
	}
	return list, err
}

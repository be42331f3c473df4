package copying

import (
	"context"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

const wishTable = "copy_wish"

func insertWish(ctx context.Context, tx *trail.Tx, id, why string, alone bool) error {
	set := trail.Set{
		"account_id": tx.Actor.ID, "why": why, "at": database.Micros(tx.Now()), "agreed_by": "", "agreed_name": "", "agreed_at": 0, "until_at": 0, "alone": 0,
	}
	if alone {
		set["alone"], set["agreed_by"], set["agreed_name"] = 1, tx.Actor.ID, tx.Actor.Name
		set["agreed_at"], set["until_at"] = database.Micros(tx.Now()), database.Micros(tx.Now().Add(Life))
	}
	return tx.Insert(ctx, wishTable, id, set)
}

func agree(ctx context.Context, tx *trail.Tx, w Wish) error {
	return tx.Update(ctx, wishTable, w.ID, w.Rev, trail.Set{
		"agreed_by": tx.Actor.ID, "agreed_name": tx.Actor.Name, "agreed_at": database.Micros(tx.Now()), "until_at": database.Micros(tx.Now().Add(Life)),
	})
}

const selectWish = `SELECT w.id, w.rev, w.account_id, COALESCE(a.name, ''), w.why, w.at, w.agreed_name, w.until_at, w.alone FROM copy_wish w LEFT JOIN account a ON a.id = w.account_id`

func scanWish(scan database.Scan) (w Wish, err error) {
	var at, until int64
	err = scan(&w.ID, &w.Rev, &w.AccountID, &w.Account, &w.Why, &at, &w.AgreedBy, &until, &w.Alone)
	w.At, w.Until = database.FromMicros(at), database.FromMicros(until)
	return w, err
}

func wishByID(ctx context.Context, tx *database.Tx, id string) (Wish, error) {
	return database.One(ctx, tx, scanWish, selectWish+` WHERE w.id = ?`, id)
}

func wishes(ctx context.Context, tx *database.Tx, actor authz.Actor, since time.Time) ([]Wish, error) {
	whose := actor.ID
	if actor.May(MayAgree) {
		whose = ""
	}
	return database.All(ctx, tx, scanWish, selectWish+` WHERE w.at >= ? AND (? = '' OR w.account_id = ?) ORDER BY w.at DESC, w.id DESC LIMIT 100`,
		database.Micros(since), whose, whose)
}

func running(ctx context.Context, tx *database.Tx, account string) (bool, error) {
	n, err := database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM copy_wish WHERE account_id = ? AND until_at > ?`, account, database.Micros(tx.Now()))
	return n > 0, err
}

// given are those of some people whom an account was given by name: for a case,
// to cover, by a colleague. Whom the glass was broken for was not.
func (s *Service) given(ctx context.Context, account string, people []string) (list []string, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		now := database.Micros(tx.Now())
		for some := range slices.Chunk(people, 500) {
			args := []any{account, now, now}
			for _, id := range some {
				args = append(args, id)
			}
			found, err := database.All(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
				`SELECT DISTINCT person_id FROM access_grant WHERE account_id = ? AND from_at <= ? AND until_at > ? AND reason <> 'glass' AND person_id IN `+database.In(len(some)), args...)
			if err != nil {
				return err
			}
			list = append(list, found...)
		}
		return nil
	})
	return list, err
}

const (
	limitTable = "copy_limit"
	limitRow   = "limits" // there is one
)

// chosen reads what an organisation has chosen, or the defaults.
func chosen(ctx context.Context, tx *database.Tx) (c Chosen, err error) {
	c, err = database.One(ctx, tx, func(scan database.Scan) (c Chosen, err error) {
		var at, from int64
		err = scan(&c.Rev, &c.People, &c.Was.People, &c.Pages, &c.Was.Pages, &c.Why, &c.By, &at, &from)
		c.At, c.From = database.FromMicros(at), database.FromMicros(from)
		return c, err
	}, `SELECT rev, people, people_was, pages, pages_was, why, by_name, at, from_at FROM copy_limit WHERE id = ?`, limitRow)
	if fault.Is(err, fault.NotFound) {
		return Chosen{Limits: Defaults(), Was: Defaults()}, nil
	}
	return c, err
}

func putChosen(ctx context.Context, tx *trail.Tx, c Chosen) error {
	set := trail.Set{
		"people": c.People, "people_was": c.Was.People, "pages": c.Pages, "pages_was": c.Was.Pages,
		"why": c.Why, "by_name": c.By, "at": database.Micros(c.At), "from_at": database.Micros(c.From),
	}
	if c.Rev == "" {
		return tx.Insert(ctx, limitTable, limitRow, set)
	}
	return tx.Update(ctx, limitTable, limitRow, c.Rev, set)
}

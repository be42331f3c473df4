package merging

import (
	"context"
	"encoding/json"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
)

// standing counts what else there is about somebody.
func standing(ctx context.Context, tx *database.Tx, id string) (s Standing, err error) {
	now := database.Micros(tx.Now())
	return database.One(ctx, tx, func(scan database.Scan) (s Standing, err error) {
		var restricted, held int
		err = scan(&s.Deadlines, &s.Cases, &s.Conflicts, &s.Shut, &restricted, &held)
		s.Restrict, s.Held = restricted > 0, held > 0
		return s, err
	}, `SELECT (SELECT count(*) FROM task WHERE person_id = p.id AND state = 'open' AND due_on <> ''),
		(SELECT count(*) FROM case_file WHERE person_id = p.id AND state <> 'closed'),
		(SELECT count(*) FROM access_bar WHERE person_id = p.id AND until_at > ?),
		(SELECT count(*) FROM timeline_entry WHERE person_id = p.id AND sight <> 'case'),
		(SELECT count(*) FROM restriction WHERE person_id = p.id AND until_at > ?),
		(SELECT count(*) FROM stay WHERE person_id = p.id AND current = 1 AND state IN ('held', 'in-transit'))
		FROM person p WHERE p.id = ?`, now, now, id)
}

// apart reports whether two people belong to two chapters.
func apart(ctx context.Context, tx *database.Tx, one, other string) (bool, error) {
	n, err := database.One(ctx, tx, scanInt, `SELECT count(DISTINCT chapter_id) FROM person WHERE id IN (?, ?)`, one, other)
	return n > 1, err
}

// pairOf puts two ids in the order pairs are kept in.
func pairOf(a, b string) (low, high string) { return min(a, b), max(a, b) }

// distinct reports whether somebody decided that two are not the same.
func distinct(ctx context.Context, tx *database.Tx, a, b string) (bool, error) {
	low, high := pairOf(a, b)
	n, err := database.One(ctx, tx, scanInt, `SELECT count(*) FROM person_distinct WHERE low_id = ? AND high_id = ?`, low, high)
	return n > 0, err
}

func insertDistinct(ctx context.Context, tx *trail.Tx, a, b string) error {
	low, high := pairOf(a, b)
	return tx.Insert(ctx, distinctTable, ids.New(), trail.Set{"low_id": low, "high_id": high})
}

// everybody lists all people of the record.
func everybody(ctx context.Context, tx *database.Tx) ([]string, error) {
	return database.All(ctx, tx, scanText, `SELECT id FROM person ORDER BY id`)
}

// pair is two people who may be one, as kept between comparisons.
type pair struct {
	low, high string
	score     float64
	why       []search.Why
}

// replacePairs keeps what a comparison found in place of what the last one did.
func replacePairs(ctx context.Context, tx *database.Tx, pairs []pair) error {
	if _, err := tx.Exec(ctx, `DELETE FROM search_likely`); err != nil {
		return err
	}
	for _, p := range pairs {
		why, err := json.Marshal(p.why)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO search_likely (low_id, high_id, score, why) VALUES (?, ?, ?, ?)`,
			p.low, p.high, int64(p.score*thousand), string(why)); err != nil {
			return err
		}
	}
	return nil
}

const thousand = 1000

// openPairs lists the pairs nobody has decided, of people the actor sees, the
// likeliest first, with how many there are.
func openPairs(ctx context.Context, tx *database.Tx, actor authz.Actor, limit int) (pairs []pair, total int, err error) {
	now := database.Micros(tx.Now())
	low, args := actor.PersonWall("l.low_id", now)
	high, more := actor.PersonWall("l.high_id", now)
	args = append(args, more...)
	from := ` FROM search_likely l JOIN person a ON a.id = l.low_id JOIN person b ON b.id = l.high_id
		WHERE ` + low + ` AND ` + high + `
		AND NOT EXISTS (SELECT 1 FROM person_distinct d WHERE d.low_id = l.low_id AND d.high_id = l.high_id)`
	if total, err = database.One(ctx, tx, scanInt, `SELECT count(*)`+from, args...); err != nil {
		return nil, 0, err
	}
	pairs, err = database.All(ctx, tx, func(scan database.Scan) (p pair, err error) {
		var score int64
		var why string
		if err := scan(&p.low, &p.high, &score, &why); err != nil {
			return p, err
		}
		p.score = float64(score) / thousand
		return p, json.Unmarshal([]byte(why), &p.why)
	}, `SELECT l.low_id, l.high_id, l.score, l.why`+from+` ORDER BY l.score DESC, l.low_id, l.high_id LIMIT ?`, append(args, limit)...)
	return pairs, total, err
}

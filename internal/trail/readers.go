package trail

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// Who may see who looked at somebody: whose case it is, or whoever leads. It is
// what works on curious colleagues (security design 3.3).
const (
	MaySeeReaders    authz.Permission = "trail.readers"     // of one's own cases
	MaySeeAllReaders authz.Permission = "trail.all-readers" // of everybody one may see
	MayVerify        authz.Permission = "trail.verify"      // that it is whole; says nothing of what it holds
)

// Bundle says which roles hold them.
var Bundle = authz.Bundle{
	authz.Solo:          {MaySeeReaders, MaySeeAllReaders, MayVerify, MayUndoOthers},
	authz.Lead:          {MaySeeReaders, MaySeeAllReaders, MayVerify, MayUndoOthers},
	authz.Worker:        {MaySeeReaders},
	authz.Administrator: {MayVerify},
}

// Reading is one look at somebody's casework.
type Reading struct {
	At        time.Time // UTC
	ActorID   string
	ActorName string // as it was then
	Look      Look
	Others    int // how many more people were on it
}

// Reader is a colleague who looked.
type Reader struct {
	ActorID   string
	ActorName string
	Times     int // on their own, that is not on lists
	Last      time.Time
}

// Readers lists who looked at somebody since a moment, the latest first, at most
// limit. Lists do not count: nobody chooses who stands on them.
func Readers(ctx context.Context, tx *database.Tx, subject string, since time.Time, limit int) ([]Reader, error) {
	return database.All(ctx, tx, func(scan database.Scan) (r Reader, err error) {
		var last int64
		err = scan(&r.ActorID, &r.ActorName, &r.Times, &last)
		r.Last = database.FromMicros(last)
		return r, err
	}, `SELECT r.actor_id, r.actor_name, x.times, r.at
		FROM (SELECT max(l.n) AS newest, count(*) AS times FROM `+looksAt+` AS s JOIN reading l ON l.n = s.n
			WHERE l.at >= ? AND l.look <> ? GROUP BY l.actor_id) x
		JOIN reading r ON r.n = x.newest ORDER BY r.n DESC LIMIT ?`, subject, subject, database.Micros(since), List, limit)
}

// Readings lists every look at somebody, the newest first, at most limit.
func Readings(ctx context.Context, tx *database.Tx, subject string, limit int) ([]Reading, error) {
	return database.All(ctx, tx, func(scan database.Scan) (r Reading, err error) {
		var at int64
		err = scan(&at, &r.ActorID, &r.ActorName, &r.Look, &r.Others)
		r.At = database.FromMicros(at)
		return r, err
	}, `SELECT r.at, r.actor_id, r.actor_name, r.look, (SELECT count(*) - 1 FROM reading_subject o WHERE o.n = r.n AND (o.subject NOT LIKE '%:%' OR o.subject = ?))
		FROM `+looksAt+` AS s JOIN reading r ON r.n = s.n ORDER BY r.n DESC LIMIT ?`, subject, subject, subject, limit)
}

// LastLook is when an actor last looked at a subject on its own, not on a list;
// the zero time for never.
func LastLook(ctx context.Context, tx *database.Tx, subject, actorID string) (time.Time, error) {
	return database.One(ctx, tx, func(scan database.Scan) (time.Time, error) {
		var at int64
		if err := scan(&at); err != nil || at == 0 {
			return time.Time{}, err
		}
		return database.FromMicros(at), nil
	}, `SELECT coalesce(max(r.at), 0) FROM `+looksAt+` AS s JOIN reading r ON r.n = s.n WHERE r.actor_id = ? AND r.look = ?`, subject, subject, actorID, Page)
}

// lately is how many of the last looks of everybody Visited goes through.
const lately = 20_000

// Visited lists the people whose own page an actor has opened, the last one
// first, at most limit. It goes back as far as lately, so that it costs the same
// in a record of any age.
func Visited(ctx context.Context, tx *database.Tx, actorID string, limit int) ([]string, error) {
	return database.All(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT subject FROM (SELECT s.subject, max(r.n) AS newest FROM reading r JOIN reading_subject s ON s.n = r.n
			WHERE r.n > (SELECT coalesce(max(n), 0) FROM reading) - ? AND r.actor_id = ? AND r.look = ? AND s.subject NOT LIKE '%:%' GROUP BY s.subject) AS x
		ORDER BY newest DESC LIMIT ?`, lately, actorID, Page, limit)
}

// Shown hands over whom an account was shown since a moment, and how, each time.
// It goes back as far as lately.
func Shown(ctx context.Context, tx *database.Tx, actorID string, since time.Time, each func(look Look, subject string, at time.Time)) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var look, subject string
		var at int64
		err := scan(&look, &subject, &at)
		each(Look(look), subject, database.FromMicros(at))
		return err
	}, `SELECT r.look, s.subject, r.at FROM reading r JOIN reading_subject s ON s.n = r.n
		WHERE r.n > (SELECT coalesce(max(n), 0) FROM reading) - ? AND r.actor_id = ? AND r.at >= ? AND s.subject NOT LIKE '%:%' ORDER BY r.n`,
		lately, actorID, database.Micros(since))
}

package mailroom

import (
	"context"
	"strconv"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
)

// whoColumns are the person of a row, and where they are.
const whoColumns = `coalesce(p.name, ''), coalesce(p.script_name, ''), coalesce(p.script_lang, ''), coalesce(p.number, ''),
	coalesce(f.name, ''), coalesce(c.unit, ''), coalesce(c.state, '')`

// joins are where whoColumns come from, for the rows of an alias.
func joins(alias string) string {
	return ` LEFT JOIN person p ON p.id = ` + alias + `.person_id LEFT JOIN stay c ON c.person_id = ` + alias + `.person_id AND c.current = 1
		LEFT JOIN facility f ON f.id = c.facility_id`
}

func (w *Who) into() []any {
	return []any{&w.Name, &w.ScriptName, &w.ScriptLang, &w.Number, &w.Facility, &w.Unit, &w.Stay}
}

func letterRows(ctx context.Context, tx *database.Tx, actor authz.Actor, clause string, args ...any) ([]LetterRow, error) {
	sight, seen := wall(tx, actor, "l.person_id")
	return database.All(ctx, tx, func(s database.Scan) (r LetterRow, err error) {
		r.Incoming, err = scanLetter(s, r.Who.into()...)
		return r, err
	}, `SELECT `+letterColumns+`, `+whoColumns+` FROM mail_letter l`+joins("l")+` WHERE (l.person_id = '' OR `+sight+`)`+clause, append(seen, args...)...)
}

func requestRows(ctx context.Context, tx *database.Tx, actor authz.Actor, clause string, args ...any) ([]RequestRow, error) {
	sight, seen := wall(tx, actor, "q.person_id")
	return database.All(ctx, tx, func(s database.Scan) (r RequestRow, err error) {
		r.Request, err = scanRequest(s, append(r.Who.into(), &r.Offer)...)
		return r, err
	}, `SELECT `+requestColumns+`, `+whoColumns+`, coalesce(o.name, '') FROM mail_request q`+joins("q")+` LEFT JOIN mail_offer o ON o.id = q.offer_id
		WHERE `+sight+clause, append(seen, args...)...)
}

func parcelRows(ctx context.Context, tx *database.Tx, actor authz.Actor, clause string, args ...any) ([]ParcelRow, error) {
	sight, seen := wall(tx, actor, "s.person_id")
	return database.All(ctx, tx, func(s database.Scan) (r ParcelRow, err error) {
		r.Parcel, err = scanParcel(s, append(r.Who.into(), &r.Offer, &r.Place)...)
		return r, err
	}, `SELECT `+parcelColumns+`, `+whoColumns+`, coalesce(o.name, ''), coalesce(g.name, '') FROM mail_parcel s`+joins("s")+`
		LEFT JOIN mail_offer o ON o.id = s.offer_id LEFT JOIN facility g ON g.id = s.facility_id WHERE `+sight+clause, append(seen, args...)...)
}

// requestsOf lists what a letter asks for.
func requestsOf(ctx context.Context, tx *database.Tx, letterID string) ([]Request, error) {
	return database.All(ctx, tx, func(s database.Scan) (Request, error) { return scanRequest(s) },
		`SELECT `+requestColumns+` FROM mail_request q WHERE q.letter_id = ? ORDER BY q.id`, letterID)
}

func counts(ctx context.Context, tx *database.Tx, actor authz.Actor, today civil.Day) (c Counts, err error) {
	letters, seen := wall(tx, actor, "l.person_id")
	requests, again := wall(tx, actor, "q.person_id")
	for _, one := range []struct {
		into  *int
		query string
		args  []any
	}{
		{&c.Waiting, `mail_letter l WHERE l.state = 'open' AND l.person_id <> '' AND ` + letters, seen},
		{&c.Unknown, `mail_letter l WHERE l.person_id = ''`, nil},
		{&c.Queue, `mail_request q WHERE (q.state = 'queued' OR q.state = 'held' AND q.fill_on <> '' AND q.fill_on <= ?) AND ` + requests, append([]any{today}, again...)},
		{&c.Held, `mail_request q WHERE q.state = 'held' AND (q.fill_on = '' OR q.fill_on > ?) AND ` + requests, append([]any{today}, again...)},
		{&c.Stopped, `mail_request q WHERE q.state = 'stopped' AND ` + requests, again},
		{&c.Labels, `mail_request q WHERE q.label = 'queued' AND q.state = 'queued' AND ` + requests, again},
	} {
		*one.into, err = database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) }, `SELECT count(*) FROM `+one.query, one.args...)
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

func itoa(n int) string { return strconv.Itoa(n) }

package penpals

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// apartNow holds who must not write to whom: what was said of them, and whoever something
// was reported of that nobody has looked into.
func apartNow(ctx context.Context, tx *database.Tx) (Apart, error) {
	apart := Apart{}
	for _, query := range []string{
		`SELECT person_id, writer_id FROM penpal_block WHERE ended_on = ''`,
		`SELECT CASE WHEN about = 'inside' THEN person_id ELSE '' END, CASE WHEN about = 'writer' THEN writer_id ELSE '' END FROM penpal_incident
			WHERE closed_on = '' AND about IN ('inside', 'writer')`,
	} {
		if err := database.Each(ctx, tx, func(scan database.Scan) error {
			var two [2]string
			err := scan(&two[0], &two[1])
			apart[two] = true
			return err
		}, query); err != nil {
			return nil, err
		}
	}
	delete(apart, [2]string{}) // nobody is kept from everybody
	return apart, nil
}

// withKnown adds those who write to each other or did: nobody proposes them again by
// itself.
func (a Apart) withKnown(ctx context.Context, tx *database.Tx) (Apart, error) {
	all := maps.Clone(a)
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var two [2]string
		err := scan(&two[0], &two[1])
		all[two] = true
		return err
	}, `SELECT person_id, writer_id FROM penpal_pair`)
	return all, err
}

// counts are with how many each of both sides writes.
type counts struct{ inside, writers map[string]int }

func runningCounts(ctx context.Context, tx *database.Tx) (counts, error) {
	c := counts{map[string]int{}, map[string]int{}}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var person, writer string
		err := scan(&person, &writer)
		c.inside[person]++
		c.writers[writer]++
		return err
	}, `SELECT person_id, writer_id FROM penpal_pair WHERE state <> 'ended'`)
	return c, err
}

const pairColumns = `m.id, m.rev, m.code, m.person_id, m.inside_id, m.writer_id, m.coordinator_id, m.state, m.state_on, m.from_on, m.paused_on, m.end_reason, m.end_words,
	m.author_name, coalesce((SELECT max(l.received_on) FROM penpal_letter l WHERE l.pair_id = m.id), ''), (SELECT count(*) FROM penpal_letter l WHERE l.pair_id = m.id)`

func scanPair(s database.Scan, more ...any) (p Pair, err error) {
	return p, s(append([]any{&p.ID, &p.Rev, &p.Code, &p.PersonID, &p.InsideID, &p.WriterID, &p.CoordinatorID, &p.State, &p.StateOn, &p.FromOn, &p.PausedOn, &p.EndReason,
		&p.EndWords, &p.AuthorName, &p.LastOn, &p.Letters}, more...)...)
}

func (p Pair) set() trail.Set {
	return trail.Set{
		"code": p.Code, "person_id": p.PersonID, "inside_id": p.InsideID, "writer_id": p.WriterID, "coordinator_id": p.CoordinatorID, "state": string(p.State),
		"state_on": string(p.StateOn), "from_on": string(p.FromOn), "paused_on": string(p.PausedOn), "end_reason": string(p.EndReason), "end_words": p.EndWords,
		"author_name": p.AuthorName,
	}
}

// pairs lists pairs of people the actor sees: those that run before those that ended, and
// those first that changed last.
func pairs(ctx context.Context, tx *database.Tx, actor authz.Actor, more string, args ...any) ([]Row, error) {
	sight, seen := actor.PersonWall("m.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(s database.Scan) (r Row, err error) {
		r.Pair, err = scanPair(s, &r.Person, &r.Writer)
		return r, err
	}, `SELECT `+pairColumns+`, p.name, w.name FROM penpal_pair m JOIN person p ON p.id = m.person_id JOIN penpal_writer w ON w.id = m.writer_id
		WHERE `+sight+more+` ORDER BY CASE WHEN m.state = 'ended' THEN 1 ELSE 0 END, m.state_on DESC, m.id DESC`, append(seen, args...)...)
}

// pair returns a pair about somebody the actor sees, or NotFound.
func pair(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Row, error) {
	list, err := pairs(ctx, tx, actor, " AND m.id = ?", id)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "penpals: pair")
	}
	if err != nil {
		return Row{}, err
	}
	return list[0], nil
}

// runningBetween lists the pairs that run between two; "" is everybody.
func runningBetween(ctx context.Context, tx *database.Tx, personID, writerID string) ([]Pair, error) {
	return database.All(ctx, tx, func(s database.Scan) (Pair, error) { return scanPair(s) }, `SELECT `+pairColumns+` FROM penpal_pair m
		WHERE m.state <> 'ended' AND (m.person_id = ? OR ? = '') AND (m.writer_id = ? OR ? = '') ORDER BY m.id`, personID, personID, writerID, writerID)
}

// nextNumber is the number of the next pair: one more than the highest there was.
func nextNumber(ctx context.Context, tx *database.Tx) (int, error) {
	last, err := database.One(ctx, tx, database.Value[string], `SELECT code FROM penpal_pair ORDER BY length(code) DESC, code DESC LIMIT 1`)
	if fault.Is(err, fault.NotFound) {
		return 1, nil
	}
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(strings.TrimPrefix(last, codePrefix))
	return n + 1, err
}

func stepsOf(ctx context.Context, tx *database.Tx, pairID string) ([]Step, error) {
	return database.All(ctx, tx, func(s database.Scan) (one Step, err error) { return one, s(&one.What, &one.On, &one.AuthorName) },
		`SELECT step, on_date, author_name FROM penpal_step WHERE pair_id = ? ORDER BY id`, pairID)
}

const letterColumns = `l.id, l.rev, l.pair_id, l.way, l.received_on, l.forwarded_on, l.words, l.author_name`

func scanLetter(s database.Scan, more ...any) (l Letter, err error) {
	return l, s(append([]any{&l.ID, &l.Rev, &l.PairID, &l.Way, &l.CameOn, &l.ForwardedOn, &l.Words, &l.AuthorName}, more...)...)
}

func letter(ctx context.Context, tx *database.Tx, id string) (Letter, error) {
	return database.One(ctx, tx, func(s database.Scan) (Letter, error) { return scanLetter(s) }, `SELECT `+letterColumns+` FROM penpal_letter l WHERE l.id = ?`, id)
}

// lettersOf lists the letters of a pair, the latest first.
func lettersOf(ctx context.Context, tx *database.Tx, pairID string) ([]Letter, error) {
	return database.All(ctx, tx, func(s database.Scan) (Letter, error) { return scanLetter(s) },
		`SELECT `+letterColumns+` FROM penpal_letter l WHERE l.pair_id = ? ORDER BY l.received_on DESC, l.id DESC`, pairID)
}

// passing lists the letters that lie at the office, of people the actor sees.
func passing(ctx context.Context, tx *database.Tx, actor authz.Actor) ([]Passing, error) {
	sight, seen := actor.PersonWall("m.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(s database.Scan) (p Passing, err error) {
		var paused string
		p.Letter, err = scanLetter(s, &p.Code, &p.PersonID, &p.Person, &p.Writer, &paused)
		p.Held = paused != ""
		return p, err
	}, `SELECT `+letterColumns+`, m.code, m.person_id, p.name, w.name, m.paused_on FROM penpal_letter l JOIN penpal_pair m ON m.id = l.pair_id
		JOIN person p ON p.id = m.person_id JOIN penpal_writer w ON w.id = m.writer_id WHERE l.forwarded_on = '' AND `+sight+` ORDER BY l.received_on, l.id`, seen...)
}

func waitingPost(ctx context.Context, tx *database.Tx, actor authz.Actor) (int, error) {
	sight, seen := actor.PersonWall("l.person_id", database.Micros(tx.Now()))
	return database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM penpal_letter l WHERE l.forwarded_on = '' AND `+sight, seen...)
}

const sheetColumns = `h.id, h.rev, h.person_id, h.pair_id, h.writer_id, h.given_on, h.writer, h.called, h.number, h.languages, h.interests, h.wishes, h.facility_id, h.at_place,
	h.address, h.author_name`

func scanSheet(s database.Scan, more ...any) (h Sheet, err error) {
	var languages, interests, address string
	err = s(append([]any{&h.ID, &h.Rev, &h.PersonID, &h.PairID, &h.WriterID, &h.HandedOn, &h.Writer, &h.Called, &h.Number, &languages, &interests, &h.Wishes, &h.FacilityID,
		&h.Place, &address, &h.AuthorName}, more...)...)
	h.Languages, h.Interests, h.Address = split(languages, ", "), split(interests, ", "), split(address, "\n")
	return h, err
}

func (h Sheet) set() trail.Set {
	return trail.Set{
		"person_id": h.PersonID, "pair_id": h.PairID, "writer_id": h.WriterID, "given_on": string(h.HandedOn), "writer": h.Writer, "called": h.Called, "number": h.Number,
		"languages": joined(h.Languages, ", "), "interests": joined(h.Interests, ", "), "wishes": h.Wishes, "facility_id": h.FacilityID, "at_place": h.Place,
		"address": joined(h.Address, "\n"), "author_name": h.AuthorName,
	}
}

func sheet(ctx context.Context, tx *database.Tx, id string) (Sheet, error) {
	return database.One(ctx, tx, func(s database.Scan) (Sheet, error) { return scanSheet(s) }, `SELECT `+sheetColumns+` FROM penpal_sheet h WHERE h.id = ?`, id)
}

func sheetsOf(ctx context.Context, tx *database.Tx, pairID string) ([]Sheet, error) {
	return database.All(ctx, tx, func(s database.Scan) (Sheet, error) { return scanSheet(s) },
		`SELECT `+sheetColumns+` FROM penpal_sheet h WHERE h.pair_id = ? ORDER BY h.given_on DESC, h.id DESC`, pairID)
}

// mine are the last sheets of those a writer with an account writes to.
func mine(ctx context.Context, tx *database.Tx, actor authz.Actor) ([]Own, error) {
	more, args := "", []any{actor.ID}
	if query, hidden := actor.Hidden(database.Micros(tx.Now())); query != "" {
		more, args = ` AND h.person_id NOT IN (`+query+`)`, append(args, hidden...)
	}
	return database.All(ctx, tx, func(s database.Scan) (o Own, err error) {
		var paused string
		o.Sheet, err = scanSheet(s, &o.Code, &o.State, &paused)
		o.Paused = paused != ""
		return o, err
	}, `SELECT `+sheetColumns+`, m.code, m.state, m.paused_on FROM penpal_sheet h JOIN penpal_pair m ON m.id = h.pair_id JOIN penpal_writer w ON w.id = m.writer_id
		WHERE w.account_id = ? AND m.state <> 'ended'
			AND h.id = (SELECT max(x.id) FROM penpal_sheet x WHERE x.pair_id = m.id)`+more+` ORDER BY h.given_on DESC, h.id DESC`, args...)
}

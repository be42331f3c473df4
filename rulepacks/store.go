package rulepacks

import (
	"context"
	"fmt"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// The tables of the rules.
const (
	packTable       = "rule_pack"
	correctionTable = "rule_correction"
	dayTable        = "calendar_day"
)

// subject is what the trail calls a pack.
const subject = "rule-pack"

// rulesMark changes whenever the book may have: it counts the changes of packs and
// of days (an undo is one more).
func rulesMark(ctx context.Context, tx *database.Tx) (mark, error) {
	return database.One(ctx, tx, func(scan database.Scan) (m mark, err error) {
		return m, scan(&m.changes, &m.packs, &m.withdrawn, &m.lastPack, &m.days, &m.ended, &m.lastDay)
	}, `SELECT (SELECT count(*) FROM change WHERE subject_kind IN ('rule-pack', 'calendar-day')),
		(SELECT count(*) FROM rule_pack), (SELECT count(*) FROM rule_pack WHERE withdrawn_at <> 0), (SELECT coalesce(max(id), '') FROM rule_pack),
		(SELECT count(*) FROM calendar_day), (SELECT count(*) FROM calendar_day WHERE ended_at <> 0), (SELECT coalesce(max(id), '') FROM calendar_day)`)
}

// mark tells one state of the rules from another, also within the change that makes
// it: whoever is told of Changed counts by the rules as they are then.
type mark struct {
	changes, packs, withdrawn, days, ended int64
	lastPack, lastDay                      string
}

// readShelf reads every pack and makes the book of those in use: what comes with the
// program first, what was installed above it.
func readShelf(ctx context.Context, tx *database.Tx) (*shelf, error) {
	s := &shelf{packs: map[string]*Pack{}}
	var used []*Pack
	var calendars []string
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var id, text string
		var withdrawn int64
		if err := scan(&id, &text, &withdrawn); err != nil {
			return err
		}
		p, err := Read([]byte(text), calendars...)
		if err != nil {
			return fmt.Errorf("rulepacks: the installed pack %s can no longer be read: %w", id, err)
		}
		p.ID = id
		s.packs[id] = p
		for _, c := range p.Calendars {
			calendars = append(calendars, c.ID)
		}
		if withdrawn == 0 {
			used = append(used, p)
		}
		return nil
	}, `SELECT id, file, withdrawn_at FROM rule_pack ORDER BY shipped DESC, installed_at, id`)
	if err != nil {
		return nil, err
	}
	added, err := addedDays(ctx, tx)
	s.book = NewBook(used, added)
	return s, err
}

// insertPack stores a pack and withdraws the one of its name that came the same way.
func insertPack(ctx context.Context, tx *trail.Tx, i Installed, text []byte) error {
	old, err := database.All(ctx, tx.Tx, func(scan database.Scan) (p Installed, err error) {
		return p, scan(&p.ID, &p.Rev, &p.Sum)
	}, `SELECT id, rev, sum FROM rule_pack WHERE sum = ? OR (name = ? AND shipped = ? AND withdrawn_at = 0)`, i.Sum, i.Name, flag(i.Shipped))
	if err != nil {
		return err
	}
	for _, p := range old {
		if p.Sum == i.Sum {
			return &fault.Error{Kind: fault.Conflict, Op: "rulepacks: install", Problems: []fault.Problem{{Field: "file", Key: "rulepacks.install.same"}}}
		}
		if err := tx.Update(ctx, packTable, p.ID, p.Rev, trail.Set{"withdrawn_at": database.Micros(tx.Now())}); err != nil {
			return err
		}
	}
	return tx.Insert(ctx, packTable, i.ID, trail.Set{
		"name": i.Name, "version": i.Version, "title": i.Title, "sum": i.Sum, "shipped": flag(i.Shipped), "came_from": i.From, "file": string(text),
		"installed_at": database.Micros(i.At), "installed_by": tx.Actor.ID, "installed_name": i.By, "withdrawn_at": int64(0),
	})
}

func flag(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

const packColumns = `id, rev, name, version, title, sum, shipped, came_from, installed_at, installed_name, withdrawn_at`

func scanPack(scan database.Scan, more ...any) (p Installed, err error) {
	var shipped, at, withdrawn int64
	err = scan(append([]any{&p.ID, &p.Rev, &p.Name, &p.Version, &p.Title, &p.Sum, &shipped, &p.From, &at, &p.By, &withdrawn}, more...)...)
	if p.Shipped, p.At = shipped == 1, database.FromMicros(at); withdrawn > 0 {
		p.WithdrawnAt = database.FromMicros(withdrawn)
	}
	return p, err
}

func installed(ctx context.Context, tx *database.Tx) ([]Installed, error) {
	return database.All(ctx, tx, func(scan database.Scan) (Installed, error) { return scanPack(scan) },
		`SELECT `+packColumns+` FROM rule_pack ORDER BY installed_at DESC, id DESC`)
}

func packByID(ctx context.Context, tx *database.Tx, id string) (p Installed, text string, err error) {
	p, err = database.One(ctx, tx, func(scan database.Scan) (Installed, error) { return scanPack(scan, &text) },
		`SELECT `+packColumns+`, file FROM rule_pack WHERE id = ?`, id)
	return p, text, err
}

// sums lists the files on the shelf.
func sums(ctx context.Context, tx *database.Tx) (map[string]bool, error) {
	have := map[string]bool{}
	return have, database.Each(ctx, tx, func(scan database.Scan) error {
		var sum string
		err := scan(&sum)
		have[sum] = true
		return err
	}, `SELECT sum FROM rule_pack`)
}

func insertCorrection(ctx context.Context, tx *trail.Tx, c Corrected) error {
	l := c.Limit
	return tx.Insert(ctx, correctionTable, c.ID, trail.Set{
		"facility_id": c.FacilityID, "code": c.Code, "step": c.Step, "what_for": string(l.For), "track": joined(l.Tracks, " "), "n": l.N, "unit": string(l.Unit),
		"starts_on": joined(l.StartsOn, " "), "count_from": l.CountFrom, "roll": l.Roll, "mail_days": l.MailDays, "silence": string(l.Silence),
		"citation": l.Citation, "checked_on": string(l.VerifiedOn), "mark": string(l.Mark),
		"recorded_at": database.Micros(c.At), "recorded_name": c.By, "ended_at": int64(0),
	})
}

func correctionsAt(ctx context.Context, tx *database.Tx, facilityID, code string) ([]Corrected, error) {
	return corrections(ctx, tx, `facility_id = ? AND code = ?`, facilityID, code)
}

func correctionsOf(ctx context.Context, tx *database.Tx, code string) ([]Corrected, error) {
	return corrections(ctx, tx, `code = ?`, code)
}

func corrections(ctx context.Context, tx *database.Tx, where string, args ...any) ([]Corrected, error) {
	return database.All(ctx, tx, func(scan database.Scan) (c Corrected, err error) {
		var tracks, starts string
		var at int64
		l := &c.Limit
		err = scan(&c.ID, &c.Rev, &c.FacilityID, &c.Code, &c.Step, &l.For, &tracks, &l.N, &l.Unit, &starts, &l.CountFrom, &l.Roll, &l.MailDays, &l.Silence,
			&l.Citation, &l.VerifiedOn, &l.Mark, &at, &c.By)
		for _, e := range strings.Fields(starts) {
			l.StartsOn = append(l.StartsOn, Event(e))
		}
		for _, t := range strings.Fields(tracks) {
			l.Tracks = append(l.Tracks, Track(t))
		}
		c.At = database.FromMicros(at)
		return c, err
	}, `SELECT id, rev, facility_id, code, step, what_for, track, n, unit, starts_on, count_from, roll, mail_days, silence, citation, checked_on, mark, recorded_at, recorded_name
		FROM rule_correction WHERE ended_at = 0 AND `+where+` ORDER BY step, what_for, id`, args...)
}

func insertDay(ctx context.Context, tx *trail.Tx, d AddedDay) error {
	return tx.Insert(ctx, dayTable, d.ID, trail.Set{
		"calendar": d.Calendar, "on_day": string(d.Date), "name": d.Name, "open": flag(d.Open), "source": d.Citation,
		"recorded_at": database.Micros(d.At), "recorded_name": d.By, "ended_at": int64(0),
	})
}

func scanDay(scan database.Scan) (d AddedDay, err error) {
	var open, at int64
	var on string
	err = scan(&d.ID, &d.Rev, &d.Calendar, &on, &d.Name, &open, &d.Citation, &at, &d.By)
	d.Date, d.Open, d.At = civil.Day(on), open == 1, database.FromMicros(at)
	return d, err
}

const standingDays = `SELECT id, rev, calendar, on_day, name, open, source, recorded_at, recorded_name FROM calendar_day WHERE ended_at = 0`

func daysOf(ctx context.Context, tx *database.Tx, calendar string) ([]AddedDay, error) {
	return database.All(ctx, tx, scanDay, standingDays+` AND calendar = ? ORDER BY on_day, id`, calendar)
}

func addedDays(ctx context.Context, tx *database.Tx) (map[string][]OneOff, error) {
	list, err := database.All(ctx, tx, scanDay, standingDays+` ORDER BY on_day, id`)
	added := map[string][]OneOff{}
	for _, d := range list {
		added[d.Calendar] = append(added[d.Calendar], d.OneOff)
	}
	return added, err
}

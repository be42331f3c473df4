package arbitration

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	table         = "arbitration"
	positionTable = "arbitration_position"
	sittingTable  = "arbitration_sitting"
	promiseTable  = "arbitration_promise"
	paperTable    = "arbitration_paper"
	noteTable     = "arbitration_note"
)

const columns = `a.id, a.rev, a.person_id, a.grievance_id, a.title, a.other_party, a.asks, a.neutral_id, a.neutral_name, a.proposal, a.proposed_on,
	a.person_says, a.other_says, a.agreement, a.state, a.state_on, a.state_why, a.opened_on, a.worker_id, a.author_name`

func scan(s database.Scan, more ...any) (m Matter, err error) {
	return m, s(append([]any{&m.ID, &m.Rev, &m.PersonID, &m.GrievanceID, &m.Title, &m.Other, &m.Asks, &m.NeutralID, &m.Neutral, &m.Proposal, &m.ProposedOn,
		&m.PersonSays, &m.OtherSays, &m.Agreement, &m.State, &m.StateOn, &m.StateWhy, &m.OpenedOn, &m.WorkerID, &m.AuthorName}, more...)...)
}

func (m Matter) set() trail.Set {
	return trail.Set{
		"person_id": m.PersonID, "grievance_id": m.GrievanceID, "title": m.Title, "other_party": m.Other, "asks": m.Asks, "neutral_id": m.NeutralID,
		"neutral_name": m.Neutral, "proposal": m.Proposal, "proposed_on": string(m.ProposedOn), "person_says": string(m.PersonSays), "other_says": string(m.OtherSays),
		"agreement": m.Agreement, "state": string(m.State), "state_on": string(m.StateOn), "state_why": m.StateWhy, "opened_on": string(m.OpenedOn),
		"worker_id": m.WorkerID, "author_name": m.AuthorName,
	}
}

// wall narrows matters to those about people the actor may see, and those they are the
// neutral of.
func wall(tx *database.Tx, actor authz.Actor) (string, []any) {
	sight, seen := actor.PersonWall("a.person_id", database.Micros(tx.Now()))
	return `(` + sight + ` OR (a.neutral_id <> '' AND a.neutral_id = ?))`, append(seen, actor.ID)
}

// visible returns a matter in the actor's sight with the name of the person, or NotFound.
func visible(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (m Matter, name string, err error) {
	clause, args := wall(tx, actor)
	m, err = database.One(ctx, tx, func(s database.Scan) (Matter, error) { return scan(s, &name) },
		`SELECT `+columns+`, p.name FROM arbitration a JOIN person p ON p.id = a.person_id WHERE a.id = ? AND `+clause, append([]any{id}, args...)...)
	return m, name, err
}

func listed(ctx context.Context, tx *database.Tx, actor authz.Actor, today civil.Day, more string, args ...any) ([]Row, error) {
	clause, seen := wall(tx, actor)
	all := append([]any{today}, seen...)
	return database.All(ctx, tx, func(s database.Scan) (r Row, err error) {
		r.Matter, err = scan(s, &r.Person, &r.Next)
		return r, err
	}, `SELECT `+columns+`, p.name, coalesce((SELECT min(s.on_date) FROM arbitration_sitting s WHERE s.arbitration_id = a.id AND s.held = 0 AND s.on_date >= ?), '') AS next_on
		FROM arbitration a JOIN person p ON p.id = a.person_id WHERE `+clause+more+`
		ORDER BY CASE WHEN a.state = 'open' THEN 0 ELSE 1 END, CASE WHEN coalesce((SELECT min(s.on_date) FROM arbitration_sitting s WHERE s.arbitration_id = a.id AND s.held = 0), '') = '' THEN 1 ELSE 0 END,
			a.opened_on DESC, a.id DESC`, append(all, args...)...)
}

// load reads what belongs to a matter; the notes only for the neutral.
func load(ctx context.Context, tx *database.Tx, v *View) (err error) {
	id := v.ID
	if v.Number, err = database.One(ctx, tx, database.Value[string], `SELECT number FROM person WHERE id = ?`, v.PersonID); err != nil {
		return err
	}
	if v.Positions, err = database.All(ctx, tx, func(s database.Scan) (p Position, err error) {
		return p, s(&p.ID, &p.Rev, &p.Side, &p.On, &p.Words, &p.AuthorName)
	}, `SELECT id, rev, side, said_on, words, author_name FROM arbitration_position WHERE arbitration_id = ? ORDER BY said_on, id`, id); err != nil {
		return err
	}
	if v.Sittings, err = database.All(ctx, tx, func(s database.Scan) (one Sitting, err error) {
		var held int
		err = s(&one.ID, &one.Rev, &one.On, &one.At, &one.Place, &one.Agenda, &held, &one.Who, &one.Minutes)
		one.Held = held != 0
		return one, err
	}, `SELECT id, rev, on_date, at_time, place, agenda, held, who, minutes FROM arbitration_sitting WHERE arbitration_id = ? ORDER BY on_date, at_time, id`, id); err != nil {
		return err
	}
	if v.Promises, err = database.All(ctx, tx, func(s database.Scan) (p Promise, err error) {
		return p, s(&p.ID, &p.Rev, &p.Side, &p.Words, &p.FollowOn, &p.State, &p.Why)
	}, `SELECT id, rev, side, words, follow_on, state, state_why FROM arbitration_promise WHERE arbitration_id = ? ORDER BY follow_on, id`, id); err != nil {
		return err
	}
	if v.Papers, err = database.All(ctx, tx, func(s database.Scan) (p Paper, err error) {
		return p, s(&p.ID, &p.Rev, &p.FileID, &p.Title, &p.GivenOn)
	}, `SELECT id, rev, file_id, title, given_on FROM arbitration_paper WHERE arbitration_id = ? ORDER BY given_on, id`, id); err != nil || !v.IsNeutral {
		return err
	}
	v.Notes, err = database.All(ctx, tx, func(s database.Scan) (n Note, err error) {
		var at int64
		err = s(&n.ID, &n.Words, &at)
		n.WrittenAt = database.FromMicros(at)
		return n, err
	}, `SELECT id, words, written_at FROM arbitration_note WHERE arbitration_id = ? AND author_id = ? ORDER BY written_at, id`, id, v.NeutralID)
	return err
}

// belongs returns NotFound for a row that is not one of the matter.
func belongs(ctx context.Context, tx *database.Tx, table, id, matterID string) error {
	of, err := database.One(ctx, tx, database.Value[string], `SELECT arbitration_id FROM `+table+` WHERE id = ?`, id)
	if err == nil && of != matterID {
		err = fault.New(fault.NotFound, "arbitration: belongs")
	}
	return err
}

func accountName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	name, err := database.One(ctx, tx, database.Value[string], `SELECT name FROM account WHERE id = ? AND disabled_at = 0`, id)
	if fault.Is(err, fault.NotFound) {
		return "", fault.Bad("arbitration: account", "neutral", "arbitration.neutral.missing")
	}
	return name, err
}

func fileOf(ctx context.Context, tx *database.Tx, personID, fileID string) (string, error) {
	return database.One(ctx, tx, database.Value[string], `SELECT name FROM person_file WHERE id = ? AND person_id = ?`, fileID, personID)
}

// advocate says why an account cannot be neutral: it works or worked with the person, it
// filed or carries the grievance, it wrote of the person, or it was given them. "" says
// that nothing speaks against it.
func advocate(ctx context.Context, tx *database.Tx, m Matter, accountID string) (why string, err error) {
	for _, one := range []struct {
		why, query string
		args       []any
	}{
		{"works", `SELECT count(*) FROM case_file WHERE person_id = ? AND worker_id = ?`, []any{m.PersonID, accountID}},
		{"carries", `SELECT count(*) FROM grievance WHERE person_id = ? AND (worker_id = ? OR author_id = ?)`, []any{m.PersonID, accountID, accountID}},
		{"given", `SELECT count(*) FROM access_grant WHERE person_id = ? AND account_id = ?`, []any{m.PersonID, accountID}},
		{"wrote", `SELECT count(*) FROM timeline_entry WHERE person_id = ? AND author_id = ?`, []any{m.PersonID, accountID}},
		{"works", `SELECT count(*) FROM task WHERE person_id = ? AND worker_id = ?`, []any{m.PersonID, accountID}},
		{"conflict", `SELECT count(*) FROM access_bar WHERE person_id = ? AND account_id = ? AND kind <> 'neutral'`, []any{m.PersonID, accountID}},
	} {
		n, err := database.One(ctx, tx, database.Value[int], one.query, one.args...)
		if err != nil || n > 0 {
			return one.why, err
		}
	}
	return "", nil
}

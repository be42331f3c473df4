package roster

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
)

// The tables of this capability.
const (
	runTable   = "roster_run"
	claimTable = "roster_claim"
)

// oursNow reads the people of the work whom an actor may see, or one of them, with
// what a list is held against.
func oursNow(ctx context.Context, tx *database.Tx, actor authz.Actor, only string) ([]Ours, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	list, err := database.All(ctx, tx, func(scan database.Scan) (o Ours, err error) {
		var died string
		err = scan(&o.ID, &o.Name, &o.Born, &died)
		o.Names, o.Dead = []string{o.Name}, died != ""
		return o, err
	}, `SELECT p.id, p.name, p.born, p.died FROM person p WHERE p.kind = '' AND ? IN ('', p.id) AND `+wall+` ORDER BY p.id`, append([]any{only}, args...)...)
	if err != nil {
		return nil, err
	}
	at := make(map[string]*Ours, len(list))
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	for _, read := range []func(context.Context, *database.Tx, map[string]*Ours, string) error{namesOf, numbersOf, staysOf, releasesOf} {
		if err := read(ctx, tx, at, only); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func namesOf(ctx context.Context, tx *database.Tx, at map[string]*Ours, only string) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var id, text string
		err := scan(&id, &text)
		if o := at[id]; o != nil && text != o.Name {
			o.Names = append(o.Names, text)
		}
		return err
	}, `SELECT person_id, text FROM person_name WHERE ? IN ('', person_id) ORDER BY person_id, id`, only)
}

func numbersOf(ctx context.Context, tx *database.Tx, at map[string]*Ours, only string) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		var n OurNumber
		err := scan(&id, &n.Text, &n.Issuer)
		if o := at[id]; o != nil {
			o.Numbers = append(o.Numbers, n)
		}
		return err
	}, `SELECT person_id, text, issuer FROM person_number WHERE ? IN ('', person_id) ORDER BY person_id, id`, only)
}

func staysOf(ctx context.Context, tx *database.Tx, at map[string]*Ours, only string) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var s custody.Stay
		var region string
		err := scan(&s.ID, &s.PersonID, &s.FacilityID, &s.Facility, &region, &s.State, &s.Since, &s.SourceOn, &s.Confidence)
		s.Current = true
		if o := at[s.PersonID]; o != nil {
			o.Stay, o.Region = s, region
		}
		return err
	}, `SELECT s.id, s.person_id, s.facility_id, coalesce(f.name, ''), coalesce(f.region, ''), s.state, s.since, s.source_on, s.confidence
		FROM stay s LEFT JOIN facility f ON f.id = s.facility_id WHERE s.current = 1 AND ? IN ('', s.person_id)`, only)
}

func releasesOf(ctx context.Context, tx *database.Tx, at map[string]*Ours, only string) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		var on partialdate.Date
		err := scan(&id, &on)
		if o := at[id]; o != nil {
			o.Release = on
		}
		return err
	}, `SELECT person_id, on_date FROM milestone WHERE kind = 'release' AND claim = 'official' AND ended_at = 0 AND ? IN ('', person_id) ORDER BY recorded_at, id`, only)
}

// Run is a list that was read.
type Run struct {
	ID       string
	Layout   string
	File     string
	Digest   string
	AsOf     civil.Day
	Rows     int
	Seen     int
	Complete bool
	At       time.Time
	By       string // name
}

const runColumns = `r.id, r.layout, r.file_name, r.digest, r.as_of, r.row_count, r.seen_count, r.complete, r.read_at, r.read_by`

func scanRun(scan database.Scan) (r Run, err error) {
	var complete, at int64
	err = scan(&r.ID, &r.Layout, &r.File, &r.Digest, &r.AsOf, &r.Rows, &r.Seen, &complete, &at, &r.By)
	r.Complete, r.At = complete != 0, database.FromMicros(at)
	return r, err
}

// runsOf lists the lists that were read, newest first; of one layout, or of all.
func runsOf(ctx context.Context, tx *database.Tx, layout string, limit int) ([]Run, error) {
	return database.All(ctx, tx, scanRun, `SELECT `+runColumns+` FROM roster_run r WHERE ? IN ('', r.layout) ORDER BY r.as_of DESC, r.read_at DESC, r.id LIMIT ?`, layout, limit)
}

func insertRun(ctx context.Context, tx *trail.Tx, r Run) error {
	return tx.Insert(ctx, runTable, r.ID, trail.Set{
		"layout": r.Layout, "file_name": r.File, "digest": r.Digest, "as_of": string(r.AsOf), "row_count": r.Rows, "seen_count": r.Seen,
		"complete": database.Flag(r.Complete), "read_at": database.Micros(tx.Now()), "read_by": tx.Actor.Name,
	})
}

const claimColumns = `c.id, c.rev, c.run_id, c.layout, c.person_id, p.name, c.kind, c.why, c.facility_id, c.place_said, c.transit, c.claim_on, c.was_at, c.as_of, c.row_no,
	c.name_said, c.number_said, c.state, c.decided_at, c.decided_name,
	c.released, c.released_on, c.release_on, c.had_on, coalesce(f.name, '')`

const fromClaims = ` FROM roster_claim c JOIN person p ON p.id = c.person_id LEFT JOIN facility f ON f.id = c.facility_id`

func scanClaim(scan database.Scan) (c Claim, err error) {
	var transit, released, at int64
	err = scan(&c.ID, &c.Rev, &c.RunID, &c.Layout, &c.PersonID, &c.Person, &c.Kind, &c.Why, &c.FacilityID, &c.Place, &transit, &c.On, &c.From, &c.AsOf, &c.Row,
		&c.NameSaid, &c.NumberSaid, &c.State, &at, &c.Decider,
		&released, &c.releasedOn, &c.release, &c.Had, &c.To)
	c.Transit, c.released = transit != 0, released != 0
	if at != 0 {
		c.DecidedAt = database.FromMicros(at)
	}
	return c, err
}

// claimsOf lists the claims of a layout that a new list is held against; of one person,
// or of all.
func claimsOf(ctx context.Context, tx *database.Tx, layout, personID string) ([]Claim, error) {
	return database.All(ctx, tx, scanClaim, `SELECT `+claimColumns+fromClaims+` WHERE c.layout = ? AND ? IN ('', c.person_id) AND c.state <> 'overtaken' ORDER BY c.id`, layout, personID)
}

// openClaims lists what waits for somebody, as an actor may see it.
func openClaims(ctx context.Context, tx *database.Tx, actor authz.Actor, limit int) ([]Claim, error) {
	wall, args := actor.PersonWall("c.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, scanClaim, `SELECT `+claimColumns+fromClaims+` WHERE c.state = 'open' AND `+wall+`
		ORDER BY CASE c.kind WHEN 'released' THEN 0 WHEN 'moved' THEN 1 WHEN 'new-date' THEN 2 WHEN 'unsure' THEN 3 ELSE 4 END, p.sort_key, c.id LIMIT ?`, append(args, limit)...)
}

func countOpen(ctx context.Context, tx *database.Tx, actor authz.Actor) (int, error) {
	wall, args := actor.PersonWall("c.person_id", database.Micros(tx.Now()))
	return database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*)`+fromClaims+` WHERE c.state = 'open' AND `+wall, args...)
}

func claimByID(ctx context.Context, tx *database.Tx, id string) (Claim, error) {
	return database.One(ctx, tx, scanClaim, `SELECT `+claimColumns+fromClaims+` WHERE c.id = ?`, id)
}

func insertClaim(ctx context.Context, tx *trail.Tx, c Claim) error {
	return tx.Insert(ctx, claimTable, c.ID, trail.Set{
		"run_id": c.RunID, "layout": c.Layout, "person_id": c.PersonID, "kind": string(c.Kind), "why": string(c.Why), "facility_id": c.FacilityID, "place_said": c.Place,
		"transit": database.Flag(c.Transit), "claim_on": string(c.On), "was_at": c.From, "as_of": string(c.AsOf), "row_no": c.Row, "name_said": c.NameSaid, "number_said": c.NumberSaid,
		"state": string(Open), "decided_at": 0, "ended_by": "", "decided_name": "",
		"released": database.Flag(c.released), "released_on": string(c.releasedOn), "release_on": string(c.release), "had_on": c.Had.String(),
	})
}

// settle says what became of a claim, and through whom.
func settle(ctx context.Context, tx *trail.Tx, c Claim, rev string, to State) error {
	return tx.Update(ctx, claimTable, c.ID, rev, trail.Set{
		"state": string(to), "decided_at": database.Micros(tx.Now()), "ended_by": tx.Actor.ID, "decided_name": tx.Actor.Name,
	})
}

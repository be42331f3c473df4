package grievances

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/timeline"
)

const (
	table      = "grievance"
	eventTable = "grievance_event"
	needTable  = "grievance_need"
	boxTable   = "grievance_box"
)

const columns = `g.id, g.rev, g.person_id, g.facility_id, g.title, g.topic, g.what, g.incident, g.incident_at, g.discovered, g.unit, g.wanted, g.harm,
	g.reprisal, g.their_number, g.worker_id, g.case_id, g.rules_pack, g.rules_code, g.rules_from, g.track, g.answers, g.state, g.state_on, g.state_why,
	g.sight, g.twin_id, g.moved_to, g.opened_on, g.author_id, g.author_name, g.created_at`

// scan reads columns, and what a query has after them into more.
func scan(scan database.Scan, more ...any) (Grievance, error) {
	var g Grievance
	var wanted, answers string
	var created int64
	dest := []any{&g.ID, &g.Rev, &g.PersonID, &g.FacilityID, &g.Title, &g.Topic, &g.What, &g.Incident, &g.IncidentAt, &g.Discovered, &g.Unit, &wanted, &g.Harm,
		&g.Reprisal, &g.TheirNumber, &g.WorkerID, &g.CaseID, &g.Rules.Pack, &g.Rules.Code, &g.Rules.From, &g.Track, &answers, &g.State, &g.StateOn, &g.StateWhy,
		&g.Sight, &g.TwinID, &g.MovedTo, &g.OpenedOn, &g.AuthorID, &g.AuthorName, &created}
	err := scan(append(dest, more...)...)
	if wanted != "" {
		g.Wanted = strings.Split(wanted, "\n")
	}
	g.Answers, g.CreatedAt = readAnswers(answers), database.FromMicros(created)
	return g, err
}

func scanGrievance(s database.Scan) (Grievance, error) { return scan(s) }

// readAnswers reads lines of "question=answer".
func readAnswers(text string) map[string]string {
	answers := map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		if question, answer, ok := strings.Cut(line, "="); ok {
			answers[question] = answer
		}
	}
	return answers
}

// set is the columns of what can be changed by hand.
func (g Grievance) set() trail.Set {
	return trail.Set{
		"facility_id": g.FacilityID, "title": g.Title, "topic": string(g.Topic), "what": g.What, "incident": g.Incident.String(), "incident_at": g.IncidentAt,
		"discovered": g.Discovered.String(), "unit": g.Unit, "wanted": strings.Join(g.Wanted, "\n"), "harm": g.Harm, "reprisal": string(g.Reprisal),
		"their_number": g.TheirNumber, "worker_id": g.WorkerID, "rules_pack": g.Rules.Pack, "rules_code": g.Rules.Code, "rules_from": string(g.Rules.From),
		"track": string(g.Track), "answers": writeAnswers(g.Answers), "sight": string(g.Sight), "twin_id": g.TwinID,
	}
}

func writeAnswers(answers map[string]string) string {
	var lines []string
	for _, question := range sorted(answers) {
		lines = append(lines, question+"="+answers[question])
	}
	return strings.Join(lines, "\n")
}

func insertGrievance(ctx context.Context, tx *trail.Tx, g Grievance) error {
	set := g.set()
	for column, value := range (trail.Set{
		"person_id": g.PersonID, "case_id": g.CaseID, "state": string(g.State), "state_on": "", "state_why": "", "moved_to": "", "opened_on": string(g.OpenedOn),
		"author_id": g.AuthorID, "author_name": g.AuthorName, "created_at": database.Micros(g.CreatedAt),
	}) {
		set[column] = value
	}
	return tx.Insert(ctx, table, g.ID, set)
}

// wall narrows grievances g to those of people the actor may see, and in their sight.
func wall(tx *database.Tx, actor authz.Actor) (string, []any) {
	clause, args := actor.PersonWall("g.person_id", database.Micros(tx.Now()))
	switch {
	case actor.May(timeline.MayReadLead):
		clause, args = clause+` AND (g.sight <> ? OR g.author_id = ? OR g.worker_id = ?)`, append(args, string(timeline.SightAuthor), actor.ID, actor.ID)
	default:
		clause, args = clause+` AND (g.sight = ? OR g.author_id = ? OR g.worker_id = ?)`, append(args, string(timeline.SightCase), actor.ID, actor.ID)
	}
	return clause, args
}

// visible returns a grievance in the actor's sight, or NotFound.
func visible(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Grievance, error) {
	clause, args := wall(tx, actor)
	return database.One(ctx, tx, scanGrievance, `SELECT `+columns+` FROM grievance g WHERE g.id = ? AND `+clause, append([]any{id}, args...)...)
}

// one returns a grievance whoever asks, or NotFound.
func one(ctx context.Context, tx *database.Tx, id string) (Grievance, error) {
	return database.One(ctx, tx, scanGrievance, `SELECT `+columns+` FROM grievance g WHERE g.id = ?`, id)
}

// openOf lists the open grievances of a person, the oldest first.
func openOf(ctx context.Context, tx *database.Tx, personID string) ([]Grievance, error) {
	return database.All(ctx, tx, scanGrievance, `SELECT `+columns+` FROM grievance g WHERE g.person_id = ? AND g.state = ? ORDER BY g.id`, personID, Open)
}

// open lists every open grievance, the oldest first.
func open(ctx context.Context, tx *database.Tx) ([]Grievance, error) {
	return database.All(ctx, tx, scanGrievance, `SELECT `+columns+` FROM grievance g WHERE g.state = ? ORDER BY g.id`, Open)
}

// idsAt lists the grievances at a facility.
func idsAt(ctx context.Context, tx *database.Tx, facilityID string) ([]string, error) {
	return database.All(ctx, tx, text, `SELECT id FROM grievance WHERE facility_id = ? OR moved_to = ? ORDER BY id`, facilityID, facilityID)
}

func text(scan database.Scan) (s string, err error) { return s, scan(&s) }

// zoneOf is where the clocks of a facility go; "" when nobody knows.
func zoneOf(ctx context.Context, tx *database.Tx, facilityID string) (string, error) {
	zone, err := database.One(ctx, tx, text, `SELECT time_zone FROM facility WHERE id = ?`, facilityID)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return zone, err
}

// Place is a facility as far as a grievance needs it.
type Place struct{ ID, Name, Country, Region, Level, Kind, Agency string }

func placeOf(ctx context.Context, tx *database.Tx, id string) (p Place, err error) {
	p, err = database.One(ctx, tx, func(scan database.Scan) (p Place, err error) {
		return p, scan(&p.ID, &p.Name, &p.Country, &p.Region, &p.Level, &p.Kind, &p.Agency)
	}, `SELECT id, name, country, region, level, kind, agency FROM facility WHERE id = ?`, id)
	if fault.Is(err, fault.NotFound) {
		return Place{}, nil
	}
	return p, err
}

// grantedTo reports whether the actor was given the person by name.
func grantedTo(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (bool, error) {
	now := database.Micros(tx.Now())
	n, err := database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM access_grant WHERE account_id = ? AND person_id = ? AND from_at <= ? AND until_at > ?`, actor.ID, personID, now, now)
	return n > 0, err
}

// whereIs is where somebody is held now.
func whereIs(ctx context.Context, tx *database.Tx, personID string) (p Place, unit string, err error) {
	stay, err := custody.CurrentOf(ctx, tx, personID)
	if fault.Is(err, fault.NotFound) {
		return Place{}, "", nil
	}
	if err != nil {
		return Place{}, "", err
	}
	p, err = placeOf(ctx, tx, stay.FacilityID)
	return p, stay.Unit, err
}

// accountName gives the name of a worker, "" for nobody.
func accountName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	name, err := database.One(ctx, tx, text, `SELECT name FROM account WHERE id = ?`, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return name, err
}

// fileNames are the names of the files of a person, by id.
func fileNames(ctx context.Context, tx *database.Tx, personID string) (map[string]string, error) {
	names := map[string]string{}
	return names, database.Each(ctx, tx, func(scan database.Scan) error {
		var id, name string
		err := scan(&id, &name)
		names[id] = name
		return err
	}, `SELECT id, name FROM person_file WHERE person_id = ?`, personID)
}

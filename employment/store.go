package employment

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

const (
	employerTable  = "employer"
	wordTable      = "employer_word"
	vacancyTable   = "vacancy"
	seekerTable    = "job_seeker"
	candidateTable = "job_candidate"
	placementTable = "placement"
	proofTable     = "placement_proof"
)

const selectEmployer = `SELECT e.id, e.rev, e.name, e.town, e.contact, e.note, e.bars, e.owner_id, coalesce(a.name, '') FROM employer e LEFT JOIN account a ON a.id = e.owner_id`

func scanEmployer(s database.Scan) (e Employer, err error) {
	var bars string
	err = s(&e.ID, &e.Rev, &e.Name, &e.Town, &e.Contact, &e.Note, &bars, &e.OwnerID, &e.Owner)
	e.Bars = strings.Fields(bars)
	return e, err
}

func employerByID(ctx context.Context, tx *database.Tx, id string) (Employer, error) {
	return database.One(ctx, tx, scanEmployer, selectEmployer+` WHERE e.id = ?`, id)
}

func employers(ctx context.Context, tx *database.Tx) ([]Employer, error) {
	return database.All(ctx, tx, scanEmployer, selectEmployer+` ORDER BY e.name, e.id LIMIT ?`, MostRows)
}

func wordsOf(ctx context.Context, tx *database.Tx, employerID string) ([]Word, error) {
	return database.All(ctx, tx, func(s database.Scan) (w Word, err error) {
		return w, s(&w.On, &w.Words, &w.AuthorName)
	}, `SELECT on_date, words, author_name FROM employer_word WHERE employer_id = ? ORDER BY on_date DESC, id DESC LIMIT ?`, employerID, MostRows)
}

const selectVacancy = `SELECT v.id, v.rev, v.employer_id, e.name, v.title, v.hours, v.pay, v.needs, v.places, v.until_on, v.closed, e.bars,
	(SELECT count(*) FROM job_candidate c WHERE c.vacancy_id = v.id AND c.state IN ('put-forward', 'interview', 'offered')), (SELECT count(*) FROM placement p WHERE p.vacancy_id = v.id)
	FROM vacancy v JOIN employer e ON e.id = v.employer_id`

func scanVacancy(s database.Scan) (v Vacancy, err error) {
	var bars string
	err = s(&v.ID, &v.Rev, &v.EmployerID, &v.Employer, &v.Title, &v.Hours, &v.Pay, &v.Needs, &v.Places, &v.Until, &v.Closed, &bars, &v.Put, &v.Placed)
	v.Bars = strings.Fields(bars)
	return v, err
}

func vacancyByID(ctx context.Context, tx *database.Tx, id string) (Vacancy, error) {
	return database.One(ctx, tx, scanVacancy, selectVacancy+` WHERE v.id = ?`, id)
}

func vacancies(ctx context.Context, tx *database.Tx, where string, args ...any) ([]Vacancy, error) {
	return database.All(ctx, tx, scanVacancy, selectVacancy+where+` ORDER BY v.closed, e.name, v.title, v.id LIMIT ?`, append(args, MostRows)...)
}

const selectSeeker = `SELECT k.id, k.rev, k.person_id, p.name, k.wants, k.hours, k.from_on, k.can, k.bars, k.bars_said, k.papers, k.worker_id, coalesce(a.name, ''), k.ended_on
	FROM job_seeker k JOIN person p ON p.id = k.person_id LEFT JOIN account a ON a.id = k.worker_id`

func scanSeeker(s database.Scan) (k Seeker, err error) {
	var bars, papers string
	err = s(&k.ID, &k.Rev, &k.PersonID, &k.Person, &k.Wants, &k.Hours, &k.From, &k.Can, &bars, &k.BarsSaid, &papers, &k.WorkerID, &k.Worker, &k.EndedOn)
	k.Bars, k.Papers = strings.Fields(bars), strings.Fields(papers)
	return k, err
}

func seekerOf(ctx context.Context, tx *database.Tx, personID string) (Seeker, error) {
	return database.One(ctx, tx, scanSeeker, selectSeeker+` WHERE k.person_id = ? ORDER BY k.id LIMIT 1`, personID)
}

// seekers lists who looks for work, of the people the actor sees; which limits are about
// them only for who may read that.
func seekers(ctx context.Context, tx *database.Tx, actor authz.Actor) ([]Seeker, error) {
	wall, seen := actor.PersonWall("k.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(s database.Scan) (Seeker, error) {
		k, err := scanSeeker(s)
		if !actor.May(MayJudge) {
			k.Bars = nil
		}
		return k, err
	}, selectSeeker+` WHERE k.ended_on = '' AND `+wall+` ORDER BY p.name, k.id LIMIT ?`, append(seen, MostRows)...)
}

const selectCandidate = `SELECT c.id, c.rev, c.person_id, p.name, c.vacancy_id, v.title, e.name, c.state, c.state_on, c.meet_on, c.note, c.worker_id, c.task_id
	FROM job_candidate c JOIN person p ON p.id = c.person_id JOIN vacancy v ON v.id = c.vacancy_id JOIN employer e ON e.id = v.employer_id`

func scanCandidate(s database.Scan) (c Candidate, err error) {
	return c, s(&c.ID, &c.Rev, &c.PersonID, &c.Person, &c.VacancyID, &c.Vacancy, &c.Employer, &c.State, &c.StateOn, &c.MeetOn, &c.Note, &c.WorkerID, &c.taskID)
}

func (c Candidate) set() trail.Set {
	return trail.Set{
		"person_id": c.PersonID, "vacancy_id": c.VacancyID, "state": string(c.State), "state_on": string(c.StateOn), "meet_on": string(c.MeetOn), "note": c.Note, "worker_id": c.WorkerID, "task_id": c.taskID,
	}
}

func candidates(ctx context.Context, tx *database.Tx, actor authz.Actor, more string, args ...any) ([]Candidate, error) {
	wall, seen := actor.PersonWall("c.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, scanCandidate, selectCandidate+` WHERE `+wall+more+` ORDER BY c.id`, append(seen, args...)...)
}

func candidateByID(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Candidate, error) {
	wall, seen := actor.PersonWall("c.person_id", database.Micros(tx.Now()))
	return database.One(ctx, tx, scanCandidate, selectCandidate+` WHERE c.id = ? AND `+wall, append([]any{id}, seen...)...)
}

// candidatesFor lists the open rows of somebody for a vacancy.
func candidatesFor(ctx context.Context, tx *database.Tx, vacancyID, personID string) ([]Candidate, error) {
	return database.All(ctx, tx, scanCandidate, selectCandidate+` WHERE c.vacancy_id = ? AND c.person_id = ? AND c.state <> 'placed'`, vacancyID, personID)
}

func isCandidate(ctx context.Context, tx *database.Tx, vacancyID, personID string) (bool, error) {
	n, err := database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM job_candidate WHERE vacancy_id = ? AND person_id = ?`, vacancyID, personID)
	return n > 0, err
}

const selectPlacement = `SELECT x.id, x.rev, x.person_id, p.name, x.employer_id, e.name, x.vacancy_id, x.title, x.start_on, x.end_on, x.end_why, x.since_on, x.hours, x.wages, x.filed_on, x.worker_id, x.form_task_id, x.kept_task_id
	FROM placement x JOIN person p ON p.id = x.person_id JOIN employer e ON e.id = x.employer_id`

func scanPlacement(s database.Scan) (p Placement, err error) {
	err = s(&p.ID, &p.Rev, &p.PersonID, &p.Person, &p.EmployerID, &p.Employer, &p.VacancyID, &p.Title, &p.Start, &p.End, &p.EndWhy, &p.Since, &p.Hours, &p.Wages, &p.FiledOn, &p.WorkerID, &p.formTask, &p.keptTask)
	p.Clock = p.Start
	return p, err
}

func (p Placement) set() trail.Set {
	return trail.Set{
		"person_id": p.PersonID, "employer_id": p.EmployerID, "vacancy_id": p.VacancyID, "title": p.Title, "start_on": string(p.Start), "end_on": string(p.End), "end_why": p.EndWhy,
		"since_on": string(p.Since), "hours": p.Hours, "wages": p.Wages, "filed_on": string(p.FiledOn), "worker_id": p.WorkerID, "form_task_id": p.formTask, "kept_task_id": p.keptTask,
	}
}

func placementByID(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Placement, error) {
	wall, seen := actor.PersonWall("x.person_id", database.Micros(tx.Now()))
	p, err := database.One(ctx, tx, scanPlacement, selectPlacement+` WHERE x.id = ? AND `+wall, append([]any{id}, seen...)...)
	if err != nil {
		return p, err
	}
	list := []Placement{p}
	err = prove(ctx, tx, list)
	return list[0], err
}

// placementsOf lists the jobs of somebody, the first first. The caller has narrowed to
// people the actor may see.
func placementsOf(ctx context.Context, tx *database.Tx, personID string) ([]Placement, error) {
	list, err := database.All(ctx, tx, scanPlacement, selectPlacement+` WHERE x.person_id = ? ORDER BY x.start_on, x.id`, personID)
	if err != nil {
		return nil, err
	}
	return list, prove(ctx, tx, list)
}

// placements lists the newest jobs of the people the actor sees.
func placements(ctx context.Context, tx *database.Tx, actor authz.Actor) ([]Placement, error) {
	wall, seen := actor.PersonWall("x.person_id", database.Micros(tx.Now()))
	list, err := database.All(ctx, tx, scanPlacement, selectPlacement+` WHERE `+wall+` ORDER BY CASE WHEN x.end_on = '' THEN 0 ELSE 1 END, x.start_on DESC, x.id LIMIT ?`, append(seen, MostRows)...)
	if err != nil {
		return nil, err
	}
	return list, prove(ctx, tx, list)
}

// prove reads the proofs of some placements.
func prove(ctx context.Context, tx *database.Tx, list []Placement) error {
	if len(list) == 0 {
		return nil
	}
	at, args := map[string]int{}, make([]any, len(list))
	for i, p := range list {
		at[p.ID], args[i] = i, p.ID
	}
	return database.Each(ctx, tx, func(s database.Scan) error {
		var id string
		var x Proof
		err := s(&id, &x.Days, &x.Kind, &x.On, &x.AuthorName)
		if i, known := at[id]; known && err == nil {
			list[i].Proofs = append(list[i].Proofs, x)
		}
		return err
	}, `SELECT placement_id, days, kind, proved_on, author_name FROM placement_proof WHERE placement_id IN `+database.In(len(args))+` ORDER BY days, id`, args...)
}

var personTables = []string{seekerTable, candidateTable, placementTable, proofTable}

// MovePerson gives the work of one person to another, inside the change that makes them
// one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	for _, t := range personTables {
		if err := tx.Repoint(ctx, t, "person_id", from, to); err != nil {
			return err
		}
	}
	return nil
}

// ErasePerson removes the work of somebody, inside the change that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, t := range personTables {
		if err := tx.DeleteHolding(ctx, t, "person_id", personID); err != nil {
			return err
		}
	}
	return nil
}

// Tell reads out the work of a person. The caller has checked that the actor may see them.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, _ authz.Actor, personID string) ([]people.Told, error) {
	return people.TellShelves(ctx, tx, personID, shelves...)
}

var shelves = []people.Shelf{
	{Kind: "job-seeker", Class: authz.ClassSpecial, From: seekerTable + " t LEFT JOIN account a ON a.id = t.worker_id", On: "t.from_on", Fields: []people.Field{
		{Label: "work-wants", Column: "t.wants"}, {Label: "work-can", Column: "t.can"}, {Label: "work-bars", Column: "t.bars"}, {Label: "work-papers", Column: "t.papers"}, {Label: "ended", Column: "t.ended_on"}, {Label: "worker", Column: "a.name", Colleague: true},
	}},
	{Kind: "job-candidate", Class: authz.ClassCase, From: candidateTable + " t LEFT JOIN vacancy v ON v.id = t.vacancy_id LEFT JOIN employer e ON e.id = v.employer_id", On: "t.state_on", Fields: []people.Field{
		{Label: "what", Column: "v.title"}, {Label: "employer", Column: "e.name"}, {Label: "state", Column: "t.state", Stem: "employment.state."}, {Label: "work-since", Column: "t.state_on"}, {Label: "interview", Column: "t.meet_on"}, {Label: "note", Column: "t.note"},
	}},
	{Kind: "placement", Class: authz.ClassCase, From: placementTable + " t LEFT JOIN employer e ON e.id = t.employer_id", On: "t.start_on", Fields: []people.Field{
		{Label: "what", Column: "t.title"}, {Label: "employer", Column: "e.name"}, {Label: "work-since", Column: "t.start_on"}, {Label: "ended", Column: "t.end_on"}, {Label: "ended-why", Column: "t.end_why"},
		{Label: "work-released", Column: "t.since_on"}, {Label: "work-hours", Column: "t.hours"}, {Label: "work-wages", Column: "t.wages"}, {Label: "work-filed", Column: "t.filed_on"},
	}},
	{Kind: "placement-proof", Class: authz.ClassCase, From: proofTable + " t", On: "t.proved_on", Fields: []people.Field{
		{Label: "work-days", Column: "t.days"}, {Label: "what", Column: "t.kind", Stem: "employment.proof."}, {Label: "work-since", Column: "t.proved_on"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
}

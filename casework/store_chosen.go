package casework

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

const subjectColumns = `SELECT coalesce(c.id, ''), p.id, p.name, p.number, coalesce(c.state, ''), coalesce(c.worker_id, '')`

func scanSubject(scan database.Scan) (s Subject, err error) {
	err = scan(&s.CaseID, &s.PersonID, &s.Name, &s.Number, &s.State, &s.WorkerID)
	return s, err
}

// subjects lists everybody in a list.
func (q *query) subjects(ctx context.Context, tx *database.Tx, f Filter) ([]Subject, error) {
	order := f.order(q)
	return database.All(ctx, tx, scanSubject, subjectColumns+q.from("p")+order+` LIMIT ? OFFSET ?`, append(q.args, f.Limit, f.Offset)...)
}

// atOnce is how many ids one statement asks for.
const atOnce = 500

// subjectsOf lists those whom keys stand for: cases by their id, and people
// without a case by theirs.
func subjectsOf(ctx context.Context, tx *database.Tx, actor authz.Actor, keys []string) ([]Subject, error) {
	var all []Subject
	for some := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(keys))), atOnce) {
		for _, by := range []string{
			` FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.id IN `,
			` FROM person p LEFT JOIN case_file c ON c.person_id = p.id WHERE c.id IS NULL AND p.id IN `,
		} {
			wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
			list, err := database.All(ctx, tx, scanSubject, subjectColumns+by+database.In(len(some))+` AND `+wall, append(values(some), args...)...)
			if err != nil {
				return nil, err
			}
			all = append(all, list...)
		}
	}
	slices.SortStableFunc(all, func(a, b Subject) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// placesHeld lists the facilities where somebody is now, by name.
func placesHeld(ctx context.Context, tx *database.Tx) ([]Place, error) {
	return database.All(ctx, tx, func(scan database.Scan) (p Place, err error) {
		err = scan(&p.ID, &p.Name)
		return p, err
	}, `SELECT f.id, f.name FROM facility f WHERE EXISTS (SELECT 1 FROM stay s WHERE s.facility_id = f.id AND s.current = 1) ORDER BY f.name_key, f.id`)
}

// languagesRead lists the languages that somebody reads.
func languagesRead(ctx context.Context, tx *database.Tx) ([]string, error) {
	return database.All(ctx, tx, text, `SELECT DISTINCT lang FROM person_language WHERE how IN ('reads', 'reads-some') ORDER BY lang`)
}

package today

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// birthdays lists the people of a worker whose birthday lies in the seven days
// from on. A birthday of 29 February is kept on the 28th in other years; a year
// that is only about right gives an age that is so too.
func (r reading) birthdays(ctx context.Context) ([]Birthday, error) {
	days := r.birthdayKeys()
	whose, workers := r.whose("c.worker_id")
	wall, args := r.wall("p.id")
	from := ` FROM case_file c CROSS JOIN person p WHERE ` + whose + ` AND c.state = 'active' AND p.id = c.person_id`
	if r.large {
		from = ` FROM person p WHERE EXISTS (SELECT 1 FROM case_file c WHERE c.person_id = p.id AND ` + whose + ` AND c.state = 'active')`
	}
	keys := []any{}
	for _, d := range days {
		keys = append(keys, d)
	}
	list, err := database.All(ctx, r.tx, func(scan database.Scan) (b Birthday, err error) {
		var born string
		if err = scan(&b.PersonID, &b.Name, &born); err == nil {
			born, b.About = strings.CutPrefix(born, "~")
			b.On, b.Turns = birthday(born, r.on)
		}
		return b, err
	}, `SELECT DISTINCT p.id, p.name, p.born`+from+` AND substr(ltrim(p.born, '~'), 6, 5) IN `+database.In(len(days))+` AND p.died = ''`+wall, slices.Concat(workers, keys, args)...)
	list = slices.DeleteFunc(list, func(b Birthday) bool { return b.On == "" })
	slices.SortFunc(list, func(a, b Birthday) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Name, b.Name), cmp.Compare(a.PersonID, b.PersonID))
	})
	return list[:min(mostBirthdays, len(list))], err
}

// mostBirthdays keeps the list to what somebody can write cards for.
const mostBirthdays = 20

// birthdayKeys are the month and day of the coming week, "03-02".
func (r reading) birthdayKeys() []string {
	var keys []string
	for i := range 7 {
		d := r.on.Add(i)
		key := string(d)[5:]
		keys = append(keys, key)
		if key == "02-28" && d.Add(1).Time().Day() == 1 {
			keys = append(keys, "02-29")
		}
	}
	return keys
}

// birthday gives the next birthday of somebody born on a day, and the age they
// reach; "" for a date that is not a whole day.
func birthday(born string, on civil.Day) (civil.Day, int) {
	day := civil.Day(born)
	if !day.Valid() {
		return "", 0
	}
	year := on.Time().Year()
	for _, y := range []int{year, year + 1} {
		at := civil.Day(strconv.Itoa(y) + born[4:])
		if !at.Valid() { // 29 February of a common year
			at = civil.Day(strconv.Itoa(y) + "-02-28")
		}
		if at >= on {
			return at, y - day.Time().Year()
		}
	}
	return "", 0
}

// lastHere is when the worker's visit before this one ended; a day ago when
// there was none.
func (r reading) lastHere(ctx context.Context) (time.Time, error) {
	left, err := database.One(ctx, r.tx, func(scan database.Scan) (n int64, err error) { err = scan(&n); return n, err },
		`SELECT left_at FROM sign_in_state WHERE account_id = ?`, r.actor.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return time.Time{}, err
	}
	if left == 0 {
		return r.tx.Now().Add(-24 * time.Hour), nil
	}
	return database.FromMicros(left), nil
}

// mostNews bounds how much of the trail one look reads.
const mostNews = 100

// news lists what colleagues did since a moment, narrowed to people the actor
// may see; what is not about a person is left out, unless it concerns the actor.
func (r reading) news(ctx context.Context, since time.Time, tells func(trail.Entry) bool) ([]News, error) {
	entries, err := trail.News(ctx, r.tx, r.actor, since, mostNews)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e trail.Entry) bool {
		return !tells(e) || e.ActorID == r.actor.ID || e.Undone || e.Undoes != "" || e.Kind != "person" && (e.Kind != "account" || e.Subject != r.actor.ID)
	})
	seen, err := r.visible(ctx, entries)
	if err != nil {
		return nil, err
	}
	yours, err := r.yours(ctx, seen)
	if err != nil {
		return nil, err
	}
	return gather(entries, seen, yours), nil
}

// visible tells which of the people entries are about the actor may see.
func (r reading) visible(ctx context.Context, entries []trail.Entry) (map[string]bool, error) {
	ids := map[string]bool{}
	for _, e := range entries {
		if e.Kind == "person" {
			ids[e.Subject] = true
		}
	}
	clause, args := r.actor.PersonWall("p.id", database.Micros(r.tx.Now()))
	if len(args) == 0 { // there is no wall
		return ids, nil
	}
	return r.among(ctx, ids, `SELECT p.id FROM person p WHERE p.id IN `, ` AND `+clause, args...)
}

// yours tells which people the actor has an open case with.
func (r reading) yours(ctx context.Context, ids map[string]bool) (map[string]bool, error) {
	if r.large || len(ids) == 0 {
		return r.among(ctx, ids, `SELECT c.person_id FROM case_file c WHERE c.person_id IN `, ` AND c.worker_id = ? AND c.state <> 'closed'`, r.actor.ID)
	}
	found := map[string]bool{}
	err := database.Each(ctx, r.tx, func(scan database.Scan) error {
		var id string
		err := scan(&id)
		if ids[id] {
			found[id] = true
		}
		return err
	}, `SELECT c.person_id FROM case_file c WHERE c.worker_id = ? AND c.state IN ('active', 'dormant', 'waiting')`, r.actor.ID)
	return found, err
}

// among answers which of some ids a query finds, their list standing between
// head and tail.
func (r reading) among(ctx context.Context, ids map[string]bool, head, tail string, args ...any) (map[string]bool, error) {
	found := map[string]bool{}
	if len(ids) == 0 {
		return found, nil
	}
	list := make([]any, 0, len(ids)+50+len(args))
	for id := range ids {
		list = append(list, id)
	}
	for len(list)%50 != 0 { // so that a few texts of the query serve all lengths
		list = append(list, list[0])
	}
	err := database.Each(ctx, r.tx, func(scan database.Scan) error {
		var id string
		err := scan(&id)
		found[id] = true
		return err
	}, head+database.In(len(list))+tail, append(list, args...)...)
	return found, err
}

package casework

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// query is a list as SQL: where it reads from, and its narrowing. Conditions on
// the case alone go first, so that a count needs no other table.
type query struct {
	base   string // the table the list is driven by, and its case
	person string // the column of the person's id
	joins  map[string]bool
	where  []string
	args   []any
	hidden struct { // what the last condition keeps out; ids is "" when there is none
		ids  string
		args []any
	}
	reach struct { // of somebody within a chapter: the condition before that, in its two parts
		chapter, granted string
		args             []any
		from             int // of args: where those of the condition begin
		ok               bool
	}
}

// The tables a list can need besides its base, in the order they are joined.
var joinText = []struct{ name, text string }{
	{"p", ` JOIN person p ON p.id = c.person_id`},
	{"s", ` LEFT JOIN stay s ON s.person_id = p.id AND s.current = 1`},
	{"f", ` LEFT JOIN facility f ON f.id = s.facility_id`},
	{"t", ` LEFT JOIN task t ON t.case_id = c.id AND t.is_next = 1 AND t.state = 'open'`},
	{"a", ` LEFT JOIN account a ON a.id = c.worker_id`},
	{"m", ` LEFT JOIN milestone m ON m.id = ` + newestHome(`p.id`)},
}

// needs says which tables a joined table hangs on.
var needs = map[string][]string{"p": {"p"}, "s": {"p", "s"}, "f": {"p", "s", "f"}, "t": {"t"}, "a": {"a"}, "m": {"p", "m"}}

const (
	baseCases    = ` FROM case_file c`
	baseEveryone = ` FROM person p LEFT JOIN case_file c ON c.id = (SELECT k.id FROM case_file k WHERE k.person_id = p.id
		ORDER BY CASE k.state WHEN 'active' THEN 0 WHEN 'waiting' THEN 1 WHEN 'dormant' THEN 2 ELSE 3 END, k.created_at DESC, k.id LIMIT 1)`
)

func (q *query) and(condition string, args ...any) {
	q.where = append(q.where, condition)
	q.args = append(q.args, args...)
}

func (q *query) join(names ...string) {
	for _, name := range names {
		for _, n := range needs[name] {
			q.joins[n] = true
		}
	}
}

func (q *query) from(more ...string) string {
	q.join(more...)
	var b strings.Builder
	b.WriteString(q.base)
	for _, j := range joinText {
		if q.joins[j.name] && !(j.name == "p" && q.base != baseCases) {
			b.WriteString(j.text)
		}
	}
	b.WriteString(` WHERE ` + strings.Join(q.where, ` AND `))
	return b.String()
}

// query turns a filter into SQL, narrowed to what the actor may see.
func (f Filter) query(actor authz.Actor, now int64) *query {
	q := &query{base: baseCases, person: "c.person_id", joins: map[string]bool{}}
	if f.Which == Everyone {
		q.base, q.person = baseEveryone, "p.id"
		if !f.anyKind {
			q.and(`p.kind = ''`)
		}
	}
	f.whose(q)
	f.which(q)
	f.more(q)
	if f.People != nil {
		q.and(q.person+` IN `+database.In(max(len(f.People), 1)), values(f.People)...)
	}
	q.narrow(actor, now)
	return q
}

// narrow adds the wall: whom the actor can reach, without those who are hidden.
func (q *query) narrow(actor authz.Actor, now int64) {
	clause, args := actor.Reach(q.person, now)
	q.reach.from = len(q.args)
	q.reach.chapter, q.reach.granted, q.reach.args, q.reach.ok = actor.Chaptered(now)
	q.and(clause, args...)
	if q.hidden.ids, q.hidden.args = actor.Hidden(now); q.hidden.ids != "" {
		q.and(q.person+` NOT IN (`+q.hidden.ids+`)`, q.hidden.args...)
	}
}

func (f Filter) whose(q *query) {
	if f.WorkerID != "" {
		q.and(`c.worker_id = ?`, f.WorkerID)
	}
	switch f.Which {
	case Everyone:
	case Asleep, Waits, Ended:
		q.and(`c.state = ?`, string(map[Which]State{Asleep: Dormant, Waits: Waiting, Ended: Closed}[f.Which]))
	default:
		q.and(`c.state = 'active'`)
	}
}

func (f Filter) which(q *query) {
	switch f.Which {
	case Needs:
		q.and(`c.next_on <= ?`, f.Today)
	case Overdue:
		q.and(`c.next_on > '' AND c.next_on < ?`, f.Today)
	case Unset:
		q.and(`c.next_on = ''`)
	case QuietFor:
		q.and(`c.last_contact_on <= ?`, f.Today.Add(-QuietDays))
	case NoNumber:
		q.and(q.person + ` IN (SELECT n.id FROM person n WHERE n.number = '')`)
	case Home:
		f.homeBy(q, HomeDays)
	}
}

func (f Filter) more(q *query) {
	if f.QuietFrom > 0 {
		q.and(`c.last_contact_on <= ?`, f.Today.Add(-f.QuietFrom))
	}
	if f.QuietTo > 0 {
		q.and(`c.last_contact_on >= ?`, f.Today.Add(-f.QuietTo))
	}
	if f.Programme != "" {
		q.and(`c.programme_id = ?`, f.Programme)
	}
	if f.Stage != "" {
		q.and(`c.stage_id = ?`, f.Stage)
	}
	if f.FacilityID != "" {
		q.join("s")
		q.and(`s.facility_id = ?`, f.FacilityID)
	}
	if f.Reads != "" {
		q.join("p")
		q.and(`EXISTS (SELECT 1 FROM person_language l WHERE l.person_id = p.id AND l.lang = ? AND l.how IN ('reads', 'reads-some'))`, f.Reads)
	}
	switch {
	case f.HomeWithin == NotKnown:
		q.join("m")
		q.and(`m.id IS NULL`)
	case f.HomeWithin > 0:
		f.homeBy(q, f.HomeWithin)
	}
}

func (f Filter) homeBy(q *query, days int) {
	q.and(q.person+` IN (SELECT d.person_id FROM milestone d WHERE d.kind = 'release' AND d.ended_at = 0 AND d.on_sort BETWEEN ? AND ?
		AND d.id = `+newestHome(`d.person_id`)+`)`, f.Today, f.Today.Add(days))
}

// newestHome is the claim about somebody's way home that counts: an official one
// before an estimate, then the newest.
func newestHome(person string) string {
	return `(SELECT h.id FROM milestone h WHERE h.person_id = ` + person + ` AND h.kind = 'release' AND h.ended_at = 0
		ORDER BY CASE h.claim WHEN 'official' THEN 0 ELSE 1 END, h.recorded_at DESC, h.id LIMIT 1)`
}

// values are the arguments of an IN list; an empty one holds what no id is.
func values(list []string) []any {
	if len(list) == 0 {
		return []any{""}
	}
	args := make([]any, len(list))
	for i, v := range list {
		args[i] = v
	}
	return args
}

func (q *query) total(ctx context.Context, tx *database.Tx) (int, error) {
	if q.base == baseEveryone && len(q.joins) == 0 && !strings.Contains(strings.Join(q.where, " "), "c.") {
		return q.everyone(ctx, tx)
	}
	return database.One(ctx, tx, count, `SELECT count(*)`+q.from(), q.args...)
}

// everyone counts people alone: those within reach, less the few of them who are
// hidden. To ask of each of a hundred thousand whether they are takes long.
func (q *query) everyone(ctx context.Context, tx *database.Tx) (int, error) {
	where, args := q.where, q.args
	if q.hidden.ids != "" {
		where, args = where[:len(where)-1], args[:len(args)-len(q.hidden.args)]
	}
	reach := strings.Join(where, ` AND `)
	all, err := q.reached(ctx, tx, where, args)
	if err != nil || q.hidden.ids == "" {
		return all, err
	}
	few, err := database.One(ctx, tx, count, `SELECT count(*) FROM (`+q.hidden.ids+`) AS h CROSS JOIN person p WHERE p.id = h.person_id AND `+reach,
		slices.Concat(q.hidden.args, args)...)
	return all - few, err
}

// reached counts those within reach, the last of the conditions. Of a chapter an index
// knows how many there are; those given from elsewhere are few, and added to them.
func (q *query) reached(ctx context.Context, tx *database.Tx, where []string, args []any) (int, error) {
	if !q.reach.ok {
		return database.One(ctx, tx, count, `SELECT count(*) FROM person p WHERE `+strings.Join(where, ` AND `), args...)
	}
	others := strings.Join(append(slices.Clone(where[:len(where)-1]), `p.chapter_id `), ` AND `)
	args = args[:q.reach.from]
	return database.One(ctx, tx, count, `SELECT (SELECT count(*) FROM person p WHERE `+others+`= ?)
			+ (SELECT count(*) FROM (`+q.reach.granted+`) AS g CROSS JOIN person p WHERE p.id = g.person_id AND `+others+`<> ?)`,
		slices.Concat(args, []any{q.reach.chapter}, q.reach.args, args, []any{q.reach.chapter})...)
}

// orders gives the columns of each order; their first is what the sort link names.
var orders = map[Sort]struct {
	join string
	text []string
}{
	SortNext:  {"", []string{"c.next_on", "c.person_id"}},
	SortName:  {"p", []string{"p.sort_key", "p.id"}},
	SortAt:    {"f", []string{"coalesce(f.name_key, '')", "p.sort_key", "p.id"}},
	SortLast:  {"", []string{"c.last_contact_on", "c.person_id"}},
	SortSince: {"", []string{"c.waiting_since", "c.person_id"}},
	SortHome:  {"m", []string{"coalesce(m.on_sort, '9999')", "p.sort_key", "p.id"}},
}

// order gives the ORDER BY of a list and joins the tables it needs.
func (f Filter) order(q *query) string {
	o, ok := orders[f.Sort]
	if !ok {
		o = orders[SortName]
	}
	if f.Sort == SortSince && f.Which == Ended {
		o.text = []string{"c.closed_on", "c.person_id"}
	}
	if f.Which == Everyone && o.join == "" { // somebody without a case has no such day
		o.text = []string{`coalesce(` + o.text[0] + `, '')`, "p.id"}
	}
	if o.join != "" {
		q.join(o.join)
	}
	way := ""
	if f.Descending {
		way = " DESC"
	}
	return ` ORDER BY ` + strings.Join(o.text, way+", ") + way
}

func (q *query) keys(ctx context.Context, tx *database.Tx, f Filter) ([]string, error) {
	order := f.order(q)
	q.and(`c.id IS NOT NULL`)
	return database.All(ctx, tx, text, `SELECT c.id`+q.from()+order+` LIMIT ? OFFSET ?`, append(q.args, f.Limit, f.Offset)...)
}

const rowColumns = `SELECT p.id, coalesce(c.id, ''), p.name, p.sort_key, p.script_name, p.script_lang, p.number, p.number_state,
	coalesce(c.state, ''), coalesce(c.worker_id, ''), coalesce(a.name, ''), coalesce(f.id, ''), coalesce(f.name, ''),
	coalesce(s.unit, ''), coalesce(s.state, ''), coalesce(c.last_contact_on, ''), coalesce(c.last_contact_how, ''),
	coalesce(t.due_on, ''), coalesce(t.due_time, ''), coalesce(t.kind, ''), coalesce(t.title, ''),
	coalesce(m.on_date, ''), coalesce(m.on_sort, ''), coalesce(m.claim, ''),
	CASE c.state WHEN 'waiting' THEN c.waiting_since WHEN 'closed' THEN c.closed_on ELSE '' END, coalesce(c.closing_reason, '')`

func scanRow(scan database.Scan) (r Row, err error) {
	err = scan(&r.PersonID, &r.CaseID, &r.Name, &r.SortKey, &r.ScriptName, &r.ScriptLang, &r.Number, &r.NumberState,
		&r.State, &r.WorkerID, &r.Worker, &r.FacilityID, &r.Facility, &r.Unit, &r.StayState, &r.LastOn, &r.LastHow,
		&r.NextOn, &r.NextTime, &r.NextKind, &r.NextTitle, &r.HomeOn, &r.HomeSort, &r.HomeClaim, &r.Since, &r.Reason)
	return r, err
}

// from of the rows of a page, once it is known whose they are.
const fromKeys = ` FROM person p LEFT JOIN case_file c ON c.person_id = p.id AND c.id IN `

// page reads one page: first who is on it, by the columns of the order alone,
// then what the rows show. So a list of 20,000 is not joined for 25 rows of it.
func (q *query) page(ctx context.Context, tx *database.Tx, f Filter) ([]Row, error) {
	keys, err := q.subjectKeys(ctx, tx, f)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, 0, len(keys))
	for some := range slices.Chunk(keys, atOnce) {
		list, err := rowsOf(ctx, tx, some)
		if err != nil {
			return nil, err
		}
		rows = append(rows, list...)
	}
	return rows, nil
}

// rowKey names a row: the person, and the case where there is one.
type rowKey struct{ person, file string }

func (q *query) subjectKeys(ctx context.Context, tx *database.Tx, f Filter) ([]rowKey, error) {
	order := f.order(q)
	return database.All(ctx, tx, func(scan database.Scan) (k rowKey, err error) {
		err = scan(&k.person, &k.file)
		return k, err
	}, `SELECT `+q.person+`, coalesce(c.id, '')`+q.from()+order+` LIMIT ? OFFSET ?`, append(q.args, f.Limit, f.Offset)...)
}

// rowsOf reads rows in the order of their keys.
func rowsOf(ctx context.Context, tx *database.Tx, keys []rowKey) ([]Row, error) {
	q := &query{base: fromKeys + database.In(len(keys)), joins: map[string]bool{}}
	persons := make([]any, len(keys))
	at := make(map[rowKey]int, len(keys))
	for i, k := range keys {
		q.args = append(q.args, k.file)
		persons[i], at[k] = k.person, i
	}
	q.and(`p.id IN `+database.In(len(keys)), persons...)
	rows := make([]Row, len(keys))
	return rows, database.Each(ctx, tx, func(scan database.Scan) error {
		r, err := scanRow(scan)
		if i, ok := at[rowKey{r.PersonID, r.CaseID}]; ok && err == nil {
			rows[i] = r
		}
		return err
	}, rowColumns+q.from("s", "f", "t", "a", "m"), q.args...)
}

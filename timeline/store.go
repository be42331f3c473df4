package timeline

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

const entryTable, editTable, loanTable = "timeline_entry", "timeline_edit", "entry_loan"

const entryColumns = `e.id, e.rev, e.person_id, e.case_id, e.kind, e.direction, e.title_key, e.title_args, e.body,
	e.on_date, e.at_time, e.source, e.sight, e.author_id, e.author_name, e.recorded_at, e.edited_at, e.link_kind, e.link_id`

func scanEntry(scan database.Scan) (Entry, error) {
	var (
		e                Entry
		args             string
		recorded, edited int64
	)
	err := scan(&e.ID, &e.Rev, &e.PersonID, &e.CaseID, &e.Kind, &e.Direction, &e.TitleKey, &args, &e.Body,
		&e.On, &e.At, &e.Source, &e.Sight, &e.AuthorID, &e.AuthorName, &recorded, &edited, &e.Link.Kind, &e.Link.ID)
	if err != nil {
		return e, err
	}
	e.RecordedAt = database.FromMicros(recorded)
	if edited != 0 {
		e.EditedAt = database.FromMicros(edited)
	}
	if args != "" {
		err = json.Unmarshal([]byte(args), &e.TitleArgs)
	}
	return e, err
}

// entriesWithText lists entries that say something, in the order they were
// written, from beyond an id on.
func entriesWithText(ctx context.Context, tx *database.Tx, after string, limit int) ([]Entry, error) {
	return database.All(ctx, tx, scanEntry, `SELECT `+entryColumns+` FROM timeline_entry e WHERE e.id > ? AND e.body <> '' ORDER BY e.id LIMIT ?`, after, limit)
}

func insertEntry(ctx context.Context, tx *trail.Tx, e Entry) error {
	args := ""
	if len(e.TitleArgs) > 0 {
		text, err := json.Marshal(e.TitleArgs)
		if err != nil {
			return err
		}
		args = string(text)
	}
	return tx.Insert(ctx, entryTable, e.ID, trail.Set{
		"person_id": e.PersonID, "case_id": e.CaseID, "kind": e.Kind, "direction": e.Direction,
		"title_key": e.TitleKey, "title_args": args, "body": e.Body,
		"on_date": e.On.String(), "on_sort": sortDay(e.On, e.RecordedAt), "at_time": e.At,
		"source": e.Source, "sight": string(e.Sight), "author_id": e.AuthorID, "author_name": e.AuthorName,
		"recorded_at": database.Micros(e.RecordedAt), "edited_at": 0, "link_kind": e.Link.Kind, "link_id": e.Link.ID,
	})
}

// narrowing is a condition on timeline_entry e, with its arguments.
type narrowing struct {
	text strings.Builder
	args []any
}

func (n *narrowing) and(clause string, args ...any) {
	n.text.WriteString(" AND " + clause)
	n.args = append(n.args, args...)
}

// exists narrows to the entries of a person whose existence the actor may know.
func exists(actor authz.Actor, kinds *Kinds, personID string) *narrowing {
	n := &narrowing{}
	n.text.WriteString("e.person_id = ?")
	n.args = append(n.args, personID)
	hidden := kinds.hidden()
	switch {
	case !actor.May(MayRead):
		n.and("e.author_id = ?", actor.ID)
	case len(hidden) > 0 && actor.May(MayReadLead):
		n.and("(e.kind NOT IN "+database.In(len(hidden))+" OR e.author_id = ? OR e.sight <> ?)",
			append(anys(hidden), actor.ID, SightAuthor)...)
	case len(hidden) > 0:
		n.and("(e.kind NOT IN "+database.In(len(hidden))+" OR e.author_id = ? OR e.sight = ?)",
			append(anys(hidden), actor.ID, SightCase)...)
	}
	return n
}

// group narrows to the kinds of one tab. Notes hold every kind no other tab has.
func (n *narrowing) group(kinds *Kinds, group string) {
	if group == "" {
		return
	}
	if group == Notes {
		if others := kinds.where(func(k Kind) bool { return k.Group != Notes }); len(others) > 0 {
			n.and("e.kind NOT IN "+database.In(len(others)), anys(others)...)
		}
		return
	}
	keys := kinds.in(group)
	n.and("e.kind IN "+database.In(len(keys)), anys(keys)...)
}

func anys(keys []string) []any {
	out := make([]any, len(keys))
	for i, k := range keys {
		out[i] = k
	}
	return out
}

// position is where an entry stands in the order of a timeline.
type position struct {
	onSort   string
	recorded int64
	id       string
}

// position of an entry that was read from the store.
func (e Entry) position() position {
	return position{sortDay(e.On, e.RecordedAt), database.Micros(e.RecordedAt), e.ID}
}

func (n *narrowing) olderThan(p position) {
	n.and("(e.on_sort, e.recorded_at, e.id) < (?, ?, ?)", p.onSort, p.recorded, p.id)
}

func (n *narrowing) upTo(p position) {
	n.and("(e.on_sort, e.recorded_at, e.id) <= (?, ?, ?)", p.onSort, p.recorded, p.id)
}

func positionOf(ctx context.Context, tx *database.Tx, personID, id string) (position, error) {
	return database.One(ctx, tx, func(scan database.Scan) (p position, err error) {
		return p, scan(&p.onSort, &p.recorded, &p.id)
	}, `SELECT on_sort, recorded_at, id FROM timeline_entry WHERE id = ? AND person_id = ?`, id, personID)
}

func countByKind(ctx context.Context, tx *database.Tx, n *narrowing) (map[string]int, error) {
	counts := map[string]int{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var kind string
		var count int
		if err := scan(&kind, &count); err != nil {
			return err
		}
		counts[kind] = count
		return nil
	}, `SELECT e.kind, count(*) FROM timeline_entry e WHERE `+n.text.String()+` GROUP BY e.kind`, n.args...)
	return counts, err
}

func countEntries(ctx context.Context, tx *database.Tx, n *narrowing) (int, error) {
	return database.One(ctx, tx, func(scan database.Scan) (c int, err error) { return c, scan(&c) },
		`SELECT count(*) FROM timeline_entry e WHERE `+n.text.String(), n.args...)
}

func newest(ctx context.Context, tx *database.Tx, n *narrowing, limit int) ([]Entry, error) {
	return database.All(ctx, tx, scanEntry, `SELECT `+entryColumns+` FROM timeline_entry e WHERE `+n.text.String()+
		` ORDER BY e.on_sort DESC, e.recorded_at DESC, e.id DESC LIMIT ?`, append(n.args, limit)...)
}

func oldest(ctx context.Context, tx *database.Tx, n *narrowing) (Entry, error) {
	return database.One(ctx, tx, scanEntry, `SELECT `+entryColumns+` FROM timeline_entry e WHERE `+n.text.String()+
		` ORDER BY e.on_sort, e.recorded_at, e.id LIMIT 1`, n.args...)
}

func entryByID(ctx context.Context, tx *database.Tx, id string) (Entry, error) {
	return database.One(ctx, tx, scanEntry, `SELECT `+entryColumns+` FROM timeline_entry e WHERE e.id = ?`, id)
}

func editsOf(ctx context.Context, tx *database.Tx, entryID string) ([]Edit, error) {
	return database.All(ctx, tx, func(scan database.Scan) (e Edit, err error) {
		var at int64
		err = scan(&e.Body, &e.On, &at, &e.Editor)
		e.At = database.FromMicros(at)
		return e, err
	}, `SELECT body, on_date, edited_at, editor FROM timeline_edit WHERE entry_id = ? ORDER BY edited_at DESC, id DESC`, entryID)
}

// restingOn counts what was said of an entry since it was written.
func restingOn(ctx context.Context, tx *database.Tx, id string) (int, error) {
	return database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT (SELECT count(*) FROM timeline_edit WHERE entry_id = ?) + (SELECT count(*) FROM timeline_statement WHERE entry_id = ?)
			+ (SELECT count(*) FROM entry_loan WHERE entry_id = ?)`, id, id, id)
}

func keepEdit(ctx context.Context, tx *trail.Tx, old Entry) error {
	return tx.Insert(ctx, editTable, ids.New(), trail.Set{
		"entry_id": old.ID, "body": old.Body, "on_date": old.On.String(),
		"edited_at": database.Micros(tx.Now()), "editor": tx.Actor.Name,
	})
}

func updateText(ctx context.Context, tx *trail.Tx, e Entry, rev string) error {
	return tx.Update(ctx, entryTable, e.ID, rev, trail.Set{
		"body": e.Body, "on_date": e.On.String(), "on_sort": sortDay(e.On, e.RecordedAt),
		"edited_at": database.Micros(tx.Now()),
	})
}

func updateSight(ctx context.Context, tx *trail.Tx, e Entry, rev string) error {
	return tx.Update(ctx, entryTable, e.ID, rev, trail.Set{"sight": string(e.Sight)})
}

// loans says which of some entries are lent to an account now.
func loans(ctx context.Context, tx *database.Tx, account string, entries []string) (map[string]bool, error) {
	lent := map[string]bool{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		err := scan(&id)
		lent[id] = true
		return err
	}, `SELECT entry_id FROM entry_loan WHERE account_id = ? AND until_at > ? AND entry_id IN `+database.In(len(entries)),
		append([]any{account, database.Micros(tx.Now())}, anys(entries)...)...)
	return lent, err
}

// TextWall returns a condition on the index of texts that holds for the
// entries an actor may find: of people they see, and in their own sight.
func TextWall(actor authz.Actor, now int64) (clause string, args []any) {
	clause, args = actor.PersonWall("subject_id", now)
	sight := "e.author_id = ?"
	args = append(args, actor.ID)
	if actor.May(MayRead) {
		sight += " OR e.sight = ?"
		args = append(args, SightCase)
	}
	if actor.May(MayRead) && actor.May(MayReadLead) {
		sight += " OR e.sight = ?"
		args = append(args, SightLead)
	}
	return clause + ` AND EXISTS (SELECT 1 FROM timeline_entry e WHERE e.id = text_id AND (` + sight + `))`, args
}

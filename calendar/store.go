package calendar

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// limit keeps a page and a feed readable; a fortnight of one worker is far below.
const limit = 2000

func scanItem(scan database.Scan) (Item, error) {
	var it Item
	var created int64
	var args string
	err := scan(&it.Source, &it.ID, &it.Kind, &it.Title, &args, &it.On, &it.At, &it.Until, &it.PersonID, &it.PersonName, &it.Claim, &it.Rev, &created)
	it.Created = database.FromMicros(created)
	if err == nil && args != "" {
		err = json.Unmarshal([]byte(args), &it.Args)
	}
	return it, err
}

func taskItems(ctx context.Context, tx *database.Tx, actor authz.Actor, r Range) ([]Item, error) {
	wall, args := actor.PersonWall("t.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, scanItem, `SELECT 'task', t.id, t.kind, t.title, t.args, t.due_on, t.due_time, t.until_time, t.person_id,
			coalesce(p.name, ''), '', t.rev, t.created_at
		FROM task t LEFT JOIN person p ON p.id = t.person_id
		WHERE t.worker_id = ? AND t.state = 'open' AND t.due_on >= ? AND t.due_on <= ? AND (t.person_id = '' OR `+wall+`)
		ORDER BY t.due_on, t.due_time, t.id LIMIT ?`,
		append(append([]any{r.WorkerID, r.From, r.To}, args...), limit)...)
}

// milestoneItems are the points on the way of the people the worker has an open
// case with. A month or a year is no day of a calendar.
func milestoneItems(ctx context.Context, tx *database.Tx, actor authz.Actor, r Range) ([]Item, error) {
	wall, args := actor.PersonWall("m.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, scanItem, `SELECT 'milestone', m.id, m.kind, '', '', m.on_sort, m.at_time, '', m.person_id,
			p.name, m.claim, m.rev, m.recorded_at
		FROM milestone m JOIN person p ON p.id = m.person_id
		WHERE m.ended_at = 0 AND m.on_date = m.on_sort AND m.on_sort >= ? AND m.on_sort <= ? AND `+wall+`
			AND EXISTS (SELECT 1 FROM case_file c WHERE c.person_id = m.person_id AND c.worker_id = ? AND c.state IN ('active', 'dormant'))
		ORDER BY m.on_sort, m.at_time, m.id LIMIT ?`,
		append(append([]any{r.From, r.To}, args...), r.WorkerID, limit)...)
}

func items(ctx context.Context, tx *database.Tx, actor authz.Actor, r Range) ([]Item, error) {
	var all []Item
	for source, read := range map[Source]func(context.Context, *database.Tx, authz.Actor, Range) ([]Item, error){
		FromTask: taskItems, FromMilestone: milestoneItems,
	} {
		if r.Only != "" && r.Only != source {
			continue
		}
		part, err := read(ctx, tx, actor, r)
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
	}
	slices.SortFunc(all, func(a, b Item) int {
		return strings.Compare(string(a.On)+a.At+a.ID, string(b.On)+b.At+b.ID)
	})
	return all, nil
}

const selectFeed = `SELECT f.id, f.rev, f.account_id, f.name, f.kinds, f.created_at, coalesce(r.at, 0)
	FROM calendar_feed f LEFT JOIN calendar_read r ON r.feed_id = f.id WHERE f.ended_at = 0`

func scanFeed(scan database.Scan) (Feed, error) {
	var f Feed
	var created, read int64
	err := scan(&f.ID, &f.Rev, &f.AccountID, &f.Name, &f.Kinds, &created, &read)
	f.CreatedAt, f.ReadAt = database.FromMicros(created), database.FromMicros(read)
	return f, err
}

func feedsOf(ctx context.Context, tx *database.Tx, account string) ([]Feed, error) {
	return database.All(ctx, tx, scanFeed, selectFeed+` AND f.account_id = ? ORDER BY f.created_at, f.id`, account)
}

func feedByToken(ctx context.Context, tx *database.Tx, hash string) (Feed, error) {
	return database.One(ctx, tx, scanFeed, selectFeed+` AND f.token_hash = ?`, hash)
}

// noteRead remembers when a feed was last fetched. That is no part of the
// record and leaves no trail.
func noteRead(ctx context.Context, tx *database.Tx, feed string) error {
	_, err := tx.Exec(ctx, `INSERT INTO calendar_read (feed_id, at) VALUES (?, ?) ON CONFLICT (feed_id) DO UPDATE SET at = excluded.at`,
		feed, database.Micros(tx.Now()))
	return err
}

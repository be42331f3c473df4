package trail

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// Entry is one line of the trail.
type Entry struct {
	ID         string
	At         time.Time // UTC
	ActorID    string
	ActorName  string // as it was then
	Action     string
	Kind       string // of the subject
	Subject    string // its id
	Args       map[string]string
	Undoes     string // the change it took back, or ""
	Undone     bool
	Reversible bool
	Cut        bool // a part of it was forgotten
}

// MayUndo reports whether the entry can still be taken back at the given time.
func (e Entry) MayUndo(now time.Time) bool {
	return e.Reversible && !e.Cut && !e.Undone && now.Sub(e.At) <= UndoWindow
}

const selectEntry = `SELECT c.id, c.at, c.actor_id, c.actor_name, c.action, c.subject_kind, c.subject_id, c.args, c.undoes, c.reversible,
	(SELECT count(*) FROM change u WHERE u.undoes = c.id AND u.undoes <> ''), (SELECT count(*) FROM trail_cut x WHERE x.change_id = c.id) FROM change c`

func scanEntry(scan database.Scan) (Entry, error) {
	var (
		e                        Entry
		at, keeps, undoing, cuts int64
		args                     string
	)
	if err := scan(&e.ID, &at, &e.ActorID, &e.ActorName, &e.Action, &e.Kind, &e.Subject, &args, &e.Undoes, &keeps, &undoing, &cuts); err != nil {
		return e, err
	}
	e.At, e.Reversible, e.Undone, e.Cut = database.FromMicros(at), keeps == 1, undoing > 0, cuts > 0
	return e, json.Unmarshal([]byte(args), &e.Args)
}

// By lists what one actor did since a moment, newest first, at most limit.
func By(ctx context.Context, tx *database.Tx, actorID string, since time.Time, limit int) ([]Entry, error) {
	return database.All(ctx, tx, scanEntry, selectEntry+` WHERE c.actor_id = ? AND c.at >= ? ORDER BY c.at DESC, c.id DESC LIMIT ?`,
		actorID, database.Micros(since), limit)
}

// Since lists what everybody did from a moment on, newest first, at most limit.
func Since(ctx context.Context, tx *database.Tx, since time.Time, limit int) ([]Entry, error) {
	return database.All(ctx, tx, scanEntry, selectEntry+` WHERE c.at >= ? ORDER BY c.at DESC, c.id DESC LIMIT ?`,
		database.Micros(since), limit)
}

// News lists what everybody did with people from a moment on, newest first, at
// most limit, and what was done to the reader's own account. It is narrowed to
// people the reader may see before it is cut: what happens behind their wall
// neither shows nor pushes anything out.
func News(ctx context.Context, tx *database.Tx, reader authz.Actor, since time.Time, limit int) ([]Entry, error) {
	wall, args := reader.PersonWall("c.subject_id", database.Micros(tx.Now()))
	args = append([]any{database.Micros(since)}, args...)
	return database.All(ctx, tx, scanEntry, selectEntry+` WHERE c.at >= ? AND (c.subject_kind = 'person' AND (`+wall+`) OR c.subject_kind = 'account' AND c.subject_id = ?)
		ORDER BY c.at DESC, c.id DESC LIMIT ?`, append(args, reader.ID, limit)...)
}

// Of lists what was done to one subject, newest first, at most limit.
func Of(ctx context.Context, tx *database.Tx, kind, id string, limit int) ([]Entry, error) {
	return database.All(ctx, tx, scanEntry, selectEntry+` WHERE c.subject_kind = ? AND c.subject_id = ? ORDER BY c.at DESC, c.id DESC LIMIT ?`,
		kind, id, limit)
}

// One returns an entry, or NotFound.
func One(ctx context.Context, tx *database.Tx, change string) (Entry, error) {
	return database.One(ctx, tx, scanEntry, selectEntry+` WHERE c.id = ?`, change)
}

// Done is a change that was just committed.
type Done struct {
	Change string
	Deed   Deed
}

// Collector gathers the changes made on behalf of one request, so that the
// answer can say what happened and offer to take it back.
type Collector struct {
	mu   sync.Mutex
	done []Done
}

// Changes returns what was committed, in order.
func (c *Collector) Changes() []Done {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Done(nil), c.done...)
}

type collectorKey struct{}

// Collect returns a context whose changes are gathered.
func Collect(ctx context.Context) (context.Context, *Collector) {
	c := &Collector{}
	return context.WithValue(ctx, collectorKey{}, c), c
}

func collect(ctx context.Context, d Done) {
	if c, ok := ctx.Value(collectorKey{}).(*Collector); ok {
		c.mu.Lock()
		c.done = append(c.done, d)
		c.mu.Unlock()
	}
}

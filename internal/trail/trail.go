// Package trail is the one way to write to the record. Every write is a
// change: it names its actor and its subject, stands in an append-only table,
// and keeps what the touched rows held before, so that it can be undone.
//
// Every record table has a column rev: the id of the change that last wrote the
// row. It tells where a value came from, it is the lock two editors need (a
// form carries the rev it was made from), and it lets Undo notice that
// something else was built on top.
//
// Changes, and the readings of casework (Saw), are entries of one chain: see
// Verify.
package trail

import (
	"context"
	"encoding/json"
	"hash"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
)

// Deed is what somebody did, for the trail and for the sentence people read.
type Deed struct {
	Action      string            // "people.person.added"; the sentence is the message "deed." + Action
	Kind, ID    string            // the subject: "person" and its id; ID may be filled while the change is made
	Args        map[string]string // words for the sentence: names, counts, days
	Undoes      string            // the change this one takes back
	Irrevocable bool              // cannot be undone: published, sent, destroyed
}

// Set is the columns of a row to write. Values are text, int64 or int, or
// float64; a nil is never written.
type Set map[string]any

// Tx is a transaction in which one change is made.
type Tx struct {
	*database.Tx
	Actor  authz.Actor
	Change string // the id of the change, and the rev of every row it writes
	rows   []row
	keep   bool
	cuts   []cut  // what this change takes out of earlier ones
	buffer []byte // for the sums of rows
}

// row is what one table row held before a change touched it.
type row struct {
	Table  string `json:"t"`
	ID     string `json:"i"`
	Op     string `json:"o"`           // "+" inserted, "~" updated, "-" deleted, or sumOnly
	Before Set    `json:"b,omitempty"` // the columns as they were, with rev
	Rev    string `json:"r,omitempty"` // the rev the row was left with; "" is the change itself
	Left   string `json:"l,omitempty"` // sum of the row as it was left
}

// sumOnly marks an image that says only how a row was left.
const sumOnly = "="

// Write makes one change in one transaction. fn may fill in what it learns of
// the deed. A change that wrote no row leaves no entry. It returns what fn
// returns, and Forbidden when the actor is nobody.
func Write(ctx context.Context, db *database.DB, actor authz.Actor, deed *Deed, fn func(*Tx) error) error {
	if actor.ID == "" {
		return fault.New(fault.Forbidden, "trail: write without an actor")
	}
	change := ""
	err := db.Write(ctx, func(dtx *database.Tx) error {
		if err := lock(ctx, dtx); err != nil {
			return err
		}
		tx := &Tx{Tx: dtx, Actor: actor, Change: ids.New(), keep: !deed.Irrevocable}
		change = ""
		if err := fn(tx); err != nil || len(tx.rows) == 0 {
			return err
		}
		change = tx.Change
		deed.Irrevocable = !tx.keep
		return tx.record(ctx, deed)
	})
	if err == nil && change != "" {
		collect(ctx, Done{Change: change, Deed: *deed})
	}
	return err
}

// Irrevocable says, while the change is made, that it cannot be undone: with it
// something left that nobody can call back.
func (tx *Tx) Irrevocable() { tx.keep = false }

// record adds the entry of the change to the trail.
func (tx *Tx) record(ctx context.Context, deed *Deed) error {
	c, err := chainOf(tx.Tx)
	if err != nil {
		return err
	}
	return tx.recordIn(ctx, c, deed, tx.keepRows)
}

// recordIn adds an entry to a chain; keep stores what it keeps.
func (tx *Tx) recordIn(ctx context.Context, c chain, deed *Deed, keep func(context.Context, *keeper) error) error {
	words, err := json.Marshal(deed.Args)
	if err != nil {
		return err
	}
	s := sealed{
		change: tx.Change, at: database.Micros(tx.Now()), actorID: tx.Actor.ID, actorName: tx.Actor.Name,
		action: deed.Action, kind: deed.Kind, subject: deed.ID, undoes: deed.Undoes, keeps: flag(tx.keep),
	}
	if _, err := tx.Exec(ctx, `INSERT INTO change (id, at, actor_id, actor_name, action, subject_kind, subject_id, args, undoes, reversible)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, s.change, s.at, s.actorID, s.actorName, s.action, s.kind, s.subject, string(words), s.undoes, s.keeps); err != nil {
		return err
	}
	kept := &keeper{tx: tx, hash: c.kept(string(words))}
	if err := keep(ctx, kept); err != nil {
		return err
	}
	provedBy(kept.hash, tx.cuts)
	s.digest = sum(kept.hash)
	return c.append(ctx, s)
}

// atOnce is how many rows stand in one image: an import of a hundred thousand
// never needs one huge value.
const atOnce = 2000

// keepRows stores the images. What cannot be undone keeps no old values, only
// which rows it touched and sums of how it left them.
func (tx *Tx) keepRows(ctx context.Context, k *keeper) error {
	if !tx.keep {
		for i := range tx.rows {
			tx.rows[i].Before = nil
		}
	}
	for chunk := range slices.Chunk(tx.rows, atOnce) {
		if err := k.add(ctx, chunk); err != nil {
			return err
		}
	}
	return nil
}

// keeper stores what an entry keeps, part by part.
type keeper struct {
	tx   *Tx
	hash hash.Hash
	part int64
}

func (k *keeper) add(ctx context.Context, rows []row) error {
	images, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	if _, err := k.tx.Exec(ctx, `INSERT INTO change_image (change_id, part, images) VALUES (?, ?, ?)`, k.tx.Change, k.part, string(images)); err != nil {
		return err
	}
	keepPart(k.hash, k.part, images)
	k.part++
	return nil
}

// Insert adds a row to a record table.
func (tx *Tx) Insert(ctx context.Context, table, id string, s Set) error {
	return tx.insert(ctx, table, id, tx.Change, s)
}

func (tx *Tx) insert(ctx context.Context, table, id, rev string, s Set) error {
	cols, args := split(s, id, rev)
	if _, err := tx.Exec(ctx, statement("insert", table, cols), args...); err != nil {
		return err
	}
	sum, err := tx.added(table, id, rev, cols, args[2:])
	tx.rows = append(tx.rows, row{Table: table, ID: id, Op: "+", Rev: tx.other(rev), Left: sum})
	return err
}

// Update writes columns of a row and keeps their old values. With a rev it
// returns Conflict when the row was written since the rev was read; it returns
// NotFound when the row is gone.
func (tx *Tx) Update(ctx context.Context, table, id, rev string, s Set) error {
	before, err := tx.Row(ctx, table, id)
	if err != nil {
		return err
	}
	if rev != "" && before["rev"] != rev {
		return fault.New(fault.Conflict, "trail: update "+table)
	}
	return tx.update(ctx, table, id, tx.Change, before, s)
}

// UpdateAll writes columns of many rows of a table, by id, as Update does without a rev,
// and asks for what they held before all at once. It returns NotFound when one is gone.
func (tx *Tx) UpdateAll(ctx context.Context, table string, sets map[string]Set) error {
	list := slices.Sorted(maps.Keys(sets))
	before, err := tx.RowsOf(ctx, table, list)
	if err != nil {
		return err
	}
	for _, id := range list {
		if before[id] == nil {
			return fault.New(fault.NotFound, "trail: update all of "+table)
		}
		if err := tx.update(ctx, table, id, tx.Change, before[id], sets[id]); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) update(ctx context.Context, table, id, rev string, before, s Set) error {
	old := Set{"rev": before["rev"]}
	for c := range s {
		old[c] = before[c]
	}
	cols, args := split(s, rev)
	if _, err := tx.Exec(ctx, statement("update", table, cols), append(args, id)...); err != nil {
		return err
	}
	sum, err := changed(table, id, rev, before, s)
	tx.rows = append(tx.rows, row{Table: table, ID: id, Op: "~", Before: old, Rev: tx.other(rev), Left: sum})
	return err
}

// other is a rev that is not the change's own. An import keeps a million rows;
// what can be left out of their images is.
func (tx *Tx) other(rev string) string {
	if rev == tx.Change {
		return ""
	}
	return rev
}

// split gives the columns in a fixed order and their values after the first ones.
func split(s Set, first ...any) (cols []string, args []any) {
	cols = slices.Sorted(maps.Keys(s))
	args = slices.Grow(first, len(cols)+1)
	for _, c := range cols {
		args = append(args, s[c])
	}
	return cols, args
}

// Delete removes a row and keeps the whole of it. It returns NotFound when the
// row is not there.
func (tx *Tx) Delete(ctx context.Context, table, id string) error {
	before, err := tx.Row(ctx, table, id)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, statement("delete", table, nil), id); err != nil {
		return err
	}
	tx.rows = append(tx.rows, row{Table: table, ID: id, Op: "-", Before: before})
	return nil
}

// statements keeps the text of each statement once, so that the database finds
// it prepared. Tables and columns come from code, never from input.
var statements sync.Map

func statement(verb, table string, cols []string) string {
	key := verb + " " + table + " " + strings.Join(cols, ",")
	if s, ok := statements.Load(key); ok {
		return s.(string)
	}
	s := build(verb, table, cols)
	statements.Store(key, s)
	return s
}

func build(verb, table string, cols []string) string {
	switch verb {
	case "insert":
		return "INSERT INTO " + table + " (" + strings.Join(append([]string{"id", "rev"}, cols...), ", ") +
			") VALUES (?, ?" + strings.Repeat(", ?", len(cols)) + ")"
	case "update":
		set := "rev = ?"
		for _, c := range cols {
			set += ", " + c + " = ?"
		}
		return "UPDATE " + table + " SET " + set + " WHERE id = ?"
	}
	return "DELETE FROM " + table + " WHERE id = ?"
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

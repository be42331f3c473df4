package merging

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// The tables of this capability, and that of people, who come and go.
const (
	personTable   = "person"
	mergeTable    = "person_merge"
	rowTable      = "person_merge_row"
	distinctTable = "person_distinct"
)

func insertMerge(ctx context.Context, tx *trail.Tx, m Merge) error {
	take, err := json.Marshal(m.Take)
	if err != nil {
		return err
	}
	return tx.Insert(ctx, mergeTable, m.ID, trail.Set{
		"keep_id": m.Keep, "gone_id": m.Gone, "gone_name": m.GoneName, "take": string(take),
		"at": database.Micros(m.At), "by_name": m.By, "parted_at": 0,
	})
}

// updateTake keeps what is still taken over by a merge.
func updateTake(ctx context.Context, tx *trail.Tx, m Merge) error {
	take, err := json.Marshal(m.Take)
	if err != nil {
		return err
	}
	return tx.Update(ctx, mergeTable, m.ID, "", trail.Set{"take": string(take)})
}

func endMerge(ctx context.Context, tx *trail.Tx, m Merge) error {
	return tx.Update(ctx, mergeTable, m.ID, "", trail.Set{"parted_at": database.Micros(tx.Now())})
}

const selectMerge = `SELECT m.id, m.rev, m.keep_id, m.gone_id, m.gone_name, m.take, m.at, m.by_name, m.parted_at FROM person_merge m`

func scanMerge(scan database.Scan) (m Merge, err error) {
	var take string
	var at, parted int64
	if err := scan(&m.ID, &m.Rev, &m.Keep, &m.Gone, &m.GoneName, &take, &at, &m.By, &parted); err != nil {
		return m, err
	}
	if m.At = database.FromMicros(at); parted != 0 {
		m.PartedAt = database.FromMicros(parted)
	}
	return m, json.Unmarshal([]byte(take), &m.Take)
}

func mergeByID(ctx context.Context, tx *database.Tx, id string) (Merge, error) {
	return database.One(ctx, tx, scanMerge, selectMerge+` WHERE m.id = ?`, id)
}

// mergesInto lists the merges that last into one record, the oldest first.
func mergesInto(ctx context.Context, tx *database.Tx, keep string) ([]Merge, error) {
	return database.All(ctx, tx, scanMerge, selectMerge+` WHERE m.keep_id = ? AND m.parted_at = 0 ORDER BY m.id`, keep)
}

// topOf follows a record to the one it is part of now, which may be itself.
func topOf(ctx context.Context, tx *database.Tx, id string) (string, error) {
	for {
		into, err := database.One(ctx, tx, scanText, `SELECT keep_id FROM person_merge WHERE gone_id = ? AND parted_at = 0`, id)
		if fault.Is(err, fault.NotFound) {
			return id, nil
		}
		if err != nil {
			return "", err
		}
		id = into
	}
}

func scanText(scan database.Scan) (s string, err error) { return s, scan(&s) }

func scanInt(scan database.Scan) (n int, err error) { return n, scan(&n) }

// everyMerge lists the merges that last into a record, and into those that are
// part of it, the oldest first.
func everyMerge(ctx context.Context, tx *database.Tx, top string) ([]Merge, error) {
	var all []Merge
	for next := []string{top}; len(next) > 0; next = next[1:] {
		into, err := mergesInto(ctx, tx, next[0])
		if err != nil {
			return nil, err
		}
		for _, m := range into {
			next = append(next, m.Gone)
		}
		all = append(all, into...)
	}
	sortMerges(all)
	return all, nil
}

// laterInto lists the merges into a record that came after one.
func laterInto(ctx context.Context, tx *database.Tx, m Merge, top string) (later []Merge, err error) {
	all, err := everyMerge(ctx, tx, top)
	for _, x := range all {
		if x.ID > m.ID {
			later = append(later, x)
		}
	}
	return later, err
}

func insertRows(ctx context.Context, tx *trail.Tx, mergeID string, rows []wrote) error {
	for place, w := range rows {
		was, err := json.Marshal(w.was)
		if err != nil {
			return err
		}
		became, err := json.Marshal(w.became)
		if err != nil {
			return err
		}
		gone := 0
		if w.gone {
			gone = 1
		}
		if err := tx.Insert(ctx, rowTable, ids.New(), trail.Set{
			"merge_id": mergeID, "place": place, "of_table": w.table, "row_id": w.row, "gone": gone, "was": string(was), "became": string(became),
		}); err != nil {
			return err
		}
	}
	return nil
}

// rowsOf lists what a merge wrote, in order.
func rowsOf(ctx context.Context, tx *database.Tx, mergeID string) ([]wrote, error) {
	return database.All(ctx, tx, func(scan database.Scan) (w wrote, err error) {
		var was, became string
		if err := scan(&w.id, &w.table, &w.row, &w.gone, &was, &became); err != nil {
			return w, err
		}
		if w.was, err = columns(was); err == nil {
			w.became, err = columns(became)
		}
		return w, err
	}, `SELECT id, of_table, row_id, gone, was, became FROM person_merge_row WHERE merge_id = ? ORDER BY place`, mergeID)
}

// columns reads kept columns: whole numbers as int64, as both engines give them.
func columns(text string) (trail.Set, error) {
	set := trail.Set{}
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	if err := d.Decode(&set); err != nil {
		return nil, err
	}
	for column, value := range set {
		if n, ok := value.(json.Number); ok {
			whole, err := n.Int64()
			if err != nil {
				return nil, err
			}
			set[column] = whole
		}
	}
	return set, nil
}

// forgetRows drops what a merge wrote, before it is made again.
func forgetRows(ctx context.Context, tx *trail.Tx, mergeID string) error {
	rows, err := rowsOf(ctx, tx.Tx, mergeID)
	for _, w := range rows {
		if err := tx.Delete(ctx, rowTable, w.id); err != nil {
			return err
		}
	}
	return err
}

package imports

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/throughcare/throughcare/internal/database"
)

// dropLines forgets the rows of a batch, but for those in keep.
func dropLines(ctx context.Context, tx *database.Tx, id string, keep map[int]bool) error {
	if len(keep) == 0 {
		_, err := tx.Exec(ctx, `DELETE FROM import_row WHERE batch_id = ?`, id)
		return err
	}
	rows, err := specialRows(ctx, tx, id, 0)
	if err != nil {
		return err
	}
	for n := range rows {
		if keep[n] {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM import_row WHERE batch_id = ? AND row_no = ?`, id, n); err != nil {
			return err
		}
	}
	return nil
}

// specialRows are the numbers, above one, of the rows that have a line.
func specialRows(ctx context.Context, tx *database.Tx, id string, after int) (map[int]bool, error) {
	rows := map[int]bool{}
	return rows, database.Each(ctx, tx, func(scan database.Scan) error {
		var n int
		err := scan(&n)
		rows[n] = true
		return err
	}, `SELECT row_no FROM import_row WHERE batch_id = ? AND row_no > ?`, id, after)
}

func putLines(ctx context.Context, tx *database.Tx, id string, lines []Line) error {
	for _, l := range lines {
		detail, err := json.Marshal(l.Detail)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO import_row (batch_id, row_no, verdict, detail, decision, saved) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (batch_id, row_no) DO UPDATE SET verdict = excluded.verdict, detail = excluded.detail, decision = excluded.decision, saved = excluded.saved`,
			id, l.Row, string(l.Verdict), string(detail), l.Decision, database.Flag(l.Saved))
		if err != nil {
			return err
		}
	}
	return nil
}

func scanLine(scan database.Scan) (Line, error) {
	var l Line
	var detail string
	if err := scan(&l.Row, &l.Verdict, &detail, &l.Decision, &l.Saved); err != nil {
		return l, err
	}
	return l, json.Unmarshal([]byte(detail), &l.Detail)
}

const selectLine = `SELECT row_no, verdict, detail, decision, saved FROM import_row WHERE batch_id = ?`

func lineOf(ctx context.Context, tx *database.Tx, id string, row int) (Line, error) {
	return database.One(ctx, tx, scanLine, selectLine+` AND row_no = ?`, id, row)
}

func linesOf(ctx context.Context, tx *database.Tx, id string, v Verdict, after, limit int) ([]Line, error) {
	return database.All(ctx, tx, scanLine, selectLine+` AND verdict = ? AND row_no > ? ORDER BY row_no LIMIT ?`, id, string(v), after, limit)
}

// linesBetween are the lines of a part of the file, by row.
func linesBetween(ctx context.Context, tx *database.Tx, id string, first, last int) (map[int]Line, error) {
	lines := map[int]Line{}
	return lines, into(ctx, tx, lines, selectLine+` AND row_no BETWEEN ? AND ?`, id, first, last)
}

// decidedLines are those that a person has decided or mended.
func decidedLines(ctx context.Context, tx *database.Tx, id string) (map[int]Line, error) {
	lines := map[int]Line{}
	return lines, database.Each(ctx, tx, func(scan database.Scan) error {
		l, err := scanLine(scan)
		if decided := l.Verdict != Same && l.Verdict != Change && l.Decision != Undecided; decided || len(l.Detail.Repairs) > 0 ||
			slices.Contains([]string{Add, Out, Later, Twin}, l.Decision) {
			lines[l.Row] = l
		}
		return err
	}, selectLine, id)
}

func into(ctx context.Context, tx *database.Tx, lines map[int]Line, query string, args ...any) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		l, err := scanLine(scan)
		lines[l.Row] = l
		return err
	}, query, args...)
}

// mostReviewed bounds how many rows are looked at again after saving.
const mostReviewed = 5000

// twinLines are open lines that may be of the same person as an earlier row.
func twinLines(ctx context.Context, tx *database.Tx, id string) ([]Line, error) {
	all, err := database.All(ctx, tx, scanLine, selectLine+` AND verdict = 'maybe' AND saved = 0 ORDER BY row_no LIMIT ?`, id, mostReviewed)
	var twins []Line
	for _, l := range all {
		for _, c := range l.Detail.Maybe {
			if c.Row > 0 {
				twins = append(twins, l)
				break
			}
		}
	}
	return twins, err
}

// tallyOf counts the lines that saving would take, those that wait for
// somebody, and those that stand for a new person.
func tallyOf(ctx context.Context, tx *database.Tx, id string) (ready, open, fresh int, err error) {
	err = database.Each(ctx, tx, func(scan database.Scan) error {
		var verdict Verdict
		var decision string
		var saved bool
		var n int
		if err := scan(&verdict, &decision, &saved, &n); err != nil {
			return err
		}
		l := Line{Verdict: verdict, Decision: decision, Saved: saved}
		if verdict == New {
			fresh += n
		}
		switch {
		case l.Open():
			open += n
		case !saved && decision != Out && verdict != Same && verdict != Refused:
			ready += n
		}
		return nil
	}, `SELECT verdict, CASE WHEN decision IN ('', 'add', 'out', 'later', 'twin') THEN decision ELSE 'id' END AS answer, saved, count(*)
		FROM import_row WHERE batch_id = ? GROUP BY verdict, answer, saved`, id)
	return ready, open, fresh, err
}

// noted reports whether a note of these words stands on somebody's timeline.
func noted(ctx context.Context, tx *database.Tx, personID, body string) (bool, error) {
	n, err := database.One(ctx, tx, func(scan database.Scan) (n int, err error) { err = scan(&n); return n, err },
		`SELECT count(*) FROM timeline_entry WHERE person_id = ? AND kind = 'note' AND body = ?`, personID, body)
	return n > 0, err
}

// nobody reports whether there is no person in the record.
func nobody(ctx context.Context, tx *database.Tx) (bool, error) {
	n, err := database.One(ctx, tx, func(scan database.Scan) (n int, err error) { err = scan(&n); return n, err },
		`SELECT count(*) FROM (SELECT id FROM person LIMIT 1) AS somebody`)
	return n == 0, err
}

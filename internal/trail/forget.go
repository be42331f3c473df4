package trail

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// Forget takes out of every earlier entry what it keeps of the rows that this
// change has removed, and of subjects, by their ids: the images of those rows,
// and the words of entries about them. That something was done, when and by whom
// stays. It is called last, by a change that is irrevocable; its entry proves
// the cuts, so the chain still holds (decision 110). It returns the changes that
// were cut.
func (tx *Tx) Forget(ctx context.Context, subjects ...string) (changes []string, err error) {
	c, err := chainOf(tx.Tx)
	if err != nil {
		return nil, err
	}
	last, err := lastLink(ctx, tx.Tx)
	if err != nil {
		return nil, err
	}
	f := forgetting{chain: c, by: last.n + 1, about: map[string]bool{}, ids: map[string]bool{}, drop: map[[2]string]bool{}}
	for _, id := range subjects {
		f.about[id], f.ids[id] = true, true
	}
	for _, r := range tx.rows {
		f.drop[r.key()], f.ids[r.ID] = true, true
		if r.Op == "-" {
			f.about[r.ID] = true
		}
	}
	if err := f.spread(ctx); err != nil {
		return nil, err
	}
	tx.cuts, err = f.cutAll(ctx)
	for _, c := range tx.cuts {
		changes = append(changes, c.Change)
	}
	return changes, err
}

// forgetting is what one change takes out of the trail.
type forgetting struct {
	chain
	by    int64
	about map[string]bool    // ids of the erased and of their rows: who names one is about them
	ids   map[string]bool    // those, and the ids of rows that stay bared
	drop  map[[2]string]bool // table and id of rows whose images go

	earlier map[string][]cut // what earlier changes cut: they still prove it
}

// spread finds the rows that were theirs once and are gone since: their images
// name somebody who is forgotten. It goes on until no image tells of another.
func (f *forgetting) spread(ctx context.Context) error {
	for found := true; found; {
		found = false
		err := f.each(ctx, func(_ string, _ int64, rows []row) error {
			for _, r := range rows {
				if f.drop[r.key()] || !f.named(r.Before) {
					continue
				}
				if _, err := f.tx.Row(ctx, r.Table, r.ID); !fault.Is(err, fault.NotFound) {
					if err != nil {
						return err
					}
					continue // somebody else's: only what it held is forgotten
				}
				f.drop[r.key()], f.about[r.ID], f.ids[r.ID], found = true, true, true, true
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (r row) key() [2]string { return [2]string{r.Table, r.ID} }

// each visits the images that hold an id of theirs. Images are read one by one:
// those of an import are megabytes.
func (f *forgetting) each(ctx context.Context, visit func(change string, part int64, rows []row) error) error {
	type found struct {
		change string
		part   int64
		images string
	}
	var some []found
	err := database.Each(ctx, f.tx, func(scan database.Scan) error {
		var one found
		if err := scan(&one.change, &one.part, &one.images); err != nil {
			return err
		}
		if mentions(one.images, f.ids) {
			some = append(some, one)
		}
		return nil
	}, `SELECT change_id, part, images FROM change_image`)
	for i := 0; err == nil && i < len(some); i++ {
		var rows []row
		if rows, err = decodeRows(some[i].images); err == nil {
			err = visit(some[i].change, some[i].part, rows)
		}
	}
	return err
}

// mentions reports whether one of the ids stands in a text of JSON. Ids begin
// and end with a quotation mark wherever they stand, which may be masked.
func mentions(text string, ids map[string]bool) bool {
	for {
		_, rest, ok := strings.Cut(text, `"`)
		end := strings.IndexAny(rest, `"\`)
		if !ok || end < 0 {
			return false
		}
		if ids[rest[:end]] {
			return true
		}
		text = rest
	}
}

func (f *forgetting) named(before Set) bool {
	if len(before) == 0 {
		return false
	}
	text, err := json.Marshal(before)
	return err == nil && mentions(string(text), f.about)
}

func decodeRows(images string) (rows []row, err error) {
	d := json.NewDecoder(bytes.NewReader([]byte(images)))
	d.UseNumber()
	return rows, d.Decode(&rows)
}

// left are the images that remain of rows, and whether any is lost. What is kept
// of a row that stands keeps its sum, and is no longer an image that can be put
// back.
func (f *forgetting) left(rows []row) (kept []row, less bool) {
	kept = make([]row, 0, len(rows))
	for _, r := range rows {
		if f.drop[r.key()] {
			less = true
			continue
		}
		if f.named(r.Before) {
			r.Op, r.Before, less = sumOnly, nil, true
		}
		kept = append(kept, r)
	}
	return kept, less
}

// cutAll cuts every entry there is something to cut of.
func (f *forgetting) cutAll(ctx context.Context) ([]cut, error) {
	images := map[string]map[int64]string{} // of each change, the parts that become shorter
	err := f.each(ctx, func(change string, part int64, rows []row) error {
		kept, less := f.left(rows)
		if !less {
			return nil
		}
		text, err := json.Marshal(kept)
		if images[change] == nil {
			images[change] = map[int64]string{}
		}
		images[change][part] = string(text)
		return err
	})
	if err != nil {
		return nil, err
	}
	words, err := f.words(ctx, images)
	if err != nil {
		return nil, err
	}
	if f.earlier, err = madeBy(ctx, f.tx); err != nil {
		return nil, err
	}
	var cuts []cut
	for _, change := range slices.Sorted(maps.Keys(words)) {
		one, err := f.cut(ctx, change, words[change], images[change])
		if err != nil {
			return nil, err
		}
		if one.Change != "" {
			cuts = append(cuts, one)
		}
	}
	return cuts, nil
}

// words gives the changes that are about them, or touched rows of theirs, with
// their words.
func (f *forgetting) words(ctx context.Context, touched map[string]map[int64]string) (map[string]string, error) {
	words := map[string]string{}
	return words, database.Each(ctx, f.tx, func(scan database.Scan) error {
		var id, subject, args string
		err := scan(&id, &subject, &args)
		if touched[id] != nil || f.ids[subject] {
			words[id] = args
		}
		return err
	}, `SELECT id, subject_id, args FROM change`)
}

// cut rewrites one change, and notes what is left of it. There is nothing to
// note of one that keeps all it kept.
func (f *forgetting) cut(ctx context.Context, change, words string, shorter map[int64]string) (cut, error) {
	left, err := silenced(words)
	if err != nil {
		return cut{}, err
	}
	kept, same := f.kept(left), left == words
	err = database.Each(ctx, f.tx, func(scan database.Scan) error {
		var part int64
		var text string
		if err := scan(&part, &text); err != nil {
			return err
		}
		now, ok := shorter[part]
		if !ok {
			now = text
		}
		same = same && now == text
		keepPart(kept, part, now)
		return nil
	}, `SELECT part, images FROM change_image WHERE change_id = ? ORDER BY part`, change)
	if err != nil || same {
		return cut{}, err
	}
	provedBy(kept, f.earlier[change])
	one := cut{change, f.by, sum(kept)}
	if _, err := f.tx.Exec(ctx, `INSERT INTO trail_cut (change_id, by_n, digest) VALUES (?, ?, ?)`, one.Change, one.By, one.Digest); err != nil {
		return one, err
	}
	if _, err := f.tx.Exec(ctx, `UPDATE change SET args = ? WHERE id = ?`, left, change); err != nil {
		return one, err
	}
	for part, text := range shorter {
		if _, err := f.tx.Exec(ctx, `UPDATE change_image SET images = ? WHERE change_id = ? AND part = ?`, text, change, part); err != nil {
			return one, err
		}
	}
	return one, nil
}

// Silence stands where a word of an entry was forgotten.
const Silence = "…"

// counted is the word of an entry that is never about anybody: how many.
const counted = "count"

// silenced gives the words of an entry without what they said.
func silenced(words string) (string, error) {
	var args map[string]string
	if err := json.Unmarshal([]byte(words), &args); err != nil {
		return "", err
	}
	for name, value := range args {
		if name != counted && value != "" {
			args[name] = Silence
		}
	}
	text, err := json.Marshal(args)
	return string(text), err
}

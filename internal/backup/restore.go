package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/database"
)

// Target makes the empty record to restore into. It is called once, after the
// whole backup was found sound, with its header; the record must be of the
// schema of this program.
type Target func(context.Context, Header) (*database.DB, error)

// Restore puts everything a backup holds into a new record, in one transaction,
// and compares what then stands there with the manifest before it commits. The
// backup is read twice: the first time nothing is touched, so that a damaged,
// foreign or wrongly keyed file leaves no trace. The caller closes the record
// that target made, makes its search index anew, and removes the files when it
// fails: their folder, which may be nil where no files are expected, was empty.
func Restore(ctx context.Context, r io.ReadSeeker, identities []age.Identity, target Target, files Files) (Manifest, error) {
	header, manifest, err := Verify(r, identities)
	if err != nil {
		return manifest, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return manifest, fmt.Errorf("backup: read again: %w", err)
	}
	db, err := target(ctx, header)
	if err != nil {
		return manifest, err
	}
	tried := false
	err = db.Write(ctx, func(tx *database.Tx) error {
		if tried {
			return errors.New("backup: restore: somebody else writes to the new record")
		}
		tried = true
		return (&restore{tx: tx, files: placing{into: files}}).all(ctx, r, identities, manifest)
	})
	return manifest, err
}

// restore is a backup being put into a record.
type restore struct {
	tx       *database.Tx
	here     map[string]section // the tables of the record
	into     section            // the table being filled, with the columns of the record
	take     []int              // for each column of the record its place in the backup, or -1
	waiting  []any              // values of rows not yet written
	inserted int                // rows in waiting
	files    placing
}

func (r *restore) all(ctx context.Context, in io.Reader, identities []age.Identity, want Manifest) error {
	if err := r.ready(ctx, want.Schema); err != nil {
		return err
	}
	got, err := read(in, identities, handler{
		table:  r.begin,
		row:    func(s section, line []byte) error { return r.row(ctx, s, line) },
		closes: func(section) error { return errors.Join(r.files.end(nil), r.flush(ctx)) },
	})
	if err != nil {
		return errors.Join(err, r.files.end(err))
	}
	if got.SHA256 != want.SHA256 {
		return fmt.Errorf("%w (it changed while it was read)", ErrDamaged)
	}
	return r.compare(ctx, want)
}

// ready refuses a record that holds something, or that is older than the backup.
func (r *restore) ready(ctx context.Context, wanted string) error {
	name, err := schema(ctx, r.tx)
	if err != nil {
		return err
	}
	if wanted > name {
		return ErrNewer
	}
	sections, err := tables(ctx, r.tx)
	if err != nil {
		return err
	}
	r.here = map[string]section{}
	for _, s := range sections {
		r.here[s.Table] = s
		sum, err := rowsOf(ctx, r.tx, s, func([]byte) error { return ErrInUse })
		if err != nil || sum.rows > 0 {
			return err
		}
	}
	return nil
}

// begin prepares for a table. A column that the backup does not know yet takes
// nothing or 0, as every column of ours does that is not known.
func (r *restore) begin(s section) error {
	if s.Table == fileTable {
		return r.beginFiles(s)
	}
	into, ok := r.here[s.Table]
	if !ok {
		return fmt.Errorf("%w (there is no table %s here)", ErrNewer, s.Table)
	}
	given := s.names()
	r.into, r.take = into, nil
	for _, c := range into.Columns {
		r.take = append(r.take, slices.Index(given, c.Name))
	}
	for _, name := range given {
		if !slices.Contains(into.names(), name) {
			return fmt.Errorf("%w (there is no column %s.%s here)", ErrNewer, s.Table, name)
		}
	}
	return nil
}

func (r *restore) beginFiles(s section) error {
	switch {
	case r.files.into == nil:
		return ErrNoFolder
	case !slices.Equal(s.Columns, fileSection.Columns):
		return fmt.Errorf("%w (files are kept in another way)", ErrNewer)
	}
	return nil
}

// atOnce is how many rows go into one statement.
const atOnce = 40

func (r *restore) row(ctx context.Context, s section, line []byte) error {
	if s.Table == fileTable {
		return r.files.row(line)
	}
	values, err := decode(line, s.Columns)
	if err != nil {
		return err
	}
	for i, from := range r.take {
		if from < 0 {
			r.waiting = append(r.waiting, nothing(r.into.Columns[i].Kind))
		} else {
			r.waiting = append(r.waiting, values[from])
		}
	}
	if r.inserted++; r.inserted == atOnce {
		return r.flush(ctx)
	}
	return nil
}

func nothing(k kind) any {
	switch k {
	case kindWhole:
		return int64(0)
	case kindReal:
		return 0.0
	case kindBytes:
		return []byte{}
	}
	return ""
}

// flush writes the rows that wait.
func (r *restore) flush(ctx context.Context) error {
	if r.inserted == 0 {
		return nil
	}
	names := r.into.names()
	one := database.In(len(names))
	query := "INSERT INTO " + r.into.Table + " (" + strings.Join(names, ", ") + ") VALUES " + one + strings.Repeat(", "+one, r.inserted-1)
	_, err := r.tx.Exec(ctx, query, r.waiting...)
	r.waiting, r.inserted = r.waiting[:0], 0
	return err
}

// compare reads what was written and sums it up again, as far as the columns
// are those of the backup.
func (r *restore) compare(ctx context.Context, want Manifest) error {
	name, err := schema(ctx, r.tx)
	if err != nil {
		return err
	}
	for _, t := range want.Tables {
		if t.Name == fileTable {
			if err := r.compareFiles(ctx, t); err != nil {
				return err
			}
			continue
		}
		total, err := rowsOf(ctx, r.tx, r.here[t.Name], nil)
		if err != nil {
			return err
		}
		got := total.table(t.Name)
		if got.Rows != t.Rows || (name == want.Schema && got.Sum != t.Sum) {
			return fmt.Errorf("backup: restore: table %s came out different; nothing was kept", t.Name)
		}
	}
	return nil
}

// compareFiles reads the files that were written and sums them up again.
func (r *restore) compareFiles(ctx context.Context, want Table) error {
	names, err := r.files.into.Names()
	if err != nil {
		return err
	}
	total, _, _, err := pieces(ctx, r.files.into, names, nil)
	if err != nil {
		return err
	}
	if total.table(fileTable) != want {
		return errors.New("backup: restore: the files came out different; nothing was kept")
	}
	return nil
}

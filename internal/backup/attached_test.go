package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/vault"
)

func folder(t *testing.T) *vault.Vault {
	t.Helper()
	v, err := vault.Open(filepath.Join(t.TempDir(), "files"), dbtest.Key())
	must(t, err)
	return v
}

// raw is every file as it lies on the disk.
func raw(t *testing.T, v *vault.Vault) map[string]string {
	t.Helper()
	names, err := v.Names()
	must(t, err)
	all := map[string]string{}
	for _, name := range names {
		r, err := v.Raw(name)
		must(t, err)
		b, err := io.ReadAll(r)
		must(t, errors.Join(err, r.Close()))
		all[name] = string(b)
	}
	return all
}

func withFiles(t *testing.T, db *database.DB, from Files) ([]byte, Manifest, age.Identity) {
	t.Helper()
	id := identity(t)
	var file bytes.Buffer
	m, err := Write(t.Context(), db, &file, Options{Recipients: []age.Recipient{id.Recipient()}, Files: from})
	must(t, err)
	return file.Bytes(), m, id
}

func TestFilesTravelWithTheRecord(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		from, into := folder(t), folder(t)
		var bytesOf int64
		for _, n := range []int{1, 1000, pieceBytes - 200, pieceBytes, 3*pieceBytes + 7} {
			_, err := from.Put(strings.NewReader(strings.Repeat("x", n)))
			must(t, err)
		}
		want := raw(t, from)
		for _, b := range want {
			bytesOf += int64(len(b))
		}
		file, m, id := withFiles(t, db, from)
		if m.Files != 5 || m.FileBytes != bytesOf || m.Rows() > 1 {
			t.Fatalf("%d files, %d bytes, %d rows", m.Files, m.FileBytes, m.Rows())
		}
		got, err := Restore(t.Context(), bytes.NewReader(file), []age.Identity{id}, to(dbtest.SQLite(t, dbtest.NewClock().Now)), into)
		must(t, err)
		if got.Files != 5 {
			t.Error(got.Files)
		}
		have := raw(t, into)
		for name, b := range want {
			if have[name] != b {
				t.Errorf("%s came back different", name)
			}
		}
		if len(have) != len(want) {
			t.Errorf("%d files came back", len(have))
		}
	})
}

// full is a folder that takes only so many files.
type full struct {
	*vault.Vault
	room int
}

var errFull = errors.New("no room")

func (f *full) Place(name string, r io.Reader) error {
	if f.room--; f.room < 0 {
		return errFull
	}
	return f.Vault.Place(name, r)
}

// lossy is a folder that loses what it was given.
type lossy struct{ *vault.Vault }

func (lossy) Place(_ string, r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

func TestARestoreWithoutAllItsFilesKeepsNothing(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	from := folder(t)
	for range 3 {
		_, err := from.Put(strings.NewReader(strings.Repeat("x", 200_000)))
		must(t, err)
	}
	file, _, id := withFiles(t, db, from)
	for why, c := range map[string]struct {
		into Files
		want error
	}{
		"no folder": {nil, ErrNoFolder}, "no room": {&full{folder(t), 1}, errFull}, "nothing stays": {lossy{folder(t)}, nil},
	} {
		restored := dbtest.SQLite(t, dbtest.NewClock().Now)
		empty := content(t, restored)
		_, err := Restore(t.Context(), bytes.NewReader(file), []age.Identity{id}, to(restored), c.into)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", why, err)
		}
		if !slices.Equal(content(t, restored), empty) {
			t.Errorf("%s: rows were kept", why)
		}
	}
}

// One that is swept while the backup is made was in no row of it.
func TestAFileThatIsSweptMeanwhileIsLeftOut(t *testing.T) {
	t.Parallel()
	from := folder(t)
	s, err := from.Put(strings.NewReader("x"))
	must(t, err)
	must(t, from.Remove(s.Name))
	total, files, _, err := pieces(context.Background(), from, []string{s.Name}, nil)
	if err != nil || files != 0 || total.rows != 0 {
		t.Error(files, total, err)
	}
}

func TestPiecesOutOfOrderAreRefused(t *testing.T) {
	t.Parallel()
	for why, lines := range map[string][]string{
		"no beginning": {`["018f0000-0000-7000-8000-000000000001",1,"eA=="]`},
		"a gap":        {`["018f0000-0000-7000-8000-000000000001",0,"eA=="]`, `["018f0000-0000-7000-8000-000000000001",2,"eA=="]`},
		"another":      {`["018f0000-0000-7000-8000-000000000001",0,"eA=="]`, `["018f0000-0000-7000-8000-000000000002",1,"eA=="]`},
	} {
		v := folder(t)
		p := placing{into: v}
		var err error
		for _, line := range lines {
			err = errors.Join(err, p.row([]byte(line)))
		}
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", why, err)
		}
		if err := p.end(err); !errors.Is(err, ErrDamaged) && len(lines) > 1 {
			t.Errorf("%s: %v", why, err)
		}
		if len(raw(t, v)) != 0 {
			t.Errorf("%s: a file was placed", why)
		}
	}
}

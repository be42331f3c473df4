package backup

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/trail"
)

// fill puts random rows of every kind of value into every table.
func fill(t testing.TB, db *database.DB, rows int) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, uint64(rows)))
	must(t, db.Write(t.Context(), func(tx *database.Tx) error {
		sections, err := tables(t.Context(), tx)
		if err != nil {
			return err
		}
		for _, s := range sections {
			for range rows {
				values := make([]any, len(s.Columns))
				for i, c := range s.Columns {
					values[i] = randomValue(random, c.Kind)
				}
				query := "INSERT INTO " + s.Table + " (" + strings.Join(s.names(), ", ") + ") VALUES " + database.In(len(values))
				if _, err := tx.Exec(t.Context(), query, values...); err != nil {
					return fmt.Errorf("%s: %w", s.Table, err)
				}
			}
		}
		return nil
	}))
}

func randomValue(random *rand.Rand, k kind) any {
	switch k {
	case kindWhole:
		return random.Int64() - 1<<62
	case kindReal:
		return []float64{random.Float64() * 180, -12, 0, 1e-300}[random.IntN(4)]
	case kindBytes:
		b := make([]byte, random.IntN(40))
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		return b
	}
	return ids.New() + []string{"", " Ñandú <&>", " پرویز", "\n\t\"\\", " \u2028\U0001F9F5"}[random.IntN(5)]
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func identity(t testing.TB) *age.HybridIdentity {
	t.Helper()
	id, err := age.GenerateHybridIdentity()
	must(t, err)
	return id
}

// made writes a backup and returns it with its key.
func made(t testing.TB, db *database.DB) ([]byte, Manifest, age.Identity) {
	t.Helper()
	id := identity(t)
	var file bytes.Buffer
	m, err := Write(t.Context(), db, &file, Options{Recipients: []age.Recipient{id.Recipient()}, Keys: Keys{"codes": []byte("k")}})
	must(t, err)
	return file.Bytes(), m, id
}

func to(db *database.DB) Target {
	return func(context.Context, Header) (*database.DB, error) { return db, nil }
}

// content is the counts and sums of every table of a record.
func content(t testing.TB, db *database.DB) (all []Table) {
	t.Helper()
	must(t, db.Read(t.Context(), func(tx *database.Tx) error {
		sections, err := tables(t.Context(), tx)
		for _, s := range sections {
			total, err := rowsOf(t.Context(), tx, s, nil)
			if err != nil {
				return err
			}
			all = append(all, total.table(s.Table))
		}
		return err
	}))
	return all
}

func TestRestoreGivesTheSameRowsOnEitherEngine(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		fill(t, db, 90)
		file, m, id := made(t, db)
		if len(m.Tables) < 30 || m.Rows() < 30*90 {
			t.Fatalf("only %d tables, %d rows", len(m.Tables), m.Rows())
		}
		for engine, fresh := range map[string]func(testing.TB, func() time.Time) *database.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
			t.Run("into "+engine, func(t *testing.T) {
				restored := fresh(t, dbtest.NewClock().Now)
				got, err := Restore(t.Context(), bytes.NewReader(file), []age.Identity{id}, to(restored), nil)
				must(t, err)
				if diff := cmp.Diff(content(t, db), content(t, restored)); diff != "" {
					t.Fatal(diff)
				}
				if diff := cmp.Diff(m, got); diff != "" {
					t.Fatal(diff)
				}
			})
		}
	})
}

func TestHeaderAndClassicKeys(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	one, err := age.GenerateX25519Identity()
	must(t, err)
	two, err := age.GenerateX25519Identity()
	must(t, err)
	var file bytes.Buffer
	m, err := Write(t.Context(), db, &file, Options{Recipients: []age.Recipient{one.Recipient(), two.Recipient()}, Keys: Keys{"codes": []byte("secret")}})
	must(t, err)
	for _, id := range []age.Identity{one, two} {
		h, got, err := Verify(bytes.NewReader(file.Bytes()), []age.Identity{id})
		must(t, err)
		if diff := cmp.Diff(m, got); diff != "" {
			t.Error(diff)
		}
		if !h.At.Equal(dbtest.Noon) || h.Engine != "sqlite" || string(h.Keys["codes"]) != "secret" || h.Schema < "0090" {
			t.Errorf("%+v", h)
		}
	}
}

func TestNothingInClear(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	change(t, db, "MARKER-4711")
	file, _, _ := made(t, db)
	for _, marker := range []string{"MARKER-4711", "throughcare-backup", "setting", "person"} {
		if bytes.Contains(file, []byte(marker)) {
			t.Errorf("%q stands in the file", marker)
		}
	}
}

// change writes one.
func change(t testing.TB, db *database.DB, value string) {
	t.Helper()
	deed := &trail.Deed{Action: "test", Kind: "setting", ID: "x"}
	must(t, trail.Write(t.Context(), db, authz.System("test"), deed, func(tx *trail.Tx) error {
		return tx.Insert(t.Context(), "setting", ids.New(), trail.Set{"value": value})
	}))
}

// Every way to spoil a backup is refused, in the words of what is wrong with
// it, and no record is even made.
func TestSpoiltBackupsAreRefused(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	fill(t, db, 20)
	file, _, id := made(t, db)
	stranger := identity(t)
	flip := func(at int) []byte {
		b := bytes.Clone(file)
		b[at] ^= 0x10
		return b
	}
	sealed := func(text string) []byte {
		var out bytes.Buffer
		w, err := age.Encrypt(&out, id.(*age.HybridIdentity).Recipient())
		must(t, err)
		_, err = io.WriteString(w, text)
		must(t, err)
		must(t, w.Close())
		return out.Bytes()
	}
	for name, c := range map[string]struct {
		file []byte
		key  age.Identity
		want error
	}{
		"another's key":      {file, stranger, ErrWrongKey},
		"empty":              {nil, id, ErrForeign},
		"not age":            {[]byte("PK\x03\x04 a spreadsheet"), id, ErrForeign},
		"age, not a backup":  {sealed("hello"), id, ErrForeign},
		"age, nothing in it": {sealed(""), id, ErrForeign},
		"cut in the middle":  {file[:len(file)/2], id, ErrDamaged},
		"cut by one byte":    {file[:len(file)-1], id, ErrDamaged},
		"one byte too many":  {append(bytes.Clone(file), 'x'), id, ErrDamaged},
		"flipped, early":     {flip(len(file) - 50_000), id, ErrDamaged},
		"flipped, late":      {flip(len(file) - 3), id, ErrDamaged},
	} {
		_, err := Restore(t.Context(), bytes.NewReader(c.file), []age.Identity{c.key}, func(context.Context, Header) (*database.DB, error) {
			t.Errorf("%s: a record was made", name)
			return nil, errors.New("no")
		}, nil)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// Whatever is wrong with a backup, anywhere in it, it is refused: a flipped bit,
// a cut, pieces of two backups, and keys that are another's. THROUGHCARE_ASSURANCE
// tries ten times as many.
func TestDamageAnywhere(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	fill(t, db, 2)
	file, _, id := made(t, db)
	change(t, db, "later")
	other, _, stranger := made(t, db)
	spoil := map[string]func(*rand.Rand) ([]byte, age.Identity){
		"flipped": func(random *rand.Rand) ([]byte, age.Identity) {
			b := bytes.Clone(file)
			b[random.IntN(len(b))] ^= 1 << random.IntN(8)
			return b, id
		},
		"cut":         func(random *rand.Rand) ([]byte, age.Identity) { return file[:random.IntN(len(file))], id },
		"wrong key":   func(*rand.Rand) ([]byte, age.Identity) { return file, stranger },
		"another key": func(*rand.Rand) ([]byte, age.Identity) { return file, identity(t) },
		"spliced": func(random *rand.Rand) ([]byte, age.Identity) {
			at := 1 + random.IntN(min(len(file), len(other))-1)
			return append(bytes.Clone(file[:at]), other[at:]...), id
		},
		"foreign": func(random *rand.Rand) ([]byte, age.Identity) {
			b := make([]byte, random.IntN(4000))
			for i := range b {
				b[i] = byte(random.Uint32())
			}
			return b, id
		},
	}
	random, cases := rand.New(rand.NewPCG(1, 2)), 100
	if os.Getenv("THROUGHCARE_ASSURANCE") != "" {
		cases = 1000
	}
	for how, make := range spoil {
		for range cases {
			b, key := make(random)
			if _, _, err := Verify(bytes.NewReader(b), []age.Identity{key}); err == nil {
				t.Fatalf("%s: not noticed", how)
			}
		}
	}
	t.Logf("%d spoilt backups of %d kinds refused", cases*len(spoil), len(spoil))
}

// A manifest that does not fit its rows is refused even when the encryption is
// sound: a backup put together by a faulty program.
func TestManifestMustFit(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"rows missing": `{"table":"setting","columns":[{"name":"id","kind":"text"}]}` + "\n" + `{"closes":{"name":"setting","rows":1,"sum":""}}` + "\n",
		"no manifest":  `{"table":"setting","columns":[{"name":"id","kind":"text"}]}` + "\n",
		"wrong sum":    `{"manifest":{"schema":"0001","sha256":"00"}}` + "\n",
		"no json":      `hello` + "\n",
	} {
		p := &parser{in: lines(`{"format":"throughcare-backup","version":1,"schema":"0001"}` + "\n" + body), hash: sha256.New()}
		if err := p.all(); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := &parser{in: lines(`{"format":"throughcare-backup","version":2}` + "\n"), hash: sha256.New()}
	if err := p.all(); !errors.Is(err, ErrNewer) {
		t.Errorf("version 2: %v", err)
	}
}

func lines(text string) *bufio.Reader { return bufio.NewReader(strings.NewReader(text)) }

func TestRestoreNeedsAnEmptyRecord(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		change(t, db, "mine")
		file, _, id := made(t, db)
		before := content(t, db)
		if _, err := Restore(t.Context(), bytes.NewReader(file), []age.Identity{id}, to(db), nil); !errors.Is(err, ErrInUse) {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, content(t, db)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// While people write, a backup holds one moment: every change it has, it has
// whole.
func TestBackupWhileWriting(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		fill(t, db, 30)
		ctx, stop := context.WithCancel(t.Context())
		var writers sync.WaitGroup
		for range 2 {
			writers.Go(func() {
				for ctx.Err() == nil {
					pair(ctx, t, db)
				}
			})
		}
		for range 3 {
			file, _, id := made(t, db)
			restored := dbtest.SQLite(t, dbtest.NewClock().Now)
			_, err := Restore(t.Context(), bytes.NewReader(file), []age.Identity{id}, to(restored), nil)
			must(t, err)
			halves(t, restored)
		}
		stop()
		writers.Wait()
	})
}

// pair writes two rows in one change.
func pair(ctx context.Context, t *testing.T, db *database.DB) {
	deed := &trail.Deed{Action: "test", Kind: "setting", ID: "pair"}
	err := trail.Write(ctx, db, authz.System("test"), deed, func(tx *trail.Tx) error {
		for _, half := range []string{"a", "b"} {
			if err := tx.Insert(ctx, "setting", "pair "+half+ids.New(), trail.Set{"value": "v"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && ctx.Err() == nil {
		t.Error(err)
	}
}

func halves(t *testing.T, db *database.DB) {
	t.Helper()
	must(t, db.Read(t.Context(), func(tx *database.Tx) error {
		return database.Each(t.Context(), tx, func(scan database.Scan) error {
			var n int
			var rev string
			if err := scan(&rev, &n); err != nil || n != 2 {
				t.Errorf("change %s has %d of 2 rows, %v", rev, n, err)
			}
			return nil
		}, `SELECT s.rev, count(*) FROM setting s JOIN change c ON c.id = s.rev GROUP BY s.rev`)
	}))
}

func TestToFile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		fill(t, db, 3)
		o := Options{Recipients: []age.Recipient{identity(t).Recipient()}}
		dir := t.TempDir()
		path := filepath.Join(dir, "record.age")
		w, err := ToFile(t.Context(), db, path, o)
		must(t, err)
		info, err := os.Stat(path)
		must(t, err)
		if info.Size() != w.Bytes || info.Mode().Perm() != 0o600 {
			t.Fatalf("%d bytes, mode %o", info.Size(), info.Mode().Perm())
		}
		if _, err := ToFile(t.Context(), db, path, o); err == nil {
			t.Fatal("a backup was overwritten")
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := ToFile(cancelled, db, filepath.Join(dir, "other.age"), o); err == nil {
			t.Fatal("a cancelled backup was made")
		}
		left, err := os.ReadDir(dir)
		must(t, err)
		if len(left) != 1 {
			t.Fatalf("left behind: %v", left)
		}
	})
}

func TestLast(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		at, err := Last(t.Context(), db)
		if err != nil || !at.IsZero() {
			t.Fatal(at, err)
		}
		clock.Add(time.Hour)
		_, err = ToFile(t.Context(), db, filepath.Join(t.TempDir(), "b.age"), Options{Recipients: []age.Recipient{identity(t).Recipient()}})
		must(t, err)
		if at, err = Last(t.Context(), db); err != nil || !at.Equal(clock.Now()) {
			t.Fatal(at, err)
		}
	})
}

func TestRecipients(t *testing.T) {
	t.Parallel()
	hybrid := identity(t)
	classic, err := age.GenerateX25519Identity()
	must(t, err)
	list := filepath.Join(t.TempDir(), "keys.txt")
	must(t, os.WriteFile(list, []byte("# ours\n"+hybrid.Recipient().String()+"\n"), 0o600))
	for _, c := range []struct {
		texts []string
		n     int
		want  error
	}{
		{[]string{hybrid.Recipient().String()}, 1, nil},
		{[]string{hybrid.Recipient().String(), list}, 2, nil},
		{[]string{classic.Recipient().String()}, 1, nil},
		{[]string{classic.Recipient().String(), list}, 0, ErrMixed},
		{nil, 0, ErrNoRecipient},
		{[]string{classic.String()}, 0, ErrPrivate},
		{[]string{hybrid.String()}, 0, ErrPrivate},
		{[]string{"nowhere.txt"}, 0, os.ErrNotExist},
	} {
		got, err := Recipients(c.texts...)
		if !errors.Is(err, c.want) || (err == nil && len(got) != c.n) {
			t.Errorf("%d recipients, %v; want %v", len(got), err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "SECRET-KEY-1") {
			t.Error("the error shows a private key")
		}
	}
	if _, err := Recipients(hybrid.Recipient().String()[:60]); err == nil || strings.Contains(err.Error(), hybrid.Recipient().String()[30:60]) {
		t.Errorf("a cut key: %v", err)
	}
	found, err := Identities(strings.NewReader("# mine\n" + hybrid.String() + "\n"))
	if err != nil || len(found) != 1 {
		t.Error(err)
	}
	_, sheet, err := keys.Create(t.TempDir(), "marsh violin copper seldom thirty orbit", keys.Options{Cost: keys.LowCost})
	must(t, err)
	found, err = Identities(strings.NewReader("  " + strings.Join(sheet.Words, "\n") + "\n"))
	if err != nil || len(found) != 1 {
		t.Error(err)
	}
	if _, err := Identities(strings.NewReader("nonsense")); err == nil || strings.Contains(err.Error(), "nonsense") {
		t.Error(err)
	}
}

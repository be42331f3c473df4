package vault

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

func open(t testing.TB, dir string, key []byte) *Vault {
	t.Helper()
	v, err := Open(dir, key)
	must(t, err)
	return v
}

func put(t testing.TB, v *Vault, content []byte) Sealed {
	t.Helper()
	s, err := v.Put(bytes.NewReader(content))
	must(t, err)
	return s
}

func content(v *Vault, s Sealed) ([]byte, error) {
	r, err := v.Open(s)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	return b, errors.Join(err, r.Close())
}

func TestWhatGoesInComesOut(t *testing.T) {
	t.Parallel()
	v := open(t, filepath.Join(t.TempDir(), "files"), random(32))
	for _, n := range []int{0, 1, 1023, 1024, 1025, 65535, 65536, 65537, 300_000} {
		want := random(n)
		s := put(t, v, want)
		got, err := content(v, s)
		must(t, err)
		if !bytes.Equal(got, want) || s.Bytes != int64(n) {
			t.Errorf("%d bytes came out as %d", n, len(got))
		}
	}
	names, err := v.Names()
	must(t, err)
	if len(names) != 9 {
		t.Errorf("%d files", len(names))
	}
}

// Two files of nearly one size are of one size on the disk, and none grows by
// more than an eighth.
func TestPadding(t *testing.T) {
	t.Parallel()
	for n := int64(0); n < 5_000_000; n = n*9/8 + 37 {
		p := padded(n)
		if p < n || n > least && p > n+n/8 || padded(p) != p {
			t.Fatalf("%d is padded to %d", n, p)
		}
	}
	if padded(1_000_000) != padded(1_000_900) {
		t.Error("sizes tell files apart")
	}
}

func TestDamageIsRefusedBeforeTheFirstByte(t *testing.T) {
	t.Parallel()
	v := open(t, filepath.Join(t.TempDir(), "files"), random(32))
	whole := random(200_000)
	for name, harm := range map[string]func([]byte) []byte{
		"a bit of the header": func(b []byte) []byte { b[30] ^= 1; return b },
		"a bit in the middle": func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"the last bit":        func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"a cut tail":          func(b []byte) []byte { return b[:len(b)-1] },
		"a cut chunk":         func(b []byte) []byte { return b[:len(b)-len(b)%(1<<16)] },
		"a swapped chunk": func(b []byte) []byte {
			const c = 1<<16 + 16
			start := len(b) % c // of the last chunks, roughly: any exchange will do
			a := append([]byte(nil), b[start:start+c]...)
			copy(b[start:start+c], b[start+c:start+2*c])
			copy(b[start+c:start+2*c], a)
			return b
		},
		"something after": func(b []byte) []byte { return append(b, 0) },
		"nothing at all":  func([]byte) []byte { return nil },
		"something else":  func([]byte) []byte { return []byte("%PDF-1.7 not ours") },
	} {
		s := put(t, v, whole)
		path, err := v.path(s.Name)
		must(t, err)
		b, err := os.ReadFile(path)
		must(t, err)
		must(t, os.WriteFile(path, harm(b), 0o600))
		if r, err := v.Open(s); !errors.Is(err, ErrDamaged) || r != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file under the name of another, and a key under the name of another, open
// nothing.
func TestExchangesAreRefused(t *testing.T) {
	t.Parallel()
	v := open(t, filepath.Join(t.TempDir(), "files"), random(32))
	a, b := put(t, v, []byte("about Yusuf")), put(t, v, []byte("about Leila"))
	pathA, err := v.path(a.Name)
	must(t, err)
	pathB, err := v.path(b.Name)
	must(t, err)
	must(t, os.Rename(pathB, pathA))
	if _, err := content(v, a); !errors.Is(err, ErrDamaged) {
		t.Errorf("another file: %v", err)
	}
	if _, err := content(v, Sealed{Name: a.Name, Key: b.Key, Bytes: b.Bytes}); !errors.Is(err, ErrKey) {
		t.Errorf("another's file and key: %v", err)
	}
	if _, err := content(v, b); !errors.Is(err, ErrGone) {
		t.Errorf("no file: %v", err)
	}
}

func TestNamesAreNeverPaths(t *testing.T) {
	t.Parallel()
	v := open(t, filepath.Join(t.TempDir(), "files"), random(32))
	s := put(t, v, []byte("x"))
	for _, name := range []string{"", "..", "../../keys.json", "/etc/passwd", strings.ToUpper(s.Name), s.Name + part, "{" + s.Name + "}", s.Name[:35] + "/"} {
		if _, err := v.Raw(name); !errors.Is(err, errNoName) {
			t.Errorf("%q: %v", name, err)
		}
		if err := v.Place(name, strings.NewReader("x")); !errors.Is(err, errNoName) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// An upload that breaks off leaves nothing, and nothing is in clear at any time.
func TestACutUploadLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "files")
	v := open(t, dir, random(32))
	broken := errors.New("the line went dead")
	text := strings.Repeat("the heron stood in the frozen reeds. ", 5000)
	watched := &watcher{t: t, dir: dir, r: strings.NewReader(text)}
	if _, err := v.Put(io.MultiReader(watched, iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if watched.seen == 0 {
		t.Error("nobody looked at the file while it was written")
	}
	left := 0
	must(t, v.each(func(string, string, os.FileInfo) error { left++; return nil }))
	if left != 0 {
		t.Errorf("%d files are left", left)
	}
}

// watcher looks at everything on the disk whenever more is read.
type watcher struct {
	t    *testing.T
	dir  string
	r    io.Reader
	seen int
}

func (w *watcher) Read(p []byte) (int, error) {
	err := filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if len(b) > 0 {
			w.seen++
		}
		if bytes.Contains(b, []byte("heron")) {
			w.t.Error("a word stands in clear on the disk")
		}
		return err
	})
	must(w.t, err)
	return w.r.Read(p)
}

// After a restore the record has a new key; what was wrapped with the old one,
// and with the one before that, still opens. Somebody else's key opens nothing.
func TestKeysOfRecordsBefore(t *testing.T) {
	t.Parallel()
	first, second, third := random(32), random(32), random(32)
	dir := filepath.Join(t.TempDir(), "files")
	s := put(t, open(t, dir, first), []byte("kept"))
	if _, err := content(open(t, dir, second), s); !errors.Is(err, ErrKey) {
		t.Fatalf("with a foreign key: %v", err)
	}
	v := open(t, dir, second)
	must(t, v.Keep(first))
	must(t, v.Keep(first))
	again := open(t, dir, second)
	got, err := content(again, s)
	must(t, err)
	if string(got) != "kept" || len(again.Keys()) != 2 {
		t.Fatalf("%q, %d keys", got, len(again.Keys()))
	}
	v = open(t, filepath.Join(t.TempDir(), "files"), third)
	raw, err := again.Raw(s.Name)
	must(t, err)
	must(t, errors.Join(v.Place(s.Name, raw), raw.Close()))
	for _, key := range again.Keys() {
		must(t, v.Keep(key))
	}
	if got, err = content(v, s); err != nil || string(got) != "kept" {
		t.Fatalf("restored twice: %q, %v", got, err)
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	v := open(t, filepath.Join(t.TempDir(), "files"), random(32))
	wanted, loose, young := put(t, v, []byte("a")), put(t, v, []byte("b")), put(t, v, []byte("c"))
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	age := func(name string, days int) {
		path, err := v.path(strings.TrimSuffix(name, part))
		must(t, err)
		if strings.HasSuffix(name, part) {
			path += part
			must(t, v.folder(filepath.Dir(path)))
			must(t, os.WriteFile(path, nil, 0o600))
		}
		must(t, os.Chtimes(path, now, now.AddDate(0, 0, -days)))
	}
	broken, running := "018f0000-0000-7000-8000-000000000001"+part, "018f0000-0000-7000-8000-000000000002"+part
	age(wanted.Name, 400)
	age(loose.Name, 31)
	age(young.Name, 29)
	age(broken, 2)
	age(running, 0)
	swept, err := v.Sweep(now, 30*24*time.Hour, func(name string) bool { return name == wanted.Name })
	must(t, err)
	if swept != 2 {
		t.Errorf("%d were swept", swept)
	}
	for _, s := range []Sealed{wanted, young} {
		if _, err := content(v, s); err != nil {
			t.Error(err)
		}
	}
	if _, err := v.Open(loose); !errors.Is(err, ErrGone) {
		t.Errorf("the loose one: %v", err)
	}
}

func TestWithoutAFolder(t *testing.T) {
	t.Parallel()
	v := open(t, "", random(32))
	if _, err := v.Put(strings.NewReader("x")); !errors.Is(err, ErrNoFolder) {
		t.Error(err)
	}
	names, err := v.Names()
	if err != nil || len(names) != 0 || v.Empty() != nil {
		t.Error(names, err)
	}
}

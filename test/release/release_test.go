package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// full reports whether the numbers of the promises are asked for.
func full() bool { return os.Getenv("THROUGHCARE_ASSURANCE") == "1" }

// most is how many modules we depend on directly, at most (P47).
const most = 25

var required = regexp.MustCompile(`(?m)^\t(\S+) v\S+`)

// What only our tests use is no part of what runs, and is not counted.
func TestFewDependencies(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "list", "-f", `{{join .Imports "\n"}}`, "../../...").Output()
	if err != nil {
		t.Fatal(err)
	}
	direct := map[string]bool{}
	for _, module := range required.FindAllSubmatch(text, -1) {
		if name := string(module[1]); strings.Contains("\n"+string(out), "\n"+name+"\n") || strings.Contains("\n"+string(out), "\n"+name+"/") {
			direct[name] = true
		}
	}
	if n := len(direct); n < 10 || n > most {
		t.Errorf("%d direct dependencies, more than %d: %v", n, most, slices.Sorted(maps.Keys(direct)))
	}
	t.Logf("measured P47: %d direct dependencies of %d at most", len(direct), most)
}

// copied is our source in a folder of its own.
func copied(t *testing.T) string {
	t.Helper()
	dir, root := t.TempDir(), filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || rel == "bin" || rel == "test"):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(dir, rel), 0o700)
		case !d.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, rel), text, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// build builds in a folder, without a network, and returns the sum of the bytes.
func build(t *testing.T, dir, what string, flags, env []string) [32]byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "built")
	cmd := exec.CommandContext(t.Context(), "go", append(append([]string{"build", "-o", out}, flags...), what)...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-mod=mod", "GOPROXY=off"), env...)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", what, err, said)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(text)
}

// Promise P47: whoever builds the same source gets the same bytes, wherever they
// build it, and without a network once the modules are there. The full run
// compiles everything anew for the second build; a small run looks at one
// package. Without trimmed paths the folder shows.
func TestTwoBuildsAreEqual(t *testing.T) {
	t.Parallel()
	what, flags, anew := "./internal/partialdate", []string{"-trimpath", "-buildvcs=false"}, []string(nil)
	if full() {
		what, flags = "./cmd/throughcare", append(flags, "-ldflags=-s -w -X github.com/throughcare/throughcare/internal/cli.version=v0")
		anew = []string{"GOCACHE=" + t.TempDir()}
	}
	a, b := copied(t), copied(t)
	if build(t, a, what, flags, nil) != build(t, b, what, flags, anew) {
		t.Errorf("two builds of %s differ", what)
	}
	if build(t, a, "./internal/partialdate", nil, nil) == build(t, b, "./internal/partialdate", nil, nil) {
		t.Error("builds that hold their folders are equal: the comparison sees nothing")
	}
	t.Logf("measured P47: two builds of %s, in two folders, without a network: bit-equal", what)
}

// The document of what the program is made of names every module that go.mod
// names, with the sums of go.sum.
func TestParts(t *testing.T) {
	t.Parallel()
	if !full() && testing.Short() {
		t.Skip("links the whole program")
	}
	root := filepath.Join("..", "..")
	cmd := exec.CommandContext(t.Context(), "go", "run", "./cmd/throughcare", "version", "--parts")
	cmd.Dir = root
	said, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var parts struct {
		BomFormat  string
		Components []struct {
			Name, Version string
			Properties    []struct{ Value string }
		}
	}
	if err := json.Unmarshal(said, &parts); err != nil || parts.BomFormat != "CycloneDX" {
		t.Fatalf("%v: %s", err, said)
	}
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range parts.Components {
		if c.Name != "std" && !bytes.Contains(sums, []byte(c.Name+" "+c.Version+" "+c.Properties[0].Value+"\n")) {
			t.Errorf("%s %s is not in go.sum", c.Name, c.Version)
		}
	}
	for _, name := range []string{"github.com/ncruces/go-sqlite3", "github.com/jackc/pgx/v5", "filippo.io/age", "std"} {
		if !strings.Contains(string(said), `"`+name+`"`) {
			t.Errorf("%s is missing", name)
		}
	}
	t.Logf("measured P47: %d parts listed, with the sums of go.sum", len(parts.Components))
}

// What is signed is accepted; what was altered, and what another key signed, is
// not.
func TestSigned(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("no ssh-keygen here")
	}
	dir := t.TempDir()
	scripts, err := filepath.Abs(filepath.Join("..", "..", "scripts"))
	if err != nil {
		t.Fatal(err)
	}
	run := func(name string, args ...string) error { return exec.CommandContext(t.Context(), name, args...).Run() }
	for _, key := range []string{"ours", "theirs"} {
		if err := run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, key)); err != nil {
			t.Fatal(err)
		}
	}
	public, err := os.ReadFile(filepath.Join(dir, "ours.pub"))
	if err != nil {
		t.Fatal(err)
	}
	bin, signers := filepath.Join(dir, "bin"), filepath.Join(dir, "signers")
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	write(signers, "release@throughcare.org "+string(public))
	write(filepath.Join(bin, "throughcare-linux-amd64"), "a program")
	write(filepath.Join(bin, "parts.json"), "{}")
	sign := func(key string) error { return run(filepath.Join(scripts, "sign"), filepath.Join(dir, key), bin) }
	verify := func() error { return run(filepath.Join(scripts, "verify"), signers, bin) }
	if err := sign("ours"); err != nil {
		t.Fatal(err)
	}
	if err := verify(); err != nil {
		t.Errorf("what we signed is refused: %v", err)
	}
	write(filepath.Join(bin, "throughcare-linux-amd64"), "another program")
	if verify() == nil {
		t.Error("an altered program is accepted")
	}
	if err := sign("theirs"); err != nil || verify() == nil {
		t.Errorf("another's signature is accepted, or not made: %v", err)
	}
	t.Log("measured P47: signed, altered and foreign releases told apart")
}

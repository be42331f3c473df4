// Command mutants breaks a package in one small place after the other, and says
// which of these mutants its tests let live: `go run ./test/mutants internal/authz`.
// Conditions of a switch are broken too; tools that go by lines covered pass them by.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	every := flag.Int("every", 1, "try one of so many mutants")
	only := flag.String("files", "*.go", "the files to break, as a pattern")
	limit := flag.Duration("limit", 2*time.Minute, "a mutant whose tests take longer is taken for killed")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	for _, folder := range flag.Args() {
		h := hunt{folder: folder, files: *only, every: *every, limit: *limit}
		if err := h.run(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "mutants:", err)
			os.Exit(1)
		}
	}
}

// hunt is what becomes of the mutants of one package.
type hunt struct {
	folder, files string
	every         int
	limit         time.Duration
	seen          int // mutants there are
	killed        int
	lived         []string
}

func (h *hunt) run(ctx context.Context) error {
	paths, err := filepath.Glob(filepath.Join(h.folder, h.files))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := h.test(ctx, "-count=1"); err != nil {
		return fmt.Errorf("%s fails as it is: %w", h.folder, err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			continue
		}
		if err := h.file(ctx, dir, path); err != nil {
			return err
		}
	}
	tried := h.killed + len(h.lived)
	fmt.Printf("%s: %d of %d mutants killed (%d%%), of %d there are\n", h.folder, h.killed, tried, h.killed*100/max(tried, 1), h.seen)
	return nil
}

// file tries the mutants of one file.
func (h *hunt) file(ctx context.Context, dir, path string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	all, err := mutantsOf(path, source)
	if err != nil {
		return err
	}
	for _, m := range all {
		h.seen++
		if h.seen%h.every != 0 {
			continue
		}
		broken := bytes.Join([][]byte{source[:m.from], []byte(m.text), source[m.to:]}, nil)
		lives, err := h.try(ctx, dir, path, broken)
		if err != nil {
			return err
		}
		h.count(lives, fmt.Sprintf("%s:%d: %s", path, m.line, m.what))
	}
	return ctx.Err()
}

func (h *hunt) count(lives bool, what string) {
	if !lives {
		h.killed++
		return
	}
	h.lived = append(h.lived, what)
	fmt.Println("LIVES", what)
}

// try runs the tests with a file that was broken, without touching the real one.
// A mutant that does not build is killed by the compiler.
func (h *hunt) try(ctx context.Context, dir, path string, broken []byte) (lives bool, err error) {
	real, err := filepath.Abs(path)
	if err != nil {
		return false, err
	}
	copied, overlay := filepath.Join(dir, "broken.go"), filepath.Join(dir, "overlay.json")
	text, err := json.Marshal(map[string]map[string]string{"Replace": {real: copied}})
	if err == nil {
		err = errors.Join(os.WriteFile(copied, broken, 0o600), os.WriteFile(overlay, text, 0o600))
	}
	if err != nil {
		return false, err
	}
	err = h.test(ctx, "-count=1", "-failfast", "-vet=off", "-overlay="+overlay)
	return err == nil, ctx.Err()
}

func (h *hunt) test(ctx context.Context, flags ...string) error {
	args := append([]string{"test", "-timeout=" + h.limit.String()}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, "./"+h.folder)...) // #nosec G204 -- whoever runs this names the folder
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// Package arch keeps the folders honest: its tests fail when a file imports
// what its place does not allow, when a package says nothing of itself, and
// when a file or package grows past what one can read.
package arch

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/throughcare/throughcare/"

// mayImport lists, for every capability, the other capabilities it may import.
// A capability missing here is a failure, so that the list stays whole.
var mayImport = map[string][]string{
	"people":      {},
	"facilities":  {},
	"exchange":    {"facilities"},
	"release":     {"rulepacks"},
	"sentences":   {"people", "custody", "tasks", "release", "rulepacks"},
	"rulepacks":   {},
	"access":      {"people", "staff", "tasks"},
	"asking":      {"people", "staff", "tasks", "timeline"},
	"sealed":      {"people", "staff"},
	"staff":       {},
	"timeline":    {"people"},
	"tasks":       {"people"},
	"consent":     {"people", "timeline", "tasks"},
	"custody":     {"people", "facilities", "timeline", "tasks"},
	"casework":    {"people", "facilities", "staff", "custody", "timeline", "tasks", "consent"},
	"today":       {"people", "facilities", "staff", "custody", "timeline", "tasks", "consent", "casework"},
	"calendar":    {"people", "staff", "custody", "tasks", "casework"},
	"files":       {"people", "timeline"},
	"copying":     {"people", "staff", "tasks"},
	"disclosing":  {"people", "staff", "timeline", "tasks", "consent", "files"},
	"grievances":  {"people", "facilities", "staff", "custody", "timeline", "tasks", "consent", "files", "rulepacks"},
	"arbitration": {"people", "access", "timeline", "tasks", "consent", "files"},
	"mailroom":    {"people", "facilities", "custody", "timeline", "tasks", "files"},
	"roster":      {"people", "facilities", "custody"},
	"penpals":     {"people", "facilities", "custody", "timeline", "tasks", "consent"},
	"families":    {"people", "timeline", "tasks"},
	"employment":  {"people", "timeline", "tasks", "rulepacks"},
	"plans":       {"people", "custody", "timeline", "tasks", "rulepacks"},
	"letters":     {"people", "facilities", "custody", "timeline"},
	"find":        {"people", "facilities", "custody", "timeline", "casework"},
	"merging":     {"people", "timeline"},
	"retention":   {"people"},
	"imports":     {"people", "facilities", "staff", "custody", "timeline", "tasks", "consent", "casework"},
}

// values are the packages that know nothing but each other and the standard
// library.
var values = []string{"internal/fault", "internal/partialdate", "internal/civil", "internal/ids"}

// vague are folder names that say nothing of the work.
var vague = []string{"common", "util", "utils", "helper", "helpers", "shared", "base", "core", "model", "models", "types", "manager", "misc"}

type source struct {
	file string // slash-separated, from the root
	ast  *ast.File
	text []byte
}

// sources parses every Go file that people wrote: no tests, no generated pages.
func sources(t *testing.T) []source {
	t.Helper()
	root := filepath.Join("..", "..")
	var all []source
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") ||
			strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_templ.go") {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, file)
		all = append(all, source{filepath.ToSlash(rel), parsed, text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("only %d files found; the test looks in the wrong place", len(all))
	}
	return all
}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, spec := range s.ast.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := forbidden(s.file, imp); why != "" {
				t.Errorf("%s imports %s: %s", s.file, imp, why)
			}
		}
	}
}

func TestForbiddenCatches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, imp string }{
		{"people/person.go", "net/http"},
		{"people/person.go", module + "casework"},
		{"people/person.go", module + "people/peopleweb"},
		{"facilities/directory/profile.go", module + "facilities/facilitiesweb"},
		{"imports/place.go", module + "facilities/placename"},
		{"people/person.go", "database/sql"},
		{"casework/caseworkweb/list.go", module + "people/peopleweb"},
		{"internal/trail/trail.go", module + "people"},
		{"internal/fault/fault.go", module + "internal/database"},
		{"internal/search/words.go", module + "internal/web"},
		{"nowhere/letter.go", "strings"},
	} {
		if forbidden(c.file, c.imp) == "" {
			t.Errorf("%s may import %s, and should not", c.file, c.imp)
		}
	}
}

// forbidden says why a file may not import a package, or nothing.
func forbidden(file, imp string) string {
	dir := strings.TrimSuffix(path.Dir(file), "/")
	from, sub, _ := strings.Cut(dir, "/")
	own, ours := strings.CutPrefix(imp, module)
	switch {
	case from == "cmd", dir == "internal/app", dir == "internal/cli", strings.HasPrefix(dir, "internal/cli/"), dir == "internal/demo", dir == "internal/apptest":
		return "" // assembling is their work
	case from == "internal":
		return forbiddenMachinery(dir, own, ours)
	case from == "test":
		return ""
	}
	return forbiddenCapability(from, sub, imp, own, ours)
}

func forbiddenMachinery(dir, own string, ours bool) string {
	switch {
	case !ours:
		return ""
	case !strings.HasPrefix(own, "internal/"):
		return "machinery must not know a capability"
	case slices.Contains(values, dir) && !slices.Contains(values, own):
		return "values know nothing but each other and the standard library"
	case strings.HasPrefix(own, "internal/web") && !strings.HasPrefix(dir, "internal/web"):
		return "only pages know the web kit"
	}
	return ""
}

func forbiddenCapability(from, sub, imp, own string, ours bool) string {
	allowed, known := mayImport[from]
	to, toSub, _ := strings.Cut(own, "/")
	page := strings.HasPrefix(sub, from+"web")
	switch {
	case !known:
		return "the capability " + from + " is not in mayImport"
	case imp == "database/sql":
		return "only internal/database knows the driver"
	case imp == "net/http" && !page:
		return "HTTP lives in the capability's own web package"
	case ours && strings.HasPrefix(own, "internal/web") && !page:
		return "rules must not know their pages"
	case !ours, to == "internal":
		return ""
	case to == from:
		if strings.HasPrefix(toSub, from+"web") && !page {
			return "rules must not know their pages"
		}
		return ""
	case toSub != "":
		return "pages of another capability are not for import; contribute a panel"
	case page:
		return "" // pages may read any capability of the record
	case !slices.Contains(allowed, to):
		return "not in mayImport; meet through ids, a small interface or an event"
	}
	return ""
}

// SQL text lives in the stores, so that all of it can be read in one place.
func TestSQLLivesInStores(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if strings.HasPrefix(s.file, "internal/") || strings.HasPrefix(path.Base(s.file), "store") || strings.HasPrefix(s.file, "test/") {
			continue
		}
		for _, verb := range []string{"`SELECT ", "\"SELECT ", "INSERT INTO ", "`UPDATE ", "DELETE FROM "} {
			if bytes.Contains(s.text, []byte(verb)) {
				t.Errorf("%s holds SQL (%q): it belongs in a store file", s.file, verb)
			}
		}
	}
}

// Capabilities write through the trail: a plain Exec would leave no entry.
func TestCapabilitiesWriteThroughTheTrail(t *testing.T) {
	t.Parallel()
	exempt := map[string]string{
		"staff":     "sessions, throttling and drafts are not part of the record",
		"imports":   "rows of a file on its way in are not part of the record yet",
		"calendar":  "when a feed was read is not part of the record",
		"retention": "when it looked at its clock is not part of the record, and the index is made from what is",
		"merging":   "likely doubles are found anew from what is part of the record",
	}
	for _, s := range sources(t) {
		top, _, _ := strings.Cut(s.file, "/")
		if _, capability := mayImport[top]; !capability || exempt[top] != "" {
			continue
		}
		if bytes.Contains(s.text, []byte(".Exec(")) || bytes.Contains(s.text, []byte(".DB.Write(")) {
			t.Errorf("%s writes past the trail", s.file)
		}
	}
}

// The clock comes from outside, so that every rule can be tested on any day.
func TestNobodyReadsTheClock(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		dir := path.Dir(s.file)
		if strings.HasPrefix(s.file, "cmd/") || dir == "internal/app" || dir == "internal/cli" || dir == "internal/demo" || dir == "internal/clock" || strings.HasPrefix(s.file, "test/") {
			continue
		}
		if bytes.Contains(s.text, []byte("time.Now()")) {
			t.Errorf("%s reads the clock; take it from the database or the request", s.file)
		}
	}
}

func TestPackagesSayWhatTheyAreFor(t *testing.T) {
	t.Parallel()
	documented := map[string]bool{}
	lines := map[string]int{}
	for _, s := range sources(t) {
		dir := path.Dir(s.file)
		documented[dir] = documented[dir] || s.ast.Doc != nil
		n := bytes.Count(s.text, []byte("\n"))
		lines[dir] += n
		if n > 350 {
			t.Errorf("%s has %d lines; nobody reads more than 350 in one go", s.file, n)
		}
		if slices.Contains(vague, path.Base(dir)) {
			t.Errorf("%s: the folder name says nothing of the work", dir)
		}
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("package %s has no package comment", dir)
		}
		if lines[dir] > 3000 {
			t.Errorf("package %s has %d lines; split it along the work", dir, lines[dir])
		}
	}
}

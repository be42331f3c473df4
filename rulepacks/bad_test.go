package rulepacks_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/rulepacks"
)

// findings reads a text and says what is wrong with it, as "line 12 key".
func findings(text []byte) string {
	_, err := rulepacks.Read(text)
	wrong, ok := errors.AsType[*rulepacks.Wrong](err)
	if !ok {
		return fmt.Sprint(err)
	}
	var list []string
	for _, f := range wrong.Findings {
		list = append(list, fmt.Sprintf("line %d %s", f.Line, f.Key))
	}
	return strings.Join(list, ", ")
}

// Every bad pack is refused for what is wrong with it, on its line, and for nothing
// else. The first line of each says for what.
func TestBadPacks(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := bytes.Cut(text, []byte("\n"))
		if got, want := findings(text), strings.TrimPrefix(string(first), "# "); got != want {
			t.Errorf("%s: %s, want %s", filepath.Base(name), got, want)
		}
	}
}

// What is larger than anybody writes is refused, before anything in it is compared with
// everything in it.
func TestEnormousPacks(t *testing.T) {
	t.Parallel()
	const head = "pack: x\nversion: \"1\"\ntitle: x\njurisdiction: US\n"
	fill := func(start, each string) []byte {
		return []byte(head + start + strings.Repeat(each, (rulepacks.MaxFile-len(head)-len(start))/len(each)))
	}
	for what, c := range map[string]struct {
		text []byte
		want string
	}{
		"a byte too many":    {append(fill("", "# comment\n"), strings.Repeat("#", 200)...), "rulepacks.check.large"},
		"many procedures":    {fill("procedures:\n", "  - {code: x}\n"), "rulepacks.check.many"},
		"many calendars":     {fill("calendars:\n", "  - {id: x}\n"), "rulepacks.check.many"},
		"many steps":         {fill("procedures:\n  - code: x\n    steps:\n", "      - {id: x, after: [x]}\n"), "rulepacks.check.many"},
		"many holidays":      {fill("calendars:\n  - id: x\n    holidays:\n", "      - {name: x, month: 1, day: 1, observed: next}\n"), "rulepacks.check.missing"},
		"deep lists":         {fill("procedures: ", "["), "rulepacks.check.syntax"},
		"deep names":         {fill("procedures: ", "{a: "), "rulepacks.check.syntax"},
		"names not known":    {fill("", "zz: 1\n"), "rulepacks.check.field.unknown"},
		"one long name":      {fill("", "z"), "rulepacks.check.syntax"},
		"thousand anchors":   {fill("note: ", "&a "), "rulepacks.check.syntax"},
		"quotes in a row":    {fill("note: ", "\"\"\n"), "rulepacks.check.syntax"},
		"nothing but spaces": {fill("note:", " "), "rulepacks.check.null"},
	} {
		got := findings(c.text)
		if !strings.Contains(got, c.want) || strings.Count(got, "line") > 101 {
			t.Errorf("%s: %.200s, want %s", what, got, c.want)
		}
	}
}

package rulepacks_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/rulepacks"
)

// Every example of the guide is a pack that can be installed beside those that come
// with the program, and counted by.
func TestTheGuide(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/rule-packs.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(text, -1)
	if len(examples) < 4 {
		t.Fatalf("%d examples", len(examples))
	}
	b := book(t)
	for i, e := range examples {
		p, err := rulepacks.Read(e[1], b.CalendarIDs()...)
		if err != nil {
			t.Errorf("example %d: %v", i, err)
			continue
		}
		countable(t, p)
	}
	first, err := rulepacks.Read(examples[0][1])
	if err != nil {
		t.Fatal(err)
	}
	clock, ok := clockFor(t, b.With([]*rulepacks.Pack{first}), rulepacks.Ask{Procedure: "my-county", Step: "grievance", Events: on(rulepacks.Incident, "2026-03-02")}, rulepacks.Filing)
	if ok && clock.Legal != "2026-03-16" {
		t.Errorf("10 working days from 2 March 2026 end on %s", clock.Legal)
	}
}

// The guide names every word of a limit.
func TestTheGuideNamesEveryWord(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/rule-packs.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range slices.Concat(said(rulepacks.Fors()), said(rulepacks.Units()), said(rulepacks.Events()), said(rulepacks.Tracks()), said(rulepacks.Silences()), said(rulepacks.Marks())) {
		if !strings.Contains(string(text), "`"+word+"`") && !strings.Contains(string(text), "unit: "+word) {
			t.Errorf("the guide does not say %q", word)
		}
	}
}

func said[T ~string](list []T) (words []string) {
	for _, w := range list {
		words = append(words, string(w))
	}
	return words
}

// Every word that stands in code in the guide is one the program knows: a name of the
// schema, one of its words, or a command.
func TestTheGuideNamesWhatThereIs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/rule-packs.md")
	if err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile("(?s)```.*?```").ReplaceAll(text, nil)
	schema, calendars := string(rulepacks.Schema()), strings.Join(book(t).CalendarIDs(), " ")
	for _, m := range regexp.MustCompile("`([a-z_-]+)`").FindAllSubmatch(plain, -1) {
		word := string(m[1])
		if !strings.Contains(schema, `"`+word+`"`) && !strings.Contains(" "+calendars+" ", " "+word+" ") {
			t.Errorf("%q is known nowhere", word)
		}
	}
}

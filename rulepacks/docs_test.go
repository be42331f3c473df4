package rulepacks_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/throughcare/throughcare/rulepacks"
)

// The examples of the page on writing packs are packs.
func TestTheExamplesOfTheDocument(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/rule-packs.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(text, -1)
	if len(found) == 0 {
		t.Fatal("the page has no example")
	}
	for _, m := range found {
		if _, err := rulepacks.Read(m[1], book(t).CalendarIDs()...); err != nil {
			t.Errorf("%v:\n%s", err, m[1])
		}
	}
	for _, word := range append(asText(rulepacks.Units()), append(asText(rulepacks.Events()), append(asText(rulepacks.Tracks()), asText(rulepacks.Silences())...)...)...) {
		if !regexp.MustCompile("`" + word + "`").Match(text) {
			t.Errorf("the page does not say %q", word)
		}
	}
}

func asText[T ~string](list []T) (out []string) {
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

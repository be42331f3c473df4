package disclosing

import (
	"strings"
	"testing"
)

func TestNamesAreFound(t *testing.T) {
	t.Parallel()
	n := newNames([]string{"Ali Karim", "A-100"})
	n.add("Rosa M. Delgado", false)
	n.add("77-1A0-334", false)
	n.add("Jürgen", false)
	n.add("Leila Karim", true) // somebody around him
	n.add("Bo", false)         // too short to be told from a word
	for text, want := range map[string]string{
		"He met rosa m. delgado today.": "He met [rosa m. delgado] today.",
		"ROSA M DELGADO's letter":       "[ROSA M DELGADO]'s letter",
		"Rosa Delgado came":             "Rosa Delgado came", // no name of anybody in the record
		"No. 77-1A0-334, 771A0334":      "No. [77-1A0-334], [771A0334]",
		"with Jurgen and JÜRGEN":        "with [Jurgen] and [JÜRGEN]",
		"Leila said so; Karim too":      "[Leila] said so; Karim too", // his own name
		"Leila Karim said so":           "[Leila Karim] said so",
		"Bo said so":                    "Bo said so",
		"":                              "",
		"A-100 is his":                  "A-100 is his",
	} {
		var got strings.Builder
		for _, p := range n.split(text) {
			if p.Other {
				got.WriteString("[" + p.Text + "]")
				continue
			}
			got.WriteString(p.Text)
		}
		if got.String() != want {
			t.Errorf("%q: %q", text, got.String())
		}
	}
}

func TestNoticesAreRead(t *testing.T) {
	t.Parallel()
	if len(Notices("US")) == 0 || len(Notices("GB")) == 0 || len(Notices("XX")) != 0 {
		t.Error("notices are not by country")
	}
	for _, n := range notices() {
		if n.Key == "" || n.Text == "" || n.Citation == "" || len(n.Classes) == 0 || n.Mark != "verified" && n.Mark != "unverified" {
			t.Errorf("%+v lacks something", n)
		}
	}
}

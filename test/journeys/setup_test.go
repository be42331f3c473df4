package journeys

import (
	"strconv"
	"strings"
	"testing"
)

// From nothing to Today: an organisation, an account, a record, a sheet of
// paper that opens it, and words.
func TestSetUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		empty(t, v)
		v.open("/")
		v.see("Welcome to Throughcare")
		v.fill("name", "Friends Inside")
		v.press("Go on")
		v.fill("name", "Ruth Adeyemi", "sign_in", "ruth", "phrase", "geese", "phrase_again", "geese")
		v.press("Go on")
		v.see("Use at least")
		if got := v.value("name"); got != "Ruth Adeyemi" {
			t.Errorf("what was typed is gone: the name is %q", got)
		}
		v.fill("phrase", accountPhrase, "phrase_again", accountPhrase)
		v.press("Go on")
		offer := v.text(".offer")
		if len(strings.Fields(offer)) != 6 {
			t.Fatalf("six words are offered, not %q", offer)
		}
		v.fill("phrase", offer, "phrase_again", offer)
		v.press("Make the record")
		v.press("Make the sheet")
		typeBack(v)
		v.press("Go on")
		for v.path() != "/setup/words" {
			v.press("Go on") // parts an organisation can do without
		}
		v.press("Finish and open Today")
		if v.path() != "/" {
			t.Fatalf("set-up ends at %s", v.path())
		}
		v.see("Ruth")
	})
}

const accountPhrase = "paper boats cross the quiet river"

// typeBack types the words of the recovery sheet that are asked for.
func typeBack(v *visitor) {
	v.t.Helper()
	words := v.texts(".sheet-words li")
	for i, word := range words {
		if name := "word_" + strconv.Itoa(i+1); v.count(`[name="`+name+`"]`) > 0 {
			v.fill(name, word)
		}
	}
}

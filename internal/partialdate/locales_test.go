package partialdate_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/partialdate"
)

// TestLocales holds that every key has words in each language.
func TestLocales(t *testing.T) {
	t.Parallel()
	want := []string{
		partialdate.FaultBackwards, partialdate.FaultNoSuchDay, partialdate.FaultNotFull, partialdate.FaultNotRead, partialdate.FaultTooLong, partialdate.FaultYear,
		partialdate.NoteCentury, partialdate.NoteDayOrYear, partialdate.NoteOrder, partialdate.NoteSwapped, partialdate.NoteTime, partialdate.NoteWeekday, partialdate.NoteYear,
	}
	for _, locale := range []string{"en", "es"} {
		raw, err := partialdate.Locales.ReadFile("locales/" + locale + ".json")
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]string{}
		if err := json.Unmarshal(raw, &words); err != nil {
			t.Fatalf("%s: %v", locale, err)
		}
		missing := map[string]bool{}
		for _, key := range want {
			missing[key] = words[key] == ""
			delete(words, key)
		}
		for key, absent := range missing {
			if absent {
				t.Errorf("%s has no words for %s", locale, key)
			}
		}
		if diff := cmp.Diff(map[string]string{}, words); diff != "" {
			t.Errorf("%s has words nobody uses: %s", locale, diff)
		}
	}
}

package release

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// sentenceOf writes a sentence as bookings have it; more goes before the end.
func sentenceOf(more string) string {
	return `{"type":"StandardSentence","offence":{"committedAt":"2024-01-01"},"sentencedAt":"2025-01-27"` + more + `}`
}

func bookingOf(adjustments string, sentences ...string) string {
	return fmt.Sprintf(`{"offender":{"dateOfBirth":"1990-01-01"},"sentences":[%s],"adjustments":{%s}}`, strings.Join(sentences, ","), adjustments)
}

const oneYear = `,"duration":{"durationElements":{"YEARS":1}}`

// A booking that contradicts itself, or holds what nobody can calculate, is
// refused with words.
func TestRefusedBookings(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	link := func(id, after string) string {
		more := oneYear
		if id != "" {
			more += `,"identifier":"` + id + `"`
		}
		if after != "" {
			more += `,"consecutiveSentenceUUIDs":["` + after + `"]`
		}
		return sentenceOf(more)
	}
	kind := func(kind, more string) string { return strings.Replace(sentenceOf(more), "StandardSentence", kind, 1) }
	adjust := func(kind, more string) string {
		return `"` + kind + `":[{"appliesToSentencesFrom":"2025-01-27",` + more + `}]`
	}
	for _, x := range []struct{ key, file string }{
		{"release.refused.not_json", "not a booking"},
		{"release.refused.not_json", `{"sentences": 3}`},
		{"release.refused.not_json", ""},
		{"release.refused.more_than_one", bookingOf("", sentenceOf(oneYear)) + "\n" + bookingOf("", sentenceOf(oneYear))},
		{"release.refused.too_large", strings.Repeat(" ", MaxBooking+1)},
		{"release.refused.no_sentence", `{}`},
		{"release.refused.no_sentence", bookingOf("")},
		{"release.refused.too_many", bookingOf("", strings.Split(strings.Repeat(sentenceOf(oneYear)+"|", maxSentences)+sentenceOf(oneYear), "|")...)},
		{"release.refused.no_sentence_date", bookingOf("", `{"duration":{"durationElements":{"YEARS":1}}}`)},
		{"release.refused.no_such_day", bookingOf("", strings.Replace(sentenceOf(oneYear), "2025-01-27", "2025-02-30", 1))},
		{"release.refused.no_such_day", bookingOf("", strings.Replace(sentenceOf(oneYear), "2025-01-27", "1825-02-03", 1))},
		{"release.refused.no_length", bookingOf("", sentenceOf(""))},
		{"release.refused.no_length", bookingOf("", sentenceOf(`,"duration":{"durationElements":{"YEARS":0}}`))},
		{"release.refused.length", bookingOf("", sentenceOf(`,"duration":{"durationElements":{"YEARS":-1}}`))},
		{"release.refused.length", bookingOf("", sentenceOf(`,"duration":{"durationElements":{"DECADES":1}}`))},
		{"release.refused.length", bookingOf("", sentenceOf(`,"duration":{"durationElements":{"YEARS":101}}`))},
		{"release.refused.two_lengths", bookingOf("", sentenceOf(oneYear+`,"custodialDuration":{"durationElements":{"YEARS":2}}`))},
		{"release.refused.too_long", bookingOf("", sentenceOf(`,"duration":{"durationElements":{"YEARS":99}},"identifier":"a"`), link("b", "a"), link("", "b"))},
		{"release.refused.kind", bookingOf("", kind("LifeSentence", oneYear))},
		{"release.refused.kind", bookingOf("", kind("IndeterminateSentence", oneYear))},
		{"release.refused.no_extension", bookingOf("", kind("ExtendedDeterminateSentence", `,"custodialDuration":{"durationElements":{"YEARS":2}}`))},
		{"release.refused.extension", bookingOf("", sentenceOf(`,"custodialDuration":{"durationElements":{"YEARS":2}},"extensionDuration":{"durationElements":{"YEARS":2}}`))},
		{"release.refused.plus_short", bookingOf("", sentenceOf(oneYear+`,"releaseArrangements":{"isSDSPlus":true}`))},
		{"release.refused.plus_kind", bookingOf("", kind("DetentionAndTrainingOrderSentence", oneYear+`,"releaseArrangements":{"isSDSPlus":true}`))},
		{"release.refused.longer_than_possible", bookingOf("", kind("DetentionAndTrainingOrderSentence", `,"duration":{"durationElements":{"MONTHS":25}}`))},
		{"release.refused.longer_than_possible", bookingOf("", kind("BotusSentence", `,"duration":{"durationElements":{"DAYS":15}}`))},
		{"release.refused.exclusion", bookingOf("", sentenceOf(oneYear+`,"releaseArrangements":{"sdsEarlyReleaseExclusions":["PIRACY"]}`))},
		{"release.refused.two_follow", bookingOf("", link("a", ""), link("b", "a"), link("c", "a"))},
		{"release.refused.follows_nothing", bookingOf("", link("a", "z"))},
		{"release.refused.same_id", bookingOf("", link("a", ""), link("a", ""), link("b", "a"))},
		{"release.refused.circle", bookingOf("", link("a", "b"), link("b", "a"), link("c", ""))},
		{"release.refused.circle", bookingOf("", link("a", "a"))},
		{"release.refused.consecutive_to_two", bookingOf("", link("a", ""), link("b", ""), sentenceOf(oneYear+`,"consecutiveSentenceUUIDs":["a","b"]`))},
		{"release.refused.mixed_chain", bookingOf("", link("a", ""), kind("AFineSentence", oneYear+`,"consecutiveSentenceUUIDs":["a"]`))},
		{"release.refused.part_recalled", bookingOf("", link("a", ""), sentenceOf(oneYear+`,"consecutiveSentenceUUIDs":["a"],"recall":{"recallType":"STANDARD_RECALL"}`))},
		{"release.refused.recall_kind", bookingOf("", sentenceOf(oneYear+`,"recall":{"recallType":"ODD"}`))},
		{"release.refused.recall_return", bookingOf("", sentenceOf(oneYear+`,"recall":{"recallType":"FIXED_TERM_RECALL_28"}`))},
		{"release.refused.negative_days", bookingOf(adjust("REMAND", `"numberOfDays":-3`), sentenceOf(oneYear))},
		{"release.refused.days_too_many", bookingOf(adjust("REMAND", `"numberOfDays":99999999`), sentenceOf(oneYear))},
		{"release.refused.adjustment", bookingOf(adjust("GOOD_LOOKS", `"numberOfDays":3`), sentenceOf(oneYear))},
		{"release.refused.adjustment_day", bookingOf(`"UNLAWFULLY_AT_LARGE":[{"numberOfDays":3}]`, sentenceOf(oneYear))},
		{"release.refused.days_backwards", bookingOf(adjust("REMAND", `"numberOfDays":3,"fromDate":"2025-01-10","toDate":"2025-01-01"`), sentenceOf(oneYear))},
		{"release.refused.remand_before", bookingOf(`"REMAND":[{"appliesToSentencesFrom":"2024-01-01","numberOfDays":9,"toDate":"2024-01-09"}]`, sentenceOf(oneYear))},
		{"release.refused.remand_after", bookingOf(`"REMAND":[{"appliesToSentencesFrom":"2026-01-01","numberOfDays":9}]`, sentenceOf(oneYear))},
	} {
		b, err := ReadBooking(strings.NewReader(x.file))
		var est Estimate
		if err == nil {
			est, err = c.Booking(&b, "", today)
		}
		refusedWith(t, est, err, x.key)
	}
}

// A line of a file of examples is read as the booking in it.
func TestReadsTheBookingInALine(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	plain := bookingOf("", sentenceOf(oneYear))
	for _, file := range []string{plain, `{"case":"x","rules":"sds-50","booking":` + plain + `,"expected":{}}` + "\n"} {
		b, err := ReadBooking(strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		est, err := c.Booking(&b, "sds-40", today)
		if err != nil || est.On(CRD) != "2025-06-21" || est.On(SLED) != "2026-01-26" {
			t.Errorf("%v, %v", est.Dates, err)
		}
	}
}

// Whatever the file says, reading and estimating end in dates that lie in order,
// or in a refusal; never in a panic.
func FuzzReadBooking(f *testing.F) {
	f.Add([]byte(bookingOf(`"REMAND":[{"appliesToSentencesFrom":"2025-01-27","numberOfDays":9}]`, sentenceOf(oneYear+`,"identifier":"a"`), sentenceOf(oneYear+`,"consecutiveSentenceUUIDs":["a"]`))))
	f.Add([]byte(bookingOf("", sentenceOf(oneYear+`,"recall":{"recallType":"FIXED_TERM_RECALL_56","returnToCustodyDate":"2026-02-02"}`))))
	f.Add([]byte(`{"sentences":[{"type":"SopcSentence","sentencedAt":"2025-01-27","custodialDuration":{"durationElements":{"DAYS":1}},"extensionDuration":{"durationElements":{"YEARS":100}}}]}`))
	f.Add([]byte(`{"booking":{"booking":{}}}`))
	c := calculator(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := ReadBooking(bytes.NewReader(raw))
		if err != nil {
			return
		}
		for _, rules := range []string{"sds-50", "sds-40", "progression-2026"} {
			est, err := c.Booking(&b, rules, today)
			if (err == nil) == (len(est.Dates) == 0) {
				t.Fatalf("%v with %v", est.Dates, err)
			}
			for _, d := range est.Dates {
				if !d.Day.Valid() {
					t.Fatalf("%s is %q", d.Key, d.Day)
				}
			}
		}
	})
}

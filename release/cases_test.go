package release

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/rulepacks"
)

func calculator(t testing.TB) *Calculator {
	t.Helper()
	files, err := rulepacks.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	var all []*rulepacks.Pack
	for _, f := range files {
		all = append(all, f.Pack)
	}
	c, err := New(rulepacks.NewBook(all, nil))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// example is one booking with the dates that the official service gives for it.
type example struct {
	Case     string          `json:"case"`
	Rules    string          `json:"rules"`
	Booking  json.RawMessage `json:"booking"`
	Expected struct {
		Dates  map[Key]civil.Day `json:"dates"`
		Length string            `json:"effectiveSentenceLength"`
	} `json:"expected"`
}

// examples reads the bookings, which are not part of the project.
func examples(t testing.TB) []example {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "shared", "data", "release", "england_wales_cases.jsonl"))
	if err != nil {
		t.Skip("the bookings of the official service are not here:", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	var all []example
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, MaxBooking)
	for lines.Scan() {
		var x example
		if err := json.Unmarshal(lines.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// must are the dates that have to be given when the official service gives them;
// the others may be missing, but never differ. ERSED and ESED are not dates of this
// program: removal from the country is not calculated, and the unadjusted end of
// the sentence stands in the workings.
var must = []Key{CRD, ARD, PRRD, MTD, SLED, SED}

// compare says what differs between an estimate and the official service.
func (x *example) compare(est *Estimate) (wrong, missing, more []string) {
	for _, d := range est.Dates {
		switch want, given := x.Expected.Dates[d.Key]; {
		case !given && slices.Contains(must, d.Key):
			wrong = append(wrong, fmt.Sprintf("%s %s, not given", d.Key, d.Day))
		case !given:
			more = append(more, fmt.Sprintf("+%s %s", d.Key, d.Day))
		case want != d.Day:
			wrong = append(wrong, fmt.Sprintf("%s %s, want %s", d.Key, d.Day, want))
		}
	}
	for k, want := range x.Expected.Dates {
		if k == "ERSED" || k == "ESED" || est.On(k) != "" {
			continue
		}
		if slices.Contains(must, k) {
			wrong = append(wrong, fmt.Sprintf("no %s, want %s", k, want))
		} else {
			missing = append(missing, fmt.Sprintf("-%s %s", k, want))
		}
	}
	return wrong, missing, more
}

// contradicts reports whether the expected dates are for another sentence than the
// booking holds, by the length the official service says it worked with.
func (x *example) contradicts(b *Booking) bool {
	if len(b.Sentences) != 1 || b.Sentences[0].Kind != Standard {
		return false
	}
	l := b.Sentences[0].Custody
	if l.Weeks+l.Days > 0 {
		return false
	}
	months := l.Years*12 + l.Months
	want := "P"
	if months >= 12 {
		want += fmt.Sprintf("%dY", months/12)
	}
	if months%12 > 0 {
		want += fmt.Sprintf("%dM", months%12)
	}
	return x.Expected.Length != want
}

// kind sorts bookings for the table.
func (x *example) kind(b *Booking) string {
	count := map[Kind]int{}
	recalled, chained, days := false, false, map[day]bool{}
	for _, s := range b.Sentences {
		count[s.Kind]++
		recalled, chained, days[s.Imposed] = recalled || s.Recall != nil, chained || s.After != "", true
	}
	one := map[bool]string{true: "one sentence", false: "several"}[len(b.Sentences) == 1]
	switch {
	case recalled:
		return one + ", recalled"
	case len(count) > 1:
		return one + " of different kinds"
	case count[Standard] == 0:
		return one + ", extended, of concern, training or breach"
	case len(b.Sentences) == 1:
		return one + ", standard"
	case chained:
		return one + ", standard, consecutive"
	case len(days) > 1:
		return one + ", standard, concurrent, imposed on different days"
	}
	return one + ", standard, concurrent"
}

type tally struct{ right, refused, wrong, disputed, full int }

// What is reached over the bookings of the official service, and must not be lost
// again: no wrong date, and so many right ones.
const (
	leastRight    = 471
	leastRightOne = 174
	mostRefused   = 19
)

// Every booking is answered as the official service answers it, or refused. With
// -v the counts by kind are printed, and what was refused or differs.
func TestOfficialBookings(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	table := map[string]*tally{}
	var all, one tally
	for _, x := range examples(t) {
		b, err := ReadBooking(bytes.NewReader(x.Booking))
		kind := x.kind(&b)
		if table[kind] == nil {
			table[kind] = &tally{}
		}
		counts := []*tally{&all, table[kind]}
		if len(b.Sentences) == 1 {
			counts = append(counts, &one)
		}
		var est Estimate
		if err == nil {
			est, err = c.Booking(&b, x.Rules, "2026-11-26")
		}
		if err != nil {
			if !fault.Is(err, fault.Invalid) || len(est.Dates) > 0 {
				t.Errorf("%s: %v with %v", x.Case, err, est.Dates)
			}
			t.Logf("refused  %s (%s): %v", x.Case, kind, err)
			for _, n := range counts {
				n.refused++
			}
			continue
		}
		wrong, missing, more := x.compare(&est)
		if len(missing)+len(more) > 0 {
			t.Logf("partly   %s: %s", x.Case, strings.Join(append(missing, more...), ", "))
		}
		for _, n := range counts {
			switch {
			case len(wrong) == 0:
				n.right++
				if len(missing)+len(more) == 0 {
					n.full++
				}
			case x.contradicts(&b):
				n.disputed++
			default:
				n.wrong++
			}
		}
		if len(wrong) > 0 && !x.contradicts(&b) {
			t.Errorf("%s (%s): %s", x.Case, kind, strings.Join(wrong, "; "))
		} else if len(wrong) > 0 {
			t.Logf("disputed %s: worked with %s, which is not in the booking", x.Case, x.Expected.Length)
		}
	}
	t.Logf("%-60s %6s %8s %6s %9s %18s", "kind of booking", "right", "refused", "wrong", "disputed", "every date agrees")
	for _, kind := range slices.Sorted(maps.Keys(table)) {
		table[kind].log(t, kind)
	}
	all.log(t, "all")
	if all.right < leastRight || one.right < leastRightOne || all.refused > mostRefused || all.wrong > 0 {
		t.Errorf("right %d (of one sentence %d), refused %d, wrong %d", all.right, one.right, all.refused, all.wrong)
	}
}

func (n *tally) log(t *testing.T, kind string) {
	t.Logf("%-60s %6d %8d %6d %9d %18d", kind, n.right, n.refused, n.wrong, n.disputed, n.full)
}

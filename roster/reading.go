package roster

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
)

// surelyThere is the probability from which a place is taken without asking.
const surelyThere = 0.8

// reading is one list while it is read.
type reading struct {
	layout  Layout
	linker  *linker
	names   *facilities.Gazetteer
	asOf    civil.Day
	today   civil.Day
	rows    int
	refused int
	broken  bool
	said    map[int]said      // by the place of the person in linker.people
	places  map[string]string // facilities by what the list writes
	known   map[answer]bool   // rows of which somebody said whose they are
}

// read goes through the rows once. A file that breaks on the way has said what
// it said; that it broke is kept.
func (r *reading) read(ctx context.Context, f File) error {
	rows, err := r.layout.rows(f.Src, f.Size, f.Name)
	if err != nil {
		return err
	}
	open := unended(f)
	held := Row{}
	for row, err := range rows {
		if err != nil && (r.rows == 0 || !fault.Is(err, fault.Invalid)) {
			return err
		}
		if err != nil {
			r.broken = true
			break
		}
		if r.rows++; r.rows%10_000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if held.Number > 0 {
			r.take(held)
		}
		held = row
		if open { // the last row may be cut
			held.cells = slices.Clone(row.cells)
			continue
		}
		r.take(row)
		held = Row{}
	}
	if held.Number > 0 && len(held.cells) > 0 && held.cells[len(held.cells)-1] == "" {
		r.broken, r.rows = true, r.rows-1
	} else if held.Number > 0 {
		r.take(held)
	}
	r.day("")
	return nil
}

// unended reports whether a text ends without ending its line: perhaps it was
// cut.
func unended(f File) bool {
	last := make([]byte, 1)
	if f.Size == 0 {
		return false
	}
	n, _ := f.Src.ReadAt(last, f.Size-1) // a reader's io.EOF at the end is no fault
	start := make([]byte, 2)
	m, _ := f.Src.ReadAt(start, 0)
	return n == 1 && m == 2 && string(start) != "PK" && !strings.ContainsAny(string(start[:1]), "{[") && last[0] != '\n' && last[0] != '\r'
}

// day settles of which day the list is.
func (r *reading) day(inRow string) {
	if r.asOf != "" {
		return
	}
	if inRow == "" {
		r.asOf = r.today
	} else if d, ok := r.layout.day(inRow); ok && d <= r.today {
		r.asOf = d
	}
}

// take looks whether a row is about somebody of ours, and notes what it says.
func (r *reading) take(row Row) {
	if row.Refused {
		r.refused++
		return
	}
	if r.asOf == "" {
		r.day(row.Get(AsOfColumn))
	}
	for _, m := range r.linker.find(row, cmp.Or(r.asOf, r.today)) {
		s := r.understand(row)
		if s.why = m.why; s.why.Who() && r.known[answerOf(r.linker.people[m.who].ID, s.number, s.name)] {
			s.why = ""
		}
		if had, ok := r.said[m.who]; ok {
			s = merged(had, s)
		}
		r.said[m.who] = s
	}
}

// merged is what two rows say of one person. One that is surely them counts
// before one that may be; two that are and differ are a question.
func merged(a, b said) said {
	switch {
	case a.why == "" && b.why != "" && b.why != TwoPeople:
		return a
	case b.why == "" && a.why != "" && a.why != TwoPeople && a.why != RowsDiffer:
		return b
	case a.released && b.released && a.why == b.why: // every release of somebody who came back
		if b.releasedOn > a.releasedOn {
			return b
		}
		return a
	case a.why.Who() && a.why == b.why && search.NumberKey(a.number) != search.NumberKey(b.number): // two namesakes
		a.why = RowsDiffer
	case a.agrees(b):
		return a
	case a.why == "":
		a.why = RowsDiffer
	}
	return a
}

// understand reads what a row says of where somebody is.
func (r *reading) understand(row Row) said {
	l := r.layout
	s := said{row: row.Number, name: clip(nameOf(row)), number: clip(row.Get(Number)), place: clip(row.Get(Place))}
	if !l.ours(row) {
		s.number = "" // of another authority
	}
	s.release, _ = l.day(row.Get(ReleaseOn))
	if on, ok := l.day(row.Get(ReleasedOn)); ok {
		s.releasedOn = on
	}
	asOf := cmp.Or(r.asOf, r.today)
	s.released = holds(l.Released, row.Get(Status)) || s.releasedOn != "" && s.releasedOn <= asOf
	s.transit, s.away = holds(l.Transit, s.place), holds(l.Away, s.place)
	if s.place != "" && !s.transit && !s.away {
		s.facility = r.facility(s.place, row.Get(PlaceCode))
	}
	return s
}

// holds reports whether a word is one of a list.
func holds(list []string, word string) bool {
	return word != "" && slices.ContainsFunc(list, func(w string) bool { return strings.EqualFold(w, word) })
}

// facility is the facility a list means, "" when nobody knows, or two may be.
func (r *reading) facility(text, code string) string {
	key := search.Fold(text) + "\x00" + code
	id, ok := r.places[key]
	if ok {
		return id
	}
	if all := r.names.Resolve(text, r.layout.Region); len(all) > 0 && all[0].Probability >= surelyThere {
		id = all[0].FacilityID
	}
	r.places[key] = id
	return id
}

// report turns what was said into claims, in the order of the people.
func (r *reading) report(runs []Run) Report {
	out := Report{AsOf: r.asOf, Rows: r.rows, Refused: r.refused, Claims: []Claim{}, Older: []Claim{}}
	var missed []Claim
	for i, p := range r.linker.people {
		s, ok := r.said[i]
		if ok && s.why != NoNumber && s.why != OtherNumber {
			out.OursSeen++
		}
		switch {
		case ok:
			for _, c := range judge(p, s, r.asOf) {
				if p.after(c) {
					out.Older = append(out.Older, c)
				} else {
					out.Claims = append(out.Claims, c)
				}
			}
		case r.linker.expected(i):
			missed = append(missed, Claim{PersonID: p.ID, Person: p.Name, Kind: NotSeen, From: whereabouts(p.Stay), AsOf: r.asOf, State: Open})
		}
	}
	if out.Doubt = r.doubt(runs, out.OursSeen, len(missed)); out.Doubt != "" {
		out.Withheld = len(missed)
		if out.Doubt == OlderOne {
			out.Claims, out.Older = []Claim{}, append(out.Older, out.Claims...)
		}
		return out
	}
	out.Claims = append(out.Claims, missed...)
	return out
}

// What a list has to have of the one before it, and of our people, for somebody
// to be missed on it.
const (
	leastRows    = 80 // per cent
	leastOurs    = 50 // per cent
	fewToMeasure = 10 // people
)

// doubt is why nobody is missed for this list, or nothing.
func (r *reading) doubt(runs []Run, seen, missed int) Doubt {
	switch {
	case slices.ContainsFunc(runs, func(o Run) bool { return o.AsOf > r.asOf }):
		return OlderOne
	case r.broken:
		return Broken
	case r.rows == 0:
		return Empty
	case r.layout.Partial:
		return NoList
	}
	if at := slices.IndexFunc(runs, func(o Run) bool { return o.Complete }); at >= 0 && r.rows*100 < runs[at].Rows*leastRows {
		return Short
	}
	if all := seen + missed; all >= fewToMeasure && seen*100 < all*leastOurs {
		return FewOurs
	}
	return ""
}

// seenIDs are the people of whom the list says anything.
func (r *reading) seenIDs() map[string]bool {
	out := make(map[string]bool, len(r.said))
	for i := range r.said {
		out[r.linker.people[i].ID] = true
	}
	return out
}

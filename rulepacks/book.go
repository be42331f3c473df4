package rulepacks

import (
	"cmp"
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
)

// Version is a procedure as one pack has it.
type Version struct {
	*Procedure
	Pack *Pack
}

// Book is every pack of an installation, made ready for counting. It is never
// changed: a newly installed pack makes a new book.
type Book struct {
	Packs     []*Pack // in the order installed; a later one wins where two are in force
	versions  map[string][]Version
	calendars map[string]*Calendar
	days      map[string]*days
	added     map[string][]OneOff
}

// NewBook makes a book of packs, in the order installed, and of the days that the
// installation added to calendars, by the ID of the calendar.
func NewBook(packs []*Pack, added map[string][]OneOff) *Book {
	b := &Book{Packs: packs, versions: map[string][]Version{}, calendars: map[string]*Calendar{}, days: map[string]*days{}, added: added}
	for _, p := range packs {
		for i := range p.Calendars {
			c := &p.Calendars[i]
			b.calendars[c.ID] = c
		}
		for i := range p.Procedures {
			v := Version{&p.Procedures[i], p}
			b.versions[v.Code] = append([]Version{v}, b.versions[v.Code]...)
		}
	}
	for _, list := range b.versions { // the rules that took effect last first, of those the pack installed last
		slices.SortStableFunc(list, func(x, y Version) int { return cmp.Compare(y.EffectiveFrom, x.EffectiveFrom) })
	}
	for id, c := range b.calendars {
		b.days[id] = c.ready(added[id])
	}
	return b
}

// With is the book with more packs above the others.
func (b *Book) With(more []*Pack) *Book { return NewBook(slices.Concat(b.Packs, more), b.added) }

// Codes lists the procedures.
func (b *Book) Codes() []string {
	codes := make([]string, 0, len(b.versions))
	for code := range b.versions {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// Versions lists the versions of a procedure, the newest rules first.
func (b *Book) Versions(code string) []Version {
	return slices.Clone(b.versions[code])
}

// InForce finds the version of a procedure that was in force on a day. Of two packs
// that both have one, the rules that took effect last win, and of those the pack
// that was installed last: a pack that says "60 days from 1 June" closes an older
// one that does not know its own end.
func (b *Book) InForce(code string, on civil.Day) (Version, bool) {
	for _, v := range b.versions[code] {
		if v.InForce(on) {
			return v, true
		}
	}
	return Version{}, false
}

// Calendar returns a calendar by its ID.
func (b *Book) Calendar(id string) (*Calendar, bool) {
	c, ok := b.calendars[id]
	return c, ok
}

// Calendars lists them by their IDs.
func (b *Book) Calendars() []*Calendar {
	list := make([]*Calendar, 0, len(b.calendars))
	for _, c := range b.calendars {
		list = append(list, c)
	}
	slices.SortFunc(list, func(x, y *Calendar) int { return cmp.Compare(x.ID, y.ID) })
	return list
}

// Holiday names the holiday on a day, or "" where there is none.
func (b *Book) Holiday(calendar string, on civil.Day) string {
	if d := b.days[calendar]; d != nil {
		return d.names[ordinal(on)]
	}
	return ""
}

// Off reports whether a day is no working day in a calendar. A calendar that
// nobody knows has none, and then only weekends are off.
func (b *Book) Off(calendar string, on civil.Day) bool {
	return !b.counting(calendar).isWorking(min(max(ordinal(on), firstDay), lastDay))
}

// weekendsOnly counts where no calendar is named.
var weekendsOnly = (&Calendar{}).ready(nil)

func (b *Book) counting(calendar string) *days {
	if d := b.days[calendar]; d != nil {
		return d
	}
	return weekendsOnly
}

// Place is what a procedure is chosen by.
type Place struct{ Country, Region, Level, Kind string }

// At lists the procedures that are the ordinary ones at a place, by code, each in
// the version in force on a day; the ones that say most exactly where they apply
// come first.
func (b *Book) At(place Place, on civil.Day) []Version {
	var list []Version
	for _, code := range b.Codes() {
		if v, ok := b.InForce(code, on); ok && !v.Pack.Template && v.Applies.at(place) {
			list = append(list, v)
		}
	}
	slices.SortStableFunc(list, func(x, y Version) int { return cmp.Compare(y.Applies.exact(), x.Applies.exact()) })
	return list
}

// at reports whether a place is one of those meant. What is not known of the place
// does not rule it out.
func (a Applies) at(p Place) bool {
	same := func(want, is string) bool { return want == "" || is == "" || want == is }
	among := func(want []string, is string) bool { return len(want) == 0 || is == "" || slices.Contains(want, is) }
	return same(a.Country, p.Country) && among(a.Regions, p.Region) && among(a.Levels, p.Level) && among(a.Kinds, p.Kind)
}

// exact counts what it narrows by.
func (a Applies) exact() int {
	n := 0
	for _, narrows := range []bool{a.Country != "", len(a.Regions) > 0, len(a.Levels) > 0, len(a.Kinds) > 0} {
		if narrows {
			n++
		}
	}
	return n
}

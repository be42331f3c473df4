package release

import (
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/rulepacks"
)

// Calculator estimates by the packs that come with the program. It may be used
// by many at once.
type Calculator struct {
	england  *england
	scotland *scotland
	federal  *federal
	book     *rulepacks.Book
}

// New reads the packs; a fault in one of them is a defect of the program. book
// knows the holidays.
func New(book *rulepacks.Book) (*Calculator, error) {
	p, err := loaded()
	if err != nil {
		return nil, err
	}
	p.book = book
	return &p, nil
}

var loaded = sync.OnceValues(func() (Calculator, error) {
	var c Calculator
	var err error
	if c.england, err = loadEngland(); err != nil {
		return c, err
	}
	if c.scotland, err = loadScotland(); err != nil {
		return c, err
	}
	c.federal, err = loadFederal()
	return c, err
})

// The jurisdictions.
const (
	EnglandWales = "england-wales"
	Scotland     = "scotland"
	Federal      = "us-federal"
)

// Jurisdictions lists those that are calculated.
func Jurisdictions() []string { return []string{EnglandWales, Scotland, Federal} }

// Ask is one sentence, as somebody who knows no more of it than its papers asks
// about it.
type Ask struct {
	Jurisdiction string
	Imposed      civil.Day
	Length       Length
	Track        string // sds, sds-plus, excluded; "" for the first of them
	Rules        string // a set of rules; "" for the one in force Today
	Today        civil.Day

	Remand     int // days
	TaggedBail int
	Added      int // for breaking prison rules
	Away       int // unlawfully at large
	JailCredit int // United States
	TimeCredit int // United States: First Step Act
}

// Sentence estimates one sentence. It refuses with a fault of the kind Invalid,
// whose problem is the reason.
func (c *Calculator) Sentence(a Ask) (Estimate, error) {
	imposed, ok := dayOf(a.Imposed)
	switch {
	case !ok:
		return Estimate{}, refuse("release.refused.no_such_day", "day", cut(string(a.Imposed)))
	case a.Length.none() || a.Length.tooLong():
		return Estimate{}, refuse("release.refused.length", "sentence", 1)
	case min(a.Remand, a.TaggedBail, a.Added, a.Away, a.JailCredit, a.TimeCredit) < 0:
		return Estimate{}, refuse("release.refused.negative_days")
	case max(a.Remand, a.TaggedBail, a.Added, a.Away, a.JailCredit, a.TimeCredit) > maxDays:
		return Estimate{}, refuse("release.refused.days_too_many")
	}
	switch a.Jurisdiction {
	case EnglandWales:
		return c.englandSentence(a, imposed)
	case Scotland:
		return c.scotland.estimate(a, imposed)
	case Federal:
		return c.federalSentence(a, imposed)
	}
	return Estimate{}, refuse("release.refused.jurisdiction", "jurisdiction", cut(a.Jurisdiction))
}

func (c *Calculator) englandSentence(a Ask, imposed day) (Estimate, error) {
	if a.JailCredit+a.TimeCredit > 0 {
		return Estimate{}, refuse("release.refused.credit_here")
	}
	track, err := trackOf(c.england.Tracks, a.Track)
	if err != nil {
		return Estimate{}, err
	}
	b := Booking{Born: none, Returned: none, Sentences: []Sentence{{
		Kind: Standard, Offence: none, Imposed: imposed, Custody: a.Length, Plus: track.Plus, PlusToday: track.Plus, Exclusions: track.Exclusions, TopUpUntil: none,
	}}}
	for _, x := range [...]struct {
		kind string
		days int
	}{{remand, a.Remand}, {taggedBail, a.TaggedBail}, {addedDays, a.Added}, {unlawfullyOut, a.Away}} {
		if x.days > 0 {
			b.Adjustments = append(b.Adjustments, Adjustment{Kind: x.kind, Applies: imposed, Days: x.days, From: imposed, To: none})
		}
	}
	return c.Booking(&b, a.Rules, a.Today)
}

// Booking estimates everything somebody is held for in England and Wales, by a
// set of rules, or by the one in force today when rules is "". It refuses with a
// fault of the kind Invalid, whose problem is the reason, and gives no date then.
func (c *Calculator) Booking(b *Booking, rules string, today civil.Day) (Estimate, error) {
	on, ok := dayOf(today)
	if !ok && rules == "" {
		return Estimate{}, refuse("release.refused.no_such_day", "day", cut(string(today)))
	}
	set, err := c.england.set(rules, on)
	if err != nil {
		return Estimate{}, err
	}
	outs, err := c.england.outcomes(b, set)
	if err != nil {
		return Estimate{}, err
	}
	est := Estimate{Rules: set.Name}
	c.england.overall(&est, b, set, outs)
	c.england.explain(&est, b, outs)
	c.walkOut(&est, c.england.Calendar, &c.england.ReleaseDay)
	est.step("release.step.official")
	return est, nil
}

// off reports whether a day is a weekend or a holiday. Weekends are known for
// ever, holidays as far as the calendar goes.
func (c *Calculator) off(calendar string) func(civil.Day) bool {
	return func(d civil.Day) bool {
		w := d.Weekday()
		return w == time.Saturday || w == time.Sunday || c.book != nil && c.book.Holiday(calendar, d) != ""
	}
}

// walkOut says on which day of the week somebody walks out.
func (c *Calculator) walkOut(est *Estimate, calendar string, r *dayOfRelease) {
	var due day
	for _, k := range [...]Key{CRD, ARD, PRRD, MTD, ProjectedRelease} {
		if d, ok := dayOf(est.On(k)); ok {
			due = max(due, d)
		}
	}
	if due == 0 {
		return
	}
	out := r.out(due, c.off(calendar))
	est.ReleaseDay = out.civil()
	if out != due {
		est.step("release.step.walk_out", "day", due.civil(), "out", out.civil())
		est.cite(&r.rule)
	}
}

// The tracks of a sentence in Great Britain: the ordinary one, the one with longer
// custody (England and Wales), and the one that early release leaves out.
const (
	TrackStandard = "sds"
	TrackPlus     = "sds-plus"
	TrackExcluded = "excluded"
)

// Tracks lists them in the order shown.
func Tracks() []string { return []string{TrackStandard, TrackPlus, TrackExcluded} }

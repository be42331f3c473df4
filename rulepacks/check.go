package rulepacks

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
)

// Limits of a pack, beyond which it is a mistake.
const (
	maxCount = 10_000 // of units in one limit
	maxMail  = 90     // days of the post
	maxItems = 500    // procedures, calendars or steps
	maxSaid  = 4000   // bytes of one text
)

// checker gathers what is wrong with a pack.
type checker struct {
	pack      *Pack
	sources   map[string]bool
	elsewhere []string // calendars of other packs
	findings  []Finding
}

// check gives everything that is wrong with what a pack says.
func (p *Pack) check(elsewhere []string) []Finding {
	c := &checker{pack: p, sources: map[string]bool{}, elsewhere: elsewhere}
	c.name("pack", p.Name)
	c.need("version", p.Version)
	c.need("title", p.Title)
	if !jurisdiction.MatchString(p.Jurisdiction) {
		c.find("jurisdiction", "rulepacks.check.jurisdiction", "said", cut(p.Jurisdiction))
	}
	for i, s := range p.Sources {
		c.source(at("sources", i), s)
	}
	for i := range p.Calendars {
		c.calendar(at("calendars", i), &p.Calendars[i])
	}
	c.unique("calendars", len(p.Calendars), func(i int) string { return p.Calendars[i].ID })
	if c.fit("procedures", len(p.Procedures)) && len(p.Calendars) <= maxItems {
		for i := range p.Procedures {
			c.procedure(at("procedures", i), &p.Procedures[i])
		}
		c.overlaps()
	}
	if len(p.Procedures)+len(p.Calendars) == 0 {
		c.find("", "rulepacks.check.nothing")
	}
	return c.findings
}

var (
	jurisdiction = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)
	country      = regexp.MustCompile(`^[A-Z]{2}$`)
	webAddress   = regexp.MustCompile(`^https?://\S+$`) // a page links to it: nothing that a browser would run
	shortName    = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,62}$`)
)

func at(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

func (c *checker) find(path, key string, args ...any) {
	c.findings = append(c.findings, Finding{Path: path, Key: key, Args: args})
}

func (c *checker) need(path, text string) {
	switch {
	case strings.TrimSpace(text) == "":
		c.find(path, "rulepacks.check.missing", "field", last(path))
	case len(text) > maxSaid:
		c.find(path, "rulepacks.check.long", "field", last(path), "most", maxSaid)
	}
}

func (c *checker) name(path, text string) {
	if !shortName.MatchString(text) {
		c.find(path, "rulepacks.check.name", "said", cut(text))
	}
}

// last is the name of the field at the end of a path.
func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// oneOf refuses a word that is not one of a list; "" is refused where one is needed.
func oneOf[T ~string](c *checker, path string, said T, known []T, needed bool) {
	switch {
	case said == "" && needed:
		c.find(path, "rulepacks.check.missing", "field", last(path))
	case said != "" && !slices.Contains(known, said):
		c.find(path, "rulepacks.check.word", "said", cut(string(said)), "known", joined(known, ", "))
	}
}

// fit refuses a list that is longer than anybody wrote; what compares all with all is
// not begun.
func (c *checker) fit(path string, n int) bool {
	if n > maxItems {
		c.find(path, "rulepacks.check.many", "most", maxItems)
	}
	return n <= maxItems
}

func (c *checker) unique(path string, n int, id func(int) string) {
	c.fit(path, n)
	seen := map[string]bool{}
	for i := range n {
		if seen[id(i)] {
			c.find(at(path, i), "rulepacks.check.twice", "said", cut(id(i)))
		}
		seen[id(i)] = true
	}
}

func (c *checker) day(path string, d civil.Day) {
	if d != "" && !d.Valid() {
		c.find(path, "rulepacks.check.day", "said", cut(string(d)))
	}
}

func (c *checker) source(path string, s Source) {
	c.name(path+".id", s.ID)
	c.need(path+".title", s.Title)
	c.day(path+".read_on", s.ReadOn)
	if s.URL != "" && !webAddress.MatchString(s.URL) {
		c.find(path+".url", "rulepacks.check.url", "said", cut(s.URL))
	}
	if c.sources[s.ID] {
		c.find(path+".id", "rulepacks.check.twice", "said", cut(s.ID))
	}
	c.sources[s.ID] = true
}

// evidence demands who says so. What nobody looked up may leave out when it was.
func (c *checker) evidence(path string, e Evidence) {
	if strings.TrimSpace(e.Citation) == "" {
		c.find(path+".citation", "rulepacks.check.citation")
	}
	if e.Mark == "" {
		c.find(path+".mark", "rulepacks.check.missing", "field", "mark")
	}
	if e.VerifiedOn == "" && e.Mark != Unverified {
		c.find(path+".verified_on", "rulepacks.check.verified_on")
	}
	c.hint(path, e)
}

// hint is evidence where none is demanded; what is said of it must be right.
func (c *checker) hint(path string, e Evidence) {
	oneOf(c, path+".mark", e.Mark, Marks(), false)
	c.day(path+".verified_on", e.VerifiedOn)
	if e.Source != "" && !c.sources[e.Source] {
		c.find(path+".source", "rulepacks.check.source", "said", cut(e.Source))
	}
}

func (c *checker) calendar(path string, cal *Calendar) {
	c.name(path+".id", cal.ID)
	c.need(path+".title", cal.Title)
	c.evidence(path, cal.Evidence)
	for i, d := range cal.Weekend {
		if _, ok := weekdays[strings.ToLower(d)]; !ok {
			c.find(at(path+".weekend", i), "rulepacks.check.weekday", "said", cut(d))
		}
	}
	if len(cal.weekend()) > 6 {
		c.find(path+".weekend", "rulepacks.check.weekend")
	}
	for i, h := range cal.Holidays {
		c.holiday(at(path+".holidays", i), h)
	}
	for i, d := range cal.Days {
		p := at(path+".days", i)
		c.need(p+".name", d.Name)
		c.hint(p, d.Evidence)
		if n := ordinal(d.Date); !d.Date.Valid() || !known(n) {
			c.find(p+".date", "rulepacks.check.day", "said", cut(string(d.Date)))
		}
	}
}

func (c *checker) holiday(path string, h Holiday) {
	c.need(path+".name", h.Name)
	_, weekday := weekdays[strings.ToLower(h.Weekday)]
	ofMonth := h.Month >= 1 && h.Month <= 12
	ok := false
	switch {
	case h.Easter != nil:
		ok = h.Month == 0 && h.Day == 0 && h.Weekday == "" && *h.Easter >= -100 && *h.Easter <= 100
	case h.Weekday != "":
		ok = weekday && ofMonth && h.Day == 0 && h.Nth != 0 && h.Nth >= -4 && h.Nth <= 4
	default:
		ok = ofMonth && h.Day >= 1 && h.Day <= civil.DaysIn(2024, monthOf(h.Month)) && h.Nth == 0
	}
	if years := min(h.From, h.To) >= 0 && max(h.From, h.To) <= 9999; !ok || !years || h.Plus < -7 || h.Plus > 7 {
		c.find(path, "rulepacks.check.holiday", "name", cut(h.Name))
	}
	oneOf(c, path+".observed", h.Observed, []string{Nearest, NextFree, SundayOnly}, false)
	if h.From > 0 && h.To > 0 && h.To < h.From {
		c.find(path+".to", "rulepacks.check.range")
	}
}

// overlaps refuses two versions of a procedure that are in force on one day.
func (c *checker) overlaps() {
	list := c.pack.Procedures
	for i := range list {
		for j := range list[:i] {
			a, b := &list[j], &list[i]
			if a.Code == b.Code && a.InForce(max(a.EffectiveFrom, b.EffectiveFrom)) && b.InForce(max(a.EffectiveFrom, b.EffectiveFrom)) {
				c.find(at("procedures", i)+".effective_from", "rulepacks.check.overlap", "code", cut(b.Code), "from", string(a.EffectiveFrom), "to", string(a.EffectiveTo))
			}
		}
	}
}

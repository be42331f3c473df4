// Package sameplace weighs whether two places of different directories are one:
// by their names, taken to pieces, and by where they are.
package sameplace

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/facilities/placename"
)

// Site is a place prepared for the question whether two are one.
type Site struct {
	Region  string
	Sources map[string]bool // directories that list it now

	country string
	level   string
	office  bool   // administers, holds nobody
	town    string // folded
	zips    []string
	streets []string
	phone   string // its figures
	lat     float64
	lon     float64
	names   []placename.Reading
	whole   []string // the names as keys
}

// Of prepares a claim or a facility.
func Of(facts map[string]string, names []string, addresses []directory.Address) *Site {
	s := &Site{
		country: facts["country"], Region: facts["region"], level: facts["level"], town: placename.Fold(facts["place"]),
		Sources: map[string]bool{},
	}
	s.lat, _ = strconv.ParseFloat(facts["latitude"], 64) // written by us, or not known
	s.lon, _ = strconv.ParseFloat(facts["longitude"], 64)
	s.office = facts["kind"] == "office"
	s.phone = phoneKey(facts["phone"])
	for _, n := range append([]string{facts["name"]}, names...) {
		n, _ = placename.SplitShort(n)
		if key := placename.Key(n); key != "" && !slices.Contains(s.whole, key) {
			s.whole = append(s.whole, key)
			s.names = append(s.names, placename.Read(n))
		}
	}
	for _, a := range addresses {
		if a.Purpose == directory.Street {
			s.streets = append(s.streets, a.StreetKey())
		}
		if len(a.Postcode) >= 5 {
			s.zips = append(s.zips, a.ZipKey())
		}
	}
	s.streets = slices.DeleteFunc(s.streets, func(k string) bool { return k == "" })
	return s
}

// phoneKey is a telephone number as compared: its last ten figures, or "" for
// what is too short to tell anything.
func phoneKey(s string) string {
	var figures []byte
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			figures = append(figures, s[i])
		}
	}
	if len(figures) < 7 {
		return ""
	}
	return string(figures[max(0, len(figures)-10):])
}

// kilometres between two places, or -1 when one is not located.
func (s *Site) kilometres(o *Site) float64 {
	if s.lat == 0 && s.lon == 0 || o.lat == 0 && o.lon == 0 {
		return -1
	}
	const radius, rad = 6371.0, math.Pi / 180
	x := (o.lon - s.lon) * rad * math.Cos((s.lat+o.lat)/2*rad)
	y := (o.lat - s.lat) * rad
	return radius * math.Hypot(x, y)
}

// Reasons why two places may be one, as message keys "facilities.pair.reason.…".
const (
	whySameName   = "same-name"
	whyLikeName   = "like-name"
	whySameStreet = "same-street"
	whySameTown   = "same-town"
	whySameZip    = "same-postcode"
	whySamePhone  = "same-phone"
	whyNear       = "near"
	whyFar        = "far"
	whyOtherSort  = "other-sort"
	whyOtherPart  = "other-part"
)

// Verdict is how likely two places are one.
type Verdict struct {
	Likeness float64 // 0–1, for ordering
	Sure     bool    // may be merged without asking
	NameOnly bool    // would be sure, if the name is the only one of its region: one of them has no position
	Maybe    bool    // a person should decide
	Renamed  bool    // the same spot under another name
	Same     bool    // every word of a name is the same
	Reasons  []string
}

// Compare weighs two places of different directories. Sure means: the same
// region, nothing that tells them apart, the same name, and a position that
// agrees.
func Compare(a, b *Site, l placename.Lexicon) Verdict {
	if contradict(a.country, b.country) || contradict(a.Region, b.Region) || a.office != b.office {
		return Verdict{}
	}
	v, name := Verdict{}, bestNames(a, b, l)
	where := a.nearness(b, &v)
	levels := a.level != "" && b.level != "" && a.level != b.level && a.level != "several" && b.level != "several"
	apart := levels || name.sort || name.part
	v.Likeness, v.Same = 0.6*name.alike+0.4*where, name.whole
	if apart {
		v.Likeness *= 0.7
	}
	v.explain(name)
	alike := name.alike >= 0.93 && !apart
	v.Sure = alike && (where >= 0.7 && !name.loose || where >= 0.95)
	v.Renamed = where >= 0.97 && !levels && !name.part && name.alike < 0.6
	v.NameOnly = alike && !name.loose && (a.nowhere() || b.nowhere())
	switch {
	case v.Sure:
	case name.whole && name.telling, v.NameOnly, name.alike >= 0.85 && where >= 0.95:
		v.Maybe = true
	case levels:
	case name.part:
		v.Maybe = name.alike >= 0.93 && where >= 0.7
	default:
		v.Maybe = name.alike >= 0.85 && where >= 0.5 || name.alike >= 0.6 && where >= 0.7 && !name.sort
	}
	return v
}

// contradict reports whether two known things differ.
func contradict(a, b string) bool { return a != "" && b != "" && a != b }

func (v *Verdict) explain(name nameLikeness) {
	switch {
	case name.whole:
		v.Reasons = append([]string{whySameName}, v.Reasons...)
	case name.alike >= 0.6:
		v.Reasons = append([]string{whyLikeName}, v.Reasons...)
	}
	if name.sort {
		v.Reasons = append(v.Reasons, whyOtherSort)
	}
	if name.part {
		v.Reasons = append(v.Reasons, whyOtherPart)
	}
}

// nowhere reports whether nothing but the region is known of where a place is.
func (s *Site) nowhere() bool {
	return s.town == "" && len(s.zips) == 0 && len(s.streets) == 0 && s.lat == 0 && s.lon == 0
}

// nearness is how well two positions agree: 1 the same street, the same telephone
// or a few hundred metres, 0 far away; half where nothing is known.
func (s *Site) nearness(o *Site, v *Verdict) float64 {
	near := 0.5
	known := false
	better := func(n float64, why string) {
		near, known = max(near, n), true
		v.Reasons = append(v.Reasons, why)
	}
	if overlap(s.streets, o.streets) && (s.town == o.town || overlap(s.zips, o.zips)) {
		better(1, whySameStreet)
	}
	km := s.kilometres(o)
	if km >= 0 && km <= 3 {
		better(1-km/10, whyNear)
	}
	if overlap(s.zips, o.zips) {
		better(0.8, whySameZip)
	}
	if s.phone != "" && s.phone == o.phone {
		better(1, whySamePhone)
	}
	if s.town != "" && s.town == o.town {
		better(0.75, whySameTown)
	}
	if km > 40 && !slices.Contains(v.Reasons, whySameStreet) && !slices.Contains(v.Reasons, whySamePhone) {
		v.Reasons = append(v.Reasons, whyFar)
		return 0.1
	}
	if !known && (s.town != "" && o.town != "" || km >= 0) {
		return max(0, 0.45-max(km, 0)/100)
	}
	return near
}

// Words lists the words that tell the names of a place apart, for a lexicon.
func (s *Site) Words() []string {
	var out []string
	for _, n := range s.names {
		out = append(out, n.Core...)
	}
	return out
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// nameLikeness is how the names of two places compare.
type nameLikeness struct {
	alike   float64 // of the words that tell places apart
	whole   bool    // every word the same
	telling bool    // there is such a word
	sort    bool    // different sorts of place: a penitentiary, a medical centre
	loose   bool    // one says its sort, the other does not
	part    bool    // different parts: an annex, unit 2, the women's side
}

// bestNames compares every name of one place with every name of the other and
// returns the best pair: nothing that tells them apart first, then likeness.
func bestNames(a, b *Site, l placename.Lexicon) nameLikeness {
	best := nameLikeness{alike: -1, sort: true, part: true}
	for i, x := range a.names {
		for j, y := range b.names {
			n := compareNames(x, y, l)
			if n.whole = a.whole[i] == b.whole[j]; n.whole {
				n.alike = 1
			}
			if n.better(best) {
				best = n
			}
		}
	}
	return best
}

func (n nameLikeness) better(o nameLikeness) bool {
	rank := func(n nameLikeness) float64 {
		r := n.alike
		if n.sort {
			r -= 0.25
		}
		if n.part {
			r -= 0.3
		}
		if n.loose {
			r -= 0.1
		}
		if n.whole {
			r++
		}
		return r
	}
	return rank(n) > rank(o)
}

func compareNames(x, y placename.Reading, l placename.Lexicon) nameLikeness {
	n := nameLikeness{
		alike:   coreLikeness(x.Core, y.Core, l),
		telling: len(x.Core) > 0,
		part:    !slices.Equal(x.Parts, y.Parts),
		sort:    len(x.Specific) > 0 && len(y.Specific) > 0 && !overlap(x.Specific, y.Specific),
		loose:   !slices.Equal(x.Specific, y.Specific),
	}
	if x.Level != "" && y.Level != "" && x.Level != y.Level {
		n.sort = true
	}
	if len(x.Core) == 0 && len(y.Core) == 0 {
		n.alike = 0.5 // "Women's Prison": nothing but the region tells it apart
	}
	return n
}

// coreLikeness is the share of the telling words that two names have in common,
// each weighed by how rare it is, with slips of the pen allowed.
func coreLikeness(x, y []string, l placename.Lexicon) float64 {
	if strings.Join(x, "") == strings.Join(y, "") {
		return 1
	}
	return (coverage(x, y, l) + coverage(y, x, l)) / 2
}

func coverage(x, y []string, l placename.Lexicon) float64 {
	found, all := 0.0, 0.0
	for _, w := range x {
		weight := l.Weight(w)
		if len(w) == 1 {
			weight /= 4 // an initial
		}
		all += weight
		best := 0.0
		for _, v := range y {
			if w == v {
				best = 1
				break
			}
			if len(w) > 4 && placename.Slips(w, v, 1) <= 1 {
				best = 0.9
			}
		}
		found += weight * best
	}
	if all == 0 {
		return 0
	}
	return found / all
}

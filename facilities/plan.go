package facilities

import (
	"cmp"
	"maps"
	"slices"

	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/facilities/sameplace"
)

// outcome is what a row of a directory does.
type outcome int

const (
	creates outcome = iota
	updates
	keeps  // the directory says what it said before
	merges // another directory knows the place
	older  // what is stored was said later
)

// step is what becomes of one place in the file.
type step struct {
	claim   *directory.Claim
	outcome outcome
	at      *holding   // the facility; nil when it is created
	was     *heldClaim // what the directory said before
	maybe   []match    // facilities a person should compare it with
}

// match is a facility that may be the same place.
type match struct {
	at *holding
	sameplace.Verdict
}

// planner decides, without writing, what an import will do.
type planner struct {
	source string
	h      *holdings
	gone   map[string]bool // ids of facilities whose code left the directory
	region map[string][]*holding
	taken  map[string]bool // facilities this directory lists, by id
}

// plan gives a step for every place of a directory.
func plan(c *directory.Contents, h *holdings) []step {
	p := &planner{source: c.Source, h: h, region: map[string][]*holding{}, taken: map[string]bool{}}
	for _, id := range slices.Sorted(maps.Keys(h.byID)) {
		if f := h.byID[id]; f.mergedTo == "" {
			p.region[f.site.Region] = append(p.region[f.site.Region], f)
		}
	}
	p.gone = p.leftOut(c.Claims)
	steps := make([]step, len(c.Claims))
	var open []int
	for i, claim := range c.Claims {
		steps[i] = p.known(claim)
		if steps[i].at != nil {
			p.taken[steps[i].at.id] = true
		} else {
			open = append(open, i)
		}
	}
	p.matchAll(steps, open)
	return steps
}

// leftOut finds the facilities that this directory listed and no longer does:
// one of them may come back under another id.
func (p *planner) leftOut(claims []*directory.Claim) map[string]bool {
	now := map[string]bool{}
	for _, c := range claims {
		now[c.Code] = true
	}
	gone := map[string]bool{}
	for code, f := range p.h.byCode {
		if code.Source == p.source && !now[code.Code] {
			gone[f.id] = true
		}
	}
	return gone
}

// known finds a place by an id, its own or that of another directory.
func (p *planner) known(c *directory.Claim) step {
	s := step{claim: c, outcome: creates}
	if at := p.h.at(Code{Source: p.source, Code: c.Code}); at != nil {
		s.at, s.was = at, p.h.byClaim[Code{Source: p.source, Code: c.Code}]
		s.outcome = against(c, s.was)
		return s
	}
	for _, also := range c.Also {
		if at := p.h.at(also); at != nil && !p.lists(at) {
			s.at, s.outcome = at, merges
			return s
		}
	}
	return s
}

// against compares a claim with what the directory said before.
func against(c *directory.Claim, was *heldClaim) outcome {
	switch {
	case was == nil:
		return merges // the code stands there without a claim: entered by hand
	case c.Print == was.Print:
		return keeps // read another way since, perhaps, but it says the same
	case c.SaidOn != "" && was.SaidOn != "" && c.SaidOn < was.SaidOn:
		return older
	}
	return updates
}

// lists reports whether the directory has another entry for the facility.
func (p *planner) lists(f *holding) bool {
	return p.taken[f.id] || f.site.Sources[p.source] && !p.gone[f.id]
}

// matchAll compares the places nobody knows by id. Two rows never become one
// facility: where both fit, the better one takes it and the other is asked about.
func (p *planner) matchAll(steps []step, open []int) {
	type proposal struct {
		step int
		match
	}
	var sure []proposal
	others := map[int][]match{}
	for _, i := range open {
		best, rest := p.search(steps[i].claim)
		if best != nil {
			sure = append(sure, proposal{i, *best})
		}
		others[i] = rest
	}
	slices.SortStableFunc(sure, func(a, b proposal) int { return cmp.Compare(b.Likeness, a.Likeness) })
	for _, s := range sure {
		if p.taken[s.at.id] {
			others[s.step] = append([]match{s.match}, others[s.step]...)
			continue
		}
		p.taken[s.at.id] = true
		steps[s.step].at, steps[s.step].outcome = s.at, merges
	}
	for _, i := range open {
		if steps[i].at == nil {
			steps[i].maybe = others[i][:min(len(others[i]), 2)]
		}
	}
}

// search finds the facility a claim is certainly about, and those it may be about.
func (p *planner) search(c *directory.Claim) (best *match, maybe []match) {
	s := sameplace.Of(c.Facts, c.Names, c.Addresses)
	var sure, named, renamed []match
	for _, f := range p.within(s.Region) {
		v := sameplace.Compare(s, f.site, p.h.lexicon)
		if p.lists(f) {
			// The directory itself tells the two apart.
			if v.Same && v.Sure && f.site.Sources[p.source] {
				maybe = append(maybe, match{f, v})
			}
			continue
		}
		switch m := (match{f, v}); {
		case v.Sure:
			sure = append(sure, m)
		case v.NameOnly && v.Same:
			named = append(named, m)
		case v.Maybe:
			maybe = append(maybe, m)
		case v.Renamed && f.facts["kind"] == c.Facts["kind"]:
			renamed = append(renamed, m)
		}
	}
	if len(sure) == 0 && len(maybe) == 0 && len(named) == 1 {
		return &named[0], nil
	}
	best, sure = clearest(sure)
	maybe = slices.Concat(sure, named, maybe)
	if len(maybe) == 0 {
		maybe = renamed
	}
	slices.SortStableFunc(maybe, func(a, b match) int { return cmp.Compare(b.Likeness, a.Likeness) })
	return best, maybe
}

// within lists the facilities of a region; those whose region nobody knows are
// in every one.
func (p *planner) within(region string) []*holding {
	if region == "" {
		var all []*holding
		for _, r := range slices.Sorted(maps.Keys(p.region)) {
			all = append(all, p.region[r]...)
		}
		return all
	}
	return slices.Concat(p.region[region], p.region[""])
}

// clearest picks one of several sure matches when it stands out: the only one,
// the only one of exactly that name, or one that is better by a margin.
func clearest(sure []match) (*match, []match) {
	slices.SortStableFunc(sure, func(a, b match) int {
		return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(b.Likeness, a.Likeness))
	})
	switch {
	case len(sure) == 0:
		return nil, nil
	case len(sure) == 1, rank(sure[0]) > rank(sure[1]), sure[0].Likeness > sure[1].Likeness+0.05:
		return &sure[0], nil
	}
	return nil, sure
}

func rank(m match) int {
	if m.Same {
		return 1
	}
	return 0
}

package facilities

import (
	"cmp"
	"maps"
	"slices"
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
	claim   *Claim
	outcome outcome
	at      *holding // the facility; nil when it is created
	was     *Claim   // what the directory said before
	maybe   []match  // facilities a person should compare it with
}

// match is a facility that may be the same place.
type match struct {
	at *holding
	verdict
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
func plan(c *contents, h *holdings) []step {
	p := &planner{source: c.source, h: h, region: map[string][]*holding{}, taken: map[string]bool{}}
	for _, id := range slices.Sorted(maps.Keys(h.byID)) {
		if f := h.byID[id]; f.mergedTo == "" {
			p.region[f.site.region] = append(p.region[f.site.region], f)
		}
	}
	p.gone = p.leftOut(c.claims)
	steps := make([]step, len(c.claims))
	var open []int
	for i, claim := range c.claims {
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
func (p *planner) leftOut(claims []*Claim) map[string]bool {
	now := map[string]bool{}
	for _, c := range claims {
		now[c.code] = true
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
func (p *planner) known(c *Claim) step {
	s := step{claim: c, outcome: creates}
	if at := p.h.at(Code{p.source, c.code}); at != nil {
		s.at, s.was = at, p.h.byClaim[Code{p.source, c.code}]
		s.outcome = c.against(s.was)
		return s
	}
	for _, also := range c.also {
		if at := p.h.at(also); at != nil && !p.lists(at) {
			s.at, s.outcome = at, merges
			return s
		}
	}
	return s
}

// against compares with what the directory said before.
func (c *Claim) against(was *Claim) outcome {
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
	return p.taken[f.id] || f.site.sources[p.source] && !p.gone[f.id]
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
	slices.SortStableFunc(sure, func(a, b proposal) int { return cmp.Compare(b.likeness, a.likeness) })
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
func (p *planner) search(c *Claim) (best *match, maybe []match) {
	s := siteOf(c.Facts, c.Names, c.Addresses)
	var sure, named, renamed []match
	for _, f := range p.within(s.region) {
		v := compareSites(s, f.site, p.h.lexicon)
		if p.lists(f) {
			// The directory itself tells the two apart.
			if v.same && v.sure && f.site.sources[p.source] {
				maybe = append(maybe, match{f, v})
			}
			continue
		}
		switch m := (match{f, v}); {
		case v.sure:
			sure = append(sure, m)
		case v.nameOnly && v.same:
			named = append(named, m)
		case v.maybe:
			maybe = append(maybe, m)
		case v.renamed && f.facts["kind"] == c.Facts["kind"]:
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
	slices.SortStableFunc(maybe, func(a, b match) int { return cmp.Compare(b.likeness, a.likeness) })
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
		return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(b.likeness, a.likeness))
	})
	switch {
	case len(sure) == 0:
		return nil, nil
	case len(sure) == 1, rank(sure[0]) > rank(sure[1]), sure[0].likeness > sure[1].likeness+0.05:
		return &sure[0], nil
	}
	return nil, sure
}

func rank(m match) int {
	if m.same {
		return 1
	}
	return 0
}

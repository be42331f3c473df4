package release

import "slices"

// group is the parts of a term of which the same fraction is served.
type group struct {
	served Fraction
	board  bool // the fraction leads to the Parole Board
	parts  run
}

// custody counts the days of a term to be served. Standard sentences come
// first, put together by the fraction that is served of them, then the others. A
// part of a day counts as a day, and each group begins when the one before it is
// served.
func (t *term) custody(served func(*part) (f Fraction, board bool)) int {
	if len(t.parts) == 1 {
		f, _ := served(&t.parts[0])
		return f.days(t.days)
	}
	at := t.start
	for _, standard := range [...]bool{true, false} {
		var groups []group
		for i := range t.parts {
			p := &t.parts[i]
			if (p.Kind == Standard) != standard {
				continue
			}
			f, board := served(p)
			g := slices.IndexFunc(groups, func(g group) bool { return g.served == f && g.board == board })
			if g < 0 {
				g = len(groups)
				groups = append(groups, group{served: f, board: board})
			}
			groups[g].parts.add(p.Custody)
		}
		for i := range groups {
			at += day(groups[i].served.days(int(groups[i].parts.after(at) - at)))
		}
	}
	return int(at - t.start)
}

// release is how much of a part is served before release.
func (p *part) release() (Fraction, bool) {
	switch {
	case p.Kind == Standard:
		return p.rule.Served, false
	case p.kind != nil:
		return p.kind.Served, false
	}
	return whole, false
}

// parole is how much of a part is served before the Parole Board may release; of
// parts it has no say in, what is served before release.
func (p *part) parole() (Fraction, bool) {
	if p.kind != nil && p.kind.Eligible != nil {
		return *p.kind.Eligible, true
	}
	return p.release()
}

// board reports whether the Parole Board has a say in a term.
func (t *term) board() bool {
	return slices.ContainsFunc(t.parts, func(p part) bool { return p.kind != nil && p.kind.Eligible != nil })
}

// under works the term out under the rules as its parts have them now.
func (e *england) under(b *Booking, o *outcome) dated {
	d := dated{none, none, none}
	if o.own == Training {
		o.served = e.Training.Served.days(o.days)
	} else {
		o.served = o.custody((*part).release)
	}
	d.release = o.start + day(o.served) - 1 + o.moved()
	o.natural = d.release
	if o.board() {
		d.eligible = o.start + day(o.custody((*part).parole)) - 1 + o.moved()
	}
	d.curfew = e.HomeDetention.eligible(b, o, d.release)
	return d
}

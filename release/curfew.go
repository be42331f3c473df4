package release

// eligible is the first day of home detention curfew under the rules about
// release as they stand, without added days; none where there is no curfew.
func (r *curfewRule) eligible(b *Booking, o *outcome, release day) day {
	if b.SexOffender || o.recall != nil || o.own != "" || !o.only(Standard) {
		return none
	}
	if o.served < r.LeastServed || release+o.added() < o.start+day(r.AtLeast) {
		return none
	}
	at := none
	for i := range r.Stages {
		s := &r.Stages[i]
		if at == none || at >= s.from {
			at = max(r.stage(o, s.MostBefore, s.HalfBelow), s.from)
		}
	}
	return at
}

// stage counts to the curfew: half of what is served when that is short, and so
// many days before release when it is long; at least a fortnight is served.
func (r *curfewRule) stage(o *outcome, most, halfBelow int) day {
	served := o.served - most
	if o.served < halfBelow {
		served = max(r.HalfAtLeast, (o.served+1)/2)
	}
	at := max(o.start+day(served-o.adj.off()), o.start+day(r.AtLeast))
	return at + day(o.adj.away)
}

// curfew is the first day of home detention curfew for a booking. It is that of
// the term that holds longest, and not before the other terms let go.
func (e *england) curfew(b *Booking, set *ruleSet, outs []*outcome) day {
	longest := lastToRelease(outs)
	if longest == nil || longest.due.curfew == none || longest.due.release+longest.added() > longest.expiry {
		return none
	}
	at, youth := none, true
	for _, o := range outs {
		for i := range o.parts {
			if p := &o.parts[i]; p.Plus || p.PlusToday {
				return none
			} else if !p.Youth {
				youth = false
			}
		}
		at = max(at, o.holdsUntil())
	}
	if set.ended[e.HomeDetention.ID] && !youth && longest.held >= e.HomeDetention.endedFrom || at >= longest.held {
		return none
	}
	return at
}

// holdsUntil is the first day on which a term does not stand in the way of a
// curfew.
func (o *outcome) holdsUntil() day {
	switch {
	case o.own == Training:
		return none
	case o.due.curfew != none:
		return o.due.curfew + o.added()
	case o.recall != nil:
		return o.recalled
	case o.due.release > o.imposed:
		return o.due.release
	}
	return none
}

// lastToRelease is the term that holds longest of those that were not recalled;
// of equal ones, the one with a curfew.
func lastToRelease(outs []*outcome) *outcome {
	var last *outcome
	for _, o := range outs {
		if o.current() && (last == nil || o.held > last.held || o.held == last.held && o.due.curfew != none) {
			last = o
		}
	}
	return last
}

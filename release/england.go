package release

import "slices"

// outcomes works out the dates of every term of a booking.
func (e *england) outcomes(b *Booking, set *ruleSet) ([]*outcome, error) {
	if err := e.check(b); err != nil {
		return nil, err
	}
	if err := checkMoves(b); err != nil {
		return nil, err
	}
	outs, err := e.begin(b)
	if err != nil {
		return nil, err
	}
	if err := e.settle(b, set, outs); err != nil {
		return nil, err
	}
	if len(outs) > 1 {
		several, err := stretches(outs)
		if err != nil {
			return nil, err
		}
		if several {
			if err := e.settle(b, set, outs); err != nil {
				return nil, err
			}
		}
	}
	for _, o := range outs {
		if err := e.finish(b, set, o); err != nil {
			return nil, err
		}
	}
	return outs, nil
}

// begin makes the terms of a booking, in the order they were imposed.
func (e *england) begin(b *Booking) ([]*outcome, error) {
	all, err := terms(b)
	if err != nil {
		return nil, err
	}
	outs := make([]*outcome, len(all))
	for i, t := range all {
		o := newOutcome(t)
		if o.own != "" && !o.only(o.own) {
			return nil, refuse("release.refused.mixed_chain", "sentence", t.parts[0].n)
		}
		e.kinds(o)
		outs[i] = o
	}
	if len(outs) > 1 {
		slices.SortStableFunc(outs, byStart)
	}
	return e.joinTraining(outs), nil
}

// kinds finds the rules of the sentences that are not standard ones.
func (e *england) kinds(o *outcome) {
	for i := range o.parts {
		p := &o.parts[i]
		for _, k := range e.Kinds {
			if k.Kind == p.Kind && k.Automatic == p.Automatic && k.holds(p.Imposed) {
				p.kind = k
			}
		}
	}
}

// overall puts the terms together: everybody is held until the last of them lets
// go, and licence lasts as long as the longest.
func (e *england) overall(est *Estimate, b *Booking, set *ruleSet, outs []*outcome) {
	last := lastToRelease(outs)
	out, back, licence := none, none, none
	if last != nil {
		out = last.held
	}
	for _, o := range outs {
		licence = max(licence, o.licence)
		back = max(back, o.recalled)
	}
	if last != nil && out >= back {
		key := Key(last.end.Release)
		if licence > out {
			key = CRD
		}
		est.add(key, out)
		if p := parole(outs); p != none && p < out {
			est.add(PED, p)
		}
		if d := e.curfew(b, set, outs); d != none {
			est.add(HDCED, d)
		}
	}
	if back != none && back >= out {
		est.add(PRRD, back)
	}
	e.training(est, outs)
	expires(est, outs, licence, max(out, back))
	est.sort()
}

// parole is the day from which the Parole Board may release; none where it has
// no say.
func parole(outs []*outcome) day {
	at, board := none, false
	for _, o := range outs {
		switch {
		case o.due.eligible != none:
			at, board = max(at, o.due.eligible+o.added(), o.start), true
		case o.current():
			at = max(at, o.held)
		}
	}
	if !board {
		return none
	}
	return at
}

// expires adds the last days: of sentence and licence together, or apart, and of
// supervision after them.
func expires(est *Estimate, outs []*outcome, licence, out day) {
	expiry, topUp := none, none
	for _, o := range outs {
		expiry = max(expiry, o.expiry)
		if o.own != Supervision {
			topUp = max(topUp, o.topUp)
		}
		if len(outs) == 1 && o.own == Supervision {
			topUp = o.parts[0].TopUpUntil
		}
	}
	switch {
	case licence == expiry:
		est.add(SLED, expiry)
	case licence > out:
		est.add(LED, licence)
		fallthrough
	default:
		est.add(SED, expiry)
	}
	if topUp > expiry {
		est.add(TUSED, topUp)
	}
}

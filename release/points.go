package release

import "slices"

// settle applies the points of a rule set in the order they came into force, and
// leaves with each term when release is due.
func (e *england) settle(b *Booking, set *ruleSet, outs []*outcome) error {
	for _, o := range outs {
		e.adjust(b, o)
		o.phase, o.stayed = nil, false
	}
	for _, stage := range set.stages {
		if err := e.stage(b, outs, stage); err != nil {
			return err
		}
	}
	for _, o := range outs {
		o.held = max(min(o.due.release+o.added(), o.expiry), o.imposed)
	}
	return nil
}

// change is one stage of the rules as it meets a booking.
type change struct {
	points       []*point
	from         day // when it came into force
	tranche      *tranche
	reaches      day // when it reaches older sentences
	phased       bool
	within       bool // added days may be served before
	out, outLate day  // release under the rules before, without and with added days
}

// stage applies points that came into force on the same day. New sentences
// get them at once; older ones, where they are phased, only when release was due
// later than the day they are reached.
func (e *england) stage(b *Booking, outs []*outcome, points []*point) error {
	c := change{points: points, from: points[0].from, reaches: points[0].from, phased: points[0].Phased, within: points[0].WithinAdded, out: none, outLate: none}
	if len(points[0].Tranches) > 0 {
		if of := longest(outs, c.from); of != nil {
			c.tranche = trancheOf(points[0].Tranches, of)
			c.reaches = c.tranche.from
		}
	}
	for _, o := range outs {
		if o.current() && o.start < c.from {
			c.out, c.outLate = max(c.out, o.due.release), max(c.outLate, o.due.release+o.added())
		}
	}
	away := c.phased && b.outEarly(c.reaches)
	for _, o := range outs {
		if err := e.reach(b, o, &c, away); err != nil {
			return err
		}
	}
	return nil
}

// reach applies a change to one term.
func (e *england) reach(b *Booking, o *outcome, c *change, away bool) error {
	fresh, some := o.take(c.points, func(imposed day) bool { return !c.phased || imposed >= c.from })
	if fresh || some {
		o.due = e.under(b, o)
	}
	if fresh {
		return nil
	}
	out, late := max(c.out, o.due.release), max(c.outLate, o.due.release+o.added())
	if c.within {
		out = late
	}
	switch {
	case out < c.reaches && late >= c.reaches && o.touched(c):
		return refuse("release.refused.added_over_change", "day", c.reaches.civil())
	case out < c.reaches:
		return nil
	case away && o.touched(c) && !c.points[0].StaysWhenOut:
		return refuse("release.refused.out_at_change", "day", c.reaches.civil())
	case away:
		o.stayed = true
		return nil
	}
	if _, some := o.take(c.points, func(imposed day) bool { return imposed < c.from }); some {
		e.move(b, o, c)
	}
	return nil
}

// move puts the dates of a term where the new rules have them, but not before
// the day they reach it.
func (e *england) move(b *Booking, o *outcome, c *change) {
	now := e.under(b, o)
	if c.tranche == nil {
		o.due = now
		return
	}
	added := day(0)
	if c.within {
		added = o.added()
	}
	if now.release+added < c.reaches {
		o.phase = c.tranche
	}
	o.due.release = phase(o.due.release+added, now.release+added, c.reaches) - added
	o.due.eligible = phase(o.due.eligible, now.eligible, c.reaches)
	o.due.curfew = phase(o.due.curfew, now.curfew, c.reaches)
}

// phase moves a date to where new rules put it, but not before the day they
// begin; a date that comes before that day stays.
func phase(old, now, from day) day {
	if old < from || now == none {
		return old
	}
	return max(now, from)
}

// take gives the points to the parts they are for and that were imposed when they
// should be. It reports whether all parts were imposed then, and whether any was
// given one.
func (o *outcome) take(points []*point, when func(imposed day) bool) (all, some bool) {
	all = true
	for i := range o.parts {
		p := &o.parts[i]
		if !when(p.Imposed) {
			all = false
			continue
		}
		for _, pt := range points {
			if pt.takes(p.Sentence) {
				p.rule, some = pt, true
			}
		}
	}
	return all, some
}

// touched reports whether a change is for any older part of the term.
func (o *outcome) touched(c *change) bool {
	return o.recall == nil && slices.ContainsFunc(o.parts, func(p part) bool {
		return p.Imposed < c.from && slices.ContainsFunc(c.points, func(pt *point) bool { return pt.takes(p.Sentence) })
	})
}

// longest is the longest term of imprisonment that runs on the day the rules
// change, by which the tranche of everything is found.
func longest(outs []*outcome, on day) *term {
	var of *term
	for _, o := range outs {
		if o.imprisonment() && o.start < on && o.expiry >= on && (of == nil || o.whole > of.whole) {
			of = o.term
		}
	}
	return of
}

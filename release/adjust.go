package release

import "slices"

// The kinds of adjustment, as bookings name them.
const (
	remand        = "REMAND"
	taggedBail    = "TAGGED_BAIL"
	recallRemand  = "RECALL_REMAND"
	recallBail    = "RECALL_TAGGED_BAIL"
	addedDays     = "ADDITIONAL_DAYS_AWARDED"
	restoredDays  = "RESTORATION_OF_ADDITIONAL_DAYS_AWARDED"
	unlawfullyOut = "UNLAWFULLY_AT_LARGE"
)

var adjustmentKinds = []string{remand, taggedBail, recallRemand, recallBail, addedDays, restoredDays, unlawfullyOut}

// adjusted is what the adjustments of a booking do to one term, in days.
type adjusted struct {
	remand, bail int // taken off
	added        int // for breaking prison rules, less what was given back
	addedSince   int // of these, after the return on recall
	away         int // unlawfully at large
	awaySince    int // of these, after the return on recall
}

// off is the days taken off.
func (a adjusted) off() int { return a.remand + a.bail }

// deducts reports whether an adjustment takes days off.
func (a *Adjustment) deducts() bool {
	switch a.Kind {
	case remand, taggedBail, recallRemand, recallBail:
		return true
	}
	return false
}

// begins is the day of an adjustment: its own, or else from when it counts.
func (a *Adjustment) begins() day {
	if a.From != none {
		return a.From
	}
	return a.Applies
}

// adjust sums the adjustments that count for a term: those of the stretch of
// custody it belongs to. Remand and bail before a recall count for what was
// recalled, and the others for what was not.
func (e *england) adjust(b *Booking, o *outcome) {
	o.adj = adjusted{}
	for i := range b.Adjustments {
		if a := &b.Adjustments[i]; a.deducts() && e.deductible(a, o) {
			if a.Kind == remand || a.Kind == recallRemand {
				o.adj.remand += a.Days
			} else {
				o.adj.bail += a.Days
			}
		}
	}
	o.expiry = o.last - day(o.adj.off())
	for i := range b.Adjustments {
		switch a := &b.Adjustments[i]; a.Kind {
		case unlawfullyOut:
			o.extend(a, b.Returned)
		case addedDays, restoredDays:
			e.award(a, o, b.Returned)
		}
	}
}

func (o *outcome) within(d day) bool { return d >= o.since && d <= o.until }

func (e *england) deductible(a *Adjustment, o *outcome) bool {
	beforeRecall := a.Kind == recallRemand || a.Kind == recallBail
	return beforeRecall == (o.recall != nil) && o.within(a.Applies) && (o.own != Training || o.imposed >= e.Training.remandSince)
}

// extend moves the last day by time unlawfully at large, which stops a sentence
// that is not over yet.
func (o *outcome) extend(a *Adjustment, returned day) {
	if !o.stops(a) {
		return
	}
	o.adj.away += a.Days
	o.expiry += day(a.Days)
	if returned != none && a.begins() > returned {
		o.adj.awaySince += a.Days
	}
}

// stops reports whether time unlawfully at large falls into a term.
func (o *outcome) stops(a *Adjustment) bool {
	at := a.begins()
	return at >= o.start && at <= o.expiry+1 && (o.recall != nil || o.within(at))
}

func (e *england) award(a *Adjustment, o *outcome, returned day) {
	if !o.within(a.begins()) || o.own == Training || o.own != "" && o.parts[0].kind.WithoutAdded {
		return
	}
	days := a.Days
	if a.Kind == restoredDays {
		days = -days
	}
	o.adj.added += days
	if returned != none && a.begins() > returned {
		o.adj.addedSince += days
	}
}

// stretches sets which adjustments count for which terms. Somebody who was released,
// and sentenced again later, begins a new stretch of custody: what counted for the
// one before counts no more. It reports whether there is more than one.
func stretches(outs []*outcome) (several bool, err error) {
	for _, recalled := range [...]bool{false, true} {
		more, err := stretchesOf(slices.DeleteFunc(slices.Clone(outs), func(o *outcome) bool { return (o.recall != nil) != recalled }))
		if err != nil {
			return false, err
		}
		several = several || more
	}
	return several, nil
}

func stretchesOf(outs []*outcome) (several bool, err error) {
	free, freeAdded, began := none, none, 0
	for i, o := range outs {
		if free != none && o.start > free {
			if o.start <= freeAdded {
				return false, refuse("release.refused.during_added", "sentence", o.parts[0].n)
			}
			for _, before := range outs[began:i] {
				before.until = o.start - 1
			}
			several, began = true, i
			o.since = free + 1
		} else if i > began {
			o.since = outs[began].since
		}
		free, freeAdded = max(free, o.due.release, o.imposed), max(freeAdded, o.held)
	}
	return several, nil
}

package release

// fits reports whether an ending is for a term, and whether it is for some of its
// sentences only.
func (n *ending) fits(b *Booking, o *outcome) (all, some bool) {
	if n.Shorter != nil && !n.Shorter.longer(o.start, o.last) || n.UnderAge > 0 && !b.under(n.UnderAge, max(o.natural, o.imposed)) {
		return false, false
	}
	all = true
	for i := range o.parts {
		p := &o.parts[i]
		old := (n.offenceBefore == forever || p.Offence != none && p.Offence < n.offenceBefore) && p.Imposed < n.imposedBefore
		all, some = all && old, some || old
	}
	return all, some
}

// finish finds what release and the last day of a term are called, and what
// follows from that.
func (e *england) finish(b *Booking, set *ruleSet, o *outcome) error {
	switch {
	case o.own == Training:
		o.topUp = e.TrainingTopUp.until(b, set, o)
		return nil
	case o.own != "":
		o.end = &ending{rule: o.parts[0].kind.rule, Release: o.parts[0].kind.Release, Expiry: o.parts[0].kind.Expiry}
	default:
		if err := e.endingOf(b, set, o); err != nil {
			return err
		}
	}
	if o.only(Standard) && o.end.Expiry == string(SLED) {
		o.topUp = e.TopUp.until(b, set, o)
	}
	if o.recall != nil {
		return e.backUntil(b, o)
	}
	return nil
}

func (e *england) endingOf(b *Booking, set *ruleSet, o *outcome) error {
	for _, n := range e.Endings {
		if set.ended[n.ID] && !o.youth() && o.held >= set.from {
			continue
		}
		all, some := n.fits(b, o)
		switch {
		case some && !all:
			return refuse("release.refused.mixed_acts", "sentence", o.parts[0].n)
		case all && n.Refused:
			return refuse("release.refused.board_1991", "sentence", o.parts[0].n)
		case !all:
			continue
		}
		o.end = n
		if n.Expiry == string(SLED) {
			o.licence = o.expiry
		}
		if n.Licence != nil {
			o.licence = o.start + day(n.Licence.days(o.days)) - 1 + o.moved()
		}
		return nil
	}
	return refuse("release.refused.mixed_acts", "sentence", o.parts[0].n)
}

// youth reports whether every sentence of the term is under section 250.
func (t *term) youth() bool {
	for _, p := range t.parts {
		if !p.Youth {
			return false
		}
	}
	return true
}

// until is the last day of supervision after a term, where there is any: after
// a short sentence for an adult, when licence ends sooner than a year after release.
func (r *topUpRule) until(b *Booking, set *ruleSet, o *outcome) day {
	release, afterwards := o.natural, 0
	if o.recall != nil {
		release, afterwards = o.beforeRecall(b)
	}
	release = max(release, o.imposed)
	if set.ended[r.ID] || o.whole < 2 || !r.Shorter.longer(o.start, o.last) || b.under(r.Age, release) {
		return none
	}
	for i := range o.parts {
		if p := &o.parts[i]; r.offenceFrom != none && p.Offence != none && p.Offence < r.offenceFrom {
			return none
		}
	}
	if o.imprisonment() && o.whole-o.served >= 365 {
		return none
	}
	return release.sameDay(r.Months) + day(afterwards)
}

// beforeRecall is the day of release before a recall, and by how many days time
// unlawfully at large after it put off the end of supervision.
func (o *outcome) beforeRecall(b *Booking) (release day, afterwards int) {
	release = o.start + day(o.served-o.adj.off()) - 1
	for i := range b.Adjustments {
		a := &b.Adjustments[i]
		switch {
		case a.Kind != unlawfullyOut || !o.stops(a):
		case a.begins() <= release:
			release += day(a.Days)
		default:
			afterwards += a.Days
		}
	}
	return release, afterwards
}

// backUntil is the day of release after a recall.
func (e *england) backUntil(b *Booking, o *outcome) error {
	r := e.recallOf(o.recall.Kind)
	back := b.Returned
	if back == none {
		back = o.recall.Returned
	}
	switch {
	case r == nil:
		return refuse("release.refused.recall_kind", "kind", cut(o.recall.Kind))
	case r.Days == 0:
		o.recalled = o.expiry
		return nil
	case back == none:
		return refuse("release.refused.recall_return")
	case r.from != none && o.expiry < r.from:
		o.recalled = o.expiry // over before the rule began
		return nil
	}
	days := r.Days
	if r.Shorter != nil && r.Shorter.longer(o.start, o.last) {
		days = r.ShortDays
	}
	at := back + day(days) - 1 + day(o.adj.awaySince)
	if r.from != none && back < r.from {
		at = max(at, trancheOf(r.Tranches, o.term).from)
	}
	o.recalled = min(o.expiry, at+day(o.adj.addedSince))
	return nil
}

func (e *england) recallOf(kind string) *recall {
	for _, r := range e.Recalls {
		if r.Kind == kind {
			return r
		}
	}
	return nil
}

// under reports whether somebody is younger than age on a day. Whose birthday is
// not known counts as grown up.
func (b *Booking) under(age int, on day) bool {
	return b.Born != none && on < b.Born.sameDay(12*age)
}

package release

// explain says how the dates of a booking were worked out: each term, then what
// they make together.
func (e *england) explain(est *Estimate, b *Booking, outs []*outcome) {
	for _, o := range outs {
		e.explainTerm(est, o)
		e.explainAdjustments(est, o)
		e.explainRelease(est, o)
	}
	if len(outs) > 1 {
		est.step("release.step.together", "count", len(outs))
		est.cite(&e.Together)
	}
	e.explainLast(est, outs)
	if b.Born == none {
		est.step("release.step.assumed")
	}
}

// explainTerm says how long a term is and how much of it is served.
func (e *england) explainTerm(est *Estimate, o *outcome) {
	first := &o.parts[0]
	switch {
	case o.own == Training:
		est.step("release.step.training", "from", o.start.civil(), "to", o.last.civil(), "days", o.days, "part", e.Training.Served, "served", o.served)
		est.cite(&e.Training.rule)
		return
	case len(o.parts) > 1:
		est.step("release.step.chain", "sentences", o.numbers(), "from", o.start.civil(), "to", o.last.civil(), "days", o.whole)
	case !first.Extension.none():
		est.step("release.step.extended", "sentence", first.n, "length", first.Custody, "extension", first.Extension, "from", o.start.civil(), "to", o.last.civil(), "days", o.days)
	default:
		est.step("release.step.term", "sentence", first.n, "length", first.Custody, "from", o.start.civil(), "to", o.last.civil(), "days", o.whole)
	}
	e.citeServed(est, o)
	if part, one := o.fraction(); one {
		est.step("release.step.served", "part", part, "days", o.days, "served", o.served)
	} else {
		est.step("release.step.served_mixed", "served", o.served)
	}
}

// citeServed adds who says how much of each part is served.
func (e *england) citeServed(est *Estimate, o *outcome) {
	for i := range o.parts {
		switch p := &o.parts[i]; {
		case p.rule != nil:
			est.cite(&p.rule.rule)
		case p.kind != nil:
			est.cite(&p.kind.rule)
		}
	}
}

// fraction is the part that is served of every sentence of a term, if it is the same.
func (t *term) fraction() (f Fraction, one bool) {
	for i := range t.parts {
		part, _ := t.parts[i].release()
		if i > 0 && part != f {
			return f, false
		}
		f = part
	}
	return f, true
}

// numbers lists the places of the sentences of a term in the booking.
func (t *term) numbers() []int {
	n := make([]int, len(t.parts))
	for i, p := range t.parts {
		n[i] = p.n
	}
	return n
}

func (e *england) explainAdjustments(est *Estimate, o *outcome) {
	if o.adj.remand > 0 {
		est.step("release.step.remand", "count", o.adj.remand)
	}
	if o.adj.bail > 0 {
		est.step("release.step.bail", "count", o.adj.bail)
	}
	if o.adj.off() > 0 {
		est.cite(&e.Remand)
	}
	if o.adj.added != 0 {
		est.step("release.step.added", "count", o.adj.added)
		est.cite(&e.AddedDays)
	}
	if o.adj.away > 0 {
		est.step("release.step.away", "count", o.adj.away)
		est.cite(&e.Away)
	}
}

// explainRelease says when a term lets go.
func (e *england) explainRelease(est *Estimate, o *outcome) {
	if o.phase != nil && o.recall == nil {
		est.step("release.step.tranche", "day", o.phase.from.civil(), "tranche", o.phase.Name)
	}
	if o.stayed {
		est.step("release.step.stayed")
	}
	switch {
	case o.recall != nil:
		r := e.recallOf(o.recall.Kind)
		est.cite(&r.rule)
		est.step("release.step.recalled", "day", o.recalled.civil())
		return
	case o.own == Training:
	case o.immediate():
		est.step("release.step.immediate", "day", o.held.civil())
	case o.due.release+o.added() > o.expiry:
		est.step("release.step.capped", "day", o.held.civil())
	default:
		est.step("release.step.release", "day", o.held.civil())
	}
	if o.end != nil {
		est.cite(&o.end.rule)
	}
}

// explainLast says where the dates beyond release come from.
func (e *england) explainLast(est *Estimate, outs []*outcome) {
	if d := est.On(PED); d != "" {
		est.step("release.step.parole", "day", d)
	}
	if d := est.On(HDCED); d != "" {
		est.step("release.step.curfew", "day", d)
		est.cite(&e.HomeDetention.rule)
	}
	for _, k := range [...]Key{SLED, SED} {
		if d := est.On(k); d != "" {
			est.step("release.step.last", "day", d)
		}
	}
	if d := est.On(TUSED); d != "" {
		est.step("release.step.top_up", "day", d)
		if len(outs) == 1 && outs[0].own == Training {
			est.cite(&e.TrainingTopUp.rule)
		} else {
			est.cite(&e.TopUp.rule)
		}
	}
}

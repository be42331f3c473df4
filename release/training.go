package release

// joinTraining puts orders of detention and training together: one that is made
// while another is served makes one term with it, of two years at most. An order
// that came to release before the next was made stands alone.
func (e *england) joinTraining(outs []*outcome) []*outcome {
	var one *outcome
	rest := outs[:0]
	for _, o := range outs {
		switch {
		case o.own != Training:
			rest = append(rest, o)
		case one == nil || o.start > e.middle(one):
			one = o
			rest = append(rest, o)
		default:
			one.last, one.imposed = max(one.last, o.last), max(one.imposed, o.imposed)
		}
		if o.own == Training {
			e.cap(one)
		}
	}
	return rest
}

func (e *england) middle(o *outcome) day { return o.start + day(e.Training.Served.days(o.whole)) - 1 }

// cap ends a term of training where the longest order would.
func (e *england) cap(o *outcome) {
	o.last = min(o.last, e.Training.AtMost.after(o.start)-1)
	o.whole = int(o.last-o.start) + 1
	o.days = o.whole
}

// training gives the dates of orders of detention and training: the middle of the
// term, and the window around it in which release may be.
func (e *england) training(est *Estimate, outs []*outcome) {
	var last *outcome
	for _, o := range outs {
		if o.own == Training && (last == nil || o.held > last.held) {
			last = o
		}
	}
	if last == nil {
		return
	}
	est.add(MTD, last.held)
	for _, w := range e.Training.Windows {
		if !w.AtLeast.longer(last.start, last.last) {
			if !last.immediate() {
				est.add(ETD, last.held.sameDay(-w.Months))
				est.add(LTD, last.held.sameDay(w.Months))
			}
			return
		}
	}
}

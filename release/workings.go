package release

func (e *england) explain(est *Estimate, b *Booking, set *ruleSet, outs []*outcome) {}

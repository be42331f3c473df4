package release

import "slices"

// check refuses what contradicts itself and what the pack does not know, before
// anything is calculated.
func (e *england) check(b *Booking) error {
	if len(b.Sentences) == 0 {
		return refuse("release.refused.no_sentence")
	}
	for i := range b.Sentences {
		if err := e.checkSentence(&b.Sentences[i], i+1); err != nil {
			return err
		}
	}
	return checkAdjustments(b)
}

func (e *england) checkSentence(s *Sentence, n int) error {
	last := s.Custody.plus(s.Extension).after(s.Imposed) - 1
	switch {
	case !e.knows(s.Kind):
		return refuse("release.refused.kind", "sentence", n, "kind", cut(string(s.Kind)))
	case s.Kind == Extended && s.Extension.none():
		return refuse("release.refused.no_extension", "sentence", n)
	case s.Kind != Extended && s.Kind != OfConcern && !s.Extension.none():
		return refuse("release.refused.extension", "sentence", n)
	case s.Plus && s.Kind != Standard:
		return refuse("release.refused.plus_kind", "sentence", n)
	case s.Kind == Training && !e.Training.AtMost.longer(s.Imposed, last-1):
		return refuse("release.refused.longer_than_possible", "sentence", n, "most", e.Training.AtMost.String())
	}
	for _, k := range e.Kinds {
		if k.Kind == s.Kind && k.AtMost != nil && !k.AtMost.longer(s.Imposed, last-1) {
			return refuse("release.refused.longer_than_possible", "sentence", n, "most", k.AtMost.String())
		}
	}
	for _, p := range e.Points {
		if p.AtLeast != nil && s.Plus && p.AtLeast.longer(s.Imposed, last) {
			return refuse("release.refused.plus_short", "sentence", n, "least", p.AtLeast.String())
		}
	}
	for _, x := range s.Exclusions {
		if !slices.Contains(e.Exclusions, x) {
			return refuse("release.refused.exclusion", "sentence", n, "exclusion", cut(x))
		}
	}
	return nil
}

func (e *england) knows(k Kind) bool {
	return k == Standard || k == Training || slices.ContainsFunc(e.Kinds, func(r *kindRule) bool { return r.Kind == k })
}

// checkAdjustments refuses adjustments that belong to no sentence of the booking:
// remand that counts from a day before every sentence and did not last until the
// first of them, or that counts from a day after all of them.
func checkAdjustments(b *Booking) error {
	first, last := forever, none
	for i := range b.Sentences {
		first, last = min(first, b.Sentences[i].Imposed), max(last, b.Sentences[i].Imposed)
	}
	for i := range b.Adjustments {
		a := &b.Adjustments[i]
		switch {
		case a.Days == 0:
			continue
		case !slices.Contains(adjustmentKinds, a.Kind):
			return refuse("release.refused.adjustment", "kind", cut(a.Kind))
		case a.Days < 0:
			return refuse("release.refused.negative_days")
		case a.Days > maxDays:
			return refuse("release.refused.days_too_many")
		case a.begins() == none:
			return refuse("release.refused.adjustment_day", "kind", a.Kind)
		case a.deducts() && a.Applies < first && a.To < first-1:
			return refuse("release.refused.remand_before", "day", a.Applies.civil())
		case a.deducts() && a.Applies > last:
			return refuse("release.refused.remand_after", "day", a.Applies.civil())
		}
	}
	return nil
}

// early are the ways out of prison before release is due. Who was out on one of
// them stands apart when the rules change, and when sentenced again.
var early = []string{"HDC", "ERS", "ECSL", "PAROLE", "DTO"}

// checkMoves refuses a booking of somebody who was let out early and sentenced
// again: what was served of the first sentence does not stand in it.
func checkMoves(b *Booking) error {
	for _, m := range b.Moves {
		if !m.early() {
			continue
		}
		for i := range b.Sentences {
			if b.Sentences[i].Imposed > m.On {
				return refuse("release.refused.early_then_sentenced", "day", m.On.civil())
			}
		}
	}
	return nil
}

func (m Move) early() bool { return m.Out && slices.Contains(early, m.Reason) }

// outEarly reports whether somebody was out of prison on a day on one of those
// ways.
func (b *Booking) outEarly(on day) bool {
	for _, m := range b.Moves {
		if !m.early() || m.On > on {
			continue
		}
		back := forever
		for _, n := range b.Moves {
			if !n.Out && n.On >= m.On {
				back = min(back, n.On)
			}
		}
		if back > on {
			return true
		}
	}
	return false
}

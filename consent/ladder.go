package consent

// Level is a rung of the ladder of publication. The zero Level is L0: silence
// means that nothing leaves the case.
type Level int

// The rungs.
const (
	L0 Level = iota // never leaves the case
	L1              // to a person named in the consent
	L2              // counted in totals, small numbers hidden
	L3              // a story without details that point at anybody; a second reader sees it first
	L4              // under a changed name
	L5              // under the own name
)

// Highest is how far something may be published: the lower of what holds for
// the item (a letter, a drawing, a grievance) and for the person it is about.
// What is no rung of the ladder counts as L0.
func Highest(item, person Level) Level {
	return min(item.known(), person.known())
}

// May reports whether something may be published at a rung.
func (l Level) May(item, person Level) bool {
	return l == l.known() && l <= Highest(item, person)
}

func (l Level) known() Level {
	if l < L0 || l > L5 {
		return L0
	}
	return l
}

// PersonLevel is how far a person agreed to be published, from their consents
// as they stand. A rung that was refused or taken back bars those above it, so
// that a forgotten yes never outweighs a no.
func PersonLevel(consents []Consent) Level {
	yes, no := L0, L5+1
	for _, c := range consents {
		p, _ := purposeOf(c.Purpose)
		switch {
		case c.Holds == 0 || p.Rung == L0:
		case c.Live():
			yes = max(yes, p.Rung)
		case p.Rung > L1 && (c.State == Refused || c.State == Withdrawn):
			no = min(no, p.Rung)
		}
	}
	return min(yes, no-1)
}

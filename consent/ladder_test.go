package consent_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/consent"
)

func levels() *rapid.Generator[consent.Level] {
	return rapid.Custom(func(t *rapid.T) consent.Level { return consent.Level(rapid.IntRange(-2, 8).Draw(t, "level")) })
}

func TestTheLadder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		item, person, rung := levels().Draw(t, "item"), levels().Draw(t, "person"), levels().Draw(t, "rung")
		top := consent.Highest(item, person)
		if top != consent.Highest(person, item) {
			t.Fatal("it matters which of the two is the item")
		}
		for _, one := range []consent.Level{item, person} {
			known := one >= consent.L0 && one <= consent.L5
			if known && top > one || !known && top != consent.L0 {
				t.Fatalf("%d although one says %d", top, one)
			}
		}
		if consent.Highest(item, consent.L0) != consent.L0 || consent.Highest(consent.L0, person) != consent.L0 {
			t.Fatal("silence lets something out")
		}
		if rung.May(item, person) != (rung >= consent.L0 && rung <= top) {
			t.Fatalf("rung %d under %d", rung, top)
		}
		if rung > consent.L0 && rung.May(item, person) && !(rung-1).May(item, person) {
			t.Fatal("a lower rung is barred")
		}
	})
}

// rungs of the purposes that lead up the ladder.
var rungs = map[string]consent.Level{
	"share-lawyer": consent.L1, "statistics": consent.L2, "publish-plain": consent.L3, "publish-changed": consent.L4, "publish-named": consent.L5, "archive": consent.L0,
}

func TestHowFarAPersonAgreed(t *testing.T) {
	t.Parallel()
	all := consent.Of(consent.C1)
	stand := func(purpose string, s consent.State) consent.Consent {
		return consent.Consent{Entry: consent.Entry{Terms: consent.Terms{Purpose: purpose}}, Holds: all, State: s}
	}
	for _, c := range []struct {
		says []consent.Consent
		want consent.Level
	}{
		{nil, consent.L0},
		{[]consent.Consent{stand("archive", consent.InForce)}, consent.L0},
		{[]consent.Consent{stand("publish-named", consent.InForce)}, consent.L5},
		{[]consent.Consent{stand("publish-named", consent.Ended)}, consent.L0},
		{[]consent.Consent{stand("publish-changed", consent.EndsSoon), stand("publish-named", consent.Refused)}, consent.L4},
		{[]consent.Consent{stand("publish-named", consent.InForce), stand("publish-plain", consent.Withdrawn)}, consent.L2},
		{[]consent.Consent{stand("publish-plain", consent.InForce), stand("share-lawyer", consent.Refused)}, consent.L3},
	} {
		if got := consent.PersonLevel(c.says); got != c.want {
			t.Errorf("%+v: L%d, want L%d", c.says, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		states := []consent.State{consent.InForce, consent.EndsSoon, consent.Ended, consent.Refused, consent.Withdrawn}
		var says []consent.Consent
		highest := consent.L0
		for purpose, rung := range rungs {
			s := rapid.SampledFrom(states).Draw(t, purpose)
			says = append(says, stand(purpose, s))
			if s == consent.InForce || s == consent.EndsSoon {
				highest = max(highest, rung)
			}
		}
		got := consent.PersonLevel(says)
		if got < consent.L0 || got > highest {
			t.Fatalf("L%d of %+v", got, says)
		}
		for _, s := range says {
			if rung := rungs[s.Purpose]; rung > consent.L1 && (s.State == consent.Refused || s.State == consent.Withdrawn) && got >= rung {
				t.Fatalf("L%d although %s was %s", got, s.Purpose, s.State)
			}
		}
	})
}

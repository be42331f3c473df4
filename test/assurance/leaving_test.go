package main

import (
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
)

// leaving is a random run of everything by which something can leave, held
// against a model of its own: what somebody said last, and until when.
type leaving struct {
	*visitor
	rng       *rand.Rand
	audience  consent.Audience
	until     time.Time // of the consent that is in force; zero for none
	consentID string
	left      int // disclosures there must be
	kinds     map[string]int
}

func (l *leaving) file() consent.File {
	l.t.Helper()
	f, err := l.rec.Consent.Of(l.ctx(), l.as("solo"), l.folk["n2"])
	l.must(err)
	return f
}

func (l *leaving) today() civil.Day { return l.rec.Consent.Today(l.ctx()) }

// allowed is the model's word on sharing now.
func (l *leaving) allowed() bool { return l.clock.Now().Before(l.until) }

func (l *leaving) say() {
	act, until := consent.Give, l.today().Add(1+l.rng.IntN(20))
	if l.rng.IntN(4) == 0 {
		act, until = consent.Refuse, ""
	}
	id, err := l.rec.Consent.Record(l.ctx(), l.as("solo"), consent.Answer{PersonID: l.folk["n2"], Act: act, Terms: consent.Terms{
		Purpose: "share-partner", Audience: l.audience, Classes: consent.Of("C1", "C3"), How: consent.ByPhone, Lang: "en", From: l.today(), Until: until,
	}})
	l.must(err)
	l.consentID, l.until = id, time.Time{}
	if act == consent.Give {
		l.until = until.Add(1).Start(l.rec.Settings.Current(l.ctx()).Location())
	}
}

// withdraw takes it back: it counts on the next request, and says whom to tell.
func (l *leaving) withdraw() {
	if !l.allowed() {
		return
	}
	under := 0
	for _, d := range l.file().Disclosures {
		if d.Basis.Kind == "" && d.Purpose == "share-partner" && d.Audience.Same(l.audience) {
			under++
		}
	}
	left, err := l.rec.Consent.Withdraw(l.ctx(), l.as("solo"), consent.Withdrawal{PersonID: l.folk["n2"], ConsentID: l.consentID, How: consent.ByPhone, On: l.today()})
	l.must(err)
	if len(left) != under {
		l.t.Errorf("%d left under it, %d are to be told", under, len(left))
	}
	l.until = time.Time{}
}

func (l *leaving) share() {
	err := l.rec.Consent.Share(l.ctx(), l.as("solo"), consent.Ask{
		PersonID: l.folk["n2"], Purpose: "share-partner", Audience: l.audience, Classes: consent.Of("C3"), What: "A letter",
	})
	switch {
	case (err == nil) != l.allowed():
		l.t.Errorf("shared %v, allowed %v", err, l.allowed())
	case err == nil:
		l.left++
	case !fault.Is(err, fault.Forbidden):
		l.must(err)
	}
}

// packet makes one, now and then as somebody who may not.
func (l *leaving) packet() {
	var to string
	if l.rng.IntN(2) == 0 {
		to = l.own("n2")
	} else {
		to = l.order(l.folk["n2"], "kinds", "entry")
	}
	if a := l.post(to + "/make"); a.status == http.StatusOK {
		l.left++
	}
}

// inside prints or exports for the work itself: a reading, and no disclosure.
func (l *leaving) inside() {
	path := []string{"/people?list=everyone&format=csv", "/people?list=everyone&print=1", "/day-sheet", "/people?list=everyone&format=xlsx", "/handover/pack"}[l.rng.IntN(5)]
	if a := l.get(path); a.status >= 500 {
		l.t.Errorf("%s: %d", path, a.status)
	}
}

// Promise P22: whatever the order in which things are asked, given, taken back,
// shared, printed and handed over, nothing leaves without a consent that holds at
// that moment or a named ground, and everything that leaves is in the ledger.
func TestNothingLeavesUnproved(t *testing.T) {
	t.Parallel()
	worlds, steps := 1, 300
	if full() {
		worlds, steps = 20, 500 // what left is read again at every step: many short lives are quicker than a long one
	}
	began, kinds, left, unproved := time.Now(), map[string]int{}, 0, 0
	for world := range worlds {
		w := newWorld(t)
		l := &leaving{visitor: w.visit(w.pages(), "solo"), rng: rand.New(rand.NewPCG(22, uint64(world))), audience: consent.Audience{Name: "The night shelter"}, kinds: kinds}
		l.left = len(l.file().Disclosures)
		l.live(steps)
		list := l.file().Disclosures
		for _, d := range list {
			if d.ConsentID == "" && d.Basis.Kind == "" {
				unproved++
			}
		}
		if len(list) != l.left || unproved > 0 {
			t.Errorf("%d disclosures are in the ledger, %d things left, %d on no ground", len(list), l.left, unproved)
		}
		left += len(list)
	}
	measured(t, "P22", "%d steps %v in %s: %d disclosures, %d without consent or ground", worlds*steps, kinds, time.Since(began).Round(time.Second), left, unproved)
}

// live does so many things one after the other.
func (l *leaving) live(steps int) {
	for range steps {
		name, do := "inside", l.inside
		switch n := l.rng.IntN(20); {
		case n < 4:
			name, do = "say", l.say
		case n < 7:
			name, do = "withdraw", l.withdraw
		case n < 14:
			name, do = "share", l.share
		case n < 15:
			name, do = "packet", l.packet
		case n < 18:
			name, do = "later", l.later
		}
		l.kinds[name]++
		do()
	}
}

// later lets time go by, and signs in again.
func (l *leaving) later() {
	l.clock.Add(time.Duration(l.rng.IntN(48)) * time.Hour)
	l.visitor = l.visit(l.handler, "solo")
}

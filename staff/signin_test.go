package staff

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/staff/onetime"
	"github.com/throughcare/throughcare/staff/phrases"
	"github.com/throughcare/throughcare/staff/seal"
	"github.com/throughcare/throughcare/staff/tries"
)

func TestWrongPairsLookAlike(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		said := map[string]bool{}
		for _, pair := range [][2]string{{"ada", wimPhrase}, {"nobody", adaPhrase}, {"", ""}, {"ada", ""}, {"wim.boer", adaPhrase}} {
			_, err := h.SignIn(ctx, pair[0], pair[1], Browser{})
			wants(t, err, fault.Invalid, "staff.sign-in.wrong")
			said[err.Error()] = true
		}
		if len(said) != 1 {
			t.Fatalf("answers differ: %v", said)
		}
		for range tries.Free {
			_, _ = h.SignIn(ctx, "ada", "no", Browser{})
			_, _ = h.SignIn(ctx, "nobody", "no", Browser{})
		}
		_, errKnown := h.SignIn(ctx, "ada", "no", Browser{})
		_, errUnknown := h.SignIn(ctx, "nobody", "no", Browser{})
		if !fault.Is(errKnown, fault.Busy) || errKnown.Error() != errUnknown.Error() {
			t.Fatalf("waits differ: %v / %v", errKnown, errUnknown)
		}
	})
}

func TestGuessingSlowsDownAndEnds(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		judged := 0
		for range 10_000 {
			_, err := h.SignIn(ctx, "wim.boer", "a wrong guess", Browser{})
			if fault.Is(err, fault.Invalid) {
				judged++
			}
			h.clock.Add(time.Second)
			if judged > 100 {
				t.Fatal("more than a hundred guesses were judged")
			}
			if judged == 20 {
				break
			}
		}
		_, err := h.SignIn(ctx, "wim.boer", wimPhrase, Browser{})
		wants(t, err, fault.Busy, "staff.sign-in.wait")
		h.clock.Add(tries.Longest)
		h.in(t, "wim.boer", wimPhrase)
		h.in(t, "wim.boer", wimPhrase) // the count begins anew
	})
}

func TestKnownDeviceIsNotKeptOut(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		device, _ := seal.Token()
		_, err := h.SignIn(ctx, "ada", adaPhrase, Browser{Device: device})
		must(t, err)
		for range 2 * tries.Free {
			_, _ = h.SignIn(ctx, "ada", "a stranger's guess", Browser{})
		}
		_, err = h.SignIn(ctx, "ada", adaPhrase, Browser{})
		wants(t, err, fault.Busy, "")
		_, err = h.SignIn(ctx, "ada", adaPhrase, Browser{Device: device})
		must(t, err)
		_, err = h.SignIn(ctx, "wim.boer", "a guess", Browser{Device: device})
		wants(t, err, fault.Invalid, "") // known to Ada only; counted under Wim's name
	})
}

func TestManyAtOnceAreNoWayAround(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		var judged atomic.Int32
		var all sync.WaitGroup
		for range 40 {
			all.Go(func() {
				if _, err := h.SignIn(t.Context(), "ada", "a guess", Browser{}); fault.Is(err, fault.Invalid) {
					judged.Add(1)
				}
			})
		}
		all.Wait()
		if n := judged.Load(); n > tries.Free {
			t.Fatalf("%d of 40 guesses at once were judged", n)
		}
	})
}

func TestWaitGrowsToItsEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 100_000).Draw(t, "failures")
		wait := tries.WaitAfter(n)
		if wait > tries.Longest || tries.WaitAfter(n+1) < wait || (n < tries.Free) != (wait == 0) {
			t.Fatalf("after %d: %v, then %v", n, wait, tries.WaitAfter(n+1))
		}
	})
}

// enrolled sets codes up for Wim and returns their secret and recovery codes.
func enrolled(t *testing.T, h house) (secret string, recovery []string) {
	t.Helper()
	ctx := t.Context()
	p := h.in(t, "wim.boer", wimPhrase)
	e, err := h.Enrol(ctx, p.Actor)
	must(t, err)
	secret, err = h.steps.Open(e.Sealed, "enrol "+p.Actor.ID)
	must(t, err)
	_, err = h.Confirm(ctx, p.Actor, p.Session, e.Sealed, wimPhrase, "000000")
	wants(t, err, fault.Invalid, "staff.code.wrong")
	done, err := h.Confirm(ctx, p.Actor, p.Session, e.Sealed, wimPhrase, codeAt(t, secret, h.clock.Now()))
	must(t, err)
	h.clock.Add(onetime.Step)
	return secret, done.Codes
}

func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := hotp.GenerateCodeCustom(secret, uint64(at.Unix()/30), onetime.Options)
	must(t, err)
	return code
}

func TestCodesWorkOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		secret, _ := enrolled(t, h)
		e, err := h.SignIn(ctx, "wim.boer", wimPhrase, Browser{})
		must(t, err)
		if e.Token != "" || e.Pending == "" {
			t.Fatal("the code was not asked for")
		}
		code := codeAt(t, secret, h.clock.Now())
		var in atomic.Int32
		var all sync.WaitGroup
		for range 4 { // all before the delay begins
			all.Go(func() {
				if got, err := h.Code(ctx, e.Pending, code, Browser{}); err == nil && got.Token != "" {
					in.Add(1)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Fatalf("one code opened %d sessions", in.Load())
		}
		_, err = h.Code(ctx, e.Pending, code, Browser{})
		wants(t, err, fault.Invalid, "staff.code.wrong")
	})
}

func TestCodesOfNeighbouringSteps(t *testing.T) {
	t.Parallel()
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // RFC 6238, appendix B
	at := time.Unix(1111111111, 0)
	for off, want := range map[int]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		code := codeAt(t, secret, at.Add(time.Duration(off)*onetime.Step))
		if _, ok := onetime.StepOf(secret, code, at, 0); ok != want {
			t.Errorf("%d steps off: %v, want %v", off, ok, want)
		}
	}
	if _, ok := onetime.StepOf(secret, "050471", at, 0); !ok { // 14050471 in the RFC
		t.Error("the code of the RFC is refused")
	}
	if _, ok := onetime.StepOf(secret, "050471", at, at.Unix()/30); ok {
		t.Error("a used step is taken again")
	}
}

func TestRecoveryCodes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		_, recovery := enrolled(t, h)
		if len(recovery) != onetime.Recovery {
			t.Fatalf("%d codes", len(recovery))
		}
		e, err := h.SignIn(ctx, "wim.boer", wimPhrase, Browser{})
		must(t, err)
		got, err := h.Code(ctx, e.Pending, "  "+recovery[3]+" ", Browser{})
		must(t, err)
		p, err := h.Resume(ctx, got.Token)
		must(t, err)
		list, err := h.Sessions(ctx, p.Actor)
		must(t, err)
		if len(list) != 1 {
			t.Fatal("other sessions live on after a recovery code")
		}
		_, err = h.Code(ctx, e.Pending, recovery[3], Browser{})
		wants(t, err, fault.Invalid, "staff.code.wrong")
		if n, err := h.RecoveryCodesLeft(ctx, p.Actor); err != nil || n != onetime.Recovery-1 {
			t.Fatalf("%d left, %v", n, err)
		}
		_, err = h.DropCodes(ctx, p.Actor, p.Session, wimPhrase)
		must(t, err)
		h.in(t, "wim.boer", wimPhrase)
	})
}

func TestSecondStepIsOnlyForItsAccountAndTime(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		secret, _ := enrolled(t, h)
		e, err := h.SignIn(ctx, "wim.boer", wimPhrase, Browser{})
		must(t, err)
		_, err = h.Code(ctx, e.Pending+"A", codeAt(t, secret, h.clock.Now()), Browser{})
		wants(t, err, fault.NotFound, "")
		h.clock.Add(pendingLife)
		_, err = h.Code(ctx, e.Pending, codeAt(t, secret, h.clock.Now()), Browser{})
		wants(t, err, fault.NotFound, "")
		if _, err := h.secrets.Open(h.secrets.Seal("x", "one"), "two"); err == nil {
			t.Fatal("a secret opened for another account")
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		_, token := h.enter(t, "ada", adaPhrase)
		h.clock.Add(14 * time.Minute)
		p, err := h.Resume(ctx, token)
		must(t, err)
		if p.Session.Locked || !p.Actor.May(Manage) {
			t.Fatal("locked too early")
		}
		h.clock.Add(16 * time.Minute)
		p, err = h.Resume(ctx, token)
		must(t, err)
		if !p.Session.Locked || p.Actor.ID != "" || p.Actor.May(Manage) {
			t.Fatal("an idle session still acts")
		}
		_, err = h.Unlock(ctx, p.Session, wimPhrase)
		wants(t, err, fault.Invalid, "staff.phrase.wrong")
		renewed, err := h.Unlock(ctx, p.Session, adaPhrase)
		must(t, err)
		_, err = h.Resume(ctx, token)
		wants(t, err, fault.NotFound, "") // the old token died
		for range 60 {                    // at work all day
			h.clock.Add(12 * time.Minute)
			if p, err = h.Resume(ctx, renewed); err != nil {
				break
			}
		}
		wants(t, err, fault.NotFound, "") // twelve hours are over
	})
}

func TestClockSetBackLocks(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		_, token := h.enter(t, "ada", adaPhrase)
		h.clock.Add(-10 * 365 * 24 * time.Hour)
		if _, err := h.Resume(t.Context(), token); !fault.Is(err, fault.NotFound) {
			t.Fatalf("a session from the future lives: %v", err)
		}
	})
}

func TestLockingByHandAndShorterIdle(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		p, token := h.enter(t, "ada", adaPhrase)
		must(t, h.Lock(ctx, p.Session.ID))
		p, err := h.Resume(ctx, token)
		must(t, err)
		if !p.Session.Locked {
			t.Fatal("not locked")
		}
		must(t, h.settings.Change(ctx, h.ada, func(c *settings.Choices) { c.LockMinutes = 2 }))
		_, token = h.enter(t, "wim.boer", wimPhrase)
		h.clock.Add(3 * time.Minute)
		if p, err = h.Resume(ctx, token); err != nil || !p.Session.Locked {
			t.Fatalf("the shorter limit does not hold: %v", err)
		}
	})
}

func TestFiveSessionsAndNoMore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		var tokens []string
		for range maxSessions + 2 {
			_, token := h.enter(t, "ada", adaPhrase)
			tokens = append(tokens, token)
			h.clock.Add(time.Second)
		}
		alive := 0
		for _, token := range tokens {
			if _, err := h.Resume(ctx, token); err == nil {
				alive++
			}
		}
		list, err := h.Sessions(ctx, h.ada)
		must(t, err)
		if alive != maxSessions || len(list) != maxSessions {
			t.Fatalf("%d alive, %d listed", alive, len(list))
		}
		if list[0].Device != "Firefox, Linux" {
			t.Fatalf("device %q", list[0].Device)
		}
		wants(t, h.EndSession(ctx, h.wim, list[0].ID), fault.NotFound, "") // not his
		must(t, h.EndSession(ctx, h.ada, list[0].ID))
		_, err = h.Resume(ctx, tokens[len(tokens)-1])
		wants(t, err, fault.NotFound, "")
	})
}

func TestChangingThePhraseEndsTheOthers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		_, other := h.enter(t, "wim.boer", wimPhrase)
		p, token := h.enter(t, "wim.boer", wimPhrase)
		_, err := h.ChangePhrase(ctx, p.Actor, p.Session, "not the old one", "nine lemons on a sill, drying")
		wants(t, err, fault.Invalid, "staff.phrase.wrong")
		_, err = h.ChangePhrase(ctx, p.Actor, p.Session, wimPhrase, "Wim de Boer Harrow Letters")
		wants(t, err, fault.Invalid, "staff.phrase.common")
		renewed, err := h.ChangePhrase(ctx, p.Actor, p.Session, wimPhrase, "nine lemons on a sill, drying")
		must(t, err)
		for i, token := range []string{other, token} {
			if _, err := h.Resume(ctx, token); !fault.Is(err, fault.NotFound) {
				t.Errorf("session %d lives on", i)
			}
		}
		_, err = h.Resume(ctx, renewed)
		must(t, err)
	})
}

func TestLinksWorkOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		link, err := h.EntryLink(ctx, h.wim.ID)
		must(t, err)
		_, err = h.Invited(ctx, link.Token)
		wants(t, err, fault.NotFound, "") // it is not for choosing a pass phrase
		_, err = h.Enter(ctx, link.Token, Browser{})
		must(t, err)
		_, err = h.Enter(ctx, link.Token, Browser{})
		wants(t, err, fault.NotFound, "")
		reset, err := h.Reset(ctx, h.ada, h.wim.ID, false)
		must(t, err)
		wants(t, h.Choose(ctx, reset.Token, "too short"), fault.Invalid, "staff.phrase.short")
		h.clock.Add(linkLife[choosePhrase])
		wants(t, h.Choose(ctx, reset.Token, "nine lemons on a sill, drying"), fault.NotFound, "")
	})
}

func TestResetKeepsTheSecondFactor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		enrolled(t, h)
		link, err := h.Reset(ctx, h.ada, h.wim.ID, false)
		must(t, err)
		must(t, h.Choose(ctx, link.Token, "nine lemons on a sill, drying"))
		e, err := h.SignIn(ctx, "wim.boer", "nine lemons on a sill, drying", Browser{})
		must(t, err)
		if e.Token != "" {
			t.Fatal("the reset lifted the second factor")
		}
		_, err = h.Reset(ctx, h.ada, h.wim.ID, true)
		must(t, err)
		a, err := h.Account(ctx, h.ada, h.wim.ID)
		must(t, err)
		if a.Has.Codes || a.Has.Phrase {
			t.Fatalf("%+v", a.Has)
		}
	})
}

func TestStoredHashesAreStrengthened(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		h.hasher = phrases.NewHasher(phrases.Cost{MemoryKiB: cheap.MemoryKiB, Passes: 2})
		before, err := h.Account(t.Context(), h.wim, h.wim.ID)
		must(t, err)
		h.in(t, "wim.boer", wimPhrase)
		after, err := h.Account(t.Context(), h.wim, h.wim.ID)
		must(t, err)
		if before.Rev == after.Rev {
			t.Fatal("the hash is still the cheap one")
		}
		h.in(t, "wim.boer", wimPhrase)
	})
}

func TestLastHere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		h.in(t, "wim.boer", wimPhrase)
		left := h.clock.Now()
		h.clock.Add(26 * time.Hour)
		h.in(t, "wim.boer", wimPhrase)
		h.clock.Add(time.Minute)
		h.in(t, "wim.boer", wimPhrase) // in a second browser: the same visit
		must(t, h.db.Read(ctx, func(tx *database.Tx) error {
			got, err := LastHere(ctx, tx, h.wim.ID)
			if !got.Equal(left) {
				t.Errorf("%v, want %v", got, left)
			}
			return err
		}))
	})
}

func TestReseal(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		secret, _ := enrolled(t, h)
		must(t, h.SaveDraft(ctx, "wim", "/people/new", "half a letter"))
		other := make([]byte, 32)
		moved, err := NewService(Config{DB: h.db, Settings: h.settings, Bundle: bundle, Key: other, Cost: cheap})
		must(t, err)
		must(t, Reseal(ctx, h.db, authz.System("restore"), dbtest.Key(), other))
		if draft, _, err := moved.Draft(ctx, "wim", "/people/new"); err != nil || draft != "half a letter" {
			t.Errorf("what was being typed: %q, %v", draft, err)
		}
		e, err := moved.SignIn(ctx, "wim.boer", wimPhrase, Browser{})
		must(t, err)
		_, err = moved.Code(ctx, e.Pending, codeAt(t, secret, h.clock.Now()), Browser{})
		must(t, err)
	})
}

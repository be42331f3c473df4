package staff

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/staff/onetime"
	"github.com/throughcare/throughcare/staff/seal"
	"github.com/throughcare/throughcare/staff/told"
	"github.com/throughcare/throughcare/staff/tries"
)

// times is how often something is tried: few in the daily run, many when the
// promises are proved (make assurance).
func times(few, many int) int {
	if os.Getenv("THROUGHCARE_ASSURANCE") != "" {
		return many
	}
	return few
}

// Promise P31: of ten thousand guesses, however long they take and wherever they
// come from, at most a hundred are judged until somebody signs in; a browser that
// is known and a passkey open the account meanwhile, and end the count.
func TestAHundredGuessesAreJudged(t *testing.T) {
	t.Parallel()
	for name, from := range map[string]int{"one address": 1, "a thousand": 1000} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, h house) {
				ctx := t.Context()
				_, err := h.SignIn(ctx, "wim.boer", wimPhrase, desk)
				must(t, err)
				d, _, done := h.add(t, h.in(t, "wim.boer", wimPhrase), "Phone")
				judged := h.guess(t, times(400, 10_000), from)
				if judged != tries.Most {
					t.Errorf("%d guesses were judged, want %d", judged, tries.Most)
				}
				_, err = h.SignIn(ctx, "wim.boer", wimPhrase, Browser{})
				wants(t, err, fault.Busy, "staff.sign-in.closed")
				e, err := h.SignIn(ctx, "wim.boer", wimPhrase, desk)
				must(t, err)
				if _, err = h.Code(ctx, e.Pending, done.Codes[0], desk); err != nil {
					t.Errorf("a browser that is known is kept out: %v", err)
				}
				_, err = h.SignIn(ctx, "wim.boer", wimPhrase, Browser{})
				must(t, err) // the success ended the count
				h.guess(t, times(400, 10_000), from)
				if _, err := h.enterWith(t, d, site, Browser{Device: "never seen before"}); err != nil {
					t.Errorf("a passkey is kept out: %v", err)
				}
			})
		})
	}
}

// guess tries wrong pass phrases, and waits as long as a patient guesser would.
func (h house) guess(t *testing.T, n, browsers int) (judged int) {
	t.Helper()
	for i := range n {
		_, err := h.SignIn(t.Context(), "wim.boer", "a guess", Browser{Device: "stranger " + strconv.Itoa(i%browsers)})
		if fault.Is(err, fault.Invalid) {
			judged++
		} else if !fault.Is(err, fault.Busy) {
			t.Fatal(err)
		}
		h.clock.Add(tries.Longest / 2)
	}
	return judged
}

// Promise P32: a try costs the same whatever is wrong with it: one hash. The hash
// of an account that is not there is as dear as a stored one.
func TestEveryTryCostsOneHash(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		enrolled(t, h)
		must(t, h.Disable(ctx, h.ada, h.added(t, "Gone").ID))
		h.added(t, "Waiting")
		for _, name := range []string{"ada", "wim.boer", "gone", "waiting", "nobody", ""} {
			before := h.hasher.Made()
			_, err := h.SignIn(ctx, name, "a wrong pass phrase", Browser{})
			wants(t, err, fault.Invalid, "staff.sign-in.wrong")
			if made := h.hasher.Made() - before; made != 1 {
				t.Errorf("%q: %d hashes", name, made)
			}
		}
	})
}

func (h house) added(t *testing.T, name string) Account {
	t.Helper()
	a, _, err := h.Add(t.Context(), h.ada, NewAccount{Name: name, Role: authz.Volunteer})
	must(t, err)
	return a
}

// Promise P35: of a hundred uses of one code at the same moment one is taken,
// also past the limit on tries.
func TestOneOfAHundredUsesOfACode(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		secret, recovery := enrolled(t, h)
		for name, code := range map[string]string{"one-time": codeAt(t, secret, h.clock.Now()), "recovery": recovery[0]} {
			var taken atomic.Int32
			var all sync.WaitGroup
			for range 100 {
				all.Go(func() {
					err := h.db.Write(t.Context(), func(tx *database.Tx) error {
						_, err := h.spend(t.Context(), tx, h.wim.ID, code)
						return err
					})
					switch {
					case err == nil:
						taken.Add(1)
					case !fault.Is(err, fault.Invalid):
						t.Error(err)
					}
				})
			}
			all.Wait()
			if taken.Load() != 1 {
				t.Errorf("a %s code was taken %d times", name, taken.Load())
			}
		}
	})
}

// Promise P33: a copied cookie is worth nothing after any of these.
func TestACopiedCookieDies(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx, phrase := t.Context(), wimPhrase
		secret := ""
		for _, c := range []struct {
			name string
			do   func(p Present) error
		}{
			{"sign-out", func(p Present) error { return h.SignOut(ctx, p.Account.ID, p.Session.ID) }},
			{"end of the session", func(p Present) error { return h.EndSession(ctx, p.Actor, p.Session.ID) }},
			{"end of the others", func(p Present) error {
				return h.EndOthers(ctx, p.Actor, Session{ID: "another", AccountID: p.Account.ID})
			}},
			{"lock and unlock", func(p Present) error {
				must(t, h.Lock(ctx, p.Session.ID))
				_, err := h.Unlock(ctx, p.Session, phrase)
				return err
			}},
			{"proof", func(p Present) error { _, err := h.StepUp(ctx, p.Session, phrase, ""); return err }},
			{"fifteen idle minutes", func(Present) error { h.clock.Add(15*time.Minute + time.Second); return nil }},
			{"twelve hours", func(Present) error { h.clock.Add(SessionLife + time.Second); return nil }},
			{"another pass phrase", func(p Present) error {
				_, err := h.ChangePhrase(ctx, p.Actor, p.Session, phrase, "nine lemons on a sill, drying")
				phrase = "nine lemons on a sill, drying"
				return err
			}},
			{"another role", func(Present) error { return h.setRole(ctx, authz.Volunteer) }},
			{"codes", func(p Present) error {
				e, err := h.Enrol(ctx, p.Actor)
				must(t, err)
				secret, err = h.steps.Open(e.Sealed, "enrol "+p.Actor.ID)
				must(t, err)
				_, err = h.Confirm(ctx, p.Actor, p.Session, e.Sealed, phrase, codeAt(t, secret, h.clock.Now()))
				return err
			}},
			{"new recovery codes", func(p Present) error { _, err := h.NewRecoveryCodes(ctx, p.Actor, p.Session, phrase); return err }},
			{"no more codes", func(p Present) error { _, err := h.DropCodes(ctx, p.Actor, p.Session, phrase); secret = ""; return err }},
			{"a reset", func(p Present) error {
				link, err := h.Reset(ctx, h.ada, p.Account.ID, true)
				must(t, err)
				return h.Choose(ctx, link.Token, phrase)
			}},
			{"a passkey", func(p Present) error { h.add(t, p, "Phone"); return nil }},
		} {
			h.clock.Add(onetime.Step)
			e, err := h.SignIn(ctx, "wim.boer", phrase, desk)
			must(t, err)
			if secret != "" {
				e, err = h.Code(ctx, e.Pending, codeAt(t, secret, h.clock.Now()), desk)
				must(t, err)
			}
			p, err := h.Resume(ctx, e.Token)
			must(t, err)
			must(t, c.do(p))
			if p, err := h.Resume(ctx, e.Token); err == nil && !p.Session.Locked {
				t.Errorf("%s: the old cookie is still good", c.name)
			}
		}
	})
}

func (h house) setRole(ctx context.Context, role authz.Role) error {
	a, err := h.Account(ctx, h.ada, h.wim.ID)
	if err == nil {
		_, err = h.SetRole(ctx, h.ada, h.wim.ID, a.Rev, role)
	}
	return err
}

// A token that was there before signing in is not the one after it: nobody can
// bring a session along (fixation).
func TestTokensAreNeverTheVisitorsOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		seen := map[string]bool{}
		for range 5 {
			_, token := h.enter(t, "ada", adaPhrase)
			if seen[token] || len(token) != 43 {
				t.Fatalf("%q again", token)
			}
			seen[token] = true
			must(t, h.db.Read(t.Context(), func(tx *database.Tx) error {
				n, err := database.One(t.Context(), tx, scanInt, `SELECT count(*) FROM session WHERE token_hash = ?`, token)
				if n != 0 {
					t.Error("a token is stored as it is")
				}
				return err
			}))
		}
		mine, _ := seal.Token()
		if _, err := h.Resume(t.Context(), mine); !fault.Is(err, fault.NotFound) {
			t.Error("a token that nobody gave out is good")
		}
	})
}

// heard are the notices that a session has not shown yet, and that it then has.
func (h house) heard(t *testing.T, token string) (list []string) {
	t.Helper()
	p, err := h.Resume(t.Context(), token)
	must(t, err)
	for _, n := range p.Notices {
		list = append(list, strings.TrimSpace(n.What+" "+n.About))
	}
	if len(p.Notices) > 0 {
		must(t, h.Told(t.Context(), p.Session.ID, p.Notices[len(p.Notices)-1].At))
	}
	return list
}

func (h house) token(t *testing.T, from Browser) string {
	t.Helper()
	h.clock.Add(time.Second)
	e, err := h.SignIn(t.Context(), "wim.boer", wimPhrase, from)
	must(t, err)
	return e.Token
}

// A sign-in from a browser nobody knows is told in the other sessions and, until
// it was, at the next sign-in from one that is known; the stranger is told
// nothing, and takes nothing away by looking.
func TestAStrangeBrowserIsTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		phone := Browser{Device: "the phone", Agent: "Mozilla/5.0 (Android) Firefox/140"}
		first := h.token(t, desk)
		if list := h.heard(t, first); list != nil {
			t.Fatalf("the first sign-in tells %v", list)
		}
		strange := h.token(t, phone)
		if list := h.heard(t, strange); list != nil {
			t.Fatalf("the stranger is told %v", list)
		}
		want := []string{told.NewBrowser + " Firefox, Android"}
		if list := h.heard(t, first); !slices.Equal(list, want) {
			t.Fatalf("the owner is told %v", list)
		}
		if list := h.heard(t, first); list != nil {
			t.Fatalf("told twice: %v", list)
		}
		if list := h.heard(t, h.token(t, desk)); list != nil {
			t.Fatalf("told again at the next sign-in: %v", list)
		}
		if list := h.heard(t, h.token(t, phone)); list != nil {
			t.Fatalf("a browser that is known by now tells %v", list)
		}
		must(t, h.ForgetBrowsers(t.Context(), authz.Actor{ID: h.wim.ID}))
		h.token(t, phone)
		if list := h.heard(t, first); !slices.Equal(list, want) {
			t.Fatalf("after forgetting, the owner is told %v", list)
		}
	})
}

func TestWhatColleaguesDoIsTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		h.token(t, desk)
		link, err := h.Reset(ctx, h.ada, h.wim.ID, false)
		must(t, err)
		must(t, h.Choose(ctx, link.Token, wimPhrase))
		if list := h.heard(t, h.token(t, desk)); !slices.Equal(list, []string{told.PhraseReset + " Ada Okafor"}) {
			t.Fatalf("%v", list)
		}
		for range maxSessions {
			h.token(t, desk)
		}
		if list := h.heard(t, h.token(t, desk)); !slices.Contains(list, told.OldestEnded) {
			t.Fatalf("%v", list)
		}
		must(t, h.EndOthers(ctx, authz.Actor{ID: h.wim.ID}, Session{AccountID: h.wim.ID}))
		wants(t, h.EndOthers(ctx, h.ada, Session{AccountID: h.wim.ID}), fault.NotFound, "")
	})
}

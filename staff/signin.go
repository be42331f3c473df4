package staff

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/onetime"
	"github.com/throughcare/throughcare/staff/seal"
	"github.com/throughcare/throughcare/staff/told"
	"github.com/throughcare/throughcare/staff/tries"
)

// Browser is what a browser tells about itself.
type Browser struct {
	Device string // the token of a device that may be known, kept by the browser; "" for none
	Agent  string // the User-Agent header; only DeviceWords of it is kept
}

// Entry is the outcome of a step of signing in: a session, or what the next
// step needs.
type Entry struct {
	Token   string // of the new session; "" when a code is still asked for
	Pending string // sealed proof of the pass phrase, for Code
}

// pendingLife is how long somebody may look for their phone.
const pendingLife = 5 * time.Minute

// SignIn is the first step: a name and a pass phrase. It returns Invalid for
// any pair that is not right, in the same words and at the same cost whatever
// is wrong with it, and Busy with the minutes to wait after too many tries.
func (s *Service) SignIn(ctx context.Context, name, phrase string, from Browser) (Entry, error) {
	r, what, err := s.knock(ctx, name, from)
	if err != nil {
		return Entry{}, err
	}
	hash := r.phraseHash
	if !r.Alive() {
		hash = ""
	}
	ok, stale, err := s.hasher.Matches(ctx, phrase, hash)
	switch {
	case err != nil:
		return Entry{}, err
	case !ok:
		return Entry{}, fault.Bad("staff: sign in", "", "staff.sign-in.wrong")
	}
	if stale {
		s.rehash(ctx, r, phrase)
	}
	if r.Has.Second() {
		_ = s.MakeKey(ctx, r.ID, phrase) // what is not there yet is made the next time
		until := strconv.FormatInt(database.Micros(s.db.Now().Add(pendingLife)), 10)
		return Entry{Pending: s.steps.Seal(until+" "+r.ID+" "+what, "pending")}, nil
	}
	e, err := s.enter(ctx, r.ID, from, what)
	if err == nil {
		s.carry(ctx, r.ID, phrase, e.Token)
	}
	return e, err
}

// knock counts the try, and finds the account whose name it is; an unknown
// name gives an account without a pass phrase. what is under which name the try
// was counted: a device the account was used on before has a count of its own,
// so that strangers who guess do not keep the owner out.
func (s *Service) knock(ctx context.Context, name string, from Browser) (r record, what string, err error) {
	var wait time.Duration
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		r, err = accountByName(ctx, tx, name)
		if fault.Is(err, fault.NotFound) {
			r, err = record{}, nil
		}
		if err != nil {
			return err
		}
		what = "name " + seal.Hash(signInKey(name))
		if known, err := told.Known(ctx, tx, r.ID, from.Device); err != nil {
			return err
		} else if known {
			what = "device " + seal.Hash(from.Device+signInKey(name))
		}
		wait, err = tries.Count(ctx, tx, what)
		return err
	})
	if err == nil && wait != 0 {
		err = tooMany(wait)
	}
	return r, what, err
}

// tooMany tells how long to wait, in minutes rounded up.
func tooMany(wait time.Duration) error {
	if wait == tries.ForGood {
		return &fault.Error{Kind: fault.Busy, Op: "staff: sign in", Problems: []fault.Problem{{Key: "staff.sign-in.closed"}}}
	}
	return &fault.Error{Kind: fault.Busy, Op: "staff: sign in", Problems: []fault.Problem{{
		Key: "staff.sign-in.wait", Args: []any{"count", int(math.Ceil(wait.Minutes()))}}}}
}

// rehash brings a hash to today's cost. If it does not work out, the old one
// stays good.
func (s *Service) rehash(ctx context.Context, r record, phrase string) {
	hash, err := s.hasher.Hash(ctx, phrase)
	if err != nil {
		return
	}
	deed := &trail.Deed{Action: "staff.phrase.strengthened", Kind: "account", ID: r.ID, Irrevocable: true}
	_ = trail.Write(ctx, s.db, authz.System("sign-in"), deed, func(tx *trail.Tx) error {
		return tx.Update(ctx, "account", r.ID, r.Rev, trail.Set{"phrase_hash": hash})
	})
}

// enter opens a session and forgets the failed tries.
func (s *Service) enter(ctx context.Context, account string, from Browser, counts ...string) (Entry, error) {
	var e Entry
	err := s.db.Write(ctx, func(tx *database.Tx) (err error) {
		if err = tries.Forget(ctx, tx, counts...); err != nil {
			return err
		}
		e.Token, err = s.begin(ctx, tx, account, from, ByPhrase)
		return err
	})
	return e, err
}

// Code is the second step: a one-time code, or one of the recovery codes, which
// ends all other sessions. It returns Invalid for a wrong code, NotFound when
// the first step was too long ago, and Busy as SignIn does.
func (s *Service) Code(ctx context.Context, pending, code string, from Browser) (Entry, error) {
	id, what, err := s.openPending(pending)
	if err != nil {
		return Entry{}, err
	}
	count := "codes " + id
	if err := s.tryOnce(ctx, count); err != nil {
		return Entry{}, err
	}
	var e Entry
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		how, err := s.spend(ctx, tx, id, code)
		if err != nil {
			return err
		}
		if err := tries.Forget(ctx, tx, count, what); err != nil {
			return err
		}
		e.Token, err = s.begin(ctx, tx, id, from, how)
		return err
	})
	return e, err
}

func (s *Service) openPending(pending string) (id, what string, err error) {
	gone := fault.New(fault.NotFound, "staff: second step")
	text, err := s.steps.Open(pending, "pending")
	parts := strings.SplitN(text, " ", 3)
	if err != nil || len(parts) != 3 {
		return "", "", gone
	}
	until, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil || !s.db.Now().Before(database.FromMicros(until)) {
		return "", "", gone
	}
	return parts[1], parts[2], nil
}

// tryOnce counts a try in its own transaction: a try that fails must count too.
func (s *Service) tryOnce(ctx context.Context, what string) error {
	var wait time.Duration
	err := s.db.Write(ctx, func(tx *database.Tx) (err error) {
		wait, err = tries.Count(ctx, tx, what)
		return err
	})
	if err == nil && wait != 0 {
		err = tooMany(wait)
	}
	return err
}

// spend uses up a one-time code or a recovery code of a living account, and says
// which it was.
func (s *Service) spend(ctx context.Context, tx *database.Tx, id, code string) (By, error) {
	wrong := fault.Bad("staff: use a code", "code", "staff.code.wrong")
	r, err := accountByID(ctx, tx, id)
	if err != nil {
		return "", err
	}
	plain := onetime.Plain(code)
	switch {
	case !r.Alive():
		return "", wrong
	case len(plain) != 16:
		return ByCode, s.spendStep(ctx, tx, r, code)
	}
	ok, err := useRecoveryCode(ctx, tx, id, plain)
	if err == nil && !ok {
		err = wrong
	}
	if err != nil {
		return "", err
	}
	if err := told.Tell(ctx, tx, id, "", told.RecoveryUsed, ""); err != nil {
		return "", err
	}
	return ByRecovery, endSessions(ctx, tx, id, "")
}

// spendStep uses up a one-time code of an account that has them.
func (s *Service) spendStep(ctx context.Context, tx *database.Tx, r record, code string) error {
	wrong := fault.Bad("staff: use a code", "code", "staff.code.wrong")
	if !r.Has.Codes {
		return wrong
	}
	secret, err := s.secrets.Open(r.codeSecret, r.ID)
	if err != nil {
		return err
	}
	last, err := lastStep(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	step, ok := onetime.StepOf(secret, onetime.Plain(code), tx.Now(), last)
	if !ok {
		return wrong
	}
	ok, err = useStep(ctx, tx, r.ID, step)
	if err == nil && !ok {
		err = wrong
	}
	return err
}

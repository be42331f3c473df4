package consent

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Promise P22: nothing leaves without a matching consent that has not ended. A
// sequence gives, refuses, withdraws, corrects, marks as mistakes, undoes, lets
// time pass, and asks. THROUGHCARE_ASSURANCE=1 runs 10,000 of them on each
// engine.
func TestMain(m *testing.M) {
	flag.Parse()
	checks := "25"
	if os.Getenv("THROUGHCARE_ASSURANCE") == "1" {
		checks = "10000"
	}
	if err := flag.Set("rapid.checks", checks); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// dice are where chance comes from.
type dice interface{ roll(sides int) int }

type rapidDice struct{ t *rapid.T }

func (d rapidDice) roll(sides int) int { return rapid.IntRange(0, sides-1).Draw(d.t, "roll") }

type plainDice struct{ *rand.Rand }

func (d plainDice) roll(sides int) int { return d.IntN(sides) }

// ledger is what a sequence plays against.
type ledger interface {
	say(Answer) (id string, err error)
	withdraw(id string) error
	mistake(id string) error
	undo() error
	pass(time.Duration)
	today() civil.Day
	allowed(Ask) (bool, error)
}

// word is one thing somebody said, as the policy has it.
type word struct {
	id             string
	terms          Terms
	yes            bool
	withdrawn, off bool
}

// policy is written from the rules (security design 3.4) and knows nothing of
// chains: the last word about a purpose and a recipient decides, all of it.
type policy []word

func (p policy) allows(a Ask, today civil.Day) bool {
	at := p.last(a.Purpose, a.Audience)
	return at >= 0 && p[at].holds(today) && p[at].terms.Classes.Has(a.Classes)
}

func (w word) holds(today civil.Day) bool { return w.yes && !w.withdrawn && today <= w.terms.Until }

// last is the place of the last word about a purpose and a recipient, -1 for
// none.
func (p policy) last(purpose string, to Audience) int {
	at := -1
	for i, w := range p {
		if !w.off && w.terms.Purpose == purpose && w.terms.Audience == to {
			at = i
		}
	}
	return at
}

// live are the places of the words that can be taken back.
func (p policy) live(today civil.Day) (at []int) {
	for i, w := range p {
		if w.holds(today) && p.last(w.terms.Purpose, w.terms.Audience) == i {
			at = append(at, i)
		}
	}
	return at
}

var (
	somePurposes  = []string{"share-lawyer", "share-partner", "publish-named"}
	someAudiences = []string{"J. Prewitt", "Lantern House"}
	someClasses   = []Classes{Of(C1), Of(C3), Of(C1, C3), Of(C1, C3, C4)}
	someDays      = []int{0, 1, 29, 30, 31, 90}
)

// player plays one sequence and holds what happens against the policy.
type player struct {
	dice
	ledger
	person string
	words  policy
	before []policy // what undo leads back to; nil where it must not
}

func (p *player) terms() Terms {
	day := p.today()
	return Terms{
		Purpose: somePurposes[p.roll(len(somePurposes))], Audience: Audience{Name: someAudiences[p.roll(len(someAudiences))]},
		Classes: someClasses[p.roll(len(someClasses))], How: ByLetter, Lang: "en", From: day, Until: day.Add(someDays[p.roll(len(someDays))]),
	}.clean()
}

func (p *player) play(steps int) error {
	for range steps {
		if err := p.step(); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) step() error {
	switch p.roll(12) {
	case 0, 1, 2:
		return p.answer(Give)
	case 3:
		return p.answer(Refuse)
	case 4:
		return p.takeBack()
	case 5:
		return p.slip()
	case 6:
		return p.correct()
	case 7:
		return p.regret()
	case 8:
		p.pass([]time.Duration{time.Hour, 12 * time.Hour, 36 * time.Hour, 30 * 24 * time.Hour}[p.roll(4)])
		return nil
	}
	return p.ask()
}

// done keeps the words as they were, for an undo.
func (p *player) done(words policy) { p.before, p.words = append(p.before, p.words), words }

func (p *player) answer(act Act) error {
	terms := p.terms()
	id, err := p.say(Answer{PersonID: p.person, Act: act, Terms: terms})
	p.done(append(slices.Clone(p.words), word{id: id, terms: terms, yes: act == Give}))
	return err
}

func (p *player) takeBack() error {
	live := p.words.live(p.today())
	if len(live) == 0 {
		return nil
	}
	words := slices.Clone(p.words)
	w := &words[live[p.roll(len(live))]]
	w.withdrawn = true
	p.words, p.before = words, nil // it cannot be undone, nor can what it took back
	return p.withdraw(w.id)
}

func (p *player) slip() error {
	var at []int
	for i, w := range p.words {
		if !w.off && !w.withdrawn {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return nil
	}
	words := slices.Clone(p.words)
	w := &words[at[p.roll(len(at))]]
	w.off = true
	p.done(words)
	return p.mistake(w.id)
}

// correct changes until when a word holds, and of what; a withdrawn one stays so.
func (p *player) correct() error {
	var at []int
	for i, w := range p.words {
		if !w.off && w.yes {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return nil
	}
	words := slices.Clone(p.words)
	w := &words[at[p.roll(len(at))]]
	w.terms.Classes, w.terms.Until = someClasses[p.roll(len(someClasses))], w.terms.From.Add(someDays[p.roll(len(someDays))])
	id, err := p.say(Answer{PersonID: p.person, Act: Give, Terms: w.terms, Of: w.id, Why: "It was misread."})
	w.id = id
	p.done(words)
	return err
}

func (p *player) regret() error {
	if len(p.before) == 0 {
		return nil
	}
	err := p.undo()
	if fault.Is(err, fault.Conflict) { // something left under it
		p.before = nil
		return nil
	}
	p.words, p.before = p.before[len(p.before)-1], p.before[:len(p.before)-1]
	return err
}

func (p *player) ask() error {
	terms := p.terms()
	a := Ask{PersonID: p.person, Purpose: terms.Purpose, Audience: terms.Audience, Classes: terms.Classes, What: "A letter"}
	want := p.words.allows(a, p.today())
	if a.Audience.Name == "" {
		a.Audience.Name = "The newsletter" // a purpose that says by itself whom it is for
	}
	got, err := p.allowed(a)
	if err == nil && got != want {
		return fmt.Errorf("%w: %+v on %s: %v, and the policy says %v; said so far: %+v", errDiffers, a, p.today(), got, want, p.words)
	}
	return err
}

var errDiffers = errors.New("not what the policy says")

// recorded is a ledger in a database.
type recorded struct {
	ctx     context.Context
	db      *database.DB
	clock   *dbtest.Clock
	s       *Service
	actor   authz.Actor
	person  string
	changes []string // of what was said
}

func (r *recorded) today() civil.Day     { return r.s.Today(r.ctx) }
func (r *recorded) pass(d time.Duration) { r.clock.Add(d) }

// did keeps the change that fn makes.
func (r *recorded) did(fn func(context.Context) error) error {
	ctx, made := trail.Collect(r.ctx)
	err := fn(ctx)
	for _, d := range made.Changes() {
		r.changes = append(r.changes, d.Change)
	}
	return err
}

func (r *recorded) say(a Answer) (id string, err error) {
	err = r.did(func(ctx context.Context) error { id, err = r.s.Record(ctx, r.actor, a); return err })
	return id, err
}

func (r *recorded) mistake(id string) error {
	return r.did(func(ctx context.Context) error { return r.s.Mistake(ctx, r.actor, r.person, id, "Another person.") })
}

func (r *recorded) withdraw(id string) error {
	r.changes = nil
	_, err := r.s.Withdraw(r.ctx, r.actor, Withdrawal{PersonID: r.person, ConsentID: id, How: ByPhone, On: r.today()})
	return err
}

func (r *recorded) undo() error {
	last := r.changes[len(r.changes)-1]
	r.changes = r.changes[:len(r.changes)-1]
	err := trail.Undo(r.ctx, r.db, r.actor, last, After)
	if err != nil {
		r.changes = nil
	}
	return err
}

func (r *recorded) allowed(a Ask) (bool, error) {
	err := trail.Write(r.ctx, r.db, r.actor, &trail.Deed{Action: "test", Kind: "person"}, func(tx *trail.Tx) error {
		proof, err := Check(r.ctx, tx, a)
		if err != nil {
			return err
		}
		return proof.Covers(tx, a)
	})
	if fault.Is(err, fault.Forbidden) {
		return false, nil
	}
	return err == nil, err
}

// unfounded lists the disclosures that rest on nothing, read from the rows
// alone: at its moment, every one needs a line that gives just this, that was not
// over, and that had not been withdrawn.
func (r *recorded) unfounded() ([]Disclosure, error) {
	var bad []Disclosure
	err := r.db.Read(r.ctx, func(tx *database.Tx) error {
		entries, err := entriesOf(r.ctx, tx, r.person)
		if err != nil {
			return err
		}
		left, err := disclosuresOf(r.ctx, tx, r.person)
		for _, d := range left {
			if !slices.ContainsFunc(entries, func(e Entry) bool { return founds(e, d) && !takenBack(entries, e, d.At) }) {
				bad = append(bad, d)
			}
		}
		return err
	})
	return bad, err
}

func founds(e Entry, d Disclosure) bool {
	to := e.Audience.Name == "" || e.Audience.Same(d.Audience)
	return e.ID == d.ConsentID && e.Act == Give && e.Purpose == d.Purpose && to && e.Classes.Has(d.Classes) && !d.At.Before(e.FromAt) && d.At.Before(e.UntilAt)
}

func takenBack(entries []Entry, e Entry, at time.Time) bool {
	return slices.ContainsFunc(entries, func(w Entry) bool { return w.Act == Withdraw && w.Of == e.ID && w.RecordedAt.Before(at) })
}

func TestSequences(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		s := &Service{DB: db}
		actor := authz.System("test")
		left := 0
		rapid.Check(t, func(rt *rapid.T) {
			r := &recorded{ctx: t.Context(), db: db, clock: clock, s: s, actor: actor}
			var p people.Person
			err := trail.Write(r.ctx, db, actor, &trail.Deed{Action: "test"}, func(tx *trail.Tx) (err error) {
				p, err = people.Add(r.ctx, tx, nil, people.NewPerson{Name: "Somebody"})
				return err
			})
			if err != nil {
				rt.Fatal(err)
			}
			r.person = p.ID
			game := &player{dice: rapidDice{rt}, ledger: r, person: p.ID}
			if err := game.play(25); err != nil {
				rt.Fatal(err)
			}
			bad, err := r.unfounded()
			if err != nil || len(bad) > 0 {
				rt.Fatalf("%v: %d disclosures rest on nothing: %+v", err, len(bad), bad)
			}
			f, err := s.Of(r.ctx, actor, p.ID)
			if err != nil {
				rt.Fatal(err)
			}
			left += len(f.Disclosures)
		})
		if left == 0 {
			t.Fatal("nothing ever left: the sequences prove nothing")
		}
	})
}

// remembered is a ledger of lines in memory, read through a spoiler.
type remembered struct {
	now     time.Time
	entries []Entry
	sizes   []int
	spoil   func([]Entry) []Entry
}

func (m *remembered) today() civil.Day     { return civil.Of(m.now, time.UTC) }
func (m *remembered) pass(d time.Duration) { m.now = m.now.Add(d) }

func (m *remembered) add(e Entry) string {
	m.sizes = append(m.sizes, len(m.entries))
	m.now = m.now.Add(time.Microsecond)
	e.ID, e.RecordedAt = ids.New(), m.now
	m.entries = append(slices.Clone(m.entries), e)
	return e.ID
}

func (m *remembered) say(a Answer) (string, error) {
	if a.Act == Refuse {
		a.Classes = Of(AllClasses()...)
	}
	return m.add(Entry{Act: a.Act, Of: a.Of, Terms: a.Terms, FromAt: a.From.Start(nil), UntilAt: a.Until.Add(1).Start(nil)}), nil
}

func (m *remembered) mistake(id string) error  { m.add(Entry{Act: Void, Of: id}); return nil }
func (m *remembered) withdraw(id string) error { m.add(Entry{Act: Withdraw, Of: id}); return nil }

func (m *remembered) undo() error {
	last := len(m.sizes) - 1
	m.entries, m.sizes = m.entries[:m.sizes[last]], m.sizes[:last]
	return nil
}

func (m *remembered) allowed(a Ask) (bool, error) {
	_, _, ok := allowing(Read(m.spoil(slices.Clone(m.entries)), m.now), a)
	return ok, nil
}

// games plays sequences in memory until one differs from the policy.
func games(n int, spoil func([]Entry) []Entry) error {
	for seed := range n {
		m := &remembered{now: dbtest.Noon, spoil: spoil}
		p := &player{dice: plainDice{rand.New(rand.NewPCG(22, uint64(seed)))}, ledger: m}
		if err := p.play(40); err != nil {
			return fmt.Errorf("game %d: %w", seed, err)
		}
	}
	return nil
}

func without(acts ...Act) func([]Entry) []Entry {
	return func(list []Entry) []Entry {
		return slices.DeleteFunc(list, func(e Entry) bool { return slices.Contains(acts, e.Act) })
	}
}

func each(change func(*Entry)) func([]Entry) []Entry {
	return func(list []Entry) []Entry {
		for i := range list {
			change(&list[i])
		}
		return list
	}
}

// Every way in which the ledger could forget something is noticed by the
// sequences: they can fail.
func TestSequencesNoticeSabotage(t *testing.T) {
	t.Parallel()
	if err := games(10_000, func(list []Entry) []Entry { return list }); err != nil {
		t.Fatal(err)
	}
	for what, spoil := range map[string]func([]Entry) []Entry{
		"withdrawals are forgotten": without(Withdraw),
		"refusals are forgotten":    without(Refuse),
		"mistakes are forgotten":    without(Void),
		"corrections are forgotten": func(l []Entry) []Entry {
			return slices.DeleteFunc(l, func(e Entry) bool { return e.Act == Give && e.Of != "" })
		},
		"nothing ends":                     each(func(e *Entry) { e.UntilAt = e.UntilAt.AddDate(9, 0, 0) }),
		"everything ends a day too late":   each(func(e *Entry) { e.UntilAt = e.UntilAt.AddDate(0, 0, 1) }),
		"everything ends a day too soon":   each(func(e *Entry) { e.UntilAt = e.UntilAt.AddDate(0, 0, -1) }),
		"all recipients are one":           each(func(e *Entry) { e.Audience.Name = "J. Prewitt" }),
		"all classes are given":            each(func(e *Entry) { e.Classes = Of(AllClasses()...) }),
		"all purposes are one":             each(func(e *Entry) { e.Purpose = "share-lawyer" }),
		"a correction is a new word":       each(func(e *Entry) { e.Of = map[bool]string{true: "", false: e.Of}[e.Act == Give] }),
		"what was said first counts":       each(func(e *Entry) { e.FromAt = dbtest.Noon.Add(dbtest.Noon.Sub(e.RecordedAt)) }),
		"the newest line is not there yet": func(l []Entry) []Entry { return l[:max(0, len(l)-1)] },
	} {
		if err := games(3_000, spoil); !errors.Is(err, errDiffers) {
			t.Errorf("%s, and nobody notices: %v", what, err)
		}
	}
}

// The texts that came with a release say what they said then.
func TestStandardTexts(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "es"} {
		for _, p := range Purposes() {
			if text := Newest(standard(), p.Key, lang); text.Body == "" || text.ID != "standard:"+p.Key+":"+lang+":1" {
				t.Errorf("%s in %s: %+v", p.Key, lang, text)
			}
		}
	}
	if n := len(standard()); n != 2*len(Purposes()) {
		t.Errorf("%d texts", n)
	}
	for _, text := range standard() {
		if _, known := purposeOf(text.Purpose); !known || len(text.Body) > maxLong {
			t.Errorf("%s: no such purpose, or too long", text.ID)
		}
	}
}

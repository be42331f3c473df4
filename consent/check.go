package consent

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// BasisKind is a ground in law to disclose something without consent.
type BasisKind string

// The grounds.
const (
	Order        BasisKind = "order"        // of a court, or a subpoena
	Safeguarding BasisKind = "safeguarding" // somebody's life or safety
	Duty         BasisKind = "duty"         // a law obliges us to tell
	Own          BasisKind = "own"          // it is their own record, and they asked for it
)

// BasisKinds lists those somebody can name, in the order offered.
func BasisKinds() []BasisKind { return []BasisKind{Order, Safeguarding, Duty} }

// MinReason is how many characters the reason for a disclosure without consent
// has at least: it is read by whoever has to answer for it.
const MinReason = 20

// Basis is why something may leave although nobody agreed to it.
type Basis struct {
	Kind     BasisKind
	Citation string // the order, or the paragraph
	Reason   string
}

func (b Basis) check() problems {
	var p problems
	if b.Kind == Own {
		return p // nobody has to say why somebody may read what stands about them
	}
	p.when(!slices.Contains(BasisKinds(), b.Kind), "basis", "consent.basis.missing")
	p.when(b.Citation == "", "citation", "consent.basis.citation.missing")
	p.when(utf8.RuneCountInString(b.Reason) < MinReason, "reason", "consent.basis.reason.short", "count", MinReason)
	p.long("citation", b.Citation, maxShort)
	p.long("reason", b.Reason, maxLong)
	return p
}

// Proof says that something may leave: it is in somebody's consent, or rests on
// a basis in law, and the disclosure stands in the record. Only Check makes one.
// It holds for the change it was made in and for nothing else.
type Proof struct {
	change string
	at     time.Time
	ask    Ask
}

// At is the moment the proof was made.
func (p Proof) At() time.Time { return p.at }

// Covers returns nil when the proof was made in this change for this person,
// purpose and recipient, and for at least these classes; Forbidden otherwise.
// What sends, prints or publishes begins with it.
func (p Proof) Covers(tx *trail.Tx, a Ask) error {
	same := p.change != "" && p.change == tx.Change && p.ask.PersonID == a.PersonID && p.ask.Purpose == a.Purpose
	if !same || !p.ask.Audience.Same(a.Audience) || a.Classes == 0 || !p.ask.Classes.Has(a.Classes) {
		return fault.New(fault.Forbidden, "consent: proof")
	}
	return nil
}

// Check decides whether something may leave, at the instant of the change, and
// records that it does: whoever holds a Proof has also logged the disclosure. The
// change cannot be undone any more, for what has left cannot be called back.
//
// It returns NotFound for a person the actor does not see, Invalid for an Ask
// that says too little, and Forbidden, with the problem that says why, where
// nothing allows it.
func Check(ctx context.Context, tx *trail.Tx, a Ask) (Proof, error) {
	const op = "consent: check"
	if err := people.Visible(ctx, tx.Tx, tx.Actor, a.PersonID); err != nil {
		return Proof{}, err
	}
	a = a.clean()
	if err := fault.Check(op, a.check()); err != nil {
		return Proof{}, err
	}
	ground, err := a.ground(ctx, tx)
	if err != nil {
		return Proof{}, err
	}
	if err := disclose(ctx, tx, a, ground); err != nil {
		return Proof{}, err
	}
	tx.Irrevocable()
	return Proof{change: tx.Change, at: tx.Now(), ask: a}, nil
}

// Agreed returns nil when somebody's consent allows what is asked now, and Forbidden with
// the problem that says why where it does not. Nothing leaves with it and nothing is
// logged: whatever is shown, printed or sent takes a Proof. The caller has checked that
// its actor may see the person.
func Agreed(ctx context.Context, tx *database.Tx, a Ask) error {
	consents, err := readOf(ctx, tx, a.PersonID)
	if err != nil {
		return err
	}
	if _, no, ok := allowing(consents, a); !ok {
		return refusal(no)
	}
	return nil
}

// ground is the consent the disclosure rests on, none where it rests on a basis
// in law.
func (a Ask) ground(ctx context.Context, tx *trail.Tx) (Consent, error) {
	if a.Basis != nil {
		if !tx.Actor.May(MayOverride) {
			return Consent{}, fault.New(fault.Forbidden, "consent: without consent")
		}
		return Consent{}, nil
	}
	consents, err := readOf(ctx, tx.Tx, a.PersonID)
	if err != nil {
		return Consent{}, err
	}
	c, no, ok := allowing(consents, a)
	if !ok {
		return Consent{}, refusal(no)
	}
	return c, nil
}

// refusal says why nothing leaves. It is Forbidden: no other words in the same
// form would help.
func refusal(no State) error {
	key := "consent.no.never"
	switch no {
	case Refused:
		key = "consent.no.refused"
	case Withdrawn:
		key = "consent.no.withdrawn"
	case Ended:
		key = "consent.no.ended"
	}
	return &fault.Error{Kind: fault.Forbidden, Op: "consent: check", Problems: []fault.Problem{{Key: key}}}
}

func (a Ask) clean() Ask {
	a.What, _ = people.Clean(a.What)
	a.Audience.Name, _ = people.Clean(a.Audience.Name)
	if a.Basis != nil {
		b := *a.Basis
		b.Citation, _ = people.Clean(b.Citation)
		b.Reason, _ = people.CleanLines(b.Reason)
		a.Basis = &b
	}
	return a
}

func (a Ask) check() problems {
	var p problems
	_, known := purposeOf(a.Purpose)
	p.when(!known && (a.Purpose != "" || a.Basis == nil), "purpose", "consent.purpose.missing")
	p.when(a.Audience.Name == "", "audience", "consent.audience.missing")
	p.when(a.Classes == 0, "class", "consent.class.missing")
	p.when(a.What == "", "what", "consent.what.missing")
	p.long("what", a.What, maxShort)
	p.long("audience", a.Audience.Name, maxShort)
	if a.Basis != nil {
		p = append(p, a.Basis.check()...)
		p.when(a.Basis.Kind == Own && a.Audience.PersonID != a.PersonID, "basis", "consent.basis.missing") // nobody else's
	}
	return p
}

// disclose records that something leaves, and on which ground.
func disclose(ctx context.Context, tx *trail.Tx, a Ask, ground Consent) error {
	d := Disclosure{
		PersonID: a.PersonID, ConsentID: ground.ID, Purpose: a.Purpose, Audience: a.Audience, Classes: a.Classes, What: a.What,
		LinkKind: a.LinkKind, LinkID: a.LinkID, At: tx.Now(), ByID: tx.Actor.ID, ByName: tx.Actor.Name,
	}
	if a.Basis != nil {
		d.Basis = *a.Basis
	}
	return insertDisclosure(ctx, tx, ids.New(), d)
}

// Disclosure is something that left: what, to whom, when, by whom, and on which
// ground. It is never changed and never taken back.
type Disclosure struct {
	ID, Change string
	PersonID   string
	ConsentID  string // the line it rests on; "" where Basis says another ground
	Basis      Basis
	Purpose    string
	Audience   Audience
	Classes    Classes
	What       string
	LinkKind   string
	LinkID     string
	At         time.Time
	ByID       string
	ByName     string // as it was then
}

// readOf reads the consents of a person as they stand now.
func readOf(ctx context.Context, tx *database.Tx, personID string) ([]Consent, error) {
	entries, err := entriesOf(ctx, tx, personID)
	if err != nil {
		return nil, err
	}
	return Read(entries, tx.Now()), nil
}

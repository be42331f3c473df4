package people

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// The kinds of facts the program itself has words for. An organisation may
// write any other as it calls it.
const (
	FactBorn        = "born"
	FactDied        = "died"
	FactSentence    = "sentence"
	FactHealth      = "health"
	FactFaith       = "faith"
	FactEthnicity   = "ethnicity"
	FactNationality = "nationality"
	FactFamily      = "family"
	FactWork        = "work"
	FactPublic      = "public-list"
)

// FactKinds lists those that are offered, in order. Born and died have fields
// of their own.
func FactKinds() []string {
	return []string{FactSentence, FactHealth, FactFaith, FactEthnicity, FactNationality, FactFamily, FactWork, FactPublic}
}

// Special reports whether facts of a kind are of authz.ClassSpecial: what the law
// of data protection calls special categories. Who may not read them is told
// that there is one, and nothing of it.
func Special(kind string) bool {
	return kind == FactHealth || kind == FactFaith || kind == FactEthnicity
}

// mayFact reports whether an actor may read and change facts of a kind about a
// person they see. Seeing somebody is not enough for the special ones: whoever
// reads those was given the person by name.
func mayFact(ctx context.Context, tx *database.Tx, actor authz.Actor, personID, kind string) (bool, error) {
	if !Special(kind) {
		return true, nil
	}
	return maySpecial(ctx, tx, actor, personID)
}

func maySpecial(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (bool, error) {
	if actor.ReadsSpecial(false) || !actor.May(authz.ReadSpecial) {
		return actor.ReadsSpecial(false), nil
	}
	granted, err := granted(ctx, tx, actor, personID)
	return actor.ReadsSpecial(granted), err
}

// shut leaves out what is told to nobody without the right to special facts.
func shut(facts []Fact) []Fact {
	for i, f := range facts {
		if Special(f.Kind) {
			facts[i] = Fact{ID: f.ID, Rev: f.Rev, Kind: f.Kind, Shut: true}
		}
	}
	return facts
}

// Fact is something known of a person, who says so, and since when. A fact that
// changes is ended and a new one written, so that both can be read later.
type Fact struct {
	ID, Rev    string
	Kind       string // one of FactKinds, or the organisation's own word
	Value      string // "" when State says why
	State      State
	Source     string
	KnownOn    partialdate.Date // the day it was said or written
	RecordedAt time.Time        // UTC
	RecordedBy string           // account id
	Shut       bool             // outside the reader's sight: only its kind is told
}

// Care is a line that hurts somebody if it is forgotten: "Her mail is read."
// It stands on every page about them, so there are never more than MostCare.
type Care struct {
	ID, Rev  string
	Line     string // what to mind, short
	Detail   string // one more sentence, may be ""
	Reason   string // why we say so
	ReviewOn partialdate.Date
}

// MostCare is how many take-care lines somebody can have at once: nobody reads
// more.
const MostCare = 3

// Agreed is what a relative or friend was asked about being called.
type Agreed string

// The answers.
const (
	AgreedNotAsked Agreed = ""
	AgreedYes      Agreed = "yes"
	AgreedNo       Agreed = "no"
)

// Relation says who somebody is to a person: Other is <Relation> of Person.
type Relation struct {
	ID, Rev    string
	PersonID   string
	Other      Card
	Seen       bool   // the reader may open the page of the other
	Relation   string // one of Relations, or the organisation's own word
	Contact    string // telephone, e-mail, address, as typed
	WhenToCall string
	Agreed     Agreed // whether the person agreed that we call them
	AgreedOn   partialdate.Date
}

// Relations lists the words the program knows for who somebody is to another.
func Relations() []string {
	return []string{
		"mother", "father", "parent", "sister", "brother", "sibling", "wife", "husband", "partner", "daughter", "son", "child",
		"grandparent", "relative", "friend", "pen-friend", "visitor", "lawyer", "interpreter", "officer", "other",
	}
}

func (p *problems) checkFact(f Fact) {
	switch {
	case f.Kind == "":
		p.add("kind", "people.fact.kind.missing")
	case f.State.holdsValue() && f.Value == "":
		p.add("value", "people.fact.value.missing")
	case !f.State.holdsValue() && f.Value != "":
		p.add("value", "people.fact.value.both")
	}
	if !known(States(), f.State) {
		p.add("state", "people.choice.unknown")
	}
	p.text("kind", f.Kind, maxShort)
	p.text("value", f.Value, maxLong)
	p.text("source", f.Source, maxShort)
}

func (p *problems) checkCare(c Care) {
	if c.Line == "" {
		p.add("line", "people.care.line.missing")
	}
	if c.Reason == "" {
		p.add("reason", "people.care.reason.missing")
	}
	if c.ReviewOn == (partialdate.Date{}) {
		p.add("review_on", "people.care.review.missing")
	}
	p.text("line", c.Line, maxShort)
	p.text("detail", c.Detail, maxLong)
	p.text("reason", c.Reason, maxLong)
}

func (p *problems) checkRelation(r Relation) {
	switch {
	case r.Other.ID == "":
		p.add("other", "people.relation.who")
	case r.Other.ID == r.PersonID:
		p.add("other", "people.relation.self")
	}
	if r.Relation == "" {
		p.add("relation", "people.relation.what")
	}
	if !known([]Agreed{AgreedNotAsked, AgreedYes, AgreedNo}, r.Agreed) {
		p.add("agreed", "people.choice.unknown")
	}
	p.text("relation", r.Relation, maxShort)
	p.text("contact", r.Contact, maxLong)
	p.text("when_to_call", r.WhenToCall, maxShort)
}

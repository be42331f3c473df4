package people

import (
	"context"
	"math"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// volunteerSees is how long a volunteer sees somebody they added (security
// design 3.2, intake).
const volunteerSees = 24 * time.Hour

// Add records a person inside the transaction of whoever asks. It returns
// Invalid with every problem found.
func Add(ctx context.Context, tx *trail.Tx, idx Index, n NewPerson) (Person, error) {
	n, _ = n.Clean()
	if err := fault.Check("people: add", n.Check()); err != nil {
		return Person{}, err
	}
	p := n.person()
	p.ID, p.Rev, p.CreatedAt = ids.New(), tx.Change, tx.Now()
	names := append([]Name{{Text: p.Name, Kind: NameUsed}}, n.Names...)
	err := insertPerson(ctx, tx, p)
	for i := 0; i < len(names) && err == nil; i++ {
		err = tx.Insert(ctx, nameTable, ids.New(), nameSet(p.ID, withSource(names[i], n.Source), i))
	}
	for i := 0; i < len(n.Numbers) && err == nil; i++ {
		number := n.Numbers[i]
		if number.Source == "" {
			number.Source = n.Source
		}
		err = tx.Insert(ctx, numberTable, ids.New(), numberSet(p.ID, number, i))
	}
	if err == nil {
		err = addRest(ctx, tx, p, n)
	}
	if err == nil && idx != nil {
		err = idx.Put(ctx, tx.Tx, n.entry(p.ID))
	}
	return p, err
}

// addRest writes languages and facts, and lets the actor see whom they added.
func addRest(ctx context.Context, tx *trail.Tx, p Person, n NewPerson) error {
	for _, l := range n.Languages {
		if err := tx.Insert(ctx, languageTable, ids.New(), languageSet(p.ID, l)); err != nil {
			return err
		}
	}
	for _, f := range n.facts() {
		if f.Source == "" && f.State != NotAsked {
			f.Source = n.Source
		}
		if err := tx.Insert(ctx, factTable, ids.New(), factSet(tx, p.ID, f)); err != nil {
			return err
		}
	}
	if tx.Actor.Sight != authz.SeesGranted {
		return keepNamed(ctx, tx, Person{}, p)
	}
	until := int64(math.MaxInt64)
	if tx.Actor.Role == authz.Volunteer {
		until = database.Micros(tx.Now().Add(volunteerSees))
	}
	return grant(ctx, tx, p.ID, until, grantAdded)
}

func withSource(n Name, source string) Name {
	if n.Source == "" {
		n.Source = source
	}
	return n
}

// person is the head of the record that n becomes.
func (n NewPerson) person() Person {
	p := Person{
		Name: n.used(), SayIt: n.SayIt, SortAs: n.SortAs, Pronoun: n.Pronoun, Kind: n.Kind,
		Born: n.Born, BornState: n.BornState, Died: n.Died, Dead: n.Dead || !n.Died.IsZero(),
		NumberState: n.NumberState,
	}
	p.ScriptName, p.ScriptLang = scriptOf(n.Names)
	if len(n.Numbers) > 0 {
		p.Number, p.NumberState = n.Numbers[0].Text, Known
	}
	if !p.Born.IsZero() && !p.BornState.holdsValue() {
		p.BornState = Known
	}
	return p
}

// facts are those given and those kept for the dates of a life, so that their
// source and history stand where every fact's does.
func (n NewPerson) facts() []Fact {
	facts := n.Facts
	if !n.Born.IsZero() || n.BornState != Known {
		facts = append(facts, Fact{Kind: FactBorn, Value: n.Born.String(), State: n.BornState})
	}
	if n.Dead || !n.Died.IsZero() {
		facts = append(facts, died(n.Died, ""))
	}
	return facts
}

// scriptOf is the name shown beside the one in use.
func scriptOf(names []Name) (text, lang string) {
	for _, n := range names {
		if n.Kind == NameScript {
			return n.Text, n.Lang
		}
	}
	return "", ""
}

// Add records a person. It returns Forbidden for an actor who may not, and
// Invalid with every problem found.
func (s *Service) Add(ctx context.Context, actor authz.Actor, n NewPerson) (Person, error) {
	var p Person
	if !actor.May(MayWrite) {
		return p, fault.New(fault.Forbidden, "people: add")
	}
	deed := &trail.Deed{Action: "people.person.added", Kind: "person"}
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) (err error) {
		p, err = Add(ctx, tx, s.Index, n)
		deed.ID, deed.Args = p.ID, map[string]string{"name": p.Name}
		return err
	})
	return p, err
}

package people

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
)

// Life is a date of somebody's life as it is known: when they were born, or died.
type Life struct {
	On      partialdate.Date
	State   State
	Source  string
	KnownOn partialdate.Date
	Rev     string // of the fact it was read from, "" for none
}

// died is the fact of a death, whose day may not be known.
func died(on partialdate.Date, source string) Fact {
	f := Fact{Kind: FactDied, Value: on.String(), Source: source}
	if on.IsZero() {
		f.State = Unknown
	}
	return f
}

// SetBorn records when a person was born, or why that is not known. It returns
// Conflict when somebody recorded it since the form was made.
func (s *Service) SetBorn(ctx context.Context, actor authz.Actor, personID string, l Life) error {
	if !l.State.holdsValue() {
		l.On = partialdate.Date{}
	}
	if l.On.IsZero() && l.State == Known {
		l.State = Unknown
	}
	if err := l.check(); err != nil {
		return err
	}
	return s.change(ctx, actor, personID, "people.born.changed", func(tx *trail.Tx, before Person) error {
		after := before
		after.Born, after.BornState = l.On, l.State
		if err := updatePerson(ctx, tx, before, after); err != nil {
			return err
		}
		if err := replaceFact(ctx, tx, personID, l.Rev, Fact{Kind: FactBorn, Value: l.On.String(), State: l.State, Source: l.Source, KnownOn: l.KnownOn}); err != nil {
			return err
		}
		return reindex(ctx, tx.Tx, s.Index, personID)
	})
}

// check holds what was typed to the rules, after cleaning it.
func (l *Life) check() error {
	(&cleaner{}).all(&l.Source)
	var p problems
	p.text("source", l.Source, maxShort)
	if !known(States(), l.State) {
		p.add("state", "people.choice.unknown")
	}
	return fault.Check("people: life", p)
}

// SetDied records that a person has died, on a day that may not be known.
func (s *Service) SetDied(ctx context.Context, actor authz.Actor, personID string, l Life) error {
	if err := l.check(); err != nil {
		return err
	}
	return s.change(ctx, actor, personID, "people.died.recorded", func(tx *trail.Tx, before Person) error {
		after := before
		after.Dead, after.Died = true, l.On
		if err := updatePerson(ctx, tx, before, after); err != nil {
			return err
		}
		f := died(l.On, l.Source)
		f.KnownOn = l.KnownOn
		return replaceFact(ctx, tx, personID, l.Rev, f)
	})
}

// SetAlive takes back that a person has died.
func (s *Service) SetAlive(ctx context.Context, actor authz.Actor, personID, rev string) error {
	return s.change(ctx, actor, personID, "people.died.withdrawn", func(tx *trail.Tx, before Person) error {
		after := before
		after.Dead, after.Died = false, partialdate.Date{}
		if err := updatePerson(ctx, tx, before, after); err != nil {
			return err
		}
		facts, err := factsOf(ctx, tx.Tx, personID)
		if err != nil {
			return err
		}
		for _, f := range facts {
			if f.Kind == FactDied {
				return endRow(ctx, tx, factTable, f.ID, personID, rev)
			}
		}
		return nil
	})
}

// SetFact records a fact. What was known of the same kind is ended and stays
// readable. rev is that of the fact it replaces, "" for none; it returns
// Conflict when another fact of the kind is in force by now.
func (s *Service) SetFact(ctx context.Context, actor authz.Actor, personID, rev string, f Fact) error {
	(&cleaner{}).fact(&f)
	var p problems
	p.checkFact(f)
	if err := fault.Check("people: fact", p); err != nil {
		return err
	}
	f.Rev = rev
	return s.SetFacts(ctx, actor, personID, []Fact{f})
}

// SetFacts records several facts in one change. Rev of each is that of the fact
// it replaces; one that is known to be nothing ends what was known. It returns
// Conflict when another fact of one of the kinds is in force by now, Forbidden
// for a kind the actor may not read, and Invalid with fields as in
// "facts.0.value".
func (s *Service) SetFacts(ctx context.Context, actor authz.Actor, personID string, facts []Fact) error {
	facts = slices.Clone(facts)
	var bad problems
	for i := range facts {
		(&cleaner{}).fact(&facts[i])
		if facts[i].Value == "" && facts[i].State == Known {
			continue
		}
		var p problems
		p.checkFact(facts[i])
		for _, one := range p {
			one.Field = row("facts", i, one.Field)
			bad = append(bad, one)
		}
	}
	if err := fault.Check("people: facts", bad); err != nil {
		return err
	}
	return s.change(ctx, actor, personID, "people.fact.changed", func(tx *trail.Tx, _ Person) error {
		for _, f := range facts {
			if err := setFact(ctx, tx, personID, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// setFact replaces a fact, or ends it when nothing takes its place.
func setFact(ctx context.Context, tx *trail.Tx, personID string, f Fact) error {
	if err := needFact(ctx, tx, personID, f.Kind); err != nil {
		return err
	}
	if f.Value != "" || f.State != Known {
		return replaceFact(ctx, tx, personID, f.Rev, f)
	}
	facts, err := factsOf(ctx, tx.Tx, personID)
	if err != nil {
		return err
	}
	for _, old := range facts {
		if old.Kind == f.Kind {
			return endRow(ctx, tx, factTable, old.ID, personID, f.Rev)
		}
	}
	return nil
}

// EndFact ends a fact that does not hold any more. It stays in the history.
func (s *Service) EndFact(ctx context.Context, actor authz.Actor, personID, id, rev string) error {
	return s.change(ctx, actor, personID, "people.fact.ended", func(tx *trail.Tx, _ Person) error {
		kind, err := kindOfFact(ctx, tx.Tx, personID, id)
		if err != nil {
			return err
		}
		if err := needFact(ctx, tx, personID, kind); err != nil {
			return err
		}
		return endRow(ctx, tx, factTable, id, personID, rev)
	})
}

// needFact returns Forbidden when the actor may not change facts of a kind.
func needFact(ctx context.Context, tx *trail.Tx, personID, kind string) error {
	may, err := mayFact(ctx, tx.Tx, tx.Actor, personID, kind)
	if err == nil && !may {
		err = fault.New(fault.Forbidden, "people: fact")
	}
	return err
}

// AddFact records a fact inside the caller's change.
func AddFact(ctx context.Context, tx *trail.Tx, personID string, f Fact) error {
	(&cleaner{}).fact(&f)
	var p problems
	p.checkFact(f)
	if err := fault.Check("people: fact", p); err != nil {
		return err
	}
	return tx.Insert(ctx, factTable, ids.New(), factSet(tx, personID, f))
}

// replaceFact ends the fact in force of a kind and writes the new one.
func replaceFact(ctx context.Context, tx *trail.Tx, personID, rev string, f Fact) error {
	facts, err := factsOf(ctx, tx.Tx, personID)
	if err != nil {
		return err
	}
	for _, old := range facts {
		if old.Kind != f.Kind {
			continue
		}
		if rev != old.Rev {
			return fault.New(fault.Conflict, "people: fact")
		}
		if err := endRow(ctx, tx, factTable, old.ID, personID, rev); err != nil {
			return err
		}
		rev = ""
	}
	return tx.Insert(ctx, factTable, ids.New(), factSet(tx, personID, f))
}

// endRow ends a row of one of the person's tables, which keeps it for the
// history. A row of somebody else is not found.
func endRow(ctx context.Context, tx *trail.Tx, table, id, personID, rev string) error {
	row, err := tx.Row(ctx, table, id)
	if err != nil {
		return err
	}
	if row["person_id"] != personID {
		return hidden()
	}
	return tx.Update(ctx, table, id, rev, trail.Set{"ended_at": database.Micros(tx.Now())})
}

package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Ways is what is said about a person rather than known of them: how to say the
// name, how to sort it, which pronoun, and what they are to the organisation.
type Ways struct {
	SayIt, SortAs, Pronoun string
	Kind                   Kind
}

// Ways returns them as they are now.
func (p Person) Ways() Ways { return Ways{p.SayIt, p.SortAs, p.Pronoun, p.Kind} }

// Tag changes when any of w does; a form carries it, so that two people who
// change different groups of one record do not meet.
func (w Ways) Tag() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q", w.SayIt, w.SortAs, w.Pronoun, w.Kind))
	return hex.EncodeToString(sum[:8])
}

// SetWays changes them. tag is that of the ones the form was made from; it
// returns Conflict when they changed since.
func (s *Service) SetWays(ctx context.Context, actor authz.Actor, id, tag string, w Ways) error {
	(&cleaner{}).all(&w.SayIt, &w.SortAs)
	var p problems
	p.text("say_it", w.SayIt, maxShort)
	p.text("sort_as", w.SortAs, MaxName)
	if !known(Pronouns(), w.Pronoun) || !known(Kinds(), w.Kind) {
		p.add("pronoun", "people.choice.unknown")
	}
	if err := fault.Check("people: ways", p); err != nil {
		return err
	}
	return s.change(ctx, actor, id, "people.ways.changed", func(tx *trail.Tx, before Person) error {
		if tag != "" && tag != before.Ways().Tag() {
			return fault.New(fault.Conflict, "people: ways")
		}
		after := before
		after.SayIt, after.SortAs, after.Pronoun, after.Kind = w.SayIt, w.SortAs, w.Pronoun, w.Kind
		return updatePerson(ctx, tx, before, after)
	})
}

// SetNames changes the names of a person: rows without id are added, rows with
// an id are changed, or removed when their text is empty. Names that are not
// mentioned stay. It returns Conflict when a mentioned row was changed or
// removed by somebody else since its rev, and Invalid unless exactly one name is
// in use afterwards.
func (s *Service) SetNames(ctx context.Context, actor authz.Actor, personID string, names []Name) error {
	names = (&cleaner{}).names(names)
	return s.change(ctx, actor, personID, "people.names.changed", func(tx *trail.Tx, before Person) error {
		have, err := namesOf(ctx, tx.Tx, personID)
		if err != nil {
			return err
		}
		e := edit[Name]{table: nameTable, have: have, want: names,
			key:   func(n Name) (string, string) { return n.ID, n.Rev },
			empty: func(n Name) bool { return n.Text == "" },
			set:   func(n Name, place int) trail.Set { return nameSet(personID, n, place) }}
		var p problems
		p.checkNames(e.result())
		if err := fault.Check("people: names", p); err != nil {
			return err
		}
		if err := e.apply(ctx, tx); err != nil {
			return err
		}
		return s.afterNames(ctx, tx, before, e.result())
	})
}

// afterNames brings the head of the record and the index in step.
func (s *Service) afterNames(ctx context.Context, tx *trail.Tx, before Person, names []Name) error {
	after := before
	for _, n := range names {
		if n.Kind == NameUsed {
			after.Name = n.Text
		}
	}
	after.ScriptName, after.ScriptLang = scriptOf(names)
	if err := updatePerson(ctx, tx, before, after); err != nil {
		return err
	}
	return reindex(ctx, tx.Tx, s.Index, before.ID)
}

// SetNumbers changes the numbers of a person, as SetNames does names. The first
// is the one shown. state says why there is none.
func (s *Service) SetNumbers(ctx context.Context, actor authz.Actor, personID string, numbers []Number, state State) error {
	numbers = (&cleaner{}).numbers(numbers)
	return s.change(ctx, actor, personID, "people.numbers.changed", func(tx *trail.Tx, before Person) error {
		have, err := numbersOf(ctx, tx.Tx, personID)
		if err != nil {
			return err
		}
		e := edit[Number]{table: numberTable, have: have, want: numbers,
			key:   func(n Number) (string, string) { return n.ID, n.Rev },
			empty: func(n Number) bool { return n.Text == "" },
			set:   func(n Number, place int) trail.Set { return numberSet(personID, n, place) }}
		var p problems
		p.checkNumbers(e.result())
		if !known(States(), state) {
			p.add("number_state", "people.choice.unknown")
		}
		if err := fault.Check("people: numbers", p); err != nil {
			return err
		}
		if err := e.apply(ctx, tx); err != nil {
			return err
		}
		after := before
		after.Number, after.NumberState = "", state
		if left := e.result(); len(left) > 0 {
			after.Number, after.NumberState = left[0].Text, Known
		}
		if err := updatePerson(ctx, tx, before, after); err != nil {
			return err
		}
		return reindex(ctx, tx.Tx, s.Index, personID)
	})
}

// SetLanguages changes the languages of a person, as SetNames does names.
func (s *Service) SetLanguages(ctx context.Context, actor authz.Actor, personID string, langs []Language) error {
	return s.change(ctx, actor, personID, "people.languages.changed", func(tx *trail.Tx, _ Person) error {
		have, err := languagesOf(ctx, tx.Tx, personID)
		if err != nil {
			return err
		}
		e := edit[Language]{table: languageTable, have: have, want: langs,
			key:   func(l Language) (string, string) { return l.ID, l.Rev },
			empty: func(l Language) bool { return l.Lang == "" },
			set:   func(l Language, _ int) trail.Set { return languageSet(personID, l) }}
		var p problems
		p.checkLanguages(e.result())
		if err := fault.Check("people: languages", p); err != nil {
			return err
		}
		return e.apply(ctx, tx)
	})
}

// edit is a change to a group of rows: what there is, and what somebody wants.
type edit[T any] struct {
	table string
	have  []T
	want  []T
	key   func(T) (id, rev string)
	empty func(T) bool
	set   func(row T, place int) trail.Set
}

// result is the group as it will be: what is wanted, in its order, then what
// was not mentioned.
func (e edit[T]) result() []T {
	var out []T
	mentioned := map[string]bool{}
	for _, w := range e.want {
		id, _ := e.key(w)
		mentioned[id] = id != ""
		if !e.empty(w) {
			out = append(out, w)
		}
	}
	for _, h := range e.have {
		if id, _ := e.key(h); !mentioned[id] {
			out = append(out, h)
		}
	}
	return out
}

// apply writes the difference, and nothing where there is none.
func (e edit[T]) apply(ctx context.Context, tx *trail.Tx) error {
	before := map[string]int{}
	for i, h := range e.have {
		id, _ := e.key(h)
		before[id] = i
	}
	for place, w := range e.want {
		if err := e.applyRow(ctx, tx, w, place, before); err != nil {
			return err
		}
	}
	return nil
}

func (e edit[T]) applyRow(ctx context.Context, tx *trail.Tx, w T, place int, before map[string]int) error {
	id, rev := e.key(w)
	i, there := before[id]
	switch {
	case id == "" && e.empty(w):
		return nil
	case id == "":
		return tx.Insert(ctx, e.table, ids.New(), e.set(w, place))
	case !there && e.empty(w): // somebody else removed it as well
		return nil
	case !there:
		return fault.New(fault.Conflict, "people: edit of "+e.table)
	}
	old := e.have[i]
	if _, now := e.key(old); e.empty(w) {
		if rev != now {
			return fault.New(fault.Conflict, "people: edit of "+e.table)
		}
		return tx.Delete(ctx, e.table, id)
	}
	if set := e.set(w, place); !maps.Equal(set, e.set(old, i)) {
		return tx.Update(ctx, e.table, id, rev, set)
	}
	return nil
}

package disclosing

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
)

// Words prints messages in the language of a packet.
type Words interface {
	T(key string, args ...any) string
	Has(key string) bool
}

// Teller is a capability that keeps something about people. Tell reads out what
// it keeps about one, whom the actor may see.
type Teller interface {
	Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error)
}

// Field is one line of a thing in words.
type Field struct {
	Label string
	Parts []Part
	About string // "other" or "colleague" when all of it is about them; else ""
}

// Plain is the line as it stands.
func (f Field) Plain() string {
	var b strings.Builder
	for _, p := range f.Parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

// flagged reports whether the line names somebody else.
func (f Field) flagged() bool {
	return f.About != "" || slices.ContainsFunc(f.Parts, func(p Part) bool { return p.Other })
}

// Masked is the line without what is about somebody else.
func (f Field) Masked(words Words) string {
	switch f.About {
	case "other":
		return words.T("disclosing.mask.other")
	case "colleague":
		return words.T("disclosing.mask.colleague")
	}
	var b strings.Builder
	for _, p := range f.Parts {
		if p.Other {
			b.WriteString(words.T("disclosing.mask.name"))
			continue
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

// Thing is one thing the record holds, as a packet has it.
type Thing struct {
	Key      string // kind and id of its row: "entry:018f…"
	Kind     string
	RowID    string
	PersonID string
	On       string // as it is stored
	Class    consent.Class
	Fields   []Field
	Flagged  bool   // it names somebody who is not in the packet, and is masked
	Others   bool   // and not only whoever works here: somebody should look at it
	Shut     bool   // out of the sight of whoever reviews
	Out      string // why it is not covered, as Scope.Out; "" when it is
	Act      Act
	Reason   string // why it is left out
	Decided  bool   // somebody said so
}

// settle says what becomes of a thing: what was decided, or what is safe.
func (t *Thing) settle(c Choice, decided bool, words Words) {
	switch t.Decided = decided; {
	case t.Shut:
		t.Act, t.Reason, t.Decided = Leave, words.T("disclosing.out.shut"), true
	case decided:
		t.Act, t.Reason = c.Act, c.Reason
	case t.Out != "":
		t.Act, t.Reason = Leave, words.T("disclosing.out."+t.Out)
	case t.Flagged:
		t.Act = Mask
	default:
		t.Act = Include
	}
}

// reading is one gathering of everything a packet is about.
type reading struct {
	*Service
	tx     *database.Tx
	actor  authz.Actor
	packet Packet
	words  Words
	names  *names
}

// gather reads everything out about the people of a packet, in the order it is
// read out. What no scope could cover is left away at once.
func (s *Service) gather(ctx context.Context, tx *database.Tx, actor authz.Actor, p Packet, words Words) ([]Thing, error) {
	r := reading{Service: s, tx: tx, actor: actor, packet: p, words: words}
	told := map[string][]people.Told{}
	for _, card := range p.People {
		if err := people.Visible(ctx, tx, actor, card.ID); err != nil {
			return nil, err
		}
		for _, teller := range s.Tellers {
			some, err := teller.Tell(ctx, tx, actor, card.ID)
			if err != nil {
				return nil, err
			}
			told[card.ID] = append(told[card.ID], some...)
		}
	}
	if err := r.learn(ctx, told); err != nil {
		return nil, err
	}
	var things []Thing
	for _, card := range p.People {
		for _, t := range told[card.ID] {
			if out := p.Scope.Out(t); out != "kind" && out != "class" && out != "day" {
				things = append(things, r.thing(card, t, out))
			}
		}
	}
	slices.SortStableFunc(things, func(a, b Thing) int {
		return cmp.Or(r.place(a.PersonID)-r.place(b.PersonID), slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind), cmp.Compare(a.On, b.On))
	})
	return things, nil
}

func (r reading) place(personID string) int {
	return slices.IndexFunc(r.packet.People, func(c people.Card) bool { return c.ID == personID })
}

// within reports whether the packet is about a person.
func (r reading) within(personID string) bool { return r.place(personID) >= 0 }

// learn learns how everybody is called whom the packet is not about.
func (r *reading) learn(ctx context.Context, told map[string][]people.Told) error {
	everyone, err := people.Everyone(ctx, r.tx)
	if err != nil {
		return err
	}
	colleagues, err := staff.Names(ctx, r.tx)
	if err != nil {
		return err
	}
	var own []string
	for _, card := range r.packet.People {
		own = append(own, everyone[card.ID]...)
	}
	r.names = newNames(own)
	around := aroundIn(told)
	for id, called := range everyone {
		for _, name := range called {
			if !r.within(id) {
				r.names.add(name, around[id])
			}
		}
	}
	for _, name := range colleagues {
		r.names.add(name, false)
	}
	return nil
}

// aroundIn are the people that what is told says something of.
func aroundIn(told map[string][]people.Told) map[string]bool {
	around := map[string]bool{}
	for _, list := range told {
		for _, t := range list {
			for _, l := range t.Lines {
				around[l.Other] = true
			}
		}
	}
	return around
}

func (r reading) thing(card people.Card, t people.Told, out string) Thing {
	x := Thing{
		Key: t.Kind + ":" + t.ID, Kind: t.Kind, RowID: t.ID, PersonID: card.ID, On: t.On,
		Class: consent.Class(t.Class.String()), Shut: t.Shut, Out: out,
	}
	for _, l := range t.Lines {
		f := r.field(l, card.Name)
		x.Fields, x.Flagged = append(x.Fields, f), x.Flagged || f.flagged()
		x.Others = x.Others || f.flagged() && f.About != "colleague"
	}
	c, decided := r.packet.Choices[x.Key]
	x.settle(c, decided, r.words)
	return x
}

// said is what the message of a line says; an enumeration nobody has words for
// says its own name.
func (r reading) said(l people.Line, name string) string {
	if !r.words.Has(l.Word) {
		return l.Word[strings.LastIndexByte(l.Word, '.')+1:]
	}
	args := []any{"name", name}
	for i, a := range l.Args {
		if i%2 == 1 && strings.HasSuffix(l.Args[i-1], "_key") { // as i18n.Kept
			args[len(args)-1], a = strings.TrimSuffix(l.Args[i-1], "_key"), r.words.T(a)
		}
		args = append(args, a)
	}
	return r.words.T(l.Word, args...)
}

func (r reading) field(l people.Line, name string) Field {
	f := Field{Label: r.words.T(l.Label)}
	text := l.Text
	if l.Word != "" {
		text = r.said(l, name)
	}
	switch {
	case l.Colleague:
		f.About = "colleague"
	case l.Other != "" && !r.within(l.Other):
		f.About = "other"
	}
	if f.About != "" {
		f.Parts = []Part{{Text: text, Other: true}}
		return f
	}
	f.Parts = r.names.split(text)
	return f
}

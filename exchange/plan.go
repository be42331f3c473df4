package exchange

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// Plan is a file beside what we have: what would be written, and nothing is yet.
type Plan struct {
	Received
	Print  string  // fingerprint of its signer, "" for a spreadsheet
	Known  *Signer // who it is, when somebody compared the fingerprint before
	Other  *Signer // somebody of that name whose fingerprint is another one
	Places []Planned
}

// Planned is a place of the file, and what it is with us.
type Planned struct {
	Place
	N          int    // its place in the file
	FacilityID string // ours, "" for none
	Ours       string // what we call it
	Unsure     bool   // it may be one of Guesses, and somebody must say; Items are empty
	Decided    bool   // somebody said
	Guesses    []facilities.Guess
	Items      []Compared
}

// Counts are how many rules and addresses are in which state; those of places that
// nobody is sure of are not among them.
func (p *Plan) Counts() map[State]int {
	out := map[State]int{}
	for i := range p.Places {
		for _, c := range p.Places[i].Items {
			out[c.State]++
		}
	}
	return out
}

// Unsure counts the places that somebody must decide about.
func (p *Plan) Unsure() (n int) {
	for i := range p.Places {
		if p.Places[i].Unsure {
			n++
		}
	}
	return n
}

// Default lists what is offered to be taken: all that can be, but for what would stand
// in place of a rule that we verified ourselves.
func (p *Plan) Default() (ids []string) {
	for i := range p.Places {
		for _, c := range p.Places[i].Items {
			if c.Offered() {
				ids = append(ids, c.ID)
			}
		}
	}
	return ids
}

// Offered reports whether it is ticked before anybody looked: what is told does not
// by itself take the place of what we read in a facility's own words.
func (c Compared) Offered() bool {
	return c.State.Takeable() && (c.Ours == nil || c.Ours.Mark != facilities.Verified)
}

// How sure the directory must be that a name means a place, to say so and to ask.
const (
	sure  = 0.9
	maybe = 0.1
)

// Plan looks at a file that came in.
func (s *Service) Plan(ctx context.Context, actor authz.Actor, id string) (p Plan, err error) {
	err = s.read(ctx, actor, MayTake, func(tx *database.Tx) error {
		f, content, err := fileByID(ctx, tx, id)
		if err != nil {
			return err
		}
		a, err := reopen(f, content)
		if err != nil {
			return err
		}
		p, err = s.plan(ctx, tx, a)
		p.Received = f
		return err
	})
	return p, err
}

// Look is Plan for a file that is not kept.
func (s *Service) Look(ctx context.Context, actor authz.Actor, a *Arrival) (p Plan, err error) {
	err = s.read(ctx, actor, MayTake, func(tx *database.Tx) error {
		p, err = s.plan(ctx, tx, a)
		return err
	})
	return p, err
}

func (s *Service) plan(ctx context.Context, tx *database.Tx, a *Arrival) (Plan, error) {
	p := Plan{Received: Received{Name: a.Name, Origin: a.Content.Origin, MadeOn: a.Content.MadeOn, Signer: a.signer()}}
	if err := p.recognise(ctx, tx); err != nil {
		return p, err
	}
	l, err := s.lookup(ctx, tx, giver(p.Signer, p.Origin))
	if err != nil {
		return p, err
	}
	p.Places = make([]Planned, len(a.Content.Places))
	for i := range a.Content.Places {
		if p.Places[i], err = l.planned(ctx, tx, a.Content, i); err != nil {
			return p, err
		}
	}
	return p, nil
}

// recognise says who signed.
func (p *Plan) recognise(ctx context.Context, tx *database.Tx) error {
	if p.Signer == "" {
		return nil
	}
	raw, err := base64.StdEncoding.DecodeString(p.Signer)
	if err != nil {
		return err
	}
	p.Print = Fingerprint(ed25519.PublicKey(raw))
	all, err := signers(ctx, tx)
	for i := range all {
		switch {
		case all[i].Key == p.Signer && p.Known == nil:
			p.Known = &all[i]
		case all[i].Key != p.Signer && said(all[i].Origin) == said(p.Origin) && p.Other == nil:
			p.Other = &all[i]
		}
	}
	return err
}

// lookup is what is needed to find their places among ours.
type lookup struct {
	gazetteer *facilities.Gazetteer
	codes     map[string]string
	decided   map[string]string
	came      map[string]string
}

func (s *Service) lookup(ctx context.Context, tx *database.Tx, giver string) (l lookup, err error) {
	if l.gazetteer, err = s.Places.Gazetteer(ctx, tx); err != nil {
		return l, err
	}
	if l.codes, err = codes(ctx, tx); err != nil {
		return l, err
	}
	if l.decided, err = decided(ctx, tx, giver); err != nil {
		return l, err
	}
	l.came, err = came(ctx, tx, giver)
	return l, err
}

// key names a place of theirs, for what was decided about it.
func (p *Place) key() string { return said(p.Name) + "|" + said(p.Region) + "|" + said(p.Country) }

// find says which of ours a place is: as somebody decided, by the id of a published
// directory, or by its name.
func (l lookup) find(p *Place) (id string, decided bool, guesses []facilities.Guess) {
	if id, ok := l.decided[p.key()]; ok {
		return id, true, nil
	}
	for _, c := range p.Codes {
		if id := l.codes[c.Source+" "+c.Code]; id != "" {
			return id, false, nil
		}
	}
	for _, g := range l.gazetteer.Resolve(p.Name, p.Region) {
		elsewhere := p.Region != "" && g.Region != "" && !strings.EqualFold(g.Region, p.Region)
		switch {
		case elsewhere:
		case g.Probability >= sure:
			return g.FacilityID, false, nil
		case g.Probability >= maybe:
			guesses = append(guesses, g)
		}
	}
	return "", false, guesses
}

func (l lookup) planned(ctx context.Context, tx *database.Tx, c *Content, n int) (Planned, error) {
	p := Planned{Place: c.Places[n], N: n}
	p.FacilityID, p.Decided, p.Guesses = l.find(&p.Place)
	ours := held{came: l.came}
	if p.FacilityID != "" {
		var err error
		if ours.Reach, err = facilities.ReachOf(ctx, tx, p.FacilityID); err != nil {
			return p, err
		}
		if ours.follows, err = followed(ctx, tx, p.FacilityID); err != nil {
			return p, err
		}
		p.Ours = ours.Name
	}
	if p.Unsure = p.FacilityID == "" && len(p.Guesses) > 0; p.Unsure {
		return p, nil
	}
	rules, addresses := compareRules(p.Rules, ours, c.MadeOn), compareAddresses(p.Addresses, ours, c.MadeOn)
	for i := range rules {
		rules[i].ID = strconv.Itoa(n) + ".r" + strconv.Itoa(i)
	}
	for i := range addresses {
		addresses[i].ID = strconv.Itoa(n) + ".a" + strconv.Itoa(i)
	}
	p.Items = slices.Concat(rules, addresses)
	return p, nil
}

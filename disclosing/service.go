package disclosing

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Files opens what is kept with people; see files.Service.
type Files interface {
	Open(ctx context.Context, actor authz.Actor, id string) (files.File, io.ReadCloser, error)
}

// Service is what pages and commands may do with packets.
type Service struct {
	DB           *database.DB
	Tellers      []Teller // every capability that keeps something about people
	Files        Files
	Zone         func(context.Context) *time.Location // nil is UTC
	Organisation func(context.Context) string         // its name
	Country      func(context.Context) string         // two letters
}

func (s *Service) today(ctx context.Context) civil.Day {
	zone := time.UTC
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// BeginOwn begins the packet with which somebody gets their own record, in a
// language of the program. A draft for them that is not finished is gone on with.
// It returns NotFound for a person the actor does not see.
func (s *Service) BeginOwn(ctx context.Context, actor authz.Actor, personID, lang string) (id string, err error) {
	if !actor.May(MayDisclose) {
		return "", fault.New(fault.Forbidden, "disclosing: begin")
	}
	deed := &trail.Deed{Action: "disclosing.own.begun", Kind: "person", ID: personID}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := people.Head(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		if id, err = ownDraft(ctx, tx.Tx, personID); err != nil || id != "" {
			return err
		}
		deed.Args, id = map[string]string{"name": p.Name}, ids.New()
		return insertPacket(ctx, tx, Packet{ID: id, Sort: Own, Lang: lang, People: []people.Card{p.Card()}, Ground: Ground{Kind: consent.Own, Audience: p.Name}})
	})
	return id, err
}

// NewOrder is an order or a duty, as somebody typed it.
type NewOrder struct {
	Ground  Ground
	Scope   Scope
	Lang    string
	Who     []string // a number or a whole name each
	Notices []string
}

// BeginOrder begins the packet of what an order covers. It returns Invalid with
// everything that is wrong, also for a name that is nobody's or several people's:
// an order says exactly whom it means.
func (s *Service) BeginOrder(ctx context.Context, actor authz.Actor, n NewOrder) (id string, err error) {
	const op = "disclosing: order"
	if !actor.May(MayDisclose) {
		return "", fault.New(fault.Forbidden, op)
	}
	n.Ground = n.Ground.clean()
	deed := &trail.Deed{Action: "disclosing.order.begun", Kind: "packet", Args: map[string]string{"whom": n.Ground.Audience}}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		bad := n.Ground.check(n.Scope, s.today(ctx))
		cards, unknown, err := whom(ctx, tx.Tx, actor, n.Who)
		if err != nil {
			return err
		}
		if err := fault.Check(op, append(bad, unknown...)); err != nil {
			return err
		}
		id = ids.New()
		deed.ID = id
		return insertPacket(ctx, tx, Packet{ID: id, Sort: Order, Lang: n.Lang, People: cards, Ground: n.Ground, Scope: n.Scope, Notices: n.Notices})
	})
	return id, err
}

func (g Ground) clean() Ground {
	g.Audience, _ = people.Clean(g.Audience)
	g.Citation, _ = people.Clean(g.Citation)
	g.Reference, _ = people.Clean(g.Reference)
	g.Reason, _ = people.CleanLines(g.Reason)
	return g
}

// whom finds the people an order names.
func whom(ctx context.Context, tx *database.Tx, actor authz.Actor, who []string) (cards []people.Card, bad problems, err error) {
	for _, name := range who {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		found, err := people.Called(ctx, tx, actor, name)
		if err != nil {
			return nil, nil, err
		}
		bad.when(len(found) == 0, "who", "disclosing.who.unknown", "who", name)
		bad.when(len(found) > 1, "who", "disclosing.who.several", "who", name)
		if len(found) == 1 && !slices.ContainsFunc(cards, func(c people.Card) bool { return c.ID == found[0].ID }) {
			cards = append(cards, found[0])
		}
	}
	bad.when(len(cards) == 0 && len(bad) == 0, "who", "disclosing.who.missing")
	bad.when(len(cards) > mostWho, "who", "disclosing.who.many", "count", mostWho)
	return cards, bad, nil
}

// Review is a packet with everything it holds.
type Review struct {
	Packet
	Content []Thing
}

// Count says how many things are included, masked and left out.
func (r Review) Count() (include, mask, leave int) {
	for _, t := range r.Content {
		switch t.Act {
		case Mask:
			mask++
		case Leave:
			leave++
		default:
			include++
		}
	}
	return include, mask, leave
}

// Open returns a packet as it stands now, to be reviewed. It returns NotFound
// when it is not there, and when the actor does not see everybody in it.
func (s *Service) Open(ctx context.Context, actor authz.Actor, id string, words Words) (r Review, err error) {
	if !actor.May(MayDisclose) {
		return r, fault.New(fault.Forbidden, "disclosing: open")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if r.Packet, err = packetByID(ctx, tx, actor, id); err != nil {
			return err
		}
		r.Content, err = s.gather(ctx, tx, actor, r.Packet, words)
		return err
	})
	return r, err
}

// Decide keeps what was decided about things of a packet. It returns Invalid for
// a thing that is left out without a reason.
func (s *Service) Decide(ctx context.Context, actor authz.Actor, id string, choices []Choice) error {
	const op = "disclosing: decide"
	var bad problems
	for i, c := range choices {
		choices[i].Reason, _ = people.CleanLines(c.Reason)
		bad.when(!slices.Contains(Acts(), c.Act), "act-"+c.Thing, "disclosing.act.unknown")
		bad.when(c.Act == Leave && choices[i].Reason == "", "reason-"+c.Thing, "disclosing.leave.reason")
		bad.when(len(c.Reason) > maxLong, "reason-"+c.Thing, "disclosing.text.long", "count", maxLong)
	}
	if err := fault.Check(op, bad); err != nil {
		return err
	}
	return s.change(ctx, actor, id, &trail.Deed{Action: "disclosing.packet.reviewed"}, func(tx *trail.Tx, p Packet) error {
		for _, c := range choices {
			if old, ok := p.Choices[c.Thing]; ok && old == c {
				continue
			}
			if err := putChoice(ctx, tx, p.ID, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// Drop gives a packet up that was not made.
func (s *Service) Drop(ctx context.Context, actor authz.Actor, id string) error {
	return s.change(ctx, actor, id, &trail.Deed{Action: "disclosing.packet.dropped"}, func(tx *trail.Tx, p Packet) error {
		if p.State != Draft {
			return fault.New(fault.Conflict, "disclosing: drop")
		}
		return tx.Update(ctx, packetTable, p.ID, "", trail.Set{"state": string(Dropped)})
	})
}

// change makes one change to a packet; about one person, it is a change about
// them.
func (s *Service) change(ctx context.Context, actor authz.Actor, id string, deed *trail.Deed, fn func(*trail.Tx, Packet) error) error {
	if !actor.May(MayDisclose) {
		return fault.New(fault.Forbidden, "disclosing: change")
	}
	deed.Kind, deed.ID = "packet", id
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := packetByID(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		if p.State == Dropped {
			return fault.New(fault.Conflict, "disclosing: change")
		}
		return fn(tx, p)
	})
}

// Packets lists the packets of everybody the actor sees, the newest first, at
// most limit.
func (s *Service) Packets(ctx context.Context, actor authz.Actor, limit int) (list []Packet, err error) {
	if !actor.May(MayDisclose) {
		return nil, fault.New(fault.Forbidden, "disclosing: packets")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = packetsOf(ctx, tx, actor, limit)
		return err
	})
	trail.SawAll(ctx, trail.List, peopleIn(list), func(id string) string { return id })
	return list, err
}

func peopleIn(list []Packet) (all []string) {
	for _, p := range list {
		for _, card := range p.People {
			all = append(all, card.ID)
		}
	}
	return all
}

// Left is one line of the log of everything that left.
type Left struct {
	consent.Disclosure
	Person string // name
}

// Log lists what left about everybody the actor sees, the newest first, at most
// limit.
func (s *Service) Log(ctx context.Context, actor authz.Actor, limit int) (list []Left, err error) {
	if !actor.May(MayDisclose) {
		return nil, fault.New(fault.Forbidden, "disclosing: log")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = leftOf(ctx, tx, actor, limit)
		return err
	})
	trail.SawAll(ctx, trail.List, list, func(l Left) string { return l.PersonID })
	return list, err
}

package disclosing

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// The tables of this capability.
const (
	packetTable = "packet"
	whoTable    = "packet_person"
	choiceTable = "packet_choice"
)

func insertPacket(ctx context.Context, tx *trail.Tx, p Packet) error {
	err := tx.Insert(ctx, packetTable, p.ID, trail.Set{
		"sort": string(p.Sort), "lang": p.Lang, "audience": p.Ground.Audience, "basis": string(p.Ground.Kind), "citation": p.Ground.Citation,
		"reference": p.Ground.Reference, "ordered_on": string(p.Ground.On), "reason": p.Ground.Reason, "kinds": strings.Join(p.Scope.Kinds, " "),
		"classes": p.Scope.Classes.String(), "from_on": string(p.Scope.From), "until_on": string(p.Scope.Until), "notices": strings.Join(p.Notices, " "),
		"state": string(Draft), "things": 0, "masked": 0, "left_out": 0, "sum": "",
		"created_at": database.Micros(tx.Now()), "created_by": tx.Actor.ID, "created_name": tx.Actor.Name, "made_at": 0, "made_by": "", "made_name": "",
	})
	for _, card := range p.People {
		if err == nil {
			err = tx.Insert(ctx, whoTable, ids.New(), trail.Set{"packet_id": p.ID, "person_id": card.ID})
		}
	}
	return err
}

// made keeps that a packet was made, and how much of it.
func made(ctx context.Context, tx *trail.Tx, id string, include, mask, leave int, sum string) error {
	return tx.Update(ctx, packetTable, id, "", trail.Set{
		"state": string(Made), "things": include + mask, "masked": mask, "left_out": leave, "sum": sum,
		"made_at": database.Micros(tx.Now()), "made_by": tx.Actor.ID, "made_name": tx.Actor.Name,
	})
}

// ownDraft is the unfinished packet of somebody's own record, "" for none.
func ownDraft(ctx context.Context, tx *database.Tx, personID string) (string, error) {
	list, err := database.All(ctx, tx, scanText, `SELECT k.id FROM packet k JOIN packet_person w ON w.packet_id = k.id
		WHERE w.person_id = ? AND k.sort = ? AND k.state = ? ORDER BY k.id LIMIT 1`, personID, string(Own), string(Draft))
	return strings.Join(list, ""), err
}

func scanText(scan database.Scan) (s string, err error) { return s, scan(&s) }

const selectPacket = `SELECT k.id, k.rev, k.sort, k.lang, k.audience, k.basis, k.citation, k.reference, k.ordered_on, k.reason, k.kinds, k.classes,
	k.from_on, k.until_on, k.notices, k.state, k.things, k.masked, k.left_out, k.sum, k.created_at, k.created_name, k.made_at, k.made_name FROM packet k`

func scanPacket(scan database.Scan) (Packet, error) {
	var (
		p                       Packet
		kinds, classes, notices string
		created, made           int64
	)
	err := scan(&p.ID, &p.Rev, &p.Sort, &p.Lang, &p.Ground.Audience, &p.Ground.Kind, &p.Ground.Citation, &p.Ground.Reference, &p.Ground.On, &p.Ground.Reason,
		&kinds, &classes, &p.Scope.From, &p.Scope.Until, &notices, &p.State, &p.Things, &p.Masked, &p.LeftOut, &p.Sum, &created, &p.CreatedBy, &made, &p.MadeBy)
	p.Scope.Kinds, p.Notices = strings.Fields(kinds), strings.Fields(notices)
	for _, c := range strings.Fields(classes) {
		p.Scope.Classes |= consent.Of(consent.Class(c))
	}
	p.CreatedAt, p.MadeAt = database.FromMicros(created), database.FromMicros(made)
	return p, err
}

// unseen is a condition on packet k that holds when it is about somebody the
// actor does not see, or about nobody any more.
func unseen(actor authz.Actor, now int64) (string, []any) {
	wall, args := actor.PersonWall("about.person_id", now)
	return `(EXISTS (SELECT 1 FROM packet_person about WHERE about.packet_id = k.id AND NOT (` + wall + `))
		OR NOT EXISTS (SELECT 1 FROM packet_person about WHERE about.packet_id = k.id))`, args
}

// packetByID reads a packet with its people and choices; NotFound when it is
// not there, and when the actor does not see everybody in it.
func packetByID(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Packet, error) {
	hidden, args := unseen(actor, database.Micros(tx.Now()))
	p, err := database.One(ctx, tx, scanPacket, selectPacket+` WHERE k.id = ? AND NOT `+hidden, append([]any{id}, args...)...)
	if err != nil {
		return p, err
	}
	if p.People, err = whoIn(ctx, tx, id); err != nil {
		return p, err
	}
	p.Choices = map[string]Choice{}
	return p, database.Each(ctx, tx, func(scan database.Scan) error {
		var c Choice
		err := scan(&c.Thing, &c.Act, &c.Reason)
		p.Choices[c.Thing] = c
		return err
	}, `SELECT thing, act, reason FROM packet_choice WHERE packet_id = ?`, id)
}

func whoIn(ctx context.Context, tx *database.Tx, id string) ([]people.Card, error) {
	who, err := database.All(ctx, tx, scanText, `SELECT DISTINCT person_id FROM packet_person WHERE packet_id = ? ORDER BY person_id`, id)
	if err != nil {
		return nil, err
	}
	byID, err := people.Names(ctx, tx, who)
	cards := make([]people.Card, 0, len(who))
	for _, id := range who {
		cards = append(cards, byID[id])
	}
	return cards, err
}

func packetsOf(ctx context.Context, tx *database.Tx, actor authz.Actor, limit int) ([]Packet, error) {
	hidden, args := unseen(actor, database.Micros(tx.Now()))
	args = append(append([]any{string(Dropped)}, args...), limit)
	list, err := database.All(ctx, tx, scanPacket, selectPacket+` WHERE k.state <> ? AND NOT `+hidden+` ORDER BY k.created_at DESC, k.id DESC LIMIT ?`, args...)
	for i := range list {
		if err == nil {
			list[i].People, err = whoIn(ctx, tx, list[i].ID)
		}
	}
	return list, err
}

// putChoice keeps what was decided about a thing.
func putChoice(ctx context.Context, tx *trail.Tx, packetID string, c Choice) error {
	set := trail.Set{"act": string(c.Act), "reason": c.Reason}
	id, err := database.One(ctx, tx.Tx, scanText, `SELECT id FROM packet_choice WHERE packet_id = ? AND thing = ?`, packetID, c.Thing)
	switch {
	case err == nil:
		return tx.Update(ctx, choiceTable, id, "", set)
	case !fault.Is(err, fault.NotFound):
		return err
	}
	set["packet_id"], set["thing"] = packetID, c.Thing
	return tx.Insert(ctx, choiceTable, ids.New(), set)
}

// leftOf lists what left about people the actor sees, the newest first.
func leftOf(ctx context.Context, tx *database.Tx, actor authz.Actor, limit int) ([]Left, error) {
	wall, args := actor.PersonWall("d.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(scan database.Scan) (l Left, err error) {
		var at int64
		err = scan(&l.ID, &l.PersonID, &l.Person, &l.Basis.Kind, &l.Basis.Citation, &l.Purpose, &l.Audience.Name, &l.What, &l.LinkKind, &l.LinkID, &at, &l.ByName)
		l.At = database.FromMicros(at)
		return l, err
	}, `SELECT d.id, d.person_id, p.name, d.basis, d.citation, d.purpose, d.audience, d.what, d.link_kind, d.link_id, d.at, d.by_name
		FROM disclosure d JOIN person p ON p.id = d.person_id WHERE `+wall+` ORDER BY d.at DESC, d.id DESC LIMIT ?`, append(args, limit)...)
}

// MovePerson gives the packets about one person to another, inside the change
// that makes them one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	return tx.Repoint(ctx, whoTable, "person_id", from, to)
}

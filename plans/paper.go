package plans

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// PaperKind says what sort of paper something is.
type PaperKind string

// PaperKinds lists the sorts of papers in the order offered; their words are the messages
// "plans.paper.kind." + kind.
func PaperKinds() []PaperKind {
	return []PaperKind{"birth", "id", "passport", "licence", "social-security", "bank", "marriage", "immigration", "health", "certificate", "release", "other"}
}

// Holder says who has a paper.
type Holder string

// Who has a paper.
const (
	WithUs     Holder = "us"
	WithThem   Holder = "person"
	WithPrison Holder = "prison"
	AskedFor   Holder = "asked" // applied for, and nobody has it yet
	Missing    Holder = "lost"
)

// Holders lists them in the order offered.
func Holders() []Holder { return []Holder{WithUs, WithThem, WithPrison, AskedFor, Missing} }

// Paper is a paper of somebody's, and who has it.
type Paper struct {
	ID, Rev  string
	PersonID string
	Kind     PaperKind
	Title    string // what it is, when the kind does not say it
	Holder   Holder
	Place    string // where it lies here: "safe, drawer 2"
	Copied   bool   // we keep a copy
	Since    civil.Day
	Moves    []PaperMove // newest first
}

// PaperMove is one time a paper passed from one hand to another, or was copied.
type PaperMove struct {
	PaperID    string
	On         civil.Day
	What       string // a Holder, or "copied"
	Note       string // who took it, by which post
	AuthorName string
}

// Copying is what a move is called when a copy was made.
const Copying = "copied"

// AddPaper puts a paper of somebody's on the list.
func (s *Service) AddPaper(ctx context.Context, actor authz.Actor, p Paper, note string) error {
	p.Title, _ = people.Clean(p.Title)
	p.Place, _ = people.Clean(p.Place)
	note, _ = people.Clean(note)
	if err := fault.Check("plans: paper", fault.Broken(
		fault.When(!slices.Contains(PaperKinds(), p.Kind), "kind", "plans.paper.kind.missing"), fault.When(p.Kind == "other" && p.Title == "", "title", "plans.paper.title.missing"),
		fault.When(!slices.Contains(Holders(), p.Holder), "holder", "plans.paper.holder.missing"),
		long("title", p.Title, maxLine), long("place", p.Place, maxLine), long("note", note, maxLine),
	)); err != nil {
		return err
	}
	return s.change(ctx, actor, "plans.paper.added", p.PersonID, func(tx *trail.Tx, _ *trail.Deed) error {
		p.ID, p.Since = ids.New(), s.Now(ctx).On
		if err := tx.Insert(ctx, paperTable, p.ID, p.set()); err != nil {
			return err
		}
		return move(ctx, tx, p, PaperMove{On: p.Since, What: string(p.Holder), Note: note})
	})
}

// Hand says that a paper passed to somebody else, or with Copying that a copy was made.
func (s *Service) Hand(ctx context.Context, actor authz.Actor, personID, id, rev string, m PaperMove, place string) error {
	m.Note, _ = people.Clean(m.Note)
	place, _ = people.Clean(place)
	today := s.Now(ctx).On
	m.On = cmp.Or(m.On, today)
	if err := fault.Check("plans: hand", fault.Broken(
		fault.When(m.What != Copying && !slices.Contains(Holders(), Holder(m.What)), "what", "plans.paper.holder.missing"),
		fault.When(!m.On.Valid() || m.On > today, "on", "plans.day.ahead"), long("note", m.Note, maxLine), long("place", place, maxLine),
	)); err != nil {
		return err
	}
	return s.change(ctx, actor, "plans.paper.handed", personID, func(tx *trail.Tx, _ *trail.Deed) error {
		p, err := paperByID(ctx, tx.Tx, personID, id)
		if err != nil {
			return err
		}
		if m.What == Copying {
			p.Copied = true
		} else {
			p.Holder, p.Place, p.Since = Holder(m.What), place, m.On
		}
		if err := tx.Update(ctx, paperTable, p.ID, rev, p.set()); err != nil {
			return err
		}
		return move(ctx, tx, p, m)
	})
}

func move(ctx context.Context, tx *trail.Tx, p Paper, m PaperMove) error {
	return tx.Insert(ctx, paperMoveTable, ids.New(), trail.Set{
		"person_id": p.PersonID, "paper_id": p.ID, "moved_on": string(m.On), "what": m.What, "note": m.Note, "author_name": tx.Actor.Name,
	})
}

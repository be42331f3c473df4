package roster

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Adds is what "yes, this is them" takes over from a list into the record: a number
// where we had none or another one, a name where the list has a strange one. A number
// or name we have is never replaced, and a day of birth never changed.
func (c Claim) Adds() (number, name string) {
	switch c.Why {
	case NoNumber, OtherNumber:
		return c.NumberSaid, ""
	case NameDiffers:
		return "", inOrder(c.NameSaid)
	}
	return "", ""
}

// inOrder is a name as people say it, of a list that puts the last name first.
func inOrder(name string) string {
	last, first, cut := strings.Cut(name, ",")
	if !cut || strings.Contains(first, ",") {
		return name
	}
	return strings.TrimSpace(strings.TrimSpace(first) + " " + strings.TrimSpace(last))
}

// Confirm says of a question that it is them. The number or the name of the list is
// added to the record, and what the list says of them stands as claims from now on,
// which are decided as any other. Lists that come later and say it of the same name
// and number do not ask again; who else the row may have been of is put aside. It
// returns Invalid for a claim that does not ask who it is, and Conflict for one that
// was decided already.
func (s *Service) Confirm(ctx context.Context, actor authz.Actor, id, rev string) error {
	const op = "roster.claim.confirmed"
	if !actor.May(people.MayWrite) {
		return fault.New(fault.Forbidden, op)
	}
	return s.decide(ctx, actor, op, id, rev, Accepted, func(tx *trail.Tx, c Claim) error {
		if c.Kind != Unsure || !c.Why.Who() {
			return fault.Bad("roster: confirm", "claim", "roster.claim.not-who")
		}
		layout, err := LayoutOf(c.Layout)
		if err != nil {
			return err
		}
		all, err := oursNow(ctx, tx.Tx, actor, c.PersonID)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return fault.New(fault.NotFound, op)
		}
		if err := s.learn(ctx, tx, layout, all[0], c); err != nil {
			return err
		}
		if err := settleRivals(ctx, tx, c); err != nil {
			return err
		}
		return goOn(ctx, tx, layout, all[0], c)
	})
}

// learn adds to the record what a list has and it has not.
func (s *Service) learn(ctx context.Context, tx *trail.Tx, l Layout, p Ours, c Claim) error {
	number, name := c.Adds()
	gain := people.Gain{Source: l.Title}
	if key := search.NumberKey(number); key != "" && l.Issuer != "" && !p.holds(l, key) {
		gain.Numbers = []people.Number{{Text: number, Issuer: l.Issuer}}
	}
	if name != "" && alike(p.Names, name) != whole {
		gain.Names = []string{name}
	}
	if len(gain.Numbers)+len(gain.Names) == 0 {
		return nil
	}
	return people.Enrich(ctx, tx, s.Index, p.ID, gain)
}

// holds reports whether somebody has a number of a list already.
func (p Ours) holds(l Layout, key string) bool {
	return slices.ContainsFunc(p.Numbers, func(n OurNumber) bool {
		can, _ := l.gives(l.Issuers, n.Issuer, n.Text)
		return can && search.NumberKey(n.Text) == key
	})
}

// goOn makes claims of what the row of a question says, now that it is known whose it
// is, unless they stand already or something newer is known.
func goOn(ctx context.Context, tx *trail.Tx, l Layout, p Ours, c Claim) error {
	have, err := claimsOf(ctx, tx.Tx, l.Key, p.ID)
	if err != nil {
		return err
	}
	for _, fresh := range judge(p, c.said(l), c.AsOf) {
		fresh.Layout, fresh.RunID = c.Layout, c.RunID
		if _, stands := standing(have, fresh); stands || p.after(fresh) {
			continue
		}
		fresh.ID = ids.New()
		if err := insertClaim(ctx, tx, fresh); err != nil {
			return err
		}
	}
	return nil
}

// after reports whether what we know of where somebody is is newer than a claim.
func (p Ours) after(c Claim) bool {
	_, last := p.Stay.SourceOn.Bounds()
	return !p.Stay.SourceOn.IsZero() && last > c.AsOf && c.Kind != NewDate
}

// settleRivals puts aside what the same row may have said of others the actor sees.
func settleRivals(ctx context.Context, tx *trail.Tx, c Claim) error {
	rivals, err := rivalsOf(ctx, tx.Tx, tx.Actor, c)
	for _, r := range rivals {
		if !r.Why.Who() {
			continue
		}
		if err := settle(ctx, tx, r, "", Dismissed); err != nil {
			return err
		}
	}
	return err
}

// answer is a row of which somebody said whose it is.
type answer struct{ personID, number, name string }

func answerOf(personID, number, name string) answer {
	return answer{personID, search.NumberKey(number), search.Fold(name)}
}

package grievances

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// HandOver records that the bundle of a grievance goes to somebody other than the
// person: their lawyer, who may send it to an ombudsman or a court. It needs what they
// agreed to (purpose share-lawyer, to that name), and cannot be undone: what has left
// cannot be called back.
//
// Faults: NotFound as View; Invalid when nobody is named; those of consent.Check.
func (s *Service) HandOver(ctx context.Context, actor authz.Actor, id, whom, what string) error {
	whom = strings.TrimSpace(whom)
	if whom == "" {
		return fault.Bad("grievances: hand over", "whom", "grievances.bundle.whom.missing")
	}
	return s.change(ctx, actor, "grievances.bundle.handed", id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		deed.Irrevocable = true
		deed.Args["whom"] = whom
		classes := consent.Of(consent.C1) | consent.Of(consent.C3)
		if m.Topic.Special() {
			classes |= consent.Of(consent.C4)
		}
		_, err := consent.Check(ctx, tx, consent.Ask{
			PersonID: m.PersonID, Purpose: "share-lawyer", Audience: consent.Audience{Name: whom}, Classes: classes, What: what, LinkKind: LinkKind, LinkID: id,
		})
		return err
	})
}

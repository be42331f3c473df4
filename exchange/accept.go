package exchange

import (
	"context"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Decide says which facility of ours the n-th place of a file is: "" for one that we
// do not have. It holds for every later file of the same giver.
func (s *Service) Decide(ctx context.Context, actor authz.Actor, id string, n int, facilityID string) error {
	const op = "exchange: decide"
	if !actor.May(MayTake) {
		return fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: "exchange.place.decided", Kind: subject, ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		f, content, err := fileByID(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		a, err := reopen(f, content)
		if err != nil {
			return err
		}
		if n < 0 || n >= len(a.Content.Places) {
			return fault.New(fault.NotFound, op)
		}
		if facilityID != "" {
			if _, err := facilities.ReachOf(ctx, tx.Tx, facilityID); err != nil {
				return err
			}
		}
		p := &a.Content.Places[n]
		deed.Args = map[string]string{"name": p.Name}
		return put(ctx, tx, placeTable, "place_key", giver(f.Signer, f.Origin), p.key(), trail.Set{"facility_id": facilityID})
	})
}

// Taking is what somebody takes of a file.
type Taking struct {
	Items []string // IDs of Compared
	// Compared says that the fingerprint was compared with whoever signed; it is
	// needed once for each signer.
	Compared bool
}

// Accept takes what was chosen of a file into the directory, in one change that can be
// undone as one. It returns how many rules and addresses were taken; Invalid when
// nothing was chosen or nobody compared the fingerprint of an unknown signer; Conflict
// when what was chosen cannot be taken any more, because ours changed since.
func (s *Service) Accept(ctx context.Context, actor authz.Actor, id string, t Taking) (taken int, err error) {
	if !actor.May(MayTake) {
		return 0, fault.New(fault.Forbidden, "exchange: accept")
	}
	if len(t.Items) == 0 {
		return 0, fault.Bad("exchange: accept", "take", "exchange.accept.nothing")
	}
	deed := &trail.Deed{Action: "exchange.file.accepted", Kind: subject, ID: id}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		k := taker{Service: s, tx: tx}
		if taken, err = k.take(ctx, id, t); err != nil {
			return err
		}
		deed.Args = map[string]string{"origin": k.plan.Origin, "count": strconv.Itoa(taken)}
		return nil
	})
	return taken, err
}

// taker takes the chosen things of one file.
type taker struct {
	*Service
	tx   *trail.Tx
	plan Plan
}

func (k *taker) take(ctx context.Context, id string, t Taking) (int, error) {
	f, content, err := fileByID(ctx, k.tx.Tx, id)
	if err != nil {
		return 0, err
	}
	a, err := reopen(f, content)
	if err != nil {
		return 0, err
	}
	if k.plan, err = k.Service.plan(ctx, k.tx.Tx, a); err != nil {
		return 0, err
	}
	if err := k.trust(ctx, t.Compared); err != nil {
		return 0, err
	}
	left, taken := map[string]bool{}, 0
	for _, item := range t.Items {
		left[item] = true
	}
	for i := range k.plan.Places {
		n, err := k.place(ctx, &k.plan.Places[i], left)
		if err != nil {
			return 0, err
		}
		taken += n
	}
	if len(left) > 0 {
		return 0, fault.New(fault.Conflict, "exchange: what was chosen can no longer be taken")
	}
	return taken, k.tx.Update(ctx, fileTable, id, f.Rev, trail.Set{
		"accepted_at": database.Micros(k.tx.Now()), "accepted_by": k.tx.Actor.Name, "taken": f.Taken + taken,
	})
}

// trust remembers a signer whose fingerprint was compared, and refuses one whose was not.
func (k *taker) trust(ctx context.Context, compared bool) error {
	switch {
	case k.plan.Signer == "" || k.plan.Known != nil:
		return nil
	case !compared:
		return fault.Bad("exchange: accept", "compared", "exchange.accept.not-compared")
	}
	return insertSigner(ctx, k.tx, k.plan.Signer, k.plan.Origin)
}

// place takes what was chosen of one place, and crosses it off.
func (k *taker) place(ctx context.Context, p *Planned, left map[string]bool) (taken int, err error) {
	chosen := slices.DeleteFunc(slices.Clone(p.Items), func(c Compared) bool { return !left[c.ID] || !c.State.Takeable() })
	if len(chosen) == 0 {
		return 0, nil
	}
	if p.FacilityID == "" {
		if p.FacilityID, err = k.add(ctx, p); err != nil {
			return 0, err
		}
	}
	for _, c := range chosen {
		delete(left, c.ID)
		if c.Rule != nil {
			err = k.rule(ctx, p, c)
		} else {
			err = k.address(ctx, p, c)
		}
		if err != nil {
			return 0, err
		}
		taken++
	}
	return taken, nil
}

// add enters a place that we do not have.
func (k *taker) add(ctx context.Context, p *Planned) (string, error) {
	f := facilities.Facility{Name: p.Name, Country: p.Country, Region: p.Region, County: p.County, Town: p.Town, Kind: p.Kind}
	if !slices.Contains(facilities.Kinds(), f.Kind) {
		f.Kind = ""
	}
	if len(f.Country) != 2 {
		f.Country = ""
	}
	return facilities.Add(ctx, k.tx, f)
}

// rule puts a rule of theirs among ours, in the place of the one it is about.
func (k *taker) rule(ctx context.Context, p *Planned, c Compared) error {
	r := *c.Rule
	r.FacilityID, r.Source = p.FacilityID, k.from(ctx, k.plan.Origin, SourceOf(r))
	if c.Ours != nil {
		r.ID, r.Rev = c.Ours.ID, c.Ours.Rev
	}
	id, err := facilities.PutRule(ctx, k.tx, r)
	if err != nil || c.key == "" {
		return err
	}
	return put(ctx, k.tx, ruleTable, "their", giver(k.plan.Signer, k.plan.Origin), c.key, trail.Set{"rule_id": id})
}

// SourceOf is the source a rule of theirs names, "" for none.
func SourceOf(r facilities.Rule) string {
	if r.Source == unnamed {
		return ""
	}
	return r.Source
}

func (k *taker) address(ctx context.Context, p *Planned, c Compared) error {
	a := *c.Address
	a.FacilityID, a.Source = p.FacilityID, clip(k.from(ctx, k.plan.Origin, a.Source), 300)
	if c.OursAt != nil {
		a.ID, a.Rev = c.OursAt.ID, c.OursAt.Rev
	}
	return facilities.PutAddress(ctx, k.tx, facilities.Facility{ID: p.FacilityID, Country: p.Country}, a)
}

package exchange

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strconv"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// HeldBack is a rule or an address that stays with us because its words may name
// somebody: a person of the record, a colleague, somebody who holds a post there.
type HeldBack struct {
	FacilityID string
	Facility   string
	Rule       *facilities.Rule    // nil for an address
	Address    *facilities.Address // nil for a rule
}

// Draft is a file that could be made.
type Draft struct {
	Content
	HeldBack []HeldBack

	names *names
}

// Choices lists the facilities that have rules.
func (s *Service) Choices(ctx context.Context, actor authz.Actor) (list []RuledPlace, err error) {
	err = s.read(ctx, actor, MayShare, func(tx *database.Tx) error {
		list, err = ruledPlaces(ctx, tx)
		return err
	})
	return list, err
}

// Draft gathers what a file of some facilities would say; of nil, of all that have
// rules. It writes nothing.
func (s *Service) Draft(ctx context.Context, actor authz.Actor, facilityIDs []string) (d Draft, err error) {
	err = s.read(ctx, actor, MayShare, func(tx *database.Tx) error {
		if facilityIDs == nil {
			if facilityIDs, err = withRules(ctx, tx); err != nil {
				return err
			}
		}
		called, err := s.called(ctx, tx)
		d.names = newNames(called)
		return err
	})
	if err != nil {
		return d, err
	}
	d.Origin, d.MadeOn = line(s.Organisation(ctx)), s.today(ctx)
	for _, id := range facilityIDs {
		f, err := s.Places.Facility(ctx, actor, id)
		if err != nil {
			return d, err
		}
		d.add(f)
	}
	d.names = nil
	return d, nil
}

func (s *Service) called(ctx context.Context, tx *database.Tx) ([]string, error) {
	if s.Called == nil {
		return nil, nil
	}
	return s.Called(ctx, tx)
}

// add takes a facility in, but for what may name somebody.
func (d *Draft) add(f facilities.Full) {
	there := newNames(holders(f))
	names := func(texts ...string) bool { return d.names.in(texts...) || there.in(texts...) }
	p := Place{Name: f.Name, Country: f.Country, Region: f.Region, County: f.County, Town: f.Town, Kind: f.Kind}
	for _, n := range f.Names {
		if n.Text != f.Name && len(p.Also) < maxOf && !names(n.Text) {
			p.Also = append(p.Also, n.Text)
		}
	}
	for _, c := range f.Codes {
		p.Codes = append(p.Codes, Code(c))
	}
	root := roots(f)
	for _, r := range f.Rules {
		if names(r.Says, r.Source, r.Test.Value) {
			d.HeldBack = append(d.HeldBack, HeldBack{FacilityID: f.ID, Facility: f.Name, Rule: &r})
			continue
		}
		p.Rules = append(p.Rules, Rule{
			Key: shortKey(root[r.ID]), Topic: r.Topic, Says: r.Says, Source: r.Source, CheckedOn: r.CheckedOn, Evidence: r.Mark, Test: testOf(r.Test),
		})
	}
	for _, a := range f.Addresses {
		switch {
		case a.Ended:
		case names(a.Lines, a.Source):
			d.HeldBack = append(d.HeldBack, HeldBack{FacilityID: f.ID, Facility: f.Name, Address: &a})
		default:
			p.Addresses = append(p.Addresses, Address{a.Purpose, a.Lines, a.Town, a.County, a.Region, a.Postcode, a.Country, a.Source, a.CheckedOn})
		}
	}
	d.Places = append(d.Places, p)
}

func holders(f facilities.Full) (names []string) {
	for _, p := range f.Posts {
		for _, h := range p.Holders {
			names = append(names, h.Name)
		}
	}
	return names
}

// roots gives for every rule the first of those it followed.
func roots(f facilities.Full) map[string]string {
	follows := map[string]string{}
	for _, list := range [][]facilities.Rule{f.Rules, f.Past} {
		for _, r := range list {
			follows[r.ID] = r.Follows
		}
	}
	out := map[string]string{}
	for _, r := range f.Rules {
		first := r.ID
		for steps := 0; follows[first] != "" && steps < 1000; steps++ {
			first = follows[first]
		}
		out[r.ID] = first
	}
	return out
}

// shortKey names a rule to others without saying when it was written down, which our
// own id does.
func shortKey(id string) string {
	sum := sha256.Sum256([]byte("facility rule " + id))
	return hex.EncodeToString(sum[:8])
}

// Make makes a file of some facilities, or of all that have rules, and signs it. That
// it was made cannot be undone: what has left cannot be called back. It returns Invalid
// when there is nothing to hand out.
func (s *Service) Make(ctx context.Context, actor authz.Actor, facilityIDs []string) (file []byte, d Draft, err error) {
	if d, err = s.Draft(ctx, actor, facilityIDs); err != nil {
		return nil, d, err
	}
	if len(d.Places) == 0 || d.Count() == 0 {
		return nil, d, fault.Bad("exchange: make", "places", "exchange.make.nothing")
	}
	m := Made{ID: ids.New(), MadeOn: d.MadeOn, By: actor.Name, Places: len(d.Places), Rules: d.Count(), Held: len(d.HeldBack)}
	deed := &trail.Deed{Action: "exchange.file.made", Kind: "facility-rules", ID: m.ID, Irrevocable: true,
		Args: map[string]string{"places": strconv.Itoa(m.Places), "count": strconv.Itoa(m.Rules)}}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		key, err := ownKey(ctx, tx)
		if err != nil {
			return err
		}
		if file, err = write(&d.Content, key); err != nil {
			return err
		}
		return insertMade(ctx, tx, m, sum(file))
	})
	return file, d, err
}

func sum(file []byte) string {
	s := sha256.Sum256(file)
	return hex.EncodeToString(s[:])
}

// ownKey is the key of this installation; the first file makes it.
func ownKey(ctx context.Context, tx *trail.Tx) (ed25519.PrivateKey, error) {
	kept, err := seed(ctx, tx.Tx)
	if err != nil {
		return nil, err
	}
	if kept == "" {
		fresh := make([]byte, ed25519.SeedSize)
		_, _ = rand.Read(fresh) // never fails
		kept = base64.StdEncoding.EncodeToString(fresh)
		if err := insertSeed(ctx, tx, kept); err != nil {
			return nil, err
		}
	}
	return keyOf(kept)
}

func keyOf(seed string) (ed25519.PrivateKey, error) {
	raw, err := base64.StdEncoding.DecodeString(seed)
	if err != nil || len(raw) != ed25519.SeedSize {
		return nil, fault.New(fault.Internal, "exchange: the key is damaged")
	}
	return ed25519.NewKeyFromSeed(raw), nil
}

// Own is the fingerprint of this installation, "" before it has made a file.
func (s *Service) Own(ctx context.Context, actor authz.Actor) (print string, err error) {
	err = s.read(ctx, actor, MayShare, func(tx *database.Tx) error {
		kept, err := seed(ctx, tx)
		if err != nil || kept == "" {
			return err
		}
		key, err := keyOf(kept)
		if err == nil {
			public, _ := key.Public().(ed25519.PublicKey)
			print = Fingerprint(public)
		}
		return err
	})
	return print, err
}

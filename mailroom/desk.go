package mailroom

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/mailroom/verdict"
	"github.com/throughcare/throughcare/people"
)

// Desk is what the desk shows of somebody whose letter lies on it.
type Desk struct {
	Person  people.Full
	Stay    custody.Stay
	Reach   facilities.Reach
	Release custody.Milestone // the release to go by; zero when nobody knows one
	Offers  []Judged          // what we send, with the verdict of today
	Waiting []Request         // of theirs, the oldest first
	Sent    []Parcel          // the latest first
	Asked   []string          // what they asked for before, the latest first
	Today   civil.Day
}

// Judged is something we send, with whether it may go to them today.
type Judged struct {
	Offer
	Verdict verdict.Verdict
	Last    civil.Day // when they last had one; ""
	Address []string  // the envelope; nil when there is none
}

// DaysSince is how long ago they last had one, and whether they ever had.
func (j Judged) DaysSince(today civil.Day) (days int, ever bool) {
	if j.Last == "" {
		return 0, false
	}
	return today.Since(j.Last), true
}

// Desk returns what is to be known at the desk of somebody, or NotFound for a person the
// actor does not see.
func (s *Service) Desk(ctx context.Context, actor authz.Actor, personID string) (d Desk, err error) {
	err = s.read(ctx, actor, "mail: desk", func(tx *database.Tx) error {
		d, err = s.desk(ctx, tx, actor, personID)
		return err
	})
	if err == nil {
		trail.Saw(ctx, trail.Page, personID)
	}
	return d, err
}

func (s *Service) desk(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (d Desk, err error) {
	d.Today = s.Today(ctx)
	if d.Person, err = people.Everything(ctx, tx, actor, personID); err != nil {
		return d, err
	}
	if err := d.locate(ctx, tx); err != nil {
		return d, err
	}
	if d.Waiting, err = waitingOf(ctx, tx, personID); err != nil {
		return d, err
	}
	if d.Sent, err = parcelsOf(ctx, tx, personID); err != nil {
		return d, err
	}
	if d.Asked, err = askedBefore(ctx, tx, personID); err != nil {
		return d, err
	}
	list, err := offers(ctx, tx)
	for _, o := range list {
		if !o.Ended {
			d.Offers = append(d.Offers, d.judge(o, false, nil))
		}
	}
	return d, err
}

// locate finds where they are, how post gets there, and when they go home.
func (d *Desk) locate(ctx context.Context, tx *database.Tx) (err error) {
	d.Stay, err = custody.CurrentOf(ctx, tx, d.Person.ID)
	if fault.Is(err, fault.NotFound) {
		d.Stay, err = custody.Stay{State: custody.Unknown}, nil
	}
	if err != nil {
		return err
	}
	if d.Stay.FacilityID != "" {
		if d.Reach, err = facilities.ReachOf(ctx, tx, d.Stay.FacilityID); err != nil {
			return err
		}
	}
	dates, err := custody.MilestonesOf(ctx, tx, d.Person.ID)
	for _, m := range custody.Best(dates) {
		if m.Kind == custody.Release {
			d.Release = m
		}
	}
	return err
}

// judge weighs whether something may go to them today.
func (d *Desk) judge(o Offer, again bool, items []verdict.Item) Judged {
	j := Judged{Offer: o}
	a, standsIn, ok := facilities.AddressFor(d.Reach.Addresses, facilities.Purpose(o.Purpose))
	ask := verdict.Ask{
		Today: d.Today, Topic: o.Topic, Rules: d.Reach.Rules, Every: o.Every, NearDays: o.NearDays, Again: again, Items: items,
		Where: verdict.Where{
			State: d.Stay.State, Facility: d.Reach.Name, Since: d.Stay.Since, Address: ok, StandsIn: standsIn && o.Purpose != string(facilities.Letters),
			AddressStale: ok && a.Stale(d.Today), ReleaseOn: d.Release.On, ReleaseSaid: d.Release.Claim,
		},
	}
	for _, p := range d.Sent {
		if p.OfferID == o.ID {
			ask.Sent = append(ask.Sent, verdict.Sent{On: p.SentOn, Back: p.ReturnedOn != "", Again: p.Again})
			j.Last = max(j.Last, p.SentOn)
		}
	}
	j.Verdict = verdict.Judge(ask)
	if ok && d.Stay.State == custody.Held {
		j.Address = facilities.LettersAddress(d.Person.NameInside(), d.Person.Number, d.Stay.Unit, d.Reach.Name, a)
	}
	return j
}

// offer finds what is sent under an id, with its verdict.
func (d *Desk) offer(id string) (Judged, bool) {
	i := slices.IndexFunc(d.Offers, func(j Judged) bool { return j.ID == id })
	if i < 0 {
		return Judged{}, false
	}
	return d.Offers[i], true
}

package demo

import (
	"context"

	"github.com/throughcare/throughcare/arbitration"
)

// arbitrations are two matters: Marcus and the prison, with a sitting to come, and one of
// Gus that was agreed, with promises to look at.
func (f *filler) arbitrations(ctx context.Context) error {
	if err := f.insulin(ctx); err != nil {
		return err
	}
	return f.tablets(ctx)
}

// matter begins one about somebody's newest open grievance, if there is one.
func (f *filler) matter(ctx context.Context, who, title, asks string) (id string, err error) {
	n := arbitration.New{PersonID: f.folk[who], Title: title, Other: "Harrow Ridge, the deputy warden", Asks: asks}
	rows, err := f.rec.Grievances.OfPerson(ctx, f.ruth(), n.PersonID)
	if err != nil {
		return "", err
	}
	if len(rows) > 0 {
		n.GrievanceID = rows[0].ID
	}
	if id, err = f.rec.Arbitration.Open(ctx, f.ruth(), n); err != nil {
		return "", err
	}
	return id, f.rec.Arbitration.Assign(ctx, f.ruth(), id, "", "", "M. Ortiz, a retired judge")
}

func (f *filler) insulin(ctx context.Context) error {
	s, ruth := f.rec.Arbitration, f.ruth()
	id, err := f.matter(ctx, "Marcus Bellweather", "Insulin given late", "Doses at 07:00 and 17:00, written down each time.")
	if err != nil {
		return err
	}
	for _, p := range []arbitration.Position{
		{Side: arbitration.ThePerson, On: f.ago(20), Words: "Fourteen evenings since August, each with its hour. Twice he fell."},
		{Side: arbitration.TheOther, On: f.ago(12), Words: "The pharmacy closes at 16:00. Evening doses wait for the count."},
	} {
		if err := s.Say(ctx, ruth, id, p); err != nil {
			return err
		}
	}
	if err := s.Plan(ctx, ruth, id, arbitration.Sitting{On: f.ago(9), Held: true, Place: "Visiting room", Who: "Marcus, the deputy warden, M. Ortiz", Minutes: "Both sides spoke. The log of the pharmacy is asked for."}); err != nil {
		return err
	}
	return s.Plan(ctx, ruth, id, arbitration.Sitting{On: f.today.Add(14), At: "14:00", Place: "Visiting room", Agenda: "The log of the pharmacy. A proposal."})
}

func (f *filler) tablets(ctx context.Context) error {
	s, ruth := f.rec.Arbitration, f.ruth()
	id, err := f.matter(ctx, "Gus Amadi", "Tablets missed when the pharmacy changed", "Never again without notice.")
	if err != nil {
		return err
	}
	if err := s.Propose(ctx, ruth, id, "", "An order is renewed a week before it ends, and he is told in writing."); err != nil {
		return err
	}
	return s.Agree(ctx, ruth, id, "", "An order is renewed a week before it ends, and he is told in writing.", []arbitration.Promise{
		{Side: arbitration.TheOther, Words: "The renewed order, a week before", FollowOn: f.today.Add(10)},
		{Side: arbitration.TheOther, Words: "A notice on paper", FollowOn: f.today.Add(30)},
		{Side: arbitration.ThePerson, Words: "He says at once when a dose is missed", FollowOn: f.today.Add(60)},
	})
}

package demo

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/plans"
)

// planned is what is known of somebody's plan: which needs are settled, which are under
// way, each with what is known, and which kinds are in it besides the usual ones.
type planned struct {
	who   string
	met   map[string]string
	doing map[string]string
	more  []string
}

// plans are those of who goes home soon: Tyrell tomorrow without a bed, Lena with almost
// everything, Gus in four weeks, and Dana, who is out.
func (f *filler) plans(ctx context.Context) error {
	for _, p := range []planned{
		{who: "Tyrell Okafor", met: map[string]string{
			"ride": "His sister, at the gate at 08:30.", "id": "State ID came on Monday; it lies in our safe.", "medicine": "", "phone": "Prepaid phone, in the packet.", "food": "",
			"clothes": "", "meeting": "", "insurance": "", "clinic": "", "family": "", "money": "",
		}, doing: map[string]string{"bed": "Both hostels are full. The church house answers by noon."}, more: []string{"clothes"}},
		{who: "Lena Marsh", met: map[string]string{
			"ride": "Ruth, 10:00, the blue car.", "id": "", "bed": "With her mother.", "food": "", "meeting": "", "insurance": "", "clinic": "Thursday 14:00, Elm Street.", "naloxone": "",
			"medicine": "The nurse packs two weeks.",
		}, doing: map[string]string{"money": "Benefits are claimed on Monday."}},
		{who: "Gus Amadi", met: map[string]string{"meeting": ""}, doing: map[string]string{"bed": "On the list of the halfway house.", "id": "Birth certificate asked for."}, more: []string{"birth", "cv"}},
		{who: "Dana Whitehorse", met: map[string]string{"ride": "", "bed": "Her aunt’s.", "id": "", "medicine": "", "phone": "", "food": "", "meeting": "", "insurance": "", "clinic": "", "family": "", "money": "", "office": "", "naloxone": ""}},
	} {
		if err := f.plan(ctx, p); err != nil {
			return err
		}
	}
	return f.afterwards(ctx)
}

func (f *filler) plan(ctx context.Context, p planned) error {
	s, ruth, id := f.rec.Plans, f.ruth(), f.folk[p.who]
	outline, _ := plans.OutlineOf("united-states")
	if _, err := s.Make(ctx, ruth, plans.New{PersonID: id, Outline: outline.Key, Needs: slices.Concat(outline.Usual(), p.more)}); err != nil {
		return err
	}
	v, err := s.View(ctx, ruth, id)
	if err != nil {
		return err
	}
	for _, n := range v.Needs {
		in := plans.NeedForm{Due: n.Due, State: plans.Met, OwnerID: ruth.ID}
		note, met := p.met[n.Key]
		if !met {
			if in.Note, met = p.doing[n.Key]; !met {
				continue
			}
			in.State = plans.Doing
		} else {
			in.Note = note
		}
		if n.Key == "medicine" && in.State == plans.Met {
			in.SupplyDays = 14
		}
		if err := s.ChangeNeed(ctx, ruth, id, n.ID, n.Rev, in); err != nil {
			return err
		}
	}
	return nil
}

// afterwards is what came after the gate for Dana, the papers in the safe, and who is on
// duty.
func (f *filler) afterwards(ctx context.Context) error {
	s, ruth, dana, tyrell := f.rec.Plans, f.ruth(), f.folk["Dana Whitehorse"], f.folk["Tyrell Okafor"]
	v, err := s.View(ctx, ruth, dana)
	if err != nil {
		return err
	}
	for _, c := range v.Calls {
		if err := s.Say(ctx, ruth, dana, c.ID, c.Rev, plans.Reached, ""); err != nil {
			return err
		}
	}
	first := v.Outcomes[0]
	if err := s.SayOutcome(ctx, ruth, dana, first.Rev, plans.Outcome{ID: first.ID, Contact: plans.InTouch, Living: plans.Family, Income: plans.Benefits}); err != nil {
		return err
	}
	for _, c := range []plans.Condition{
		{PersonID: dana, Kind: plans.Report, Words: "Report to the office on Weir Street every Tuesday", Until: f.today.Add(300), Source: "Supervision order"},
		{PersonID: dana, Kind: plans.Curfew, Words: "Home from 21:00 to 06:00", Until: f.today.Add(20), Source: "Supervision order"},
	} {
		if err := s.SaveCondition(ctx, ruth, "", c); err != nil {
			return err
		}
	}
	for _, p := range []plans.Paper{
		{PersonID: tyrell, Kind: "id", Holder: plans.WithUs, Place: "Safe, drawer 2"}, {PersonID: tyrell, Kind: "birth", Holder: plans.WithPrison},
	} {
		if err := s.AddPaper(ctx, ruth, p, ""); err != nil {
			return err
		}
	}
	return s.SetDuty(ctx, ruth, plans.Duty{AccountID: f.actors["samir"].ID, From: f.today, Until: f.today.Add(6)})
}

package demo

import (
	"context"

	"github.com/throughcare/throughcare/families"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// families are three households, the helpline of a week, a trip, two programmes, and a day
// at the counter of a visitor centre.
func (f *filler) families(ctx context.Context) error {
	for _, step := range []func(context.Context) error{f.households, f.helpline, f.trip, f.courses, f.counterDay} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// kin is somebody of a household.
type kin struct{ name, relation, born string }

func (f *filler) households(ctx context.Context) error {
	s, ruth := f.rec.Families, f.ruth()
	for _, c := range []families.Cap{{Kind: "food", Amount: 150_00, Days: 30}, {Amount: 600_00, Days: 365}} {
		if err := s.SaveCap(ctx, ruth, c); err != nil {
			return err
		}
	}
	for _, h := range []struct {
		head, name, note, inside, relation string
		kin                                []kin
		needs                              []families.Need
		aid                                []families.Aid
		tell                               families.Tell
	}{
		{
			head: "Loretta Pike", name: "The Pike family", note: "Calls after six. Works at the laundry on Weir Street.", inside: "Darnell Pike", relation: "her son",
			kin:   []kin{{"Tia Pike", "daughter", "2014"}, {"Jordan Pike", "grandson", "2019-05"}},
			needs: []families.Need{{Words: "A winter coat for Jordan", State: families.Met, Outcome: "Coat drive at St. Anne, size 6"}, {Words: "The gas bill of October"}},
			aid:   []families.Aid{{Kind: "food", Amount: 80_00, How: "food card", On: f.ago(12)}, {Kind: "heat", Amount: 120_00, How: "paid to the company", On: f.ago(40)}},
			tell:  families.Tell{Whom: "Jordan’s school", What: "where his uncle is", May: false},
		},
		{
			head: "Grace Okafor", name: "The Okafor family", note: "Sister. Drives; can take two more.", inside: "Tyrell Okafor", relation: "her brother",
			needs: []families.Need{{Words: "A bed for Tyrell tomorrow, until his room is ready", State: families.Referred, Outcome: "The church house answers by noon"}},
			tell:  families.Tell{Whom: "Tyrell", What: "that she looks for a bed", May: true},
		},
		{head: "Zahra Karimi", name: "The Karimi family", note: "Farsi. Her daughter interprets.", inside: "Yusuf Karimi", relation: "her husband", kin: []kin{{"Leila Karimi", "daughter", "2011"}}},
	} {
		id, err := s.Add(ctx, ruth, families.New{Head: h.head, Name: h.name, Note: h.note})
		if err != nil {
			return err
		}
		for _, k := range h.kin {
			if err := s.AddMember(ctx, ruth, id, families.Member{Name: k.name, Relation: k.relation, Child: true}, partialdate.Must(k.born)); err != nil {
				return err
			}
		}
		if err := s.Link(ctx, ruth, id, f.folk[h.inside], h.relation); err != nil {
			return err
		}
		for _, n := range h.needs {
			if err := s.SaveNeed(ctx, ruth, id, "", n); err != nil {
				return err
			}
		}
		for _, a := range h.aid {
			if err := s.Give(ctx, ruth, id, a); err != nil {
				return err
			}
		}
		if h.tell.What != "" {
			if err := s.SaveTell(ctx, ruth, id, h.tell); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *filler) helpline(ctx context.Context) error {
	for _, c := range []families.Call{
		{About: "transfer", Words: "Her husband was moved on Monday and nobody says where. She has the number from last week."},
		{About: "visit", Caller: "Mrs. Osei", Words: "First visit on Saturday. May she bring the baby’s bottle?", FollowOn: f.today.Add(1)},
		{About: "lonely", Words: "First Christmas without him."},
	} {
		if _, err := f.rec.Families.Log(ctx, f.ruth(), c); err != nil {
			return err
		}
	}
	return nil
}

// relatives are the heads of the households, and the children of the first.
func (f *filler) relatives(ctx context.Context) (heads []string, children []string, err error) {
	rows, err := f.rec.Families.List(ctx, f.ruth(), families.Open)
	for _, r := range rows {
		v, err := f.rec.Families.View(ctx, f.ruth(), r.ID)
		if err != nil {
			return nil, nil, err
		}
		for _, m := range v.Members {
			if m.Child {
				children = append(children, m.PersonID)
			} else {
				heads = append(heads, m.PersonID)
			}
		}
	}
	return heads, children, err
}

func (f *filler) trip(ctx context.Context) error {
	s, ruth := f.rec.Families, f.ruth()
	id, err := s.PlanTrip(ctx, ruth, "", families.Trip{FacilityID: f.places["harrow"], On: f.today.Add(15), At: "07:30", Meet: "St. Anne, the side door", Seats: 4})
	if err != nil {
		return err
	}
	heads, children, err := f.relatives(ctx)
	if err != nil {
		return err
	}
	for _, p := range append(heads, children[0]) {
		if err := s.Book(ctx, ruth, id, p); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) courses(ctx context.Context) error {
	s, ruth := f.rec.Families, f.ruth()
	heads, children, err := f.relatives(ctx)
	if err != nil {
		return err
	}
	for i, p := range []families.Programme{
		{Name: "Families on release", About: "Eight weeks around the day somebody comes home.", Weeks: 8}, {Name: "Reading together by tape", About: "A story a week, read inside, heard at home.", Weeks: 10},
	} {
		id, err := s.SaveProgramme(ctx, ruth, "", p)
		if err != nil {
			return err
		}
		for n, who := range append(heads, children...) {
			start := families.NoScore
			if n < len(heads) {
				start = 42 + 6*n
			}
			if err := s.Enrol(ctx, ruth, id, who, f.ago(20+50*i), start); err != nil {
				return err
			}
		}
		if i == 0 {
			continue
		}
		_, list, _, err := s.Programme(ctx, ruth, id)
		if err != nil {
			return err
		}
		for n, e := range list[:2] {
			if err := s.Score(ctx, ruth, e.ID, e.Rev, e.Start, e.Start+4, e.Start+9+n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *filler) counterDay(ctx context.Context) error {
	for kind, n := range map[families.TapKind]int{"adult": 14, "child": 6, "first-time": 3, "query": 5, "referral": 1} {
		for range n {
			if err := f.rec.Families.Tap(ctx, f.ruth(), f.places["harrow"], "morning", kind); err != nil {
				return err
			}
		}
	}
	return nil
}

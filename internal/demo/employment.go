package demo

import (
	"context"

	"github.com/throughcare/throughcare/employment"
	"github.com/throughcare/throughcare/internal/civil"
)

// employment are three employers, what they offer, and three jobs: one that lasts, one that
// ended, and one for which the form of the tax credit is due.
func (f *filler) employment(ctx context.Context) error {
	s, ruth := f.rec.Employment, f.ruth()
	ids := map[string]string{}
	for _, e := range []employment.Employer{
		{Name: "Larch Laundry", Town: "Larch Creek", Contact: "Mrs. Lund\n41 Mill Road", Note: "Hires twice a year, spring and fall.", Bars: []string{"theft", "fraud"}},
		{Name: "Weir Street Kitchen", Town: "Tamarack", Contact: "Ask for Paolo, mornings", Note: "Takes everybody who comes on time."},
		{Name: "Northgate Pallets", Town: "Northgate", Contact: "Personnel, second floor", Bars: []string{"driving"}},
	} {
		id, err := s.SaveEmployer(ctx, ruth, "", e)
		if err != nil {
			return err
		}
		ids[e.Name] = id
	}
	if err := s.Say(ctx, ruth, ids["Larch Laundry"], employment.Word{Words: "Two more places from the first of the month.", On: f.ago(6)}); err != nil {
		return err
	}
	laundry, err := s.SaveVacancy(ctx, ruth, "", employment.Vacancy{EmployerID: ids["Larch Laundry"], Title: "Laundry hand", Hours: 36, Pay: "$15.50 an hour", Needs: "id bank", Places: 2, Until: f.today.Add(24)})
	if err != nil {
		return err
	}
	if _, err := s.SaveVacancy(ctx, ruth, "", employment.Vacancy{EmployerID: ids["Northgate Pallets"], Title: "Forklift driver, nights", Hours: 40, Pay: "$19 an hour", Needs: "id licence", Places: 1}); err != nil {
		return err
	}
	for _, k := range []employment.Seeker{
		{PersonID: f.folk["Dana Whitehorse"], Wants: "laundry or kitchen", Papers: []string{"id", "bank", "phone"}, BarsSaid: true},
		{PersonID: f.folk["Gus Amadi"], Wants: "forklift", Can: "Has driven a forklift inside.", From: f.today.Add(30), Papers: []string{"id"}, Bars: []string{"theft"}, BarsSaid: true},
	} {
		if err := s.Seek(ctx, ruth, "", k); err != nil {
			return err
		}
	}
	if err := s.PutForward(ctx, ruth, laundry, f.folk["Dana Whitehorse"]); err != nil {
		return err
	}
	return f.jobs(ctx, ids)
}

func (f *filler) jobs(ctx context.Context, employers map[string]string) error {
	s, ruth := f.rec.Employment, f.ruth()
	for _, j := range []struct {
		who, at, title string
		start, since   civil.Day
		ended          int
		proved         []int
	}{
		{who: f.rest[0], at: "Weir Street Kitchen", title: "Kitchen help", start: f.ago(97), proved: []int{30, 60, 90}},
		{who: f.rest[1], at: "Northgate Pallets", title: "Yard hand", start: f.ago(60), proved: []int{30}, ended: 20},
		{who: f.rest[2], at: "Weir Street Kitchen", title: "Baker’s help", start: f.ago(19), since: f.ago(200)},
	} {
		id, err := s.Place(ctx, ruth, employment.Placement{PersonID: j.who, EmployerID: employers[j.at], Title: j.title, Start: j.start, Since: j.since})
		if err != nil {
			return err
		}
		for _, days := range j.proved {
			if err := s.Prove(ctx, ruth, id, employment.Proof{Days: days, Kind: "pay-stub", On: j.start.Add(days)}, days*4, days*62_00); err != nil {
				return err
			}
		}
		if j.ended > 0 {
			if err := s.End(ctx, ruth, id, "", f.ago(j.ended), "the season was over"); err != nil {
				return err
			}
		}
	}
	return nil
}

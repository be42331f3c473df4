package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// facilities adds the five places with their addresses, rules and posts.
func (f *filler) facilities(ctx context.Context) error {
	for _, p := range f.Facilities {
		if err := f.place(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	return nil
}

func (f *filler) place(ctx context.Context, p place) error {
	id, err := f.rec.Places.Add(ctx, f.ruth(), facilities.Facility{
		Name: p.Name, Country: "US", County: "Tamarack", Town: p.Place, Kind: facilities.Kind(p.Kind), Security: p.Security, Status: facilities.Open,
		CheckedOn: f.ago(1),
	})
	if err != nil {
		return err
	}
	f.places[p.Key] = id
	for purpose, lines := range map[facilities.Purpose][]string{
		facilities.Street: p.Street, facilities.Letters: p.Letters, facilities.Books: p.Books, facilities.Legal: p.Legal,
	} {
		if err := f.address(ctx, id, p, purpose, lines); err != nil {
			return err
		}
	}
	for _, r := range p.Rules {
		rule := facilities.Rule{FacilityID: id, Topic: r.Topic, Says: r.Says, Source: r.Source, CheckedOn: partialdate.On(f.ago(r.DaysAgo)), Mark: facilities.Verified}
		if err := f.rec.Places.PutRule(ctx, f.ruth(), rule); err != nil {
			return err
		}
	}
	return f.posts(ctx, id, p)
}

func (f *filler) address(ctx context.Context, id string, p place, purpose facilities.Purpose, lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	return f.rec.Places.PutAddress(ctx, f.ruth(), facilities.Address{
		FacilityID: id, Purpose: purpose, Lines: strings.Join(lines, "\n"), Town: p.Place, Postcode: p.Postcode, Country: "US",
		Source: "Handbook", CheckedOn: partialdate.On(f.ago(18)),
	})
}

func (f *filler) posts(ctx context.Context, id string, p place) error {
	for _, v := range p.Posts {
		if err := f.rec.Places.PutPost(ctx, f.ruth(), facilities.Post{FacilityID: id, Title: v.Title, Contact: v.Contact, Source: "By telephone", CheckedOn: partialdate.On(f.ago(30))}); err != nil {
			return err
		}
	}
	full, err := f.rec.Places.Facility(ctx, f.ruth(), id)
	if err != nil {
		return err
	}
	for _, post := range full.Posts {
		for _, v := range p.Posts {
			if v.Title != post.Title || v.Holder == "" {
				continue
			}
			since, err := partialdate.Parse(v.Since)
			if err != nil {
				return err
			}
			if err := f.rec.Places.PutHolder(ctx, f.ruth(), facilities.Holder{PostID: post.ID, FacilityID: id, Name: v.Holder, Since: since, Source: "By telephone"}); err != nil {
				return err
			}
		}
	}
	return nil
}

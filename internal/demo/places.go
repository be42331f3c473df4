package demo

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// facilities adds the five places with their addresses, rules and posts, and
// reads two directories that know them by other names and numbers.
func (f *filler) facilities(ctx context.Context) error {
	for _, p := range f.Facilities {
		if err := f.place(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	for _, d := range f.Directories {
		if err := f.directory(ctx, d); err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
	}
	return nil
}

func (f *filler) directory(ctx context.Context, d directory) error {
	_, err := f.rec.Places.Import(ctx, f.ruth(), facilities.Directory{
		Source: d.Name, FileName: d.File, SaidOn: civil.Day(d.SaidOn), Header: d.Rows[0],
		Rows: func(yield func(facilities.Row, error) bool) {
			for i, cells := range d.Rows[1:] {
				if !yield(facilities.Row{Number: i + 2, Cells: cells}, nil) {
					return
				}
			}
		},
	})
	return err
}

func (f *filler) place(ctx context.Context, p place) error {
	id, err := f.rec.Places.Add(ctx, f.ruth(), facilities.Facility{
		Name: p.Name, Country: "US", Region: p.Region, County: "Tamarack", Town: p.Place, Kind: facilities.Kind(p.Kind), Security: p.Security, Status: facilities.Open,
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
	if err := f.rules(ctx, id, p.Rules); err != nil {
		return err
	}
	return f.posts(ctx, id, p)
}

// rules writes the rules of a place, each in the place of what it was before.
func (f *filler) rules(ctx context.Context, id string, rules []houseRule) error {
	for _, r := range rules {
		now := f.rule(id, r)
		if r.Was != nil {
			was := f.rule(id, *r.Was)
			was.Topic = r.Topic
			if err := f.rec.Places.PutRule(ctx, f.ruth(), was); err != nil {
				return err
			}
			full, err := f.rec.Places.Facility(ctx, f.ruth(), id)
			if err != nil {
				return err
			}
			now.ID, now.Rev = full.Rules[0].ID, full.Rules[0].Rev // the one just written
		}
		if err := f.rec.Places.PutRule(ctx, f.ruth(), now); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) rule(id string, r houseRule) facilities.Rule {
	return facilities.Rule{
		FacilityID: id, Topic: r.Topic, Test: r.Test, Says: r.Says, Source: r.Source, CheckedOn: partialdate.On(f.ago(r.DaysAgo)),
		Mark: cmp.Or(facilities.Mark(r.Mark), facilities.Verified),
	}
}

func (f *filler) address(ctx context.Context, id string, p place, purpose facilities.Purpose, lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	return f.rec.Places.PutAddress(ctx, f.ruth(), facilities.Address{
		FacilityID: id, Purpose: purpose, Lines: strings.Join(lines, "\n"), Town: p.Place, Region: p.Region, Postcode: p.Postcode, Country: "US",
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
			if v.Title != post.Title {
				continue
			}
			if err := f.holders(ctx, post, [][2]string{{v.Before, v.BeforeSince}, {v.Holder, v.Since}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// holders fills a post, one after the other.
func (f *filler) holders(ctx context.Context, post facilities.Post, list [][2]string) error {
	for _, h := range list {
		if h[0] == "" {
			continue
		}
		since, err := partialdate.Parse(h[1])
		if err != nil {
			return err
		}
		if err := f.rec.Places.PutHolder(ctx, f.ruth(), facilities.Holder{
			PostID: post.ID, FacilityID: post.FacilityID, Name: h[0], Since: since, Source: "By telephone",
		}); err != nil {
			return err
		}
	}
	return nil
}

package facilities

import (
	"cmp"
	"context"
	"strings"

	"github.com/throughcare/throughcare/facilities/placename"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Facility returns everything known of a facility, or NotFound. A double is
// returned with MergedInto set and should be left for the facility it names.
func (s *Service) Facility(ctx context.Context, actor authz.Actor, id string) (Full, error) {
	var f Full
	err := s.read(ctx, actor, "facilities: facility", func(tx *database.Tx) (err error) {
		f, err = fullByID(ctx, tx, id)
		return err
	})
	return f, err
}

// Find returns the facilities a text may mean, likeliest first.
func (s *Service) Find(ctx context.Context, actor authz.Actor, text string, limit int) ([]Guess, error) {
	var out []Guess
	err := s.read(ctx, actor, "facilities: find", func(tx *database.Tx) error {
		g, err := s.Gazetteer(ctx, tx)
		if err == nil {
			out = g.Search(text, limit)
		}
		return err
	})
	return out, err
}

// Meant returns the facilities a text may mean, likeliest first, each with the
// probability that it does; region is a state or nation by code or name, or "". See
// Gazetteer.Resolve.
func (s *Service) Meant(ctx context.Context, actor authz.Actor, text, region string) ([]Guess, error) {
	var out []Guess
	err := s.read(ctx, actor, "facilities: meant", func(tx *database.Tx) error {
		g, err := s.Gazetteer(ctx, tx)
		if err == nil {
			out = g.Resolve(text, region)
		}
		return err
	})
	return out, err
}

// List returns a page of the directory and how many there are in all.
func (s *Service) List(ctx context.Context, actor authz.Actor, f Filter) (list []Facility, total int, err error) {
	err = s.read(ctx, actor, "facilities: list", func(tx *database.Tx) error {
		list, total, err = listFacilities(ctx, tx, f)
		return err
	})
	return list, total, err
}

// Addresses returns the addresses in use of some facilities, by facility.
func (s *Service) Addresses(ctx context.Context, actor authz.Actor, facilityIDs []string) (out map[string][]Address, err error) {
	err = s.read(ctx, actor, "facilities: addresses", func(tx *database.Tx) error {
		out, err = addressesOf(ctx, tx, facilityIDs)
		return err
	})
	return out, err
}

// subject is the kind of record the changes here are about.
const subject = "facility"

// write makes one change to a facility for an actor who may write.
func (s *Service) write(ctx context.Context, actor authz.Actor, action string, problems []fault.Problem, id string, fn func(*trail.Tx, Facility) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	if err := fault.Check(action, problems); err != nil {
		return err
	}
	deed := &trail.Deed{Action: action, Kind: subject, ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		f, err := facilityByID(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": f.Name}
		return fn(tx, f)
	})
}

// Add enters a facility by hand, inside the transaction of whoever needs it,
// and returns its id.
func Add(ctx context.Context, tx *trail.Tx, f Facility) (string, error) {
	f.Name = strings.TrimSpace(f.Name)
	if err := fault.Check("facilities: add", f.Check()); err != nil {
		return "", err
	}
	f.ID = ids.New()
	set := f.columns()
	set["source"], set["checked_on"], set["merged_into"] = f.Source, string(f.CheckedOn), ""
	if err := tx.Insert(ctx, facilityTable, f.ID, set); err != nil {
		return "", err
	}
	return f.ID, insertName(ctx, tx, f.ID, f.Name, "")
}

// Add enters a facility by hand and returns its id.
func (s *Service) Add(ctx context.Context, actor authz.Actor, f Facility) (id string, err error) {
	if !actor.May(MayWrite) {
		return "", fault.New(fault.Forbidden, "facilities: add")
	}
	deed := &trail.Deed{Action: "facilities.facility.added", Kind: subject, Args: map[string]string{"name": strings.TrimSpace(f.Name)}}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) (err error) {
		id, err = Add(ctx, tx, f)
		deed.ID = id
		return err
	})
	return id, err
}

// Change writes the facts of a facility as they are in a form made from f.Rev.
// It returns Conflict when somebody else changed it since.
func (s *Service) Change(ctx context.Context, actor authz.Actor, f Facility) error {
	f.Name = strings.TrimSpace(f.Name)
	return s.write(ctx, actor, "facilities.facility.changed", f.Check(), f.ID, func(tx *trail.Tx, old Facility) error {
		if err := tx.Update(ctx, facilityTable, f.ID, f.Rev, f.columns()); err != nil {
			return err
		}
		if placename.Key(old.Name) == placename.Key(f.Name) {
			return nil
		}
		return insertName(ctx, tx, f.ID, f.Name, "")
	})
}

// columns are what a form fills in.
func (f Facility) columns() trail.Set {
	return trail.Set{
		"name": f.Name, "name_key": placename.Key(f.Name), "country": f.Country, "region": f.Region, "county": f.County, "place": f.Town,
		"kind": string(f.Kind), "level": string(f.Level), "agency": f.Agency, "security": f.Security, "holds": f.Holds,
		"capacity": f.Capacity, "population": f.Population, "phone": f.Phone, "website": f.Website, "time_zone": f.TimeZone,
		"latitude": f.Latitude, "longitude": f.Longitude, "status": string(f.Status),
		"opened_on": f.OpenedOn.String(), "closed_on": f.ClosedOn.String(),
	}
}

// PutAddress adds an address, or puts a new one in the place of a.ID, which is
// ended and kept.
func (s *Service) PutAddress(ctx context.Context, actor authz.Actor, a Address) error {
	return s.write(ctx, actor, "facilities.address.put", a.Check(), a.FacilityID, func(tx *trail.Tx, f Facility) error {
		return PutAddress(ctx, tx, f, a)
	})
}

// PutAddress is Service.PutAddress for a facility, inside the transaction of whoever
// needs it. The caller has checked the address.
func PutAddress(ctx context.Context, tx *trail.Tx, f Facility, a Address) error {
	if a.ID != "" {
		if err := end(ctx, tx, addressTable, a.ID, a.Rev, f.ID); err != nil {
			return err
		}
	}
	return tx.Insert(ctx, addressTable, ids.New(), trail.Set{
		"facility_id": f.ID, "purpose": string(a.Purpose), "lines": tidyLines(a.Lines), "town": a.Town, "county": a.County, "region": a.Region,
		"postcode": a.Postcode, "country": cmp.Or(a.Country, f.Country), "source": a.Source, "checked_on": a.CheckedOn.String(),
		"recorded_at": database.Micros(tx.Now()), "ended_at": 0,
	})
}

// tidyLines trims every line and drops empty ones.
func tidyLines(s string) string {
	var keep []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			keep = append(keep, l)
		}
	}
	return strings.Join(keep, "\n")
}

// EndAddress says that an address is no longer in use.
func (s *Service) EndAddress(ctx context.Context, actor authz.Actor, facilityID, id, rev string) error {
	return s.write(ctx, actor, "facilities.address.ended", nil, facilityID, func(tx *trail.Tx, f Facility) error {
		return end(ctx, tx, addressTable, id, rev, f.ID)
	})
}

// end closes a row of a facility. A row of another facility is not found.
func end(ctx context.Context, tx *trail.Tx, table, id, rev, facilityID string) error {
	row, err := tx.Row(ctx, table, id)
	switch {
	case err != nil:
		return err
	case row["facility_id"] != facilityID:
		return fault.New(fault.NotFound, "facilities: end a row of "+table)
	case row["ended_at"] != int64(0):
		return fault.New(fault.Conflict, "facilities: end a row of "+table)
	}
	return tx.Update(ctx, table, id, rev, trail.Set{"ended_at": database.Micros(tx.Now())})
}

// PutRule adds a rule, or puts a new one in the place of r.ID, which is ended
// and shown as history.
func (s *Service) PutRule(ctx context.Context, actor authz.Actor, r Rule) error {
	action := "facilities.rule.added"
	if r.ID != "" {
		action = "facilities.rule.changed"
	}
	return s.putRule(ctx, actor, action, r)
}

// CheckRule says that a rule was checked on r.CheckedOn and still holds.
func (s *Service) CheckRule(ctx context.Context, actor authz.Actor, r Rule) error {
	return s.putRule(ctx, actor, "facilities.rule.checked", r)
}

func (s *Service) putRule(ctx context.Context, actor authz.Actor, action string, r Rule) error {
	return s.write(ctx, actor, action, r.Check(), r.FacilityID, func(tx *trail.Tx, _ Facility) error {
		_, err := PutRule(ctx, tx, r)
		return err
	})
}

// PutRule is Service.PutRule inside the transaction of whoever needs it, and returns
// the id of the rule. The caller has checked it.
func PutRule(ctx context.Context, tx *trail.Tx, r Rule) (string, error) {
	if r.ID != "" {
		if err := end(ctx, tx, ruleTable, r.ID, r.Rev, r.FacilityID); err != nil {
			return "", err
		}
	}
	id, test := ids.New(), r.Test.clean()
	return id, tx.Insert(ctx, ruleTable, id, trail.Set{
		"test": string(test.Sort), "test_value": test.Value, "test_n": test.N, "test_unit": test.Unit, "test_stops": database.Flag(test.Stops),
		"facility_id": r.FacilityID, "topic": r.Topic, "says": strings.TrimSpace(r.Says), "source": strings.TrimSpace(r.Source),
		"checked_on": r.CheckedOn.String(), "mark": string(r.Mark), "follows_id": r.ID,
		"recorded_at": database.Micros(tx.Now()), "recorded_by": tx.Actor.Name, "ended_at": 0,
	})
}

// EndRule says that a rule no longer stands.
func (s *Service) EndRule(ctx context.Context, actor authz.Actor, facilityID, id, rev string) error {
	return s.write(ctx, actor, "facilities.rule.ended", nil, facilityID, func(tx *trail.Tx, f Facility) error {
		return end(ctx, tx, ruleTable, id, rev, f.ID)
	})
}

// PutPost adds a post, or changes the post p.ID.
func (s *Service) PutPost(ctx context.Context, actor authz.Actor, p Post) error {
	set := trail.Set{"title": strings.TrimSpace(p.Title), "contact": p.Contact, "source": p.Source, "checked_on": p.CheckedOn.String()}
	return s.write(ctx, actor, "facilities.post.put", p.Check(), p.FacilityID, func(tx *trail.Tx, f Facility) error {
		if p.ID != "" {
			return s.ofFacility(ctx, tx, postTable, p.ID, f.ID, func() error { return tx.Update(ctx, postTable, p.ID, p.Rev, set) })
		}
		set["facility_id"], set["ended_at"] = f.ID, 0
		return tx.Insert(ctx, postTable, ids.New(), set)
	})
}

// ofFacility runs fn when the row belongs to the facility, else NotFound.
func (s *Service) ofFacility(ctx context.Context, tx *trail.Tx, table, id, facilityID string, fn func() error) error {
	row, err := tx.Row(ctx, table, id)
	if err != nil {
		return err
	}
	if row["facility_id"] != facilityID {
		return fault.New(fault.NotFound, "facilities: row of "+table)
	}
	return fn()
}

// EndPost says that a post no longer exists.
func (s *Service) EndPost(ctx context.Context, actor authz.Actor, facilityID, id, rev string) error {
	return s.write(ctx, actor, "facilities.post.ended", nil, facilityID, func(tx *trail.Tx, f Facility) error {
		return end(ctx, tx, postTable, id, rev, f.ID)
	})
}

// PutHolder says who holds a post now; whoever held it before no longer does.
func (s *Service) PutHolder(ctx context.Context, actor authz.Actor, h Holder) error {
	return s.write(ctx, actor, "facilities.holder.put", h.Check(), h.FacilityID, func(tx *trail.Tx, f Facility) error {
		return s.ofFacility(ctx, tx, postTable, h.PostID, f.ID, func() error {
			if err := endHolders(ctx, tx, h.PostID, h.Since.String()); err != nil {
				return err
			}
			return tx.Insert(ctx, holderTable, ids.New(), trail.Set{
				"post_id": h.PostID, "facility_id": f.ID, "name": strings.TrimSpace(h.Name), "contact": h.Contact,
				"since": h.Since.String(), "until": h.Until.String(), "source": h.Source, "ended_at": 0,
			})
		})
	})
}

// EndHolder says that somebody no longer holds their post.
func (s *Service) EndHolder(ctx context.Context, actor authz.Actor, facilityID, id, rev string) error {
	return s.write(ctx, actor, "facilities.holder.ended", nil, facilityID, func(tx *trail.Tx, f Facility) error {
		return end(ctx, tx, holderTable, id, rev, f.ID)
	})
}

// endHolders ends whoever holds a post; until is when the next one began, as
// far as that is known.
func endHolders(ctx context.Context, tx *trail.Tx, postID, until string) error {
	held, err := holdersNow(ctx, tx.Tx, postID)
	if err != nil {
		return err
	}
	for _, h := range held {
		set := trail.Set{"ended_at": database.Micros(tx.Now())}
		if h.Until.IsZero() {
			set["until"] = until
		}
		if err := tx.Update(ctx, holderTable, h.ID, h.Rev, set); err != nil {
			return err
		}
	}
	return nil
}

package facilities

import (
	"context"
	"encoding/json"
	"time"

	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
)

const facilityColumns = `f.id, f.rev, f.name, f.country, f.region, f.county, f.place, f.kind, f.level, f.agency, f.security, f.holds,
	f.capacity, f.population, f.phone, f.website, f.time_zone, f.latitude, f.longitude, f.status, f.opened_on, f.closed_on,
	f.source, f.checked_on, f.merged_into`

func scanFacility(scan database.Scan) (Facility, error) {
	var f Facility
	err := scan(&f.ID, &f.Rev, &f.Name, &f.Country, &f.Region, &f.County, &f.Town, &f.Kind, &f.Level, &f.Agency, &f.Security, &f.Holds,
		&f.Capacity, &f.Population, &f.Phone, &f.Website, &f.TimeZone, &f.Latitude, &f.Longitude, &f.Status, &f.OpenedOn, &f.ClosedOn,
		&f.Source, &f.CheckedOn, &f.MergedInto)
	return f, err
}

// facilityByID returns one facility, a double too, or NotFound.
func facilityByID(ctx context.Context, tx *database.Tx, id string) (Facility, error) {
	if !ids.Valid(id) {
		return Facility{}, fault.New(fault.NotFound, "facilities: by id")
	}
	return database.One(ctx, tx, scanFacility, `SELECT `+facilityColumns+` FROM facility f WHERE f.id = ?`, id)
}

// ClaimView is what a directory says of a facility, or said.
type ClaimView struct {
	Source     string
	Code       string
	SaidOn     string // day, "" when not known
	RecordedAt time.Time
	Ended      bool
	Facts      map[string]string // by column
}

// Full is everything we know of a facility, without the people there.
type Full struct {
	Facility
	Names     []NameOf
	Codes     []Code
	Claims    []ClaimView // what directories say now, then what they said
	Addresses []Address   // in use first
	Rules     []Rule      // standing
	Past      []Rule      // ended, newest first
	Posts     []Post      // that exist; their past holders among them
	Doubles   []Facility  // that were merged into it
}

func fullByID(ctx context.Context, tx *database.Tx, id string) (Full, error) {
	f, err := facilityByID(ctx, tx, id)
	full := Full{Facility: f}
	if err != nil {
		return full, err
	}
	for _, load := range []func(context.Context, *database.Tx, *Full) error{loadNamesOf, loadCodesOf, loadClaimsOf, loadAddressesOf, loadRulesOf, loadPostsOf, loadDoublesOf} {
		if err := load(ctx, tx, &full); err != nil {
			return full, err
		}
	}
	return full, nil
}

func loadNamesOf(ctx context.Context, tx *database.Tx, f *Full) (err error) {
	f.Names, err = database.All(ctx, tx, func(scan database.Scan) (n NameOf, err error) {
		return n, scan(&n.ID, &n.Text, &n.Source)
	}, `SELECT id, text, source FROM facility_name WHERE facility_id = ? ORDER BY id`, f.ID)
	return err
}

func loadDoublesOf(ctx context.Context, tx *database.Tx, f *Full) (err error) {
	f.Doubles, err = database.All(ctx, tx, scanFacility, `SELECT `+facilityColumns+` FROM facility f WHERE f.merged_into = ? ORDER BY f.name_key, f.id`, f.ID)
	return err
}

func loadCodesOf(ctx context.Context, tx *database.Tx, f *Full) (err error) {
	f.Codes, err = database.All(ctx, tx, func(scan database.Scan) (c Code, err error) {
		return c, scan(&c.Source, &c.Code)
	}, `SELECT source, code FROM facility_code WHERE facility_id = ? ORDER BY source, code`, f.ID)
	return err
}

func loadClaimsOf(ctx context.Context, tx *database.Tx, f *Full) (err error) {
	f.Claims, err = database.All(ctx, tx, func(scan database.Scan) (ClaimView, error) {
		var v ClaimView
		var c directory.Claim
		var recorded, ended int64
		var text string
		if err := scan(&v.Source, &v.Code, &v.SaidOn, &recorded, &ended, &text); err != nil {
			return v, err
		}
		err := json.Unmarshal([]byte(text), &c)
		v.RecordedAt, v.Ended, v.Facts = database.FromMicros(recorded), ended != 0, c.Facts
		return v, err
	}, `SELECT source, code, said_on, recorded_at, ended_at, says FROM facility_claim WHERE facility_id = ?
		ORDER BY CASE WHEN ended_at = 0 THEN 0 ELSE 1 END, recorded_at DESC, id DESC`, f.ID)
	return err
}

func scanAddress(scan database.Scan) (Address, error) {
	var a Address
	var ended int64
	err := scan(&a.ID, &a.Rev, &a.FacilityID, &a.Purpose, &a.Lines, &a.Town, &a.County, &a.Region, &a.Postcode, &a.Country, &a.Source, &a.CheckedOn, &ended)
	a.Ended = ended != 0
	return a, err
}

const selectAddress = `SELECT id, rev, facility_id, purpose, lines, town, county, region, postcode, country, source, checked_on, ended_at FROM facility_address`

func loadAddressesOf(ctx context.Context, tx *database.Tx, f *Full) (err error) {
	f.Addresses, err = database.All(ctx, tx, scanAddress, selectAddress+` WHERE facility_id = ?
		ORDER BY CASE WHEN ended_at = 0 THEN 0 ELSE 1 END, purpose, recorded_at DESC, id DESC`, f.ID)
	return err
}

// addressesOf reads the addresses in use of several facilities.
func addressesOf(ctx context.Context, tx *database.Tx, facilityIDs []string) (map[string][]Address, error) {
	out := map[string][]Address{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		a, err := scanAddress(scan)
		out[a.FacilityID] = append(out[a.FacilityID], a)
		return err
	}, selectAddress+` WHERE ended_at = 0 AND facility_id IN `+database.In(len(facilityIDs))+` ORDER BY recorded_at DESC, id DESC`, anys(facilityIDs)...)
	return out, err
}

func anys(ss []string) []any {
	out := make([]any, len(ss))
	for i, s := range ss {
		out[i] = s
	}
	return out
}

func loadRulesOf(ctx context.Context, tx *database.Tx, f *Full) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		r, err := scanRule(scan)
		if r.EndedAt.IsZero() {
			f.Rules = append(f.Rules, r)
		} else {
			f.Past = append(f.Past, r)
		}
		return err
	}, selectRule+` WHERE facility_id = ? ORDER BY ended_at DESC, recorded_at DESC, id DESC`, f.ID)
}

const ruleColumns = `r.id, r.rev, r.facility_id, r.topic, r.says, r.source, r.checked_on, r.mark, r.test, r.test_value, r.test_n, r.test_unit, r.test_stops,
	r.follows_id, r.recorded_at, r.recorded_by, r.ended_at`

const selectRule = `SELECT ` + ruleColumns + ` FROM facility_rule r`

func scanRule(scan database.Scan) (Rule, error) {
	var r Rule
	var recorded, ended, stops int64
	err := scan(&r.ID, &r.Rev, &r.FacilityID, &r.Topic, &r.Says, &r.Source, &r.CheckedOn, &r.Mark,
		&r.Test.Sort, &r.Test.Value, &r.Test.N, &r.Test.Unit, &stops, &r.Follows, &recorded, &r.RecordedBy, &ended)
	r.RecordedAt, r.EndedAt, r.Test.Stops = instant(recorded), instant(ended), stops != 0
	return r, err
}

// standingRules reads every rule that holds, with the name of its facility.
func standingRules(ctx context.Context, tx *database.Tx) ([]Check, error) {
	return database.All(ctx, tx, func(scan database.Scan) (c Check, err error) {
		c.Rule, err = scanRule(func(dest ...any) error { return scan(append(dest, &c.Facility)...) })
		return c, err
	}, `SELECT `+ruleColumns+`, f.name
		FROM facility_rule r JOIN facility f ON f.id = r.facility_id WHERE r.ended_at = 0 AND f.merged_into = '' ORDER BY r.id`)
}

// instant is the time stored, zero where none is.
func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return database.FromMicros(micros)
}

const selectPost = `SELECT id, rev, facility_id, title, contact, source, checked_on, ended_at FROM post`

func scanPost(scan database.Scan) (Post, error) {
	var p Post
	var ended int64
	err := scan(&p.ID, &p.Rev, &p.FacilityID, &p.Title, &p.Contact, &p.Source, &p.CheckedOn, &ended)
	p.EndedAt = instant(ended)
	return p, err
}

const selectHolder = `SELECT id, rev, post_id, facility_id, name, contact, since, until, source, ended_at FROM post_holder`

func scanHolder(scan database.Scan) (Holder, error) {
	var h Holder
	var ended int64
	err := scan(&h.ID, &h.Rev, &h.PostID, &h.FacilityID, &h.Name, &h.Contact, &h.Since, &h.Until, &h.Source, &ended)
	h.EndedAt = instant(ended)
	return h, err
}

func loadPostsOf(ctx context.Context, tx *database.Tx, f *Full) (err error) {
	f.Posts, err = database.All(ctx, tx, scanPost, selectPost+` WHERE facility_id = ? AND ended_at = 0 ORDER BY title, id`, f.ID)
	if err != nil {
		return err
	}
	return database.Each(ctx, tx, func(scan database.Scan) error {
		h, err := scanHolder(scan)
		for i := range f.Posts {
			if f.Posts[i].ID == h.PostID {
				f.Posts[i].Holders = append(f.Posts[i].Holders, h)
			}
		}
		return err
	}, selectHolder+` WHERE facility_id = ? ORDER BY CASE WHEN ended_at = 0 THEN 0 ELSE 1 END, ended_at DESC, id DESC`, f.ID)
}

// Filter narrows the list of facilities.
type Filter struct {
	Country, Region string
	Kind            Kind
	Status          Status
	Level           Level
	IDs             []string // only these, when not nil
	Sort            string   // "name" (when empty), "place", "region", "capacity", "checked"
	Desc            bool
	Limit, Offset   int
}

func (f Filter) where() (clause string, args []any) {
	clause = `f.merged_into = ''`
	for _, c := range []struct{ column, value string }{
		{"country", f.Country}, {"region", f.Region}, {"kind", string(f.Kind)}, {"status", string(f.Status)}, {"level", string(f.Level)},
	} {
		if c.value != "" {
			clause += ` AND f.` + c.column + ` = ?`
			args = append(args, c.value)
		}
	}
	if f.IDs != nil {
		clause += ` AND f.id IN ` + database.In(len(f.IDs))
		args = append(args, anys(f.IDs)...)
	}
	return clause, args
}

var sortColumns = map[string]string{
	"": "f.name_key", "name": "f.name_key", "place": "f.place", "region": "f.region", "capacity": "f.capacity", "checked": "f.checked_on", "kind": "f.kind",
}

func listFacilities(ctx context.Context, tx *database.Tx, f Filter) (list []Facility, total int, err error) {
	where, args := f.where()
	total, err = database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM facility f WHERE `+where, args...)
	if err != nil {
		return nil, 0, err
	}
	order := sortColumns[f.Sort]
	if order == "" {
		order = "f.name_key"
	}
	if f.Desc {
		order += " DESC"
	}
	if f.Limit <= 0 {
		f.Limit = total
	}
	list, err = database.All(ctx, tx, scanFacility, `SELECT `+facilityColumns+` FROM facility f WHERE `+where+` ORDER BY `+order+`, f.id LIMIT ? OFFSET ?`,
		append(args, f.Limit, f.Offset)...)
	return list, total, err
}

// NameByID returns the names of facilities for lists; what is not there is left out.
func NameByID(ctx context.Context, tx *database.Tx, facilityIDs []string) (map[string]string, error) {
	out := map[string]string{}
	if len(facilityIDs) == 0 {
		return out, nil
	}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var id, name string
		err := scan(&id, &name)
		out[id] = name
		return err
	}, `SELECT id, name FROM facility WHERE id IN `+database.In(len(facilityIDs)), anys(facilityIDs)...)
	return out, err
}

// holdersNow lists who holds a post.
func holdersNow(ctx context.Context, tx *database.Tx, postID string) ([]Holder, error) {
	return database.All(ctx, tx, scanHolder, selectHolder+` WHERE post_id = ? AND ended_at = 0 ORDER BY id`, postID)
}

// Spot is a region the directory has places in.
type Spot struct{ Country, Region string }

// Where lists the regions the directory has places in.
func (s *Service) Where(ctx context.Context, actor authz.Actor) (spots []Spot, err error) {
	err = s.read(ctx, actor, "facilities: where", func(tx *database.Tx) error {
		spots, err = database.All(ctx, tx, func(scan database.Scan) (x Spot, err error) { return x, scan(&x.Country, &x.Region) },
			`SELECT DISTINCT country, region FROM facility WHERE merged_into = '' ORDER BY country, region`)
		return err
	})
	return spots, err
}

// Reach is what post to a facility needs to know: where it goes, and what is let in.
type Reach struct {
	Name      string
	Country   string
	Addresses []Address // in use
	Rules     []Rule    // that stand
}

// ReachOf is the Reach of a facility, inside the transaction of whoever asks; NotFound for
// one that is not there.
func ReachOf(ctx context.Context, tx *database.Tx, id string) (Reach, error) {
	f, err := facilityByID(ctx, tx, id)
	if err != nil {
		return Reach{}, err
	}
	full := Full{Facility: f}
	if err := loadRulesOf(ctx, tx, &full); err != nil {
		return Reach{}, err
	}
	addresses, err := addressesOf(ctx, tx, []string{id})
	return Reach{Name: f.Name, Country: f.Country, Addresses: addresses[id], Rules: full.Rules}, err
}

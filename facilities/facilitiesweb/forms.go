package facilitiesweb

import (
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// placeFields are the fields of the form of a facility.
var placeFields = []string{"name", "country", "region", "county", "town", "kind", "level", "agency", "security", "holds", "capacity", "population",
	"phone", "website", "status", "opened", "closed"}

func (p *Pages) askNew(w http.ResponseWriter, r *web.Request) error {
	return p.showPlace(w, r, facilities.Facility{Kind: facilities.Prison, Status: facilities.Open}, web.NewForm())
}

func (p *Pages) add(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm(placeFields...)
	if err != nil {
		return err
	}
	place := p.placeOf(r, f, facilities.Facility{})
	if f.Failed() {
		return p.showPlace(w, r, facilities.Facility{}, f)
	}
	id, err := p.Facilities.Add(r.Context(), r.Actor, place)
	if f.Take(err) {
		return p.showPlace(w, r, facilities.Facility{}, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/facilities/"+id)
}

func (p *Pages) askEdit(w http.ResponseWriter, r *web.Request) error {
	f, err := p.open(r)
	if err != nil {
		return err
	}
	return p.showPlace(w, r, f.Facility, web.NewForm())
}

func (p *Pages) edit(w http.ResponseWriter, r *web.Request) error {
	old, err := p.open(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm(placeFields...)
	if err != nil {
		return err
	}
	place := p.placeOf(r, f, old.Facility)
	if f.Failed() {
		return p.showPlace(w, r, old.Facility, f)
	}
	place.Rev = f.Rev()
	err = p.Facilities.Change(r.Context(), r.Actor, place)
	if f.Take(err) {
		return p.showPlace(w, r, old.Facility, f)
	}
	if err != nil {
		return p.placeClash(r, old.ID, err)
	}
	return r.Done(w, "/facilities/"+old.ID)
}

// placeOf reads the form of a facility; what it does not ask stays as it was.
func (p *Pages) placeOf(r *web.Request, f *web.Form, old facilities.Facility) facilities.Facility {
	place := old
	place.Name, place.Country, place.County, place.Town = f.Text("name"), strings.ToUpper(f.Text("country")), f.Text("county"), f.Text("town")
	place.Region = regionCode(place.Country, f.Text("region"))
	place.Kind, place.Level, place.Status = facilities.Kind(f.Text("kind")), facilities.Level(f.Text("level")), facilities.Status(f.Text("status"))
	place.Agency, place.Security, place.Holds = f.Text("agency"), f.Text("security"), f.Text("holds")
	place.Capacity, place.Population = f.Int("capacity", 0, 100_000), f.Int("population", 0, 100_000)
	place.Phone, place.Website = f.Text("phone"), f.Text("website")
	if w := place.Website; w != "" && !strings.Contains(w, "://") {
		place.Website = "https://" + w
	}
	place.OpenedOn, place.ClosedOn = r.Date(f, "opened", partialdate.Gone), r.Date(f, "closed", partialdate.Gone)
	if zone, ok := facilities.RegionOf(place.Country, place.Region); ok && zone.Zone != "" && place.TimeZone == "" {
		place.TimeZone = zone.Zone
	}
	return place
}

// regionCode is the code of a region as typed, by code or by name.
func regionCode(country, text string) string {
	if known, ok := facilities.RegionOf(country, text); ok {
		return known.Code
	}
	return text
}

func (p *Pages) showPlace(w http.ResponseWriter, r *web.Request, place facilities.Facility, f *web.Form) error {
	title := "facilities.new.title"
	if place.ID != "" {
		title = "facilities.edit.title"
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T(title), Current: current, Form: f}, placeForm(place, f))
}

// blankAddress is an address nobody gave yet: it begins where the facility is.
func blankAddress(f facilities.Full, purpose string) facilities.Address {
	a := facilities.Address{FacilityID: f.ID, Purpose: facilities.Purpose(purpose), Town: f.Town, Region: f.Region, Country: f.Country}
	if a.Purpose == "" {
		a.Purpose = facilities.Letters
	}
	return a
}

func (p *Pages) askAddress(w http.ResponseWriter, r *web.Request) error {
	f, err := p.open(r)
	if err != nil {
		return err
	}
	a := blankAddress(f, r.Query("for"))
	if r.PathValue("row") != "" {
		if a, err = rowOf(r, f.Addresses, addressID); err != nil {
			return err
		}
	}
	return p.showAddress(w, r, f, a, web.NewForm())
}

func (p *Pages) putAddress(w http.ResponseWriter, r *web.Request) error {
	place, err := p.open(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("purpose", "lines", "town", "county", "region", "postcode", "country", "source", "checked")
	if err != nil {
		return err
	}
	a := facilities.Address{
		ID: r.PathValue("row"), Rev: f.Rev(), FacilityID: place.ID, Purpose: facilities.Purpose(f.Text("purpose")), Lines: f.Lines("lines"), Town: f.Text("town"),
		County: f.Text("county"), Postcode: strings.ToUpper(f.Text("postcode")), Country: strings.ToUpper(f.Text("country")), Source: f.Text("source"),
		CheckedOn: r.Date(f, "checked", partialdate.Gone),
	}
	a.Region = regionCode(a.Country, f.Text("region"))
	if f.Failed() {
		return p.showAddress(w, r, place, a, f)
	}
	err = p.Facilities.PutAddress(r.Context(), r.Actor, a)
	switch {
	case fault.Is(err, fault.Conflict):
		f.Fail("", "facilities.address.meanwhile")
		a.ID, a.Rev = "", ""
		return p.renderAddress(w, r, http.StatusConflict, place, a, f)
	case f.Take(err):
		return p.showAddress(w, r, place, a, f)
	case err != nil:
		return err
	}
	return r.Done(w, "/facilities/"+place.ID+"#reach")
}

func (p *Pages) showAddress(w http.ResponseWriter, r *web.Request, place facilities.Full, a facilities.Address, f *web.Form) error {
	return p.renderAddress(w, r, f.Status(), place, a, f)
}

func (p *Pages) renderAddress(w http.ResponseWriter, r *web.Request, status int, place facilities.Full, a facilities.Address, f *web.Form) error {
	return r.Render(w, status, layout.Page{Title: r.T("facilities.address.title"), Current: current, Form: f}, addressForm(place.Facility, a, f, today(r)))
}

// today is the day a fresh check is of, as it is typed.
func today(r *web.Request) string { return r.T("facilities.today") }

func (p *Pages) askRule(w http.ResponseWriter, r *web.Request) error {
	f, err := p.open(r)
	if err != nil {
		return err
	}
	rule := facilities.Rule{FacilityID: f.ID, Topic: r.Query("about"), Mark: facilities.Verified}
	if id := r.PathValue("row"); id != "" {
		var ok bool
		if rule, ok = standing(f, id); !ok {
			return fault.New(fault.NotFound, "facilitiesweb: rule")
		}
	}
	return p.showRule(w, r, f, rule, web.NewForm())
}

func (p *Pages) putRule(w http.ResponseWriter, r *web.Request) error {
	place, err := p.open(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("topic", "says", "source", "checked", "mark", "test", "n", "unit", "stops")
	if err != nil {
		return err
	}
	rule := facilities.Rule{
		Test: readTest(f),
		ID:   r.PathValue("row"), Rev: f.Rev(), FacilityID: place.ID, Topic: f.Text("topic"), Says: f.Lines("says"), Source: f.Text("source"),
		CheckedOn: r.Date(f, "checked", partialdate.Gone), Mark: facilities.Mark(f.Text("mark")),
	}
	if f.Failed() {
		return p.showRule(w, r, place, rule, f)
	}
	if now, ok := standing(place, rule.ID); ok {
		rule.ID = now.ID // the rev tells whether the reader has seen it
	}
	err = p.Facilities.PutRule(r.Context(), r.Actor, rule)
	if f.Take(err) {
		return p.showRule(w, r, place, rule, f)
	}
	if err != nil {
		return p.ruleClash(r, rule, err)
	}
	return r.Done(w, "/facilities/"+place.ID+"#rules")
}

func (p *Pages) showRule(w http.ResponseWriter, r *web.Request, place facilities.Full, rule facilities.Rule, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("facilities.rule.title"), Current: current, Form: f}, ruleForm(place.Facility, rule, f, today(r)))
}

// sameRule says that a rule was checked today and still stands.
func (p *Pages) sameRule(w http.ResponseWriter, r *web.Request) error {
	place, err := p.open(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	rule, err := rowOf(r, place.Rules, ruleID)
	if err != nil {
		return err
	}
	rule.Rev, rule.CheckedOn = f.Rev(), partialdate.On(r.Today())
	if err := p.Facilities.CheckRule(r.Context(), r.Actor, rule); err != nil {
		return err
	}
	return r.Done(w, r.Back("/facilities/"+place.ID+"#rules"))
}

// ender closes a row of a facility.
type ender func(r *web.Request, facilityID, id, rev string) error

// end answers the buttons that close something.
func (p *Pages) end(w http.ResponseWriter, r *web.Request, anchor string, close ender) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	row := r.PathValue("row")
	if !ids.Valid(row) {
		row = ""
	}
	if err := close(r, id, row, f.Rev()); err != nil {
		return err
	}
	return r.Done(w, "/facilities/"+id+anchor)
}

func (p *Pages) endAddress(w http.ResponseWriter, r *web.Request) error {
	return p.end(w, r, "#reach", func(r *web.Request, facilityID, id, rev string) error {
		return p.Facilities.EndAddress(r.Context(), r.Actor, facilityID, id, rev)
	})
}

func (p *Pages) endRule(w http.ResponseWriter, r *web.Request) error {
	return p.end(w, r, "#rules", func(r *web.Request, facilityID, id, rev string) error {
		return p.Facilities.EndRule(r.Context(), r.Actor, facilityID, id, rev)
	})
}

func (p *Pages) endPost(w http.ResponseWriter, r *web.Request) error {
	return p.end(w, r, "#posts", func(r *web.Request, facilityID, id, rev string) error {
		return p.Facilities.EndPost(r.Context(), r.Actor, facilityID, id, rev)
	})
}

func (p *Pages) endHolder(w http.ResponseWriter, r *web.Request) error {
	return p.end(w, r, "#posts", func(r *web.Request, facilityID, id, rev string) error {
		return p.Facilities.EndHolder(r.Context(), r.Actor, facilityID, id, rev)
	})
}

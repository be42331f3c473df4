package directory

import (
	"hash/fnv"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/facilities/placename"
)

// Remark is something about a row that somebody should know: why it was
// refused, or what of it could not be used. Key is a message with Args.
type Remark struct {
	Row    int      `json:"row"`
	Column string   `json:"column,omitempty"`
	Key    string   `json:"key"`
	Args   []string `json:"args,omitempty"` // name, value pairs
}

// reader turns rows of one file into claims.
type reader struct {
	columns
	saidOn  string // of the whole file
	towns   Towns
	fillers map[string]bool // cells that are no address
	remarks []Remark
	row     int
}

func (r *reader) remark(ours, key string, args ...string) {
	column := ""
	if from := r.p.Fields[ours].From; len(from) > 0 {
		column = from[0]
	}
	r.remarks = append(r.remarks, Remark{Row: r.row, Column: column, Key: key, Args: args})
}

// claim reads one row; false when it names no place.
func (r *reader) claim(no int, row []string) (Claim, bool) {
	r.row = no
	c := Claim{Facts: map[string]string{}}
	name := r.name(row)
	switch {
	case name == "":
		r.remark("name", "facilities.import.refused.name")
		return c, false
	case len(name) > MaxName:
		r.remark("name", "facilities.import.refused.name-long", "most", strconv.Itoa(MaxName))
		return c, false
	}
	r.facts(&c, row, name)
	r.address(&c, row)
	r.codes(&c, row)
	c.Print = fingerprint(row)
	c.SaidOn = r.date(row, "said_on")
	if c.SaidOn == "" {
		c.SaidOn = r.saidOn
	}
	return c, true
}

// fingerprint is short and the same for the same cells.
func fingerprint(row []string) string {
	h := fnv.New64a()
	for _, cell := range row {
		h.Write([]byte(cell)) // never fails
		h.Write([]byte{0})
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// name composes the name to show.
func (r *reader) name(row []string) string {
	name := r.plainName(row)
	for _, rule := range r.p.Names {
		if name == "" || !r.holds(row, rule.When) {
			continue
		}
		kind := r.cell(row, "kind")
		if short, ok := rule.Short[kind]; ok {
			kind = short
		}
		name = cleanText(strings.NewReplacer("{name}", name, "{kind}", kind).Replace(rule.Format))
		break
	}
	if r.p.ToFront {
		name = bracketToFront(name)
	}
	return placename.SentenceCase(name)
}

// plainName is the name as the directory writes it, without what is no part of it.
func (r *reader) plainName(row []string) string {
	name := r.field(row, "name")
	for _, p := range r.p.Strip {
		name = strings.TrimSpace(strings.TrimPrefix(name, p))
	}
	return name
}

var endsInBracket = regexp.MustCompile(`^(.+) \(([^()]+)\)$`)

// bracketToFront writes "Leeds (HMP)" as "HMP Leeds".
func bracketToFront(name string) string {
	if m := endsInBracket.FindStringSubmatch(name); m != nil {
		return strings.Replace(m[2], "hm", "HM", 1) + " " + m[1]
	}
	return name
}

// facts fills the columns of the facility table.
func (r *reader) facts(c *Claim, row []string, name string) {
	f := c.Facts
	f["name"] = name
	for _, ours := range []string{"agency", "security", "holds", "website", "phone", "county", "status", "level"} {
		f[ours] = r.field(row, ours)
	}
	f["country"] = r.p.Country
	if said := r.field(row, "country"); said != "" {
		f["country"] = countryCode(said)
	}
	r.region(f, row)
	f["county"] = placename.SentenceCase(f["county"])
	f["place"] = r.town(row, f["region"])
	f["kind"] = r.field(row, "kind")
	if f["kind"] == "" {
		f["kind"] = kindOf(placename.Read(name), f["level"])
	}
	for _, ours := range []string{"capacity", "population"} {
		r.count(f, row, ours)
	}
	r.position(f, row)
	for _, ours := range []string{"opened_on", "closed_on"} {
		f[ours] = r.date(row, ours)
	}
	if w := f["website"]; w != "" && !strings.HasPrefix(w, "http://") && !strings.HasPrefix(w, "https://") {
		f["website"] = "https://" + w
	}
	c.tidy(r, row)
}

// tidy drops what is not known or too long, and keeps the source's own spelling
// as a further name.
func (c *Claim) tidy(r *reader, row []string) {
	for column, v := range c.Facts {
		switch {
		case v == "":
			delete(c.Facts, column)
		case len(v) > MaxLine:
			r.remark(column, "facilities.import.note.long", "most", strconv.Itoa(MaxLine))
			delete(c.Facts, column)
		}
	}
	shown := c.Facts["name"]
	_, short := placename.SplitShort(shown)
	for _, n := range []string{placename.SentenceCase(r.plainName(row)), r.field(row, "also"), short} {
		if n != "" && n != shown && len(n) <= MaxName {
			c.Names = append(c.Names, n)
		}
	}
}

func (r *reader) region(f map[string]string, row []string) {
	said := r.field(row, "region")
	if said == "" {
		return
	}
	if known, ok := placename.RegionOf(f["country"], said); ok {
		f["country"], f["region"], f["time_zone"] = known.Country, known.Code, known.Zone
		return
	}
	if f["country"] == "US" || f["country"] == "GB" {
		r.remark("region", "facilities.import.note.region", "text", said)
		return
	}
	f["region"] = said
}

// town reads the town, without the state code that slid into it.
func (r *reader) town(row []string, region string) string {
	town := strings.Trim(r.field(row, "place"), " ,")
	if region != "" && len(town) > len(region)+1 {
		town = strings.TrimSuffix(town, " "+region)
	}
	for _, tail := range r.p.TownTail {
		if town != tail {
			continue
		}
		street := r.field(row, "street")
		if i := strings.LastIndexByte(street, ' '); i > 0 {
			return street[i+1:] + " " + tail
		}
	}
	if _, known := r.towns[region][placename.Fold(town)]; !known {
		if _, end := r.towns.split(region, town); end != "" {
			return end // "Gulf Stream Road Garden City"
		}
	}
	return placename.SentenceCase(town)
}

func (r *reader) count(f map[string]string, row []string, ours string) {
	said := r.field(row, ours)
	if said == "" {
		return
	}
	n := wholeNumber(said)
	if n < 0 {
		r.remark(ours, "facilities.import.note.number", "text", said)
		return
	}
	if n > 0 {
		f[ours] = strconv.FormatInt(n, 10)
	}
}

func (r *reader) position(f map[string]string, row []string) {
	lat, lon := r.field(row, "latitude"), r.field(row, "longitude")
	if lat == "" && lon == "" {
		return
	}
	y, okY := degrees(lat, 90)
	x, okX := degrees(lon, 180)
	if !okY || !okX {
		r.remark("latitude", "facilities.import.note.position")
		return
	}
	f["latitude"], f["longitude"] = coordinate(y), coordinate(x)
}

// coordinate writes degrees to a decimetre, as the database gives them back.
func coordinate(f float64) string {
	return strconv.FormatFloat(math.Round(f*1e6)/1e6, 'g', -1, 64)
}

// date reads a day in the layout of the directory, or as ISO 8601.
func (r *reader) date(row []string, ours string) string {
	said := r.field(row, ours)
	if said == "" {
		return ""
	}
	for _, layout := range []string{r.p.Date, time.DateOnly} {
		if len(said) >= len(layout) {
			if t, err := time.Parse(layout, said[:len(layout)]); err == nil {
				return t.Format(time.DateOnly)
			}
		}
	}
	r.remark(ours, "facilities.import.note.date", "text", said)
	return ""
}

// codes gives the row its own id, or one made of what does not change.
func (r *reader) codes(c *Claim, row []string) {
	parts := make([]string, 0, len(r.p.Code))
	for _, column := range r.p.Code {
		if s := r.cell(row, column); s != "" || !r.p.Generic {
			parts = append(parts, s)
		}
		if r.p.Generic && len(parts) > 0 {
			break
		}
	}
	if len(parts) == 0 || parts[len(parts)-1] == "" {
		parts = nil
		for _, column := range r.p.CodeElse {
			parts = append(parts, placename.Fold(r.cell(row, column)))
		}
		if len(r.p.CodeElse) == 0 {
			parts = []string{placename.Key(c.Facts["name"]), placename.Fold(c.Facts["region"]), placename.Fold(c.Facts["place"])}
		}
	}
	c.Code = strings.Join(parts, "/")
	for _, also := range r.p.AlsoCodes {
		if code := r.cell(row, also.From); code != "" && r.holds(row, also.When) {
			c.Also = append(c.Also, Code{also.Source, code})
		}
	}
}

// countryCode reads a country by code or by the names directories use.
func countryCode(s string) string {
	switch key := placename.Fold(s); key {
	case "usa", "us", "united states", "united states of america", "pri", "gum", "vir", "mnp":
		return "US"
	case "uk", "gb", "united kingdom", "great britain", "england", "wales", "scotland", "northern ireland":
		return "GB"
	default:
		if len(s) == 2 {
			return strings.ToUpper(s)
		}
		return ""
	}
}

// kindOf guesses the sort of place from the words of its name.
func kindOf(name placename.Reading, level string) string {
	for _, sort := range []string{"juvenile", "immigration", "hospital", "police", "reentry", "jail"} {
		if slices.Contains(name.Specific, sort) {
			return sort
		}
	}
	if level == "county" || level == "local" || level == "" && name.Level == "county" {
		return "jail"
	}
	return "prison"
}

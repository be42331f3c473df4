package placename

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"
)

// Region is a state, nation or province.
type Region struct {
	Country string `json:"-"`    // ISO 3166-1 alpha-2
	Code    string `json:"code"` // ISO 3166-2 without the country: "AL", "ENG"
	Name    string `json:"name"` // in English, as on an envelope
	Zone    string `json:"zone"` // IANA time zone; empty where the region has two
}

//go:embed regions.json
var regionsFile []byte

// regionTable holds the regions by folded code and name.
type regionTable struct {
	all  []Region
	find map[string]Region // "us alabama", "us al", "alabama", "al"
}

var regions = sync.OnceValue(func() regionTable {
	var file map[string][]Region
	if err := json.Unmarshal(regionsFile, &file); err != nil {
		panic("placename: regions.json: " + err.Error()) // the file is compiled in
	}
	t := regionTable{find: map[string]Region{}}
	for _, country := range []string{"US", "GB"} {
		for _, r := range file[country] {
			r.Country = country
			t.all = append(t.all, r)
			for _, key := range []string{Fold(r.Code), Fold(r.Name)} {
				t.find[key] = r
				t.find[strings.ToLower(country)+" "+key] = r
			}
		}
	}
	return t
})

// Regions lists the regions known by code, by country and name.
func Regions() []Region { return regions().all }

// RegionOf reads a region as directories and people write it, as a code or by
// name; country may be empty.
func RegionOf(country, text string) (Region, bool) {
	key := Fold(text)
	if country != "" {
		key = strings.ToLower(country) + " " + key
	}
	r, ok := regions().find[key]
	return r, ok
}

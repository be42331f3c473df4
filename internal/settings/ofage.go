package settings

import (
	_ "embed"
	"encoding/json"
)

// Majority is the age from which somebody is grown up in a country, with where it
// says so. It is what an organisation begins with, and may change.
type Majority struct {
	Country    string `json:"country"` // ISO 3166; "" for every country that has no line
	Age        int    `json:"age"`     // in years
	Citation   string `json:"citation"`
	Mark       string `json:"mark"`        // how sure we are, as in rule packs
	VerifiedOn string `json:"verified_on"` // "" while nobody held it against the law
}

// The ages an organisation may choose.
const (
	LeastOfAge = 16
	MostOfAge  = 25
)

//go:embed ofage.json
var majorityText []byte

var majorities = func() (list []Majority) {
	if err := json.Unmarshal(majorityText, &list); err != nil {
		panic("settings: ofage.json: " + err.Error()) // it is built in, and a test reads it
	}
	return list
}()

// MajorityOf is the age for a country, and that of the Convention where we know no
// other.
func MajorityOf(country string) Majority {
	found := majorities[0]
	for _, m := range majorities[1:] {
		if m.Country == country {
			found = m
		}
	}
	return found
}

package facilities

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Kind is the sort of place.
type Kind string

// The kinds of place people are held in, or sent to.
const (
	Prison      Kind = "prison"
	Jail        Kind = "jail"
	Juvenile    Kind = "juvenile"
	Immigration Kind = "immigration"
	Hospital    Kind = "hospital"
	Reentry     Kind = "reentry" // halfway house, approved premises, work release
	Police      Kind = "police"
	Office      Kind = "office" // administers, holds nobody
	OtherKind   Kind = "other"
)

// Kinds lists them in the order shown.
func Kinds() []Kind {
	return []Kind{Prison, Jail, Juvenile, Immigration, Hospital, Reentry, Police, Office, OtherKind}
}

// Level is who runs a place.
type Level string

// The levels; "" is not known.
const (
	Federal  Level = "federal"
	State    Level = "state"
	County   Level = "county"
	Local    Level = "local"
	Several  Level = "several"
	National Level = "national"
)

// Levels lists them in the order shown.
func Levels() []Level { return []Level{Federal, State, County, Local, Several, National} }

// Status says whether a place is in use; "" is not known.
type Status string

// The statuses.
const (
	Open    Status = "open"
	Closed  Status = "closed"
	Planned Status = "planned"
)

// Statuses lists them in the order shown.
func Statuses() []Status { return []Status{Open, Closed, Planned} }

// Holds lists who a place may be for, in the order shown.
func Holds() []string { return []string{"men", "women", "both"} }

// known reports whether a value is one of a list, or not given.
func known[T ~string](list []T, v T) bool { return v == "" || slices.Contains(list, v) }

// Facility is one place, as shown. What is not known is "" or 0.
type Facility struct {
	ID         string
	Rev        string
	Name       string
	Country    string // ISO 3166-1 alpha-2
	Region     string // ISO 3166-2 without the country: "TX", "ENG"
	County     string
	Town       string
	Kind       Kind
	Level      Level
	Agency     string // who runs it, by name
	Security   string // in the words of the source
	Holds      string // one of Holds()
	Capacity   int
	Population int
	Phone      string
	Website    string
	TimeZone   string  // IANA
	Latitude   float64 // degrees; 0, 0 when not known
	Longitude  float64
	Status     Status
	OpenedOn   partialdate.Date
	ClosedOn   partialdate.Date
	Source     string    // the directory it was first read from, or "" when added by hand
	CheckedOn  civil.Day // when the source last saw it
	MergedInto string    // the facility this double was merged into
}

// Limits of text, in bytes.
const (
	maxName = directory.MaxName
	maxLine = directory.MaxLine
	maxText = 8000
)

// Check returns what is wrong with the facility, field names as in its form.
func (f Facility) Check() []fault.Problem {
	var problems []fault.Problem
	bad := func(field, key string, args ...any) {
		problems = append(problems, fault.Problem{Field: field, Key: key, Args: args})
	}
	switch {
	case strings.TrimSpace(f.Name) == "":
		bad("name", "facilities.facility.name.missing")
	case len(f.Name) > maxName:
		bad("name", "facilities.facility.name.long", "most", maxName)
	}
	if f.Country != "" && (len(f.Country) != 2 || strings.ToUpper(f.Country) != f.Country) {
		bad("country", "facilities.facility.country.unknown")
	}
	for field, known := range map[string]bool{
		"kind": known(Kinds(), f.Kind), "level": known(Levels(), f.Level), "status": known(Statuses(), f.Status), "holds": known(Holds(), f.Holds),
	} {
		if !known {
			bad(field, "facilities.facility.kind.unknown")
		}
	}
	if f.Capacity < 0 || f.Population < 0 {
		bad("capacity", "facilities.facility.capacity.negative")
	}
	if f.Website != "" && !strings.HasPrefix(f.Website, "https://") && !strings.HasPrefix(f.Website, "http://") {
		bad("website", "facilities.facility.website.scheme")
	}
	for field, text := range map[string]string{"agency": f.Agency, "security": f.Security, "phone": f.Phone, "website": f.Website, "town": f.Town, "county": f.County} {
		if len(text) > maxLine {
			bad(field, "facilities.text.long", "most", maxLine)
		}
	}
	return problems
}

// Located reports whether the position of the place is known.
func (f Facility) Located() bool { return f.Latitude != 0 || f.Longitude != 0 }

// NameOf is one name of a place, with the directory that uses it.
type NameOf struct{ ID, Text, Source string }

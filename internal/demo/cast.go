package demo

import (
	_ "embed"
	"encoding/json"

	"github.com/throughcare/throughcare/facilities"
)

//go:embed cast.json
var castJSON []byte

// cast is the invented organisation: who works there, the places, the people
// with stories, and the names of which the others are made.
type cast struct {
	Organisation string
	Staff        []colleague
	Facilities   []place
	Directories  []directory
	Stays        []claim
	People       []character
	Letters      []string
	Given        []string
	Family       []string
}

type colleague struct{ Key, Name, SignIn, Role string }

type place struct {
	Key, Name, Short, Region, Place, Kind, Security, Postcode string
	Street, Letters, Books, Legal                             []string
	Rules                                                     []houseRule
	Posts                                                     []struct{ Title, Contact, Holder, Since, Before, BeforeSince string }
}

// houseRule is a rule of a place, and what it was before.
type houseRule struct {
	Topic, Says, Source, Mark string
	DaysAgo                   int
	Test                      facilities.Test
	Was                       *houseRule
}

// directory is a published list that knows some of the places.
type directory struct {
	Name, File, SaidOn string
	Rows               [][]string
}

// claim is a further word of where somebody with a story was or is.
type claim struct{ Name, At, Unit, Since, Until, Source, Said, Confidence string }

type character struct {
	Name, Pronoun, SayIt, Born, BornState string
	BornToday                             int // so many years old this week
	Number, Issuer, NumberState           string
	Names                                 []struct{ Text, Kind, Lang, Source string }
	Numbers                               []struct{ Text, Issuer string }
	Languages                             []struct{ Lang, How string }
	At, Unit, Since, Source               string
	SinceAgo                              int // so many days ago, instead of Since
	Transit, Released                     bool
	Worker, How                           string
	Interval, Heard                       int // days; heard so many days ago
	Milestones                            []point
	Care                                  []struct{ Line, Detail, Reason string }
	Facts                                 []struct{ Kind, Value, State, Source string }
	Around                                []relative
	Tasks                                 []duty
	Entries                               []event
	NothingSet, Planned                   bool
}

type point struct {
	Kind, On, At, Detail, Claim, Source string
	In, InMonths                        int // days or months from today, when On is not given
}

type relative struct{ Name, Kind, Relation, Contact, When, Agreed, AgreedOn string }

type duty struct {
	Kind, Title, Reason, At, Until string
	In                             int // days from today
}

type event struct {
	Ago                  int // days
	Channel, Sight, Body string
}

func load() (cast, error) {
	var c cast
	err := json.Unmarshal(castJSON, &c)
	return c, err
}

package today

import (
	"time"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/tasks"
)

// Row is one thing to do, with all that its line on the page says.
type Row struct {
	Place
	Kind       tasks.Kind
	Task       tasks.Task // without id for a date of somebody's way
	PersonID   string
	Person     string // name, "" for a task about nobody
	ScriptName string
	ScriptLang string
	Facility   string
	WorkerID   string
	Worker     string // name, filled in where a row can be somebody else's
	Reason     string // somebody's own sentence, or
	ReasonKey  string // a message, with the row as its words
	LastOn     civil.Day
	LastHow    casework.Channel
	OpenedOn   civil.Day
	Interval   int // contact interval of the case, in days; 0 when there is none
}

// Due is the day of the row and Hour its hour, "" when there is none.
func (r Row) Due() civil.Day { return r.Task.DueOn }

// Hour is the hour of the row, "16:00", or "".
func (r Row) Hour() string { return r.Task.DueTime }

// ReasonContact is the message that names the last word with a person.
const ReasonContact = "today.reason.contact"

// reason says why a row is there: in somebody's own words, by the last word of a
// contact, or by its kind.
func (r *Row) reason() {
	switch {
	case r.Task.Reason != "":
		r.Reason = r.Task.Reason
	case r.Task.Kind == tasks.KindContact && r.LastOn != "":
		r.ReasonKey = ReasonContact
	case r.Task.Kind == tasks.KindContact:
		r.ReasonKey = "today.reason.never"
	default:
		r.ReasonKey = r.Kind.ReasonKey
	}
}

// KindCount says how many things of a kind stand in a fold.
type KindCount struct {
	Kind  tasks.Kind
	Count int
}

// Person is somebody named in a list.
type Person struct {
	ID, CaseID, Name string
	Last             civil.Day
}

// Bands are how many people were last heard of how long ago, either way.
type Bands struct {
	Within30 int // 30 days or less
	To60     int // 31 to 60
	To90     int // 61 to 90
	Over90   int // more than 90, or never
}

// Sum is everybody in the bands.
func (b Bands) Sum() int { return b.Within30 + b.To60 + b.To90 + b.Over90 }

// Home is somebody who goes home soon.
type Home struct {
	PersonID, Name string
	On             partialdate.Date
	Claim          custody.Claim
	Planned, Ready bool // there is a plan; nothing is lacking without which nobody should go
}

// Birthday is somebody's day in the coming week.
type Birthday struct {
	PersonID, Name string
	On             civil.Day
	Turns          int
	About          bool // the year is only about right
}

// News is what colleagues did since a worker was last here: one line for each
// colleague and sort of deed.
type News struct {
	Actor    string
	Action   string // of the newest, with its words
	Args     map[string]string
	PersonID string    // "" when it is about several or nobody
	At       time.Time // of the newest, UTC
	Count    int
	Yours    int // of them, about people of the worker
}

// Day is a worker's day.
type Day struct {
	On       civil.Day
	WorkerID string // or Team
	Worker   string // name, "" for the team
	Short    bool   // a volunteer's: no figures of a caseload, no news

	CantWait  []Row
	Today     []Row // the first of them
	TodayAll  int
	Week      []Row
	WeekAll   int
	WeekKinds []KindCount

	Overdue  int // contacts whose day has passed
	DueToday int // contacts whose day it is
	Active   int
	Unset    int // active without a next action
	UnsetIs  []Person

	Home      []Home
	Bands     Bands
	Quieted   []casework.Suggestion // setting aside is suggested
	Since     time.Time             // when the worker was last here, UTC
	News      []News
	NewsMore  int
	Birthdays []Birthday
}

// The sizes of a page.
const (
	FirstRows = 5  // of tier 2 before "All nine"
	weekRows  = 40 // in the fold
	homeDays  = casework.HomeDays
	wayDays   = 30 // how far dates of the way reach into the tiers
	unsetRows = 12
	newsRows  = 6
)

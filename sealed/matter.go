package sealed

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Subject is the kind of a matter in the trail.
const Subject = "sealed"

// Thing is what a matter is called in the record of readings.
func Thing(matterID string) string { return trail.Thing(Subject, matterID) }

// Sort says what a matter is.
type Sort string

// The sorts of matters.
const (
	AboutStaff   Sort = "prison-staff"
	AboutOurs    Sort = "our-people"
	Safeguarding Sort = "safeguarding"
	Informant    Sort = "informant"
	Board        Sort = "board"
)

// Sorts lists them in the order shown.
func Sorts() []Sort { return []Sort{AboutStaff, AboutOurs, Safeguarding, Informant, Board} }

// Limits, in characters.
const (
	MaxTitle = 200
	MaxText  = 20_000
	MaxWhy   = 500
)

// Reader is somebody who asks, with the private half that their session carries.
type Reader struct {
	Actor authz.Actor
	Half  *age.HybridIdentity
}

// Matter is one as somebody named in it reads it.
type Matter struct {
	ID      string
	Sort    Sort
	Title   string
	Entries []Entry // oldest first
	Named   []Named
	About   []Person
	Against []Colleague
	Deeds   []trail.Entry   // newest first
	Readers []trail.Reading // newest first
	// OldSheets says that the recovery sheets were replaced, and that the new ones
	// do not open this matter yet.
	OldSheets bool
}

// Entry is one thing that was written, once.
type Entry struct {
	ID   string    `json:"-"`
	At   time.Time `json:"-"`
	By   string    `json:"by"` // name, as it was then
	Text string    `json:"text"`
	For  string    `json:"for,omitempty"` // it was opened with the sheets, for this colleague; Text is why
}

// Line is a matter on the list of somebody named in it.
type Line struct {
	ID    string
	Sort  Sort
	Title string
	Last  time.Time // when something was last written
	// Shut says that the reader's key does not open it: it was made anew after
	// their pass phrase was reset. Whoever else is named can name them again.
	Shut bool
	New  bool // something was written, or they were named, since they last looked
}

// Named is somebody who may read a matter.
type Named struct {
	ID        string
	AccountID string
	Account   string
	At        time.Time
	Opens     bool // they are at work here and their key opens it
	Renewed   bool // their key was made anew since they were named
}

// Person is somebody of the record a matter is about; no name when the reader
// may not see them.
type Person struct{ ID, PersonID, Name string }

// Colleague is an account a matter is about, or one that can be named.
type Colleague struct{ ID, AccountID, Name string }

// New is what it takes to begin a matter.
type New struct {
	Sort    Sort
	Title   string
	Text    string
	Named   []string // accounts beside the one who begins it
	About   []string // people
	Against []string // accounts
}

func (n *New) check() []fault.Problem {
	var bad []fault.Problem
	n.Title = strings.Join(strings.Fields(n.Title), " ")
	if !slices.Contains(Sorts(), n.Sort) {
		bad = append(bad, fault.Problem{Field: "sort", Key: "sealed.sort.missing"})
	}
	bad = append(bad, said("title", n.Title, MaxTitle)...)
	n.Text = strings.TrimSpace(n.Text)
	return append(bad, said("text", n.Text, MaxText)...)
}

// said returns what is wrong with words of a field: none, or too many.
func said(field, text string, most int) []fault.Problem {
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return []fault.Problem{{Field: field, Key: "sealed." + field + ".missing"}}
	case n > most:
		return []fault.Problem{{Field: field, Key: "sealed.words.long", Args: []any{"count", most}}}
	}
	return nil
}

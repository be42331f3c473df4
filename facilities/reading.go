package facilities

import (
	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/facilities/placename"
	"github.com/throughcare/throughcare/internal/sheet"
)

// What is read in the packages below, under the names the rest of the house
// knows it by.
type (
	Directory = directory.List      // a published list of places, about to be imported
	Row       = directory.Row       // of a directory
	Remark    = directory.Remark    // about a row, for a person to read
	Code      = directory.Code      // a directory's own id of a place
	Place     = placename.Place     // what a gazetteer knows of a facility
	Guess     = placename.Guess     // one reading of what somebody wrote
	Gazetteer = placename.Gazetteer // finds places by what people call them
	Region    = placename.Region    // a state, nation or province
)

// NewGazetteer prepares places for look-up.
func NewGazetteer(places []Place) *Gazetteer { return placename.NewGazetteer(places) }

// FromSheet takes a spreadsheet for a directory: its first visible sheet that
// has a column for names, else its first.
func FromSheet(b *sheet.Book, fileName string) Directory { return directory.FromSheet(b, fileName) }

// Profiles lists the directories whose layout is known.
func Profiles() []*directory.Profile { return directory.Profiles() }

// SourceTitle is what a directory calls itself; of one that somebody named, the
// words its key was made of.
func SourceTitle(source string) string { return directory.SourceTitle(source) }

// Regions lists the regions known by code, by country and name.
func Regions() []Region { return placename.Regions() }

// RegionOf reads a region as directories and people write it, as a code or by
// name; country may be empty.
func RegionOf(country, text string) (Region, bool) { return placename.RegionOf(country, text) }

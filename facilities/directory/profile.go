package directory

import (
	"embed"
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/throughcare/throughcare/facilities/placename"
)

// Profile says how one directory is laid out: which of its columns hold what,
// how it writes "not known", and what its words mean. A profile is data; adding
// a directory takes no code.
type Profile struct {
	Source     string           `json:"source"`    // the key facts of this directory are kept under
	Title      string           `json:"title"`     // its own name
	Country    string           `json:"country"`   // of rows that do not say
	Generic    bool             `json:"generic"`   // for files nobody described; columns match by folded name
	Recognise  []string         `json:"recognise"` // columns by which the file is known
	Unknown    []string         `json:"unknown"`   // cells that mean not known
	Code       []string         `json:"code"`      // columns that make up its own id
	CodeElse   []string         `json:"code_else"` // columns used where the last of these is empty
	AlsoCodes  []alsoCode       `json:"also_codes"`
	Date       string           `json:"date"`    // Go layout of its dates, "2006-01-02" when empty
	SaidOn     string           `json:"said_on"` // the day the directory was made, when known
	Strip      []string         `json:"strip"`   // beginnings of names that are not part of them
	ToFront    bool             `json:"bracket_to_front"`
	TownTail   []string         `json:"town_tail"` // towns whose first word slid into the street
	Names      []nameRule       `json:"names"`
	Fields     map[string]field `json:"fields"`
	LettersIn  []lettersIn      `json:"letters_in"`
	unknownSet map[string]bool
}

// field says where one of our fields comes from.
type field struct {
	From []string          `json:"from"` // the first column that knows, or all of them when joined
	Join *string           `json:"join"`
	Map  map[string]string `json:"map"`  // what its words mean; other words mean nothing
	Keep bool              `json:"keep"` // other words mean themselves
	Else string            `json:"else"` // when nothing is said
	List string            `json:"list"` // what separates several values
}

// alsoCode is a column that holds the id of another directory.
type alsoCode struct {
	When   map[string]string `json:"when"`
	Source string            `json:"source"`
	From   string            `json:"from"`
}

// nameRule composes a name a person would recognise: "FCI Otisville" from
// "Otisville" and "Federal Correctional Institution".
type nameRule struct {
	When   map[string]string `json:"when"`
	Format string            `json:"format"`
	Short  map[string]string `json:"short"`
}

// lettersIn finds an address for letters inside another field.
type lettersIn struct {
	From    string `json:"from"`
	Pattern string `json:"pattern"`
	re      *regexp.Regexp
}

//go:embed profiles/*.json
var profileFiles embed.FS

var profiles = sync.OnceValue(func() []*Profile {
	names, err := profileFiles.ReadDir("profiles")
	if err != nil {
		panic("directory: profiles: " + err.Error()) // the files are compiled in
	}
	var all []*Profile
	for _, f := range names {
		text, err := profileFiles.ReadFile(path.Join("profiles", f.Name()))
		if err != nil {
			panic("directory: profiles: " + err.Error())
		}
		p, err := readProfile(text)
		if err != nil {
			panic("directory: " + f.Name() + ": " + err.Error())
		}
		all = append(all, p)
	}
	return all
})

func readProfile(text []byte) (*Profile, error) {
	p := &Profile{}
	if err := json.Unmarshal(text, p); err != nil {
		return nil, err
	}
	for i, l := range p.LettersIn {
		re, err := regexp.Compile(l.Pattern)
		if err != nil {
			return nil, err
		}
		p.LettersIn[i].re = re
	}
	if p.Date == "" {
		p.Date = "2006-01-02"
	}
	p.unknownSet = map[string]bool{}
	for _, cell := range p.Unknown {
		p.unknownSet[cell] = true
	}
	return p, nil
}

// Profiles lists the directories whose layout is known, without the generic one.
func Profiles() []*Profile {
	return slices.DeleteFunc(slices.Clone(profiles()), func(p *Profile) bool { return p.Generic })
}

// ProfileFor returns the profile a file with these column names has, the
// generic one when nobody described it, and nil when it has no column for the
// name of a place.
func ProfileFor(header []string) *Profile {
	have := map[string]bool{}
	for _, h := range header {
		have[strings.TrimSpace(h)] = true
	}
	var generic *Profile
	for _, p := range profiles() {
		if p.Generic {
			generic = p
			continue
		}
		if !slices.ContainsFunc(p.Recognise, func(c string) bool { return !have[c] }) {
			return p
		}
	}
	if at := newColumns(generic, header); at.find("name") < 0 {
		return nil
	}
	return generic
}

// keyed is how the key of a directory is written that somebody named.
var keyed = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)

// SourceTitle is what a directory calls itself; of one that somebody named, the
// words its key was made of.
func SourceTitle(source string) string {
	for _, p := range profiles() {
		if p.Source == source && p.Title != "" {
			return p.Title
		}
	}
	if keyed.MatchString(source) {
		return strings.ToUpper(source[:1]) + strings.ReplaceAll(source[1:], "-", " ")
	}
	return source
}

// columns knows where the columns of one file are.
type columns struct {
	p  *Profile
	at map[string]int
}

func newColumns(p *Profile, header []string) columns {
	c := columns{p, map[string]int{}}
	for i, h := range header {
		if key := c.key(h); key != "" {
			if _, twice := c.at[key]; !twice {
				c.at[key] = i
			}
		}
	}
	return c
}

func (c columns) key(name string) string {
	if c.p.Generic {
		return placename.Fold(name)
	}
	return strings.TrimSpace(name)
}

// find returns the position of the first column a field of ours comes from, or -1.
func (c columns) find(ours string) int {
	for _, name := range c.p.Fields[ours].From {
		if i, ok := c.at[c.key(name)]; ok {
			return i
		}
	}
	return -1
}

// cell returns a cell of a row, "" when it says that nothing is known.
func (c columns) cell(row []string, column string) string {
	i, ok := c.at[c.key(column)]
	if !ok || i >= len(row) {
		return ""
	}
	s := cleanText(row[i])
	if c.p.unknownSet[s] {
		return ""
	}
	return s
}

// field returns what a row says for one of our fields.
func (c columns) field(row []string, ours string) string {
	f := c.p.Fields[ours]
	s := c.said(row, f)
	switch {
	case f.Map != nil && f.Map[s] != "":
		s = f.Map[s]
	case f.Map != nil && !f.Keep:
		s = ""
	}
	if f.List != "" {
		s = strings.ReplaceAll(s, f.List, ", ")
	}
	if s == "" {
		return f.Else
	}
	return s
}

func (c columns) said(row []string, f field) string {
	var parts []string
	for _, name := range f.From {
		if s := c.cell(row, name); s != "" {
			if f.Join == nil {
				return s
			}
			parts = append(parts, s)
		}
	}
	if f.Join == nil {
		return ""
	}
	return strings.Join(parts, *f.Join)
}

// holds reports whether a row fulfils a condition of the profile.
func (c columns) holds(row []string, when map[string]string) bool {
	for column, want := range when {
		if c.cell(row, column) != want {
			return false
		}
	}
	return true
}

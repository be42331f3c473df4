package plans

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/throughcare/throughcare/internal/strict"
	"github.com/throughcare/throughcare/rulepacks"
)

//go:embed outlines/*.yaml
var outlineFiles embed.FS

// Outline is what people going home somewhere are asked about: headings with their
// needs, as data, with who says so.
type Outline struct {
	Key      string             `yaml:"outline"` // "england-wales"
	Version  string             `yaml:"version"` // of the file
	Sources  []rulepacks.Source `yaml:"sources"`
	Evidence rulepacks.Evidence `yaml:"evidence"` // of the headings, or of what comes after
	Timing   rulepacks.Evidence `yaml:"timing"`   // of by when each thing is due
	Headings []Heading          `yaml:"headings"`

	Calls    []Offset `yaml:"calls"`    // when somebody is called after the gate
	Alarm    Offset   `yaml:"alarm"`    // after how long a missed call goes to whoever is on duty
	Outcomes []Offset `yaml:"outcomes"` // when it is asked how it went
	Choices  []Offset `yaml:"choices"`  // by when a need may be said to be due
	Columns  []string `yaml:"columns"`  // the kinds of needs that have a column on the board
}

// Heading is a field of life, called a pathway in England and Wales.
type Heading struct {
	Key   string `yaml:"key"` // its words are the message "plans.heading." + Key
	Needs []Kind `yaml:"needs"`
}

// Kind is a sort of need.
type Kind struct {
	Key   string `yaml:"key"`   // its words are the message "plans.need." + Key
	Due   Offset `yaml:"due"`   // by when, counted from the release
	Usual bool   `yaml:"usual"` // in a new plan unless it is taken out
	Must  bool   `yaml:"must"`  // nobody should go out without it
	First bool   `yaml:"first"` // one of the things of the first 72 hours
}

// shelf is every file that comes with the program.
type shelf struct {
	outlines []Outline
	after    Outline
}

// Outlines lists the outlines a plan can be made from.
func Outlines() []Outline { return shipped().outlines }

// After is what comes after the gate: the calls, the alarm and the outcomes.
func After() Outline { return shipped().after }

// OutlineOf is an outline by its key; false for one that is not known.
func OutlineOf(key string) (Outline, bool) {
	i := slices.IndexFunc(Outlines(), func(o Outline) bool { return o.Key == key })
	if i < 0 {
		return Outline{}, false
	}
	return Outlines()[i], true
}

// Kind is a sort of need with its heading.
func (o Outline) Kind(key string) (heading string, kind Kind, ok bool) {
	for _, h := range o.Headings {
		for _, k := range h.Needs {
			if k.Key == key {
				return h.Key, k, true
			}
		}
	}
	return "", Kind{}, false
}

// Usual lists the keys of what a new plan begins with.
func (o Outline) Usual() (keys []string) {
	for _, h := range o.Headings {
		for _, k := range h.Needs {
			if k.Usual {
				keys = append(keys, k.Key)
			}
		}
	}
	return keys
}

// shipped reads the files once. One that is broken is a mistake of this program: a test
// reads them all.
var shipped = sync.OnceValue(func() (s shelf) {
	names, err := fs.Glob(outlineFiles, "outlines/*.yaml")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		text, err := outlineFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		o, err := ReadOutline(text)
		if err != nil {
			panic(name + ": " + err.Error())
		}
		if len(o.Headings) == 0 {
			s.after = o
		} else {
			s.outlines = append(s.outlines, o)
		}
	}
	return s
})

// ReadOutline reads a file of needs. What has no place in one, a need said twice, an
// offset that cannot be counted and a rule without its source are errors.
func ReadOutline(text []byte) (o Outline, err error) {
	if _, found := strict.Read(text, &o); len(found) > 0 {
		return o, fmt.Errorf("plans: line %d: %s", found[0].Line, found[0].Key)
	}
	if err := said(o, o.Evidence); err != nil {
		return o, err
	}
	if len(o.Headings) == 0 {
		return o, o.checkAfter()
	}
	if err := said(o, o.Timing); err != nil {
		return o, err
	}
	seen := map[string]bool{}
	for _, h := range o.Headings {
		for _, k := range h.Needs {
			if h.Key == "" || k.Key == "" || seen[k.Key] || !k.Due.Valid() {
				return o, fmt.Errorf("plans: need %q of %q: said twice, or due %q", k.Key, h.Key, k.Due)
			}
			seen[k.Key] = true
		}
	}
	return o, nil
}

func (o Outline) checkAfter() error {
	if len(o.Calls) == 0 || len(o.Outcomes) == 0 || !o.Alarm.Valid() || o.Alarm.Hours() <= 0 {
		return errors.New("plans: calls, alarm or outcomes are missing")
	}
	for _, at := range slices.Concat(o.Calls, o.Outcomes) {
		if !at.Valid() || at.Hours() <= 0 {
			return fmt.Errorf("plans: offset %q", at)
		}
	}
	return nil
}

func said(o Outline, e rulepacks.Evidence) error {
	if !e.Whole(o.Sources) {
		return fmt.Errorf("plans: outline %q: citation, source, verified_on or mark is missing", o.Key)
	}
	return nil
}

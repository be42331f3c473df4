package release

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/rulepacks"
)

//go:embed packs/*.yaml
var packs embed.FS

// rule is what every rule of a pack carries: its name, from when to when it holds,
// and who says so.
type rule struct {
	ID                 string    `yaml:"id"`
	From               civil.Day `yaml:"from"` // "" from the beginning
	To                 civil.Day `yaml:"to"`   // "" until further notice; its last day
	rulepacks.Evidence `yaml:",inline"`

	from, to day
}

func (r *rule) holds(on day) bool { return on >= r.from && on <= r.to }

// ready reads the days of the rule and demands that somebody says so.
func (r *rule) ready() error {
	if r.Citation == "" || r.VerifiedOn == "" || !slices.Contains(rulepacks.Marks(), r.Mark) {
		return fmt.Errorf("rule %q: citation, verified_on or mark is missing", r.ID)
	}
	var ok bool
	if r.from, ok = edge(r.From, none); !ok {
		return fmt.Errorf("rule %q: from %q is not a day", r.ID, r.From)
	}
	if r.to, ok = edge(r.To, forever); !ok {
		return fmt.Errorf("rule %q: to %q is not a day", r.ID, r.To)
	}
	return nil
}

func edge(d civil.Day, otherwise day) (day, bool) {
	if d == "" {
		return otherwise, true
	}
	return dayOf(d)
}

// point says how much of a standard sentence is served before release.
type point struct {
	rule         `yaml:",inline"`
	Track        string    `yaml:"track"`
	Served       Fraction  `yaml:"served"`
	AtLeast      *Length   `yaml:"at_least"`           // shorter sentences cannot be of this kind
	Without      []string  `yaml:"without"`            // exclusions that take a sentence out
	Only         []string  `yaml:"only"`               // exclusions it is for
	WithoutYouth bool      `yaml:"without_youth"`      // section 250
	WithoutToday bool      `yaml:"without_plus_today"` // would be SDS+ if imposed today, and is not
	NotRecalled  bool      `yaml:"without_recall"`
	Phased       bool      `yaml:"phased"`         // older sentences only when release is due after it began
	WithinAdded  bool      `yaml:"within_added"`   // added days may be served before a tranche begins
	StaysWhenOut bool      `yaml:"stays_when_out"` // who was out on that day keeps what held before
	Unsettled    bool      `yaml:"unsettled"`      // when it began is not known surely
	Tranches     []tranche `yaml:"tranches"`
}

// tranche is the day from which a rule holds for terms up to a length; the first
// that fits counts.
type tranche struct {
	Name    string    `yaml:"name"`
	Shorter *Length   `yaml:"shorter_than"`
	AtMost  int       `yaml:"at_most_days"`
	From    civil.Day `yaml:"from"`

	from day
}

func readyTranches(list []tranche) error {
	for i := range list {
		var ok bool
		if list[i].from, ok = dayOf(list[i].From); !ok {
			return fmt.Errorf("tranche %q: from %q is not a day", list[i].Name, list[i].From)
		}
	}
	if n := len(list); n > 0 && (list[n-1].Shorter != nil || list[n-1].AtMost != 0) {
		return errors.New("the last tranche must be for all others")
	}
	return nil
}

func (t *tranche) fits(of *term) bool {
	if t.Shorter != nil && !t.Shorter.longer(of.start, of.last) {
		return false
	}
	return t.AtMost == 0 || of.whole <= t.AtMost
}

// trancheOf is the one a term belongs to; readyTranches saw to it that there is one.
func trancheOf(list []tranche, of *term) *tranche {
	for i := range list {
		if list[i].fits(of) {
			return &list[i]
		}
	}
	return &list[len(list)-1]
}

func (p *point) ready() error { return errors.Join(p.rule.ready(), readyTranches(p.Tranches)) }

// takes reports whether a point is for a sentence.
func (p *point) takes(s *Sentence) bool {
	switch {
	case s.Kind != Standard, (p.Track == "sds-plus") != s.Plus:
		return false
	case p.WithoutYouth && s.Youth, p.WithoutToday && s.PlusToday && !s.Plus, p.NotRecalled && s.Recall != nil:
		return false
	}
	among := func(list []string) bool {
		return slices.ContainsFunc(s.Exclusions, func(x string) bool { return slices.Contains(list, x) })
	}
	return !among(p.Without) && (len(p.Only) == 0 || among(p.Only))
}

// trackRule is what a track of the command line means in a booking.
type trackRule struct {
	Name       string   `yaml:"name"`
	Plus       bool     `yaml:"plus"`
	Exclusions []string `yaml:"exclusions"`
}

func trackOf(list []trackRule, name string) (trackRule, error) {
	if name == "" {
		return list[0], nil
	}
	for _, t := range list {
		if t.Name == name {
			return t, nil
		}
	}
	return trackRule{}, refuse("release.refused.track", "track", cut(name))
}

// readPack reads a pack that comes with the program. It refuses a name it does
// not know, rather than leave out what somebody meant.
func readPack(name string, into any) error {
	text, err := packs.ReadFile("packs/" + name + ".yaml")
	if err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("release: pack %s: %w", name, err)
	}
	return nil
}

// head is the head of a pack.
type head struct {
	Pack         string             `yaml:"pack"`
	Version      string             `yaml:"version"`
	Title        string             `yaml:"title"`
	Jurisdiction string             `yaml:"jurisdiction"`
	Calendar     string             `yaml:"calendar"` // whose working days count; an ID of a calendar
	Sources      []rulepacks.Source `yaml:"sources"`
}

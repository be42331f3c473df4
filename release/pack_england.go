package release

import (
	"errors"
	"fmt"

	"github.com/throughcare/throughcare/internal/civil"
)

// england is the pack of England and Wales.
type england struct {
	head          `yaml:",inline"`
	RuleSets      []*ruleSet   `yaml:"rule_sets"`
	Tracks        []trackRule  `yaml:"tracks"`
	Points        []*point     `yaml:"points"`
	Exclusions    []string     `yaml:"exclusions"` // all that are known; others are refused
	Kinds         []*kindRule  `yaml:"kinds"`
	Training      training     `yaml:"training"`
	Endings       []*ending    `yaml:"endings"`
	Remand        rule         `yaml:"remand"`
	AddedDays     rule         `yaml:"added_days"`
	Away          rule         `yaml:"away"`
	Together      rule         `yaml:"together"`
	HomeDetention curfewRule   `yaml:"home_detention"`
	Recalls       []*recall    `yaml:"recalls"`
	TopUp         topUpRule    `yaml:"top_up"`
	TrainingTopUp topUpRule    `yaml:"training_top_up"`
	ReleaseDay    dayOfRelease `yaml:"release_day"`
}

// ruleSet is the law as it stood from a day.
type ruleSet struct {
	Name   string    `yaml:"name"`
	From   civil.Day `yaml:"from"`
	Points []string  `yaml:"points"`
	Ended  []string  `yaml:"ended"` // rules that count no more for releases from that day on

	from   day
	stages [][]*point // those that came into force together, in order
	ended  map[string]bool
}

// kindRule says how much is served of other kinds of sentence.
type kindRule struct {
	rule         `yaml:",inline"`
	Kind         Kind      `yaml:"kind"`
	Automatic    bool      `yaml:"automatic"` // without the Parole Board
	Served       Fraction  `yaml:"served"`
	Eligible     *Fraction `yaml:"eligible"` // for parole
	Release      string    `yaml:"release"`
	Expiry       string    `yaml:"expiry"`
	AtMost       *Length   `yaml:"at_most"`
	WithoutAdded bool      `yaml:"without_added"` // days cannot be added to it
}

type training struct {
	rule        `yaml:",inline"`
	Served      Fraction  `yaml:"served"`
	AtMost      Length    `yaml:"at_most"`
	RemandSince civil.Day `yaml:"remand_since"` // remand counts for orders from this day on
	Windows     []struct {
		AtLeast Length `yaml:"at_least"`
		Months  int    `yaml:"months"` // release may be so much earlier or later
	} `yaml:"windows"`

	remandSince day
}

type ending struct {
	rule          `yaml:",inline"`
	OffenceBefore civil.Day `yaml:"offence_before"`
	ImposedBefore civil.Day `yaml:"imposed_before"`
	Shorter       *Length   `yaml:"shorter_than"`
	UnderAge      int       `yaml:"under_age"` // on release
	Release       string    `yaml:"release"`
	Expiry        string    `yaml:"expiry"`
	Licence       *Fraction `yaml:"licence"`
	Refused       bool      `yaml:"refused"` // the Parole Board decides; nothing is calculated

	offenceBefore, imposedBefore day
}

type curfewRule struct {
	rule        `yaml:",inline"`
	LeastServed int `yaml:"least_served"`  // days in custody below which there is none
	AtLeast     int `yaml:"at_least_days"` // served first
	HalfAtLeast int `yaml:"half_at_least"`
	Stages      []struct {
		MostBefore int       `yaml:"most_before"` // days before release
		HalfBelow  int       `yaml:"half_below"`  // served less than this: from half of it
		From       civil.Day `yaml:"from"`

		from day
	} `yaml:"stages"`
	EndedFrom civil.Day `yaml:"ended_from"`

	endedFrom day
}

type recall struct {
	rule      `yaml:",inline"`
	Kind      string    `yaml:"kind"`
	Days      int       `yaml:"days"` // 0 until the end of the sentence
	ShortDays int       `yaml:"short_days"`
	Shorter   *Length   `yaml:"shorter_than"`
	Tranches  []tranche `yaml:"tranches"`
}

type topUpRule struct {
	rule        `yaml:",inline"`
	Months      int       `yaml:"months"`
	Shorter     Length    `yaml:"shorter_than"`
	OffenceFrom civil.Day `yaml:"offence_from"`
	Age         int       `yaml:"age"`

	offenceFrom day
}

// loadEngland reads and checks the pack.
func loadEngland() (*england, error) {
	var e england
	if err := readPack("england-wales", &e); err != nil {
		return nil, err
	}
	if err := errors.Join(e.readyRules(), e.readyDays(), e.readySets()); err != nil {
		return nil, fmt.Errorf("release: pack england-wales: %w", err)
	}
	return &e, nil
}

func (e *england) readyRules() error {
	rules := []*rule{&e.Training.rule, &e.Remand, &e.AddedDays, &e.Away, &e.Together, &e.HomeDetention.rule, &e.TopUp.rule, &e.TrainingTopUp.rule, &e.ReleaseDay.rule}
	for _, k := range e.Kinds {
		rules = append(rules, &k.rule)
	}
	for _, n := range e.Endings {
		rules = append(rules, &n.rule)
	}
	var all []error
	for _, p := range e.Points {
		all = append(all, p.ready())
	}
	for _, r := range e.Recalls {
		rules = append(rules, &r.rule)
		all = append(all, readyTranches(r.Tranches))
	}
	for _, r := range rules {
		all = append(all, r.ready())
	}
	return errors.Join(all...)
}

// readyDays reads the days that stand in the rules.
func (e *england) readyDays() error {
	fail := ""
	read := func(d civil.Day, otherwise day) day {
		got, ok := edge(d, otherwise)
		if !ok {
			fail = string(d)
		}
		return got
	}
	for _, n := range e.Endings {
		n.offenceBefore, n.imposedBefore = read(n.OffenceBefore, forever), read(n.ImposedBefore, forever)
	}
	for i := range e.HomeDetention.Stages {
		s := &e.HomeDetention.Stages[i]
		s.from = read(s.From, none)
	}
	e.HomeDetention.endedFrom = read(e.HomeDetention.EndedFrom, forever)
	e.TopUp.offenceFrom = read(e.TopUp.OffenceFrom, none)
	e.TrainingTopUp.offenceFrom = none
	e.Training.remandSince = read(e.Training.RemandSince, none)
	e.ReleaseDay.since = read(e.ReleaseDay.Since, none)
	for _, s := range e.RuleSets {
		s.from = read(s.From, none)
	}
	if fail != "" {
		return fmt.Errorf("%q is not a day", fail)
	}
	return nil
}

// readySets finds the points of the rule sets and puts them into stages.
func (e *england) readySets() error {
	byID := map[string]*point{}
	for _, p := range e.Points {
		byID[p.ID] = p
	}
	for _, s := range e.RuleSets {
		s.ended = map[string]bool{}
		for _, id := range s.Ended {
			s.ended[id] = true
		}
		for _, id := range s.Points {
			p := byID[id]
			if p == nil {
				return fmt.Errorf("rule set %s names %q, which is not a point", s.Name, id)
			}
			last := len(s.stages) - 1
			if last >= 0 && (s.stages[last][0].from == p.from || !s.stages[last][0].Phased && !p.Phased) {
				s.stages[last] = append(s.stages[last], p)
			} else {
				s.stages = append(s.stages, []*point{p})
			}
		}
	}
	return nil
}

// set finds a rule set by its name, or the one in force on a day.
func (e *england) set(name string, today day) (*ruleSet, error) {
	var found *ruleSet
	for _, s := range e.RuleSets {
		if s.Name == name || name == "" && s.from <= today {
			found = s
		}
	}
	if found == nil {
		return nil, refuse("release.refused.rules", "rules", cut(name))
	}
	return found, nil
}

package employment

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/strict"
	"github.com/throughcare/throughcare/rulepacks"
)

//go:embed rules.yaml
var rulesFile []byte

// Ruleset is what is counted about work, as data.
type Ruleset struct {
	Name       string             `yaml:"rules"`
	Version    string             `yaml:"version"`
	Sources    []rulepacks.Source `yaml:"sources"`
	Retention  Retention          `yaml:"retention"`
	Incentives []Incentive        `yaml:"incentives"`
	Disclosure Disclosure         `yaml:"disclosure"`
	FullTime   FullTime           `yaml:"full_time"`
	Papers     []string           `yaml:"papers"` // what somebody needs before they can be put forward
	Bars       []string           `yaml:"bars"`   // kinds of convictions that employers' rules are about
}

// Retention says when it is asked whether a job lasts.
type Retention struct {
	Days               []int `yaml:"days"`
	Success            int   `yaml:"success"`  // from when on a placement counts as a success
	GapDays            int   `yaml:"gap_days"` // the longest gap between two jobs over which the days go on
	rulepacks.Evidence `yaml:",inline"`
}

// Incentive is what an employer may get for hiring somebody.
type Incentive struct {
	Key                string    `yaml:"key"`
	ClassMonths        int       `yaml:"class_months"` // hired at most so long after the conviction or release
	FileDays           int       `yaml:"file_days"`    // the form is due within so many days of the start
	WagesCap           int       `yaml:"wages_cap"`
	Tiers              []Tier    `yaml:"tiers"`
	LapsedFrom         civil.Day `yaml:"lapsed_from"` // for starts from this day on nothing is certified: file, and hold
	LapsedTo           civil.Day `yaml:"lapsed_to"`   // the last day of that; "" until further notice
	Unit               int       `yaml:"unit"`
	Most               int       `yaml:"most"`
	Months             int       `yaml:"months"`
	rulepacks.Evidence `yaml:",inline"`
}

// Tier is the share of wages from so many hours on.
type Tier struct {
	Hours   int `yaml:"hours"`
	Percent int `yaml:"percent"`
}

// FullTime says by when somebody in a halfway house is expected to work how much.
type FullTime struct {
	Hours              int `yaml:"hours"`       // a week
	WithinDays         int `yaml:"within_days"` // calendar days of the arrival
	rulepacks.Evidence `yaml:",inline"`
}

// By is the last day for somebody who arrived on a day.
func (f FullTime) By(arrived civil.Day) civil.Day { return arrived.Add(f.WithinDays) }

// Disclosure says when a conviction need not be told any more.
type Disclosure struct {
	Bands              []Band `yaml:"bands"`
	YouthPercent       int    `yaml:"youth_percent"`
	rulepacks.Evidence `yaml:",inline"`
}

// Band is how long after the end of a sentence of a length; the last is for all others.
type Band struct {
	MostMonths  int `yaml:"most_months"`
	AfterMonths int `yaml:"after_months"`
}

// Rules are those that come with the program.
func Rules() Ruleset { return rules() }

var rules = sync.OnceValue(func() Ruleset {
	r, err := ReadRules(rulesFile)
	if err != nil {
		panic(err) // a mistake of this program; a test reads them
	}
	return r
})

// ReadRules reads a file of rules and refuses what cannot be counted with, and a rule
// nobody says.
func ReadRules(text []byte) (r Ruleset, err error) {
	if _, found := strict.Read(text, &r); len(found) > 0 {
		return r, fmt.Errorf("employment: line %d: %s", found[0].Line, found[0].Key)
	}
	said := []rulepacks.Evidence{r.Retention.Evidence, r.Disclosure.Evidence, r.FullTime.Evidence}
	for _, i := range r.Incentives {
		said = append(said, i.Evidence)
	}
	for _, e := range said {
		if !e.Whole(r.Sources) {
			return r, fmt.Errorf("employment: rule %q: citation, source, verified_on or mark is missing", e.Citation)
		}
	}
	if len(r.Retention.Days) == 0 || !slices.IsSorted(r.Retention.Days) || len(r.Disclosure.Bands) == 0 {
		return r, fmt.Errorf("employment: retention or disclosure cannot be counted with")
	}
	return r, nil
}

// Incentive is one by its key.
func (r Ruleset) Incentive(key string) (Incentive, bool) {
	i := slices.IndexFunc(r.Incentives, func(i Incentive) bool { return i.Key == key })
	if i < 0 {
		return Incentive{}, false
	}
	return r.Incentives[i], true
}

// Eligible reports whether somebody released, or convicted, on one day and hired on
// another is of the class.
func (i Incentive) Eligible(since, start civil.Day) bool {
	return since.Valid() && start.Valid() && start >= since && start <= since.AddMonths(i.ClassMonths)
}

// FileBy is the last day of the form.
func (i Incentive) FileBy(start civil.Day) civil.Day { return start.Add(i.FileDays) }

// Lapsed reports whether nothing is certified for a start on a day.
func (i Incentive) Lapsed(start civil.Day) bool {
	return i.LapsedFrom != "" && start >= i.LapsedFrom && (i.LapsedTo == "" || start <= i.LapsedTo)
}

// Worth is what hours and wages of the first year may bring, in the smallest unit.
func (i Incentive) Worth(hours, wages int) int {
	percent := 0
	for _, t := range i.Tiers {
		if hours >= t.Hours {
			percent = max(percent, t.Percent)
		}
	}
	return min(max(wages, 0), i.WagesCap) * percent / 100
}

// Job is a span of work; End is "" while it lasts.
type Job struct{ Start, End civil.Day }

// Kept is a point at which it is asked whether the work lasts.
type Kept struct {
	Days int
	On   civil.Day
}

// Clock is from when on the days of the last job count: jobs with at most the allowed gap
// between them are one. It is "" without a job.
func (r Retention) Clock(jobs []Job) (from civil.Day) {
	jobs = slices.Clone(jobs)
	slices.SortFunc(jobs, func(a, b Job) int { return a.Start.Since(b.Start) })
	var end civil.Day
	for n, j := range jobs {
		if n == 0 || end != "" && j.Start.Since(end) > r.GapDays {
			from = j.Start
		}
		switch {
		case j.End == "":
			end = ""
		case n == 0 || end != "" && j.End > end:
			end = j.End
		}
	}
	return from
}

// Kept lists the points from a day on.
func (r Retention) Kept(from civil.Day) []Kept {
	out := make([]Kept, len(r.Days))
	for i, days := range r.Days {
		out[i] = Kept{days, from.Add(days)}
	}
	return out
}

// Conviction is what somebody was sentenced to; it is calculated with and never kept.
type Conviction struct {
	On     civil.Day // of the conviction
	Months int       // of custody; 0 for a community order
	Ends   civil.Day // the last day of the sentence or order
	Youth  bool      // under 18 when convicted
}

// Spent is the first day on which each conviction need not be told any more. A conviction
// before another is spent lets both run to the later day.
func (d Disclosure) Spent(list []Conviction) []civil.Day {
	out := make([]civil.Day, len(list))
	for i, c := range list {
		out[i] = d.alone(c)
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return list[a].On.Since(list[b].On) })
	for changed := true; changed; {
		changed = false
		for n := range order {
			for _, later := range order[n+1:] {
				if first := order[n]; list[later].On < out[first] && out[later] != out[first] {
					day := max(out[first], out[later])
					changed = changed || out[first] != day || out[later] != day
					out[first], out[later] = day, day
				}
			}
		}
	}
	return out
}

func (d Disclosure) alone(c Conviction) civil.Day {
	if c.Months == 0 {
		return c.Ends.Add(1)
	}
	for _, b := range d.Bands {
		if b.MostMonths == 0 || c.Months <= b.MostMonths {
			after := b.AfterMonths
			if c.Youth {
				after = after * d.YouthPercent / 100
			}
			return c.Ends.AddMonths(after).Add(1) // its last day still counts
		}
	}
	return ""
}

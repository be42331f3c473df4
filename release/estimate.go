package release

import (
	"encoding/json"
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/rulepacks"
)

// Key names a date.
type Key string

// The dates of England and Wales, as prisons write them, and those of the United
// States. A glossary of them is in the words of this package.
const (
	CRD              Key = "CRD"               // release on licence
	ARD              Key = "ARD"               // release without licence
	PED              Key = "PED"               // the Parole Board may release from here
	HDCED            Key = "HDCED"             // home detention curfew may begin
	PRRD             Key = "PRRD"              // release after recall
	ETD              Key = "ETD"               // training: earliest release
	MTD              Key = "MTD"               // training: the middle of the term
	LTD              Key = "LTD"               // training: latest release
	LED              Key = "LED"               // licence ends
	SLED             Key = "SLED"              // sentence and licence end
	SED              Key = "SED"               // sentence ends
	TUSED            Key = "TUSED"             // supervision after the sentence ends
	FullTerm         Key = "full_term"         // United States: all of the sentence served
	ProjectedRelease Key = "projected_release" // with good conduct time
)

// Dated is one date of an estimate.
type Dated struct {
	Key Key
	Day civil.Day
}

// Estimate is the answer: dates with what each rests on.
type Estimate struct {
	Dates      []Dated   // in the order of Key
	ReleaseDay civil.Day // when somebody walks out; "" where that cannot be said
	Rules      string    // which rules were used
	Steps      []Step    // the workings, in the order they were done
	Evidence   []rulepacks.Evidence
}

// On gives one of the dates, "" when there is none.
func (e *Estimate) On(k Key) civil.Day {
	for _, d := range e.Dates {
		if d.Key == k {
			return d.Day
		}
	}
	return ""
}

var order = []Key{CRD, ARD, PED, HDCED, PRRD, ETD, MTD, LTD, LED, SLED, SED, TUSED, FullTerm, ProjectedRelease}

func (e *Estimate) add(k Key, d day) { e.Dates = append(e.Dates, Dated{k, d.civil()}) }

// sort puts the dates into their order.
func (e *Estimate) sort() {
	slices.SortFunc(e.Dates, func(a, b Dated) int { return slices.Index(order, a.Key) - slices.Index(order, b.Key) })
}

// cite adds who says so, once.
func (e *Estimate) cite(r *rule) {
	if !slices.ContainsFunc(e.Evidence, func(x rulepacks.Evidence) bool { return x.Citation == r.Citation }) {
		e.Evidence = append(e.Evidence, r.Evidence)
	}
}

// Step is one sentence of the workings: a message and its arguments, days as
// civil.Day.
type Step struct {
	Key  string
	Args []any
}

func (e *Estimate) step(key string, args ...any) { e.Steps = append(e.Steps, Step{key, args}) }

// citation is how evidence is written for programs.
type citation struct {
	Citation   string         `json:"citation"`
	Mark       rulepacks.Mark `json:"mark"`
	VerifiedOn civil.Day      `json:"verified_on"`
}

// JSON is the estimate for programs, with the workings as they are said.
func (e *Estimate) JSON(workings []string) ([]byte, error) {
	dates := make(map[Key]civil.Day, len(e.Dates))
	for _, d := range e.Dates {
		dates[d.Key] = d.Day
	}
	cites := make([]citation, len(e.Evidence))
	for i, x := range e.Evidence {
		cites[i] = citation{x.Citation, x.Mark, x.VerifiedOn}
	}
	return json.Marshal(struct {
		Dates      map[Key]civil.Day `json:"dates"`
		ReleaseDay civil.Day         `json:"release_day,omitempty"`
		Rules      string            `json:"rules,omitempty"`
		Workings   []string          `json:"workings"`
		Estimate   bool              `json:"estimate"`
		Citations  []citation        `json:"citations"`
	}{dates, e.ReleaseDay, e.Rules, workings, true, cites})
}

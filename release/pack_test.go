package release

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/throughcare/throughcare/rulepacks"
)

// Every rule of the packs says who says so, and every day in them is one.
func TestPacksAreWhole(t *testing.T) {
	t.Parallel()
	for name, load := range map[string]func() error{
		"england-wales": func() error { _, err := loadEngland(); return err },
		"scotland":      func() error { _, err := loadScotland(); return err },
		"us-federal":    func() error { _, err := loadFederal(); return err },
	} {
		if err := load(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	e, err := loadEngland()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range e.Points {
		if p.Phased && len(p.Tranches) == 0 && len(p.Only) == 0 {
			t.Errorf("%s reaches older sentences, and has neither tranches nor sentences it is for", p.ID)
		}
		for _, x := range append(p.Without, p.Only...) {
			found := false
			for _, known := range e.Exclusions {
				found = found || x == known
			}
			if !found {
				t.Errorf("%s names the exclusion %s, which is not among the known ones", p.ID, x)
			}
		}
		for i := 1; i < len(p.Tranches); i++ {
			if p.Tranches[i].from <= p.Tranches[i-1].from || p.Tranches[i].AtMost != 0 && p.Tranches[i].AtMost <= p.Tranches[i-1].AtMost {
				t.Errorf("%s: tranche %s does not come after the one before it", p.ID, p.Tranches[i].Name)
			}
		}
	}
	for _, s := range e.RuleSets {
		for id := range s.ended {
			if id != e.TopUp.ID && id != e.TrainingTopUp.ID && id != e.HomeDetention.ID && !hasEnding(e, id) {
				t.Errorf("%s ends %q, which is no rule", s.Name, id)
			}
		}
	}
}

func hasEnding(e *england, id string) bool {
	for _, n := range e.Endings {
		if n.ID == id {
			return true
		}
	}
	return false
}

// A rule without a citation, a mark nobody knows, a day that is none and a name
// that is misspelt are refused.
func TestBrokenRulesAreRefused(t *testing.T) {
	t.Parallel()
	for text, what := range map[string]string{
		"{id: a, served: 1/2, verified_on: 2026-01-01, mark: verified}":                                                                "citation",
		"{id: a, served: 1/2, citation: x, verified_on: 2026-01-01, mark: sure}":                                                       "mark",
		"{id: a, served: 1/2, citation: x, mark: verified}":                                                                            "verified_on",
		"{id: a, served: 1/2, citation: x, verified_on: 2026-01-01, mark: verified, from: 2026-02-30}":                                 "not a day",
		"{id: a, served: 3/2, citation: x, verified_on: 2026-01-01, mark: verified}":                                                   "fraction",
		"{id: a, served: 0.4, citation: x, verified_on: 2026-01-01, mark: verified}":                                                   "fraction",
		"{id: a, served: 1/2, citation: x, verified_on: 2026-01-01, mark: verified, tranche: []}":                                      "tranche",
		"{id: a, served: 1/2, citation: x, verified_on: 2026-01-01, mark: verified, tranches: [{from: 2026-13-01}]}":                   "not a day",
		"{id: a, served: 1/2, citation: x, verified_on: 2026-01-01, mark: verified, tranches: [{from: 2026-01-01, shorter_than: 5y}]}": "last tranche",
	} {
		var p point
		d := yaml.NewDecoder(strings.NewReader(text))
		d.KnownFields(true)
		err := d.Decode(&p)
		if err == nil {
			err = p.ready()
		}
		if err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v, want something about %s", text, err, what)
		}
	}
	r := rule{ID: "a", Evidence: rulepacks.Evidence{Citation: "x", VerifiedOn: "2026-01-01", Mark: rulepacks.Verified}}
	if err := r.ready(); err != nil || !r.holds(0) {
		t.Errorf("a whole rule: %v", err)
	}
}

// Points are for the sentences they name: youth, SDS+, what is excluded and what
// was recalled stand apart.
func TestWhatAPointIsFor(t *testing.T) {
	t.Parallel()
	e, err := loadEngland()
	if err != nil {
		t.Fatal(err)
	}
	points := map[string]*point{}
	for _, p := range e.Points {
		points[p.ID] = p
	}
	standard := Sentence{Kind: Standard}
	with := func(change func(*Sentence)) *Sentence { s := standard; change(&s); return &s }
	for _, c := range []struct {
		point string
		of    *Sentence
		takes bool
	}{
		{"sds-40", &standard, true},
		{"sds-40", with(func(s *Sentence) { s.Exclusions = []string{"SEXUAL"} }), false},
		{"sds-40", with(func(s *Sentence) { s.Exclusions = []string{"SEXUAL_T3"} }), true},
		{"sds-40", with(func(s *Sentence) { s.Plus = true }), false},
		{"sds-40", with(func(s *Sentence) { s.Kind = Extended }), false},
		{"sds-40-further", &standard, false},
		{"sds-40-further", with(func(s *Sentence) { s.Exclusions = []string{"MURDER_T3"} }), true},
		{"progression-sds", with(func(s *Sentence) { s.Exclusions = []string{"VIOLENT"} }), true},
		{"progression-sds", with(func(s *Sentence) { s.Exclusions = []string{"SA2026_PROGRESSION_MODEL_SCHEDULE"} }), false},
		{"progression-sds", with(func(s *Sentence) { s.Youth = true }), false},
		{"progression-sds", with(func(s *Sentence) { s.PlusToday = true }), false},
		{"progression-sds", with(func(s *Sentence) { s.Recall = &Recall{} }), false},
		{"progression-sds-plus", with(func(s *Sentence) { s.Plus, s.PlusToday = true, true }), true},
		{"progression-sds-plus", with(func(s *Sentence) { s.Plus, s.Youth = true, true }), false},
	} {
		if got := points[c.point].takes(c.of); got != c.takes {
			t.Errorf("%s takes %+v: %v", c.point, *c.of, got)
		}
	}
}

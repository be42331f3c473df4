package grievances_test

import (
	"fmt"
	"testing"

	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/pattern"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// somebody is one more person in the record.
func (w *world) somebody(name string) (id string) {
	w.t.Helper()
	w.write(func(tx *trail.Tx) error {
		p, err := people.Add(w.t.Context(), tx, nil, people.NewPerson{Name: name})
		id = p.ID
		return err
	})
	return id
}

func TestPatterns(t *testing.T) {
	each(t, func(w *world) {
		tell := func(who string, change ...func(*grievances.New)) {
			n := w.insulin()
			n.PersonID = who
			for _, fn := range change {
				fn(&n)
			}
			w.open(n)
		}
		of := func(q pattern.Quarter) map[string]pattern.Row {
			t.Helper()
			rows, err := w.s.Patterns(t.Context(), w.lee, q)
			must(t, err)
			by := map[string]pattern.Row{}
			for _, r := range rows {
				by[r.Facility+" "+r.Topic] = r
			}
			return by
		}
		for i := range 5 {
			tell(w.somebody(fmt.Sprint("Person ", i)))
		}
		tell(w.marcus)
		tell(w.marcus) // the same person counts once
		tell(w.marcus, func(n *grievances.New) { n.FacilityID = w.creek })
		mine := w.open(func() grievances.New {
			n := w.insulin()
			n.Sight = timeline.SightAuthor
			n.PersonID = w.somebody("Quiet")
			return n
		}())

		got := of("2026-Q1")
		if r := got["Harrow Ridge food"]; r.People != 6 || r.Matters != 7 || r.Before != 0 || r.People.Few() {
			t.Errorf("Harrow Ridge: %+v; what only its author reads must not be counted for others", r)
		}
		if r := got["Larch Creek food"]; r.People != 1 || !r.People.Few() {
			t.Errorf("Larch Creek: %+v", r)
		}
		if got := of("2026-Q2"); len(got) != 2 || got["Harrow Ridge food"].Before != 6 || got["Harrow Ridge food"].People != 0 {
			t.Errorf("the quarter after: %+v", got)
		}
		if list, err := w.s.Quarters(t.Context(), w.lee); err != nil || len(list) != 1 || list[0] != "2026-Q1" {
			t.Errorf("quarters %v, %v", list, err)
		}
		if _, err := w.s.Patterns(t.Context(), w.lee, "2026-Q9"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a ninth quarter: %v", err)
		}
		if _, err := w.s.Patterns(t.Context(), w.ruth, "2026-Q1"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a worker sees patterns: %v", err)
		}
		v, err := w.s.View(t.Context(), w.ruth, mine)
		must(t, err)
		if v.Alike.Others != 0 {
			t.Error("a worker is told of others")
		}
		rows, _, err := w.s.List(t.Context(), w.lee, grievances.Filter{Which: grievances.Every, Facility: w.creek, Rules: "tk"})
		must(t, err)
		if len(rows) != 1 {
			t.Fatalf("%d at Larch Creek", len(rows))
		}
		if v, err = w.s.View(t.Context(), w.lee, rows[0].ID); err != nil || v.Alike.Others != 0 {
			t.Errorf("at Larch Creek nobody else told of it: %+v, %v", v.Alike, err)
		}
		rows, _, err = w.s.List(t.Context(), w.lee, grievances.Filter{Which: grievances.Every, Facility: w.harrow})
		must(t, err)
		if v, err = w.s.View(t.Context(), w.lee, rows[0].ID); err != nil || v.Alike.Others != 5 || v.Alike.Since != "2026-03-02" {
			t.Errorf("at Harrow Ridge five others told of it: %+v, %v", v.Alike, err)
		}
		w.on("2027-01-04")
		if list, err := w.s.Quarters(t.Context(), w.lee); err != nil || fmt.Sprint(list) != "[2027-Q1 2026-Q4 2026-Q3 2026-Q2 2026-Q1]" {
			t.Errorf("quarters %v, %v", list, err)
		}
		if v, err = w.s.View(t.Context(), w.lee, rows[0].ID); err != nil || v.Alike.Others != 0 {
			t.Errorf("ten months later it is still a pattern: %+v, %v", v.Alike, err)
		}
		places, rules, err := w.s.Choices(t.Context(), w.lee)
		if err != nil || places[w.creek] != "Larch Creek" || len(places) != 2 || rules["tk"] != "Grievance" {
			t.Errorf("choices %v %v %v", places, rules, err)
		}
	})
}

package imports_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

const noon = civil.Day("2026-03-02")

// at says that somebody is at Harrow Ridge: since when, and how we know.
func (w *world) at(p people.Person, since string, confidence custody.Confidence, saidOn civil.Day) {
	w.Helper()
	w.write(func(ctx context.Context, tx *trail.Tx) error {
		n := custody.NewStay{
			PersonID: p.ID, FacilityID: w.places["Harrow Ridge Correctional Institution"], Unit: "C-1", Since: partialdate.Must(since),
			Source: "the prison, by telephone", SourceOn: partialdate.On(saidOn), Confidence: confidence,
		}
		_, err := custody.Place(ctx, tx, w.Custody.Bus, noon, n)
		return err
	})
}

// differences are what the rows of a file would change, as "what: from > to".
func (w *world) differences(id string) []string {
	w.Helper()
	var all []string
	for _, v := range []imports.Verdict{imports.Change, imports.Same} {
		for _, l := range w.lines(id, v) {
			for _, d := range l.Detail.Changes {
				line := d.What + ": " + d.From + " > " + d.To
				if d.Kept != "" {
					line += " (" + strings.TrimPrefix(d.Kept, "imports.kept.") + ")"
				}
				all = append(all, line)
			}
		}
	}
	return all
}

func TestWhichPlaceIsNewer(t *testing.T) {
	const file = "Name,Number,Prison,Cell,Since\nRosa Delgado,77,Pine Hollow State Prison,F-1,"
	for name, c := range map[string]struct {
		confidence   custody.Confidence
		since        string
		said         civil.Day
		asOf         civil.Day
		began, wants string
	}{
		"said longer ago":                 {custody.Confirmed, "2025-01", noon.Add(-120), "", "", ""},
		"checked lately":                  {custody.Confirmed, "2025-01", noon.Add(-3), "", "", "checked"},
		"checked lately, moved since":     {custody.Confirmed, "2025-01", noon.Add(-3), "", "2026-03-01", ""},
		"the list is younger":             {custody.Confirmed, "2025-01", noon.Add(-30), noon.Add(-2), "", ""},
		"the list is older":               {custody.Reported, "2025-01", noon.Add(-3), noon.Add(-40), "", "checked"},
		"only reported":                   {custody.Reported, "2025-01", noon.Add(-3), "", "", ""},
		"ours began after what is said":   {custody.Reported, "2025-06-01", noon.Add(-200), "", "2024-02-01", "newer"},
		"checked lately, and began after": {custody.Confirmed, "2025-06-01", noon.Add(-3), "", "2024-02-01", "newer"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				rosa := w.add(people.NewPerson{Name: "Rosa Delgado", Numbers: []people.Number{{Text: "77"}}})
				w.at(rosa, c.since, c.confidence, c.said)
				b := w.upload(imports.People, file+c.began+"\n")
				m := b.Mapping
				m.AsOf = c.asOf
				if err := w.SetMapping(t.Context(), w.ruth, b.ID, m); err != nil {
					t.Fatal(err)
				}
				if _, err := w.Check(t.Context(), w.ruth, b.ID, nil); err != nil {
					t.Fatal(err)
				}
				want := []string{"at: Harrow Ridge Correctional Institution > Pine Hollow State Prison"}
				if c.wants != "" {
					want[0] += " (" + c.wants + ")"
				}
				if diff := cmp.Diff(want, w.differences(b.ID)); diff != "" {
					t.Fatal(diff)
				}
				w.save(b.ID)
				stay, err := w.Custody.Current(t.Context(), w.ruth, rosa.ID)
				stays := stay.FacilityID == w.places["Harrow Ridge Correctional Institution"]
				if err != nil || stays != (c.wants != "") {
					t.Errorf("%+v, %v", stay, err)
				}
			})
		})
	}
}

func TestWhatAListDoesNotReplace(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		rosa := w.add(people.NewPerson{
			Name: "Rosa Delgado", Numbers: []people.Number{{Text: "77"}}, Born: partialdate.Must("1990-02-14"),
			Facts: []people.Fact{{Kind: people.FactFaith, Value: "Catholic"}}, Languages: []people.Language{{Lang: "es", How: people.Reads}},
		})
		b, counts := w.check(imports.People, "Name,Number,Born,Religion,Ethnicity,Languages,AKA\nrosa delgado,077,1991-02-14,Quaker,Latina,\"Spanish, English\",Rosi\n")
		want := []string{
			"name:  > Rosi", "born: 1990-02-14 > 1991-02-14 (born)", "language:  > en", "fact.faith: Catholic > Quaker (fact)", "fact.ethnicity:  > Latina",
		}
		if diff := cmp.Diff(want, w.differences(b.ID)); diff != "" || counts.Change != 1 {
			t.Fatalf("%+v %s", counts, diff)
		}
		w.save(b.ID)
		after, err := w.people.Person(t.Context(), w.ruth, rosa.ID)
		if err != nil {
			t.Fatal(err)
		}
		faith, _ := after.Fact(people.FactFaith)
		ethnicity, _ := after.Fact(people.FactEthnicity)
		if after.Born.String() != "1990-02-14" || faith.Value != "Catholic" || ethnicity.Value != "Latina" || ethnicity.Source != "list.csv" || len(after.Languages) != 2 || len(after.Names) != 2 {
			t.Errorf("%+v", after)
		}
	})
}

// A worker who sees only their own people learns nothing of anybody else.
func TestTheCheckHintsAtNobodyHidden(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.add(people.NewPerson{Name: "Rosa Delgado", Numbers: []people.Number{{Text: "77"}}, Born: partialdate.Must("1990-02-14")})
		sam := authz.NewActor(ids.New(), "Sam", authz.Worker, authz.SeesGranted, imports.MayImport, people.MayRead, people.MayWrite)
		b, err := w.Upload(t.Context(), sam, imports.People, "list.csv", w.file("Name,Number,Born\nRosa Delgado,77,1990-02-14\nRosa Delgada,,\n"))
		if err != nil {
			t.Fatal(err)
		}
		counts, err := w.Check(t.Context(), sam, b.ID, nil)
		if err != nil || counts.New != 2 || counts.Maybe+counts.Change+counts.Same != 0 {
			t.Errorf("%+v, %v", counts, err)
		}
		if ruths, err := w.Batches(t.Context(), w.ruth); err != nil || len(ruths) != 0 {
			t.Errorf("another's imports: %v, %v", ruths, err)
		}
	})
}

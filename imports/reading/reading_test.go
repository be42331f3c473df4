package reading_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/people"
)

// reader reads columns of the given fields, each under the name of its field,
// on 2 March 2026.
func reader(fields ...reading.Field) reading.Reader {
	r := reading.Reader{Today: "2026-03-02", Cases: true, Mapping: reading.Mapping{Source: "list.csv"}}
	for _, f := range fields {
		r.Mapping.Columns = append(r.Mapping.Columns, reading.Column{Heading: string(f), Field: f})
	}
	return r
}

func row(cells ...string) sheet.Row { return sheet.Row{Number: 2, Cells: cells} }

func TestARowIsRead(t *testing.T) {
	t.Parallel()
	r := reader(reading.Given, reading.Family, reading.Number, reading.OtherNumber, reading.Born, reading.OtherName, reading.Language, reading.Pronoun,
		reading.Facility, reading.Unit, reading.Release, reading.TakeCare, reading.State, reading.Contact, reading.Channel, reading.Interval, reading.AsNote, reading.LeaveOut)
	r.Mapping.Issuer = "TK DOC"
	d := r.Read(row("Rosa ", " Delgado", "77-1A0-334", "FBI 9", "14/2/90", "Rosi", "Spanish, some English; Klingon", "F", "Pine Hollow", "F-012", "Aug 2027",
		"Her mail is read.", "Activo", "45992", "llamada", "30", "likes chess", "secret"), nil)
	if len(d.Refused) > 0 {
		t.Fatalf("refused: %+v", d.Refused)
	}
	p := d.Person
	if p.Name != "Rosa Delgado" || p.Born.String() != "1990-02-14" || p.Pronoun != "she" || p.Source != "list.csv" {
		t.Errorf("%+v", p)
	}
	if len(p.Numbers) != 2 || p.Numbers[0].Text != "77-1A0-334" || p.Numbers[0].Issuer != "TK DOC" {
		t.Errorf("numbers %+v", p.Numbers)
	}
	if diff := cmp.Diff([]people.Language{{Lang: "es", How: people.Reads}, {Lang: "en", How: people.ReadsSome}}, p.Languages); diff != "" {
		t.Error(diff)
	}
	if d.Facility != "Pine Hollow" || d.Unit != "F-012" || d.Points[reading.Release] != partialdate.Must("2027-08") || len(d.Care) != 1 {
		t.Errorf("%+v", d)
	}
	if d.Case.State != casework.Active || d.Case.LastContactOn != "2025-12-01" || d.Case.LastContactHow != casework.Call || d.Case.IntervalDays != 30 {
		t.Errorf("%+v", d.Case)
	}
	if diff := cmp.Diff([]string{"language: Klingon", "note: likes chess"}, d.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestARepairStandsForItsCell(t *testing.T) {
	t.Parallel()
	r := reader(reading.Name, reading.Contact)
	bad := r.Read(row("Rosa Delgado", "31/02/2026"), nil)
	if len(bad.Refused) != 1 || strings.Join(bad.Refused[0].Offers, " ") != "2026-02-28" {
		t.Fatalf("%+v", bad.Refused)
	}
	if month := r.Read(row("Rosa Delgado", "Feb 2026"), nil); len(month.Refused) != 1 || month.Refused[0].Offers[0] != "2026-02-01" {
		t.Errorf("a month where a day is needed: %+v", month.Refused)
	}
	mended := r.Read(row("Rosa Delgado", "31/02/2026"), map[string]string{string(reading.Contact): bad.Refused[0].Offers[0]})
	if len(mended.Refused) != 0 || mended.Case.LastContactOn != "2026-02-28" {
		t.Errorf("%+v", mended)
	}
}

func TestMoreCareThanAnybodyReadsIsANote(t *testing.T) {
	t.Parallel()
	r := reader(reading.Name, reading.TakeCare, reading.TakeCare, reading.TakeCare, reading.TakeCare, reading.TakeCare)
	d := r.Read(row("Rosa", "one", "two", strings.Repeat("long ", 60), "three", "four"), nil)
	if len(d.Care) != people.MostCare || len(d.Notes) != 2 || len(d.Refused) != 0 {
		t.Errorf("%d lines, %d notes, %+v", len(d.Care), len(d.Notes), d.Refused)
	}
}

// Whatever stands in a row, it is read without a panic; and what is not refused
// the record takes.
func TestWhatIsReadTheRecordTakes(t *testing.T) {
	t.Parallel()
	var fields []reading.Field
	for _, target := range reading.Targets() {
		fields = append(fields, target.Field)
	}
	r := reader(fields...)
	cell := rapid.OneOf(
		rapid.Just(""), rapid.String(), rapid.SampledFrom([]string{"31/02/90", "Feb 2026", "1990", "?", "45992", "1.2E+09", "Karimi, Yusuf", "closed", "letter", "42", "-1", "she", "#REF!", "2090-01-01"}),
		rapid.StringN(190, 400, -1),
	)
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		cells := make([]string, len(fields)+2)
		for range rapid.IntRange(1, 6).Draw(t, "filled") {
			cells[rapid.IntRange(0, len(cells)-1).Draw(t, "column")] = cell.Draw(t, "cell")
		}
		d := r.Read(row(cells...), nil)
		for _, x := range d.Refused {
			if x.Key == "" || len([]rune(x.Value)) > 81 {
				t.Fatalf("refused for %+v", x)
			}
		}
		if len(d.Refused) > 0 {
			return
		}
		taken++
		n := d.Case
		n.PersonID = "somebody"
		for what, problems := range map[string]int{
			"person": len(d.Person.Check()), "stay": len(d.Stay("somebody", "somewhere").Check(r.Today)), "case": len(n.Check(r.Today)),
		} {
			if problems > 0 {
				t.Fatalf("the %s breaks %d rules: %+v", what, problems, d)
			}
		}
	})
	if taken < 10 {
		t.Errorf("only %d rows were taken; the test says little", taken)
	}
}

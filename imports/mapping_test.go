package imports_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

func fields(b imports.Batch) []reading.Field {
	var list []reading.Field
	for _, c := range b.Mapping.Columns {
		list = append(list, c.Field)
	}
	return list
}

func TestColumnsAreGuessed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		what, text string
		want       []reading.Field
	}{
		"tidy": {imports.People, "Name,Number,Born,Facility,Unit\nRosa Delgado,77-1A0-334,1990-02-14,Pine Hollow,F-012\n",
			[]reading.Field{reading.Name, reading.Number, reading.Born, reading.Facility, reading.Unit}},
		"messy": {imports.People, "LAST NAME, First ,DOC #,D.O.B.,INST.,Proj. Release Dt,favourite colour\nDelgado,Rosa,771334,02/14/1990,Pine Hollow SP,3/1/2027,green\n",
			[]reading.Field{reading.Family, reading.Given, reading.Number, reading.Born, reading.Facility, reading.Release, reading.AsNote}},
		"spanish": {imports.People, "Nombre completo;Nº de interno;Fecha de nacimiento;Prisión;Idioma;Observaciones\nRosa Delgado;77334;14/2/1990;Pine Hollow;español;escribe\n",
			[]reading.Field{reading.Name, reading.Number, reading.Born, reading.Facility, reading.Language, reading.AsNote}},
		"cases": {imports.Cases, "client,aka,status,last heard from,next step,Assigned to\nRosa Delgado,Rosi,active,2026-01-05,write,Ruth\nIvo Petrak,,closed,2025-01-05,,Ruth\nYusuf Karimi,,active,2026-02-01,call,Sam\nAna Ruiz,,active,2026-02-02,call,Sam\n",
			[]reading.Field{reading.Name, reading.OtherName, reading.State, reading.Contact, reading.NextWords, reading.Worker}},
		"without headings": {imports.People, "Rosa Delgado,77-1A0-334\nIvo Petrak,A99812\nAna Ruiz,B1234\n", []reading.Field{reading.Name, reading.Number}},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				if diff := cmp.Diff(c.want, fields(w.upload(c.what, c.text))); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestTheOrderOfDaysIsGuessedAndCanBeChanged(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for text, want := range map[string]partialdate.Order{
			"Name,Born\nRosa Delgado,14/2/1990\nIvo Petrak,1/3/1980\n": partialdate.DayFirst,
			"Name,Born\nRosa Delgado,2/14/1990\nIvo Petrak,1/3/1980\n": partialdate.MonthFirst,
		} {
			b := w.upload(imports.People, text)
			look, err := w.Look(t.Context(), w.ruth, b.ID)
			if err != nil {
				t.Fatal(err)
			}
			order, sure, proof := look.Orders()
			if b.Mapping.Order != want || order != want || !sure || len(proof) != 1 {
				t.Errorf("%v: %v, sure %v by %v", want, b.Mapping.Order, sure, proof)
			}
			samples := w.Samples(t.Context(), look, 1)
			wantDays := map[partialdate.Order]string{partialdate.DayFirst: "1980-03-01", partialdate.MonthFirst: "1980-01-03"}
			if len(samples) != 2 || samples[0].Becomes != "1990-02-14" || samples[1].Becomes != wantDays[want] || !samples[1].Date {
				t.Errorf("%+v", samples)
			}
		}
	})
}

func TestARecipeIsRemembered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const text = "who,colour\nRosa Delgado,A99812\n"
		b := w.upload(imports.People, text)
		m := b.Mapping
		m.Columns[0].Field, m.Columns[1].Field, m.Order, m.Issuer = reading.Name, reading.Number, partialdate.MonthFirst, "TK DOC"
		if err := w.SetMapping(t.Context(), w.ruth, b.ID, m); err != nil {
			t.Fatal(err)
		}
		if fresh := w.upload(imports.People, text); fresh.Mapping.Recalled {
			t.Error("a recipe nobody kept")
		}
		if err := w.Remember(t.Context(), w.ruth, b.ID); err != nil {
			t.Fatal(err)
		}
		again := w.upload(imports.People, "WHO,  Colour\nIvo Petrak,A1\n")
		if !again.Mapping.Recalled || again.Mapping.Order != partialdate.MonthFirst || again.Mapping.Issuer != "TK DOC" ||
			!slices.Equal(fields(again), []reading.Field{reading.Name, reading.Number}) {
			t.Errorf("%+v", again.Mapping)
		}
		if other := w.upload(imports.Cases, text); other.Mapping.Recalled {
			t.Error("a recipe for people read a file of cases")
		}
	})
}

// Where the letters were guessed wrong, somebody says how they are written, and
// the next file of this shape is read so from the beginning.
func TestHowLettersAreWrittenIsSaid(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const text = "Pr\x8enom,DOC #\nJos\x8e D\x92az,A1\n" // as a Macintosh writes é and í
		b := w.upload(imports.People, text)
		heading := func(id string) string {
			found, err := w.Batch(t.Context(), w.ruth, id)
			if err != nil {
				t.Fatal(err)
			}
			return found.Mapping.Columns[0].Heading
		}
		if heading(b.ID) == "Prénom" {
			t.Fatal("the guess was right, and the test is none")
		}
		for _, wrong := range []string{"EBCDIC", "utf-8", "Macintosh "} {
			if err := w.ReadAs(t.Context(), w.ruth, b.ID, wrong); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		if err := w.ReadAs(t.Context(), w.ruth, b.ID, "Macintosh"); err != nil || heading(b.ID) != "Prénom" {
			t.Fatalf("%v, %q", err, heading(b.ID))
		}
		found, err := w.Batch(t.Context(), w.ruth, b.ID)
		if err != nil {
			t.Fatal(err)
		}
		m := found.Mapping
		m.Columns[0].Field, m.Columns[1].Field, m.Encoding = reading.Name, reading.Number, "forged"
		if err := w.SetMapping(t.Context(), w.ruth, b.ID, m); err != nil {
			t.Fatal(err)
		}
		if err := w.Remember(t.Context(), w.ruth, b.ID); err != nil {
			t.Fatal(err)
		}
		again := w.upload(imports.People, "Pr\x8enom,DOC #\nRen\x8e Ortiz,A2\n")
		if !again.Mapping.Recalled || again.Mapping.Encoding != "Macintosh" {
			t.Errorf("%+v", again.Mapping)
		}
		if _, err := w.Check(t.Context(), w.ruth, again.ID, nil); err != nil {
			t.Fatal(err)
		}
		news, _, err := w.NewRows(t.Context(), w.ruth, again.ID, 0, 5)
		if err != nil || len(news) != 1 || news[0].Name != "René Ortiz" {
			t.Errorf("%+v %v", news, err)
		}
		w.save(again.ID)
		if err := w.ReadAs(t.Context(), w.ruth, again.ID, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("a saved batch was read anew: %v", err)
		}
		if err := w.ReadAs(t.Context(), w.ruth, b.ID, ""); err != nil || heading(b.ID) == "Prénom" {
			t.Errorf("the guess is not taken back: %v", err)
		}
	})
}

func TestAMappingThatMakesNoSense(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.upload(imports.People, "Name,Number\nRosa Delgado,77\n")
		for name, change := range map[string]func(*imports.Mapping){
			"twice":    func(m *imports.Mapping) { m.Columns[1].Field = reading.Name },
			"nobody":   func(m *imports.Mapping) { m.Columns[0].Field, m.Columns[1].Field = reading.AsNote, reading.LeaveOut },
			"unknown":  func(m *imports.Mapping) { m.Columns[0].Field = "shoe-size" },
			"short":    func(m *imports.Mapping) { m.Columns = m.Columns[:1] },
			"interval": func(m *imports.Mapping) { m.Interval = -3 },
		} {
			m := b.Mapping
			m.Columns = slices.Clone(b.Mapping.Columns)
			change(&m)
			if err := w.SetMapping(t.Context(), w.ruth, b.ID, m); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

package imports_test

import (
	"context"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/people"
)

func (w *world) add(n people.NewPerson) people.Person {
	w.Helper()
	p, err := w.people.Add(w.Context(), w.ruth, n)
	if err != nil {
		w.Fatal(err)
	}
	return p
}

func (w *world) decide(id string, row int, answer string) {
	w.Helper()
	passed, err := w.Decide(w.Context(), w.ruth, id, imports.Decision{Row: row, Answer: answer})
	if err != nil || len(passed) > 0 {
		w.Fatalf("row %d: %v, passed over %v", row, err, passed)
	}
}

func TestAPairIsDecided(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		yusuf := w.add(people.NewPerson{Name: "Yusuf Karimi", Names: []people.Name{{Text: "Joseph Kareem", Kind: people.NamePrison}}, Numbers: []people.Number{{Text: "0418-OI-22"}}})
		text := "Name,Number,Born\nJoseph Karim,,1988\nYusuf Karimi,,\nYusuf Karimi,555000,1999\nYussuf Karimi,,\n"
		b, counts := w.check(imports.People, text)
		lines := w.lines(b.ID, imports.Maybe)
		if counts.Maybe != len(lines) || len(lines) < 3 {
			t.Fatalf("%+v, %+v", counts, lines)
		}
		for _, l := range lines {
			if len(l.Detail.Maybe) == 0 || l.Detail.Maybe[0].ID != yusuf.ID || len(l.Detail.Maybe[0].Same) == 0 {
				t.Fatalf("row %d: %+v", l.Row, l.Detail)
			}
		}
		w.decide(b.ID, 2, yusuf.ID)
		w.decide(b.ID, 3, imports.Out)
		w.decide(b.ID, 4, imports.Add)
		tally, err := w.Tally(t.Context(), w.ruth, b.ID)
		if err != nil || tally.Ready != 2 || tally.Open != 1 {
			t.Errorf("%+v, %v", tally, err)
		}
		counts = w.save(b.ID)
		if counts.Created != 1 || counts.Updated != 1 || w.everybody() != 2 {
			t.Errorf("%+v, %d people", counts, w.everybody())
		}
		full, err := w.people.Person(t.Context(), w.ruth, yusuf.ID)
		if err != nil || full.Born.String() != "1988" || len(full.Names) != 3 {
			t.Errorf("%+v, %v", full, err)
		}
		w.decide(b.ID, 5, yusuf.ID) // kept for later, and decided then
		if counts := w.save(b.ID); counts.Created != 1 || counts.Updated != 2 || w.everybody() != 2 {
			t.Errorf("later: %+v, %d people", counts, w.everybody())
		}
		if counts := w.save(b.ID); counts.Created != 1 || counts.Updated != 2 {
			t.Errorf("saved once more: %+v", counts)
		}
	})
}

// The record that a row is offered became part of another while the row waited.
func TestWhoWasChosenIsMergedMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		kept := w.add(people.NewPerson{Name: "Yusuf Karimi", Numbers: []people.Number{{Text: "0418-OI-22"}}})
		yusuf := w.add(people.NewPerson{Name: "Joseph Karim"})
		b, _ := w.bring(imports.People, "Name,Number,Born\nJoseph Karim,,1988\nRosa Delgado,,\n") // his row is kept for later
		w.write(func(ctx context.Context, tx *trail.Tx) error {
			return people.Join(ctx, tx, people.Joining{Keep: kept.ID, Gone: yusuf.ID})
		})
		w.Kept = func(_ context.Context, _ *database.Tx, id string) (string, error) {
			return map[string]string{yusuf.ID: kept.ID}[id], nil
		}
		w.decide(b.ID, 2, yusuf.ID)
		if counts := w.save(b.ID); counts.Updated != 1 || counts.Created != 1 {
			t.Errorf("%+v", counts)
		}
		full, err := w.people.Person(t.Context(), w.ruth, kept.ID)
		if err != nil || full.Born.String() != "1988" {
			t.Errorf("%+v, %v", full, err)
		}
	})
}

func TestTwoWindowsDecideTheSamePair(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.add(people.NewPerson{Name: "Teresa Ibarra"})
		b, _ := w.check(imports.People, "Name,Number\nTeresa Ibarra,77\n")
		w.decide(b.ID, 2, p.ID)
		passed, err := w.Decide(t.Context(), w.ruth, b.ID, imports.Decision{Row: 2, Was: imports.Undecided, Answer: imports.Add})
		if err != nil || len(passed) != 1 || passed[0].Decision != p.ID {
			t.Fatalf("%+v, %v", passed, err)
		}
		if passed, err = w.Decide(t.Context(), w.ruth, b.ID, imports.Decision{Row: 2, Was: p.ID, Answer: imports.Add}); err != nil || len(passed) != 0 {
			t.Errorf("by one who saw it: %+v, %v", passed, err)
		}
		w.save(b.ID)
		if passed, err = w.Decide(t.Context(), w.ruth, b.ID, imports.Decision{Row: 2, Was: imports.Add, Answer: imports.Out}); err != nil || len(passed) != 1 {
			t.Errorf("after it was saved: %+v, %v", passed, err)
		}
	})
}

func TestOnlyOfferedAnswersAreTaken(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.add(people.NewPerson{Name: "Teresa Ibarra"})
		stranger := w.add(people.NewPerson{Name: "Somebody Else"})
		b, _ := w.check(imports.People, "Name,Born\nTeresa Ibarra,1970\nNobody Known,31/02/90\n")
		for _, d := range []imports.Decision{{Row: 2, Answer: stranger.ID}, {Row: 2, Answer: imports.Twin}, {Row: 3, Answer: imports.Add}, {Row: 2, Answer: "nonsense"}} {
			if _, err := w.Decide(t.Context(), w.ruth, b.ID, d); !fault.Is(err, fault.Conflict) {
				t.Errorf("%+v: %v", d, err)
			}
		}
		if _, err := w.Decide(t.Context(), w.ruth, b.ID, imports.Decision{Row: 99, Answer: imports.Out}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a row that is not there: %v", err)
		}
	})
}

func TestRowsOfOneFileAreOnePerson(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		text := "Name,Number,Born\nRosa Delgado,77,1990-02-14\nRosa Delgado,77,1990-02-14\nRosa M Delgado,77,\nAna,,\nAna,,\n"
		b, counts := w.check(imports.People, text)
		if counts.New != 2 || counts.Same != 1 || counts.Maybe != 2 {
			t.Fatalf("%+v", counts)
		}
		w.decide(b.ID, 4, imports.Twin)
		if counts := w.save(b.ID); counts.Created != 2 || counts.Updated != 1 || w.everybody() != 2 {
			t.Fatalf("%+v, %d people", counts, w.everybody())
		}
		if names := w.called("Rosa Delgado").Names; len(names) != 2 || names[1].Text != "Rosa M Delgado" {
			t.Errorf("%+v", names)
		}
		// The second Ana was kept for later; the first is in the record now.
		left := w.lines(b.ID, imports.Maybe)
		if at := len(left) - 1; left[at].Row != 6 || len(left[at].Detail.Maybe) != 1 || left[at].Detail.Maybe[0].ID != w.called("Ana").ID {
			t.Errorf("%+v", left)
		}
	})
}

func TestARefusedRowIsMended(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.add(people.NewPerson{Name: "Ivo Petrak", Numbers: []people.Number{{Text: "A99812"}}})
		b, counts := w.check(imports.People, "Name,Number,Born\nRosa Delgado,77,31/02/90\nIvo Petrak,A99812,31/02/90\n")
		lines := w.lines(b.ID, imports.Refused)
		if counts.Refused != 2 || len(lines) != 2 {
			t.Fatalf("%+v", counts)
		}
		r := lines[0].Detail.Refused[0]
		if r.Column != "Born" || r.Key != "imports.row.date.no-such-day" || r.Value != "31/02/90" || strings.Join(r.Offers, " ") != "1990-02 1990" {
			t.Errorf("%+v", r)
		}
		for row, want := range map[int]imports.Verdict{2: imports.New, 3: imports.Change} {
			l, err := w.Repair(t.Context(), w.ruth, b.ID, row, "Born", "1990")
			if err != nil || l.Verdict != want {
				t.Errorf("row %d: %s, %v", row, l.Verdict, err)
			}
		}
		if again, err := w.Repair(t.Context(), w.ruth, b.ID, 2, "Born", "31/02/91"); err != nil || again.Verdict != imports.Refused {
			t.Errorf("mended wrongly: %+v, %v", again, err)
		}
		if l, err := w.Repair(t.Context(), w.ruth, b.ID, 2, "Born", ""); err != nil || l.Verdict != imports.New {
			t.Errorf("left empty: %+v, %v", l, err)
		}
		now, err := w.Batch(t.Context(), w.ruth, b.ID)
		if err != nil || now.Counts.Refused != 0 || now.Counts.New != 1 || now.Counts.Change != 1 {
			t.Errorf("%+v, %v", now.Counts, err)
		}
		// To check again keeps what was mended.
		if counts, err := w.Check(t.Context(), w.ruth, b.ID, nil); err != nil || counts.Refused != 0 {
			t.Errorf("checked again: %+v, %v", counts, err)
		}
		w.save(b.ID)
		if w.called("Rosa Delgado").Born.String() != "" || w.called("Ivo Petrak").Born.String() != "1990" {
			t.Error("not as mended")
		}
		if _, err := w.Repair(t.Context(), w.ruth, b.ID, 2, "Born", "1991"); !fault.Is(err, fault.Conflict) {
			t.Errorf("mended after it was saved: %v", err)
		}
	})
}

func TestUnknownPlacesAreChosen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		text := "Name,Number,Prison,Cell\nRosa Delgado,77,The Old Mill,4\nIvo Petrak,78,The Old Mill,5\nAna Ruiz,79,Nowhere Anyone Knows,\n"
		b, _ := w.check(imports.People, text)
		b, err := w.Batch(t.Context(), w.ruth, b.ID)
		if err != nil || len(b.Unplaced) != 2 || b.Unplaced[0] != (imports.Unplaced{Text: "The Old Mill", Rows: 2}) {
			t.Fatalf("%+v, %v", b.Unplaced, err)
		}
		if err := w.ChoosePlaces(t.Context(), w.ruth, b.ID, map[string]string{"The Old Mill": ids.New()}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a facility that is not there: %v", err)
		}
		mill := w.places["Pine Hollow State Prison"]
		if err := w.ChoosePlaces(t.Context(), w.ruth, b.ID, map[string]string{"The Old Mill": mill, "Nowhere Anyone Knows": imports.AsANote}); err != nil {
			t.Fatal(err)
		}
		if counts := w.save(b.ID); counts.Created != 3 || counts.Places != 1 {
			t.Errorf("%+v", counts)
		}
		stay, err := w.Custody.Current(t.Context(), w.ruth, w.called("Ivo Petrak").ID)
		if err != nil || stay.FacilityID != mill || stay.Unit != "5" {
			t.Errorf("%+v, %v", stay, err)
		}
		if n := w.number(`SELECT count(*) FROM timeline_entry WHERE body = 'Prison: Nowhere Anyone Knows'`); n != 1 {
			t.Errorf("%d notes of a place nobody knows", n)
		}
		if again := w.upload(imports.People, text); again.Mapping.Places["the old mill"] != mill {
			t.Errorf("the recipe forgot: %+v", again.Mapping.Places)
		}
	})
}

func TestWhoMayBringFilesIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, _ := w.check(imports.People, three)
		volunteer := authz.NewActor(ids.New(), "Vera", authz.Volunteer, authz.SeesGranted, people.MayRead, people.MayWrite)
		colleague := authz.NewActor(ids.New(), "Sam", authz.Worker, authz.SeesAll, imports.MayImport, people.MayRead)
		for name, c := range map[string]struct {
			actor authz.Actor
			want  fault.Kind
		}{"volunteer": {volunteer, fault.Forbidden}, "colleague": {colleague, fault.NotFound}} {
			ctx := t.Context()
			_, err := w.Batch(ctx, c.actor, b.ID)
			errs := map[string]error{"read": err}
			_, errs["check"] = w.Check(ctx, c.actor, b.ID, nil)
			_, errs["save"] = w.Save(ctx, c.actor, b.ID, nil)
			_, errs["decide"] = w.Decide(ctx, c.actor, b.ID, imports.Decision{Row: 2, Answer: imports.Out})
			_, errs["repair"] = w.Repair(ctx, c.actor, b.ID, 2, "Born", "")
			_, _, errs["file"] = w.Original(ctx, c.actor, b.ID)
			_, _, errs["new"] = w.NewRows(ctx, c.actor, b.ID, 0, 10)
			errs["drop"] = w.Drop(ctx, c.actor, b.ID)
			errs["undo"] = w.Undo(ctx, c.actor, b.ID, nil)
			errs["mapping"] = w.SetMapping(ctx, c.actor, b.ID, b.Mapping)
			for what, err := range errs {
				if !fault.Is(err, c.want) {
					t.Errorf("%s, %s: %v", name, what, err)
				}
			}
		}
		if _, err := w.Upload(t.Context(), volunteer, imports.People, "x.csv", w.file(three)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a volunteer uploads: %v", err)
		}
	})
}

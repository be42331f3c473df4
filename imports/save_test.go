package imports_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today"
)

// Acceptance A1 by import: 297 cases whose last contacts lie 0 to 59 days back.
func TestTheCasesOfASpreadsheetAreTodaysNumbers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var b strings.Builder
		b.WriteString("Client Name,DOC #,Last contact,Contact interval\n")
		for i := 1; i <= 297; i++ {
			last := civil.Of(dbtest.Noon, time.UTC).Add(-(i % 60))
			fmt.Fprintf(&b, "Person Number%c%c,%06d,%s,42\n", 'a'+i/26, 'a'+i%26, 700000+i, last)
		}
		batch, counts := w.bring(imports.Cases, b.String())
		if counts.Created != 297 || counts.Refused != 0 || counts.Maybe != 0 {
			t.Fatalf("%+v, lines %+v", counts, w.lines(batch.ID, imports.Maybe))
		}
		service := &today.Service{DB: w.db, Kinds: tasks.NewKinds(), Cases: w.casework}
		day, err := service.Day(t.Context(), w.ruth, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if day.Overdue != 83 || day.DueToday != 5 || day.Active != 297 || day.Unset != 0 {
			t.Errorf("overdue %d, due %d, active %d, unset %d; want 83, 5, 297, 0", day.Overdue, day.DueToday, day.Active, day.Unset)
		}
	})
}

const three = `Name,Number,Born,Prison,Cell,Language,Notes
"Karimi, Yusuf",0418-OI-22,5/88,Harrow Ridge Correctional Institution,C-114,Farsi,wants a dictionary
Rosa Delgado,77-1A0-334,1990-02-14,Pine Hollow State Prison,F-012,Spanish,
Ivo Petrak,A99812,,,,,
`

func TestARowBecomesAPerson(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, counts := w.bring(imports.People, three)
		if counts.Created != 3 || counts.Places != 0 {
			t.Fatalf("%+v", counts)
		}
		yusuf := w.called("Yusuf Karimi")
		if yusuf.Number != "0418-OI-22" || yusuf.Born.String() != "1988-05" || len(yusuf.Languages) != 1 || yusuf.Languages[0].Lang != "fa" {
			t.Errorf("%+v", yusuf)
		}
		if yusuf.Names[0].Source != "list.csv" {
			t.Errorf("nobody knows where the name is from: %+v", yusuf.Names)
		}
		stay, err := w.Custody.Current(t.Context(), w.ruth, yusuf.ID)
		if err != nil || stay.FacilityID != w.places["Harrow Ridge Correctional Institution"] || stay.Unit != "C-114" {
			t.Errorf("%+v, %v", stay, err)
		}
		if n := w.number(`SELECT count(*) FROM timeline_entry WHERE person_id = ? AND body = ?`, yusuf.ID, "Notes: wants a dictionary"); n != 1 {
			t.Errorf("%d notes", n)
		}
		if n := w.number(`SELECT count(*) FROM change WHERE action = 'imports.rows.saved'`); n != 1 {
			t.Errorf("%d changes in the trail", n)
		}
	})
}

func TestImportedTwiceChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		text := three + "Nameless Number,,,Pine Hollow State Prison,,,\nBorn Only,,1970-01-02,,,,\n"
		w.bring(imports.People, text)
		before := w.record()
		_, counts := w.bring(imports.People, text)
		if counts.Same != 5 || counts.New+counts.Change+counts.Maybe+counts.Refused+counts.Created+counts.Updated != 0 {
			t.Errorf("%+v", counts)
		}
		if w.record() != before {
			t.Error("the record changed")
		}
	})
}

func TestACheckChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.bring(imports.People, three)
		before := w.record()
		b, counts := w.check(imports.People, strings.ReplaceAll(three, "F-012", "F-021")+"Someone New,5551,,,,,\n")
		if counts.Change != 1 || counts.New != 1 || counts.Same != 2 {
			t.Fatalf("%+v", counts)
		}
		if err := w.Drop(t.Context(), w.ruth, b.ID); err != nil {
			t.Fatal(err)
		}
		if w.record() != before {
			t.Error("the record changed")
		}
		if _, err := w.Batch(t.Context(), w.ruth, b.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the batch is still there: %v", err)
		}
	})
}

func TestUndoRestoresExactly(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.bring(imports.People, three)
		before := w.record()
		text := "Name,Number,Born,Prison,Cell,Notes\nRosa M. Delgado,77-1A0-334,1990-02-14,Harrow Ridge Correctional Institution,A-1,moved\nIvo Petrak,A99812,1977,,,\nFresh Face,123456,,,,\n"
		b, counts := w.bring(imports.People, text)
		if counts.Created != 1 || counts.Updated != 2 {
			t.Fatalf("%+v", counts)
		}
		if w.called("Ivo Petrak").Born.String() != "1977" {
			t.Error("the birth was not added")
		}
		if err := w.Undo(t.Context(), w.ruth, b.ID, nil); err != nil {
			t.Fatal(err)
		}
		if after := w.record(); after != before {
			t.Errorf("the record is not as it was:\n%s\n---\n%s", before, after)
		}
		if b, err := w.Batch(t.Context(), w.ruth, b.ID); err != nil || b.Stage != imports.Undone || len(b.Stayed) != 0 {
			t.Errorf("%+v, %v", b.Stage, err)
		}
		if err := w.Undo(t.Context(), w.ruth, b.ID, nil); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone twice: %v", err)
		}
		if hits, err := w.people.Match(t.Context(), w.ruth, people.NewPerson{Name: "Fresh Face"}); err != nil || len(hits) != 0 {
			t.Errorf("still found: %v, %v", hits, err)
		}
	})
}

func TestUndoLeavesWhatWasChangedSince(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, _ := w.bring(imports.People, three+"Fresh Face,123456,,,,,\n")
		rosa, ivo := w.called("Rosa Delgado"), w.called("Ivo Petrak")
		if err := w.people.AddCare(t.Context(), w.ruth, ivo.ID, people.Care{Line: "His mail is read.", Reason: "he says", ReviewOn: ivo.Born}); err == nil {
			t.Fatal("a line without a day of review")
		}
		if err := w.people.Relate(t.Context(), w.ruth, people.Relation{PersonID: rosa.ID, Other: people.Card{ID: ivo.ID}, Relation: "friend"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Undo(t.Context(), w.ruth, b.ID, nil); err != nil {
			t.Fatal(err)
		}
		after, err := w.Batch(t.Context(), w.ruth, b.ID)
		if err != nil || len(after.Stayed) != 2 {
			t.Fatalf("stayed %+v, %v", after.Stayed, err)
		}
		if w.everybody() != 2 || w.called("Rosa Delgado").ID != rosa.ID || w.called("Ivo Petrak").Number != "A99812" {
			t.Error("those who were changed since are not whole")
		}
		if n := w.number(`SELECT count(*) FROM person_name`); n != 2 {
			t.Errorf("%d names are left of two people", n)
		}
	})
}

// A row of the part that was taken back from My changes is no obstacle.
func TestUndoAfterAPartWasTakenBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		before := w.record()
		ctx, made := trail.Collect(t.Context())
		b, _ := w.check(imports.People, three)
		if _, err := w.Save(ctx, w.ruth, b.ID, nil); err != nil {
			t.Fatal(err)
		}
		if err := trail.Undo(t.Context(), w.db, w.ruth, made.Changes()[0].Change, w.Undone...); err != nil {
			t.Fatal(err)
		}
		if err := w.Undo(t.Context(), w.ruth, b.ID, nil); err != nil {
			t.Fatal(err)
		}
		if w.record() != before {
			t.Error("the record is not as it was")
		}
	})
}

func TestUndoIsForThirtyDays(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		w := open(t, db)
		b, _ := w.bring(imports.People, three)
		clock.Add(trail.UndoWindow + time.Hour)
		if err := w.Undo(t.Context(), w.ruth, b.ID, nil); !fault.Is(err, fault.Conflict) {
			t.Errorf("after thirty days: %v", err)
		}
		if w.everybody() != 3 {
			t.Errorf("%d people", w.everybody())
		}
	})
}

// Saving that was stopped goes on from where it stopped, and nobody comes in
// twice.
func TestSavingGoesOnFromWhereItStopped(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var text strings.Builder
		text.WriteString("Name,Number\n")
		const n = 10_200
		for i := range n {
			fmt.Fprintf(&text, "Person %c%c%c,%07d\n", 'a'+i/676, 'a'+i/26%26, 'a'+i%26, 1000000+i)
		}
		b, _ := w.check(imports.People, text.String())
		stop := errors.New("the power went")
		parts := 0
		_, err := w.Save(t.Context(), w.ruth, b.ID, func(context.Context, int, int) error {
			if parts++; parts == 1 {
				return stop
			}
			return nil
		})
		if !errors.Is(err, stop) {
			t.Fatalf("not stopped: %v", err)
		}
		half, err := w.Batch(t.Context(), w.ruth, b.ID)
		if err != nil || half.Stage != imports.Saved || half.Whole || w.everybody() != half.Counts.Created {
			t.Fatalf("half-way: %s, whole %v, %d of %d, %v", half.Stage, half.Whole, w.everybody(), half.Counts.Created, err)
		}
		if err := w.Drop(t.Context(), w.ruth, b.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("half of it is in the record and the batch can be thrown away: %v", err)
		}
		if counts := w.save(b.ID); counts.Created != n || w.everybody() != n {
			t.Errorf("%d counted, %d there", counts.Created, w.everybody())
		}
		if err := w.Undo(t.Context(), w.ruth, b.ID, nil); err != nil || w.everybody() != 0 {
			t.Errorf("%d are left, %v", w.everybody(), err)
		}
	})
}

// Two files that were checked before either was saved do not make two of one
// person.
func TestTwoFilesCheckedTogether(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first, _ := w.check(imports.People, three)
		second, counts := w.check(imports.People, three)
		if counts.New != 3 {
			t.Fatalf("%+v", counts)
		}
		w.save(first.ID)
		if counts := w.save(second.ID); counts.Created != 0 || counts.Same != 3 || w.everybody() != 3 {
			t.Errorf("%+v, %d people", counts, w.everybody())
		}
	})
}

func TestCasesAreOpenedAndFollowed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.bring(imports.People, "Name,Number\nRosa Delgado,77-1A0-334\n")
		text := "Name,Number,Status,Last contact,How,Next step\nRosa Delgado,77-1A0-334,active,2026-02-01,letter,\nIvo Petrak,A99812,closed,2025-05-05,call,\nAmparo Ruiz,B1234,waiting,,,\n"
		_, counts := w.bring(imports.Cases, text)
		if counts.Created != 2 || counts.Updated != 1 {
			t.Fatalf("%+v", counts)
		}
		for name, want := range map[string]casework.State{"Rosa Delgado": casework.Active, "Ivo Petrak": casework.Closed, "Amparo Ruiz": casework.Waiting} {
			cases, err := w.casework.OfPerson(t.Context(), w.ruth, w.called(name).ID)
			if err != nil || len(cases) != 1 || cases[0].State != want {
				t.Errorf("%s: %+v, %v", name, cases, err)
			}
		}
		_, counts = w.bring(imports.Cases, strings.ReplaceAll(text, "2026-02-01", "2026-02-20"))
		if counts.Updated != 1 || counts.Created != 0 || counts.Same != 2 {
			t.Fatalf("the second time: %+v", counts)
		}
		cases, err := w.casework.OfPerson(t.Context(), w.ruth, w.called("Rosa Delgado").ID)
		if err != nil || cases[0].LastContactOn != "2026-02-20" || cases[0].NextOn != "2026-04-03" {
			t.Errorf("%+v, %v", cases, err)
		}
	})
}

// Whoever reads the file otherwise, or takes it back, while it is being saved
// stops the saving; nothing comes in by two readings.
func TestSavingEndsWhenTheBatchChanges(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var text strings.Builder
		text.WriteString("Name,Number\n")
		for i := range 5200 {
			fmt.Fprintf(&text, "Person %c%c%c,%07d\n", 'a'+i/676, 'a'+i/26%26, 'a'+i%26, 1000000+i)
		}
		b, _ := w.check(imports.People, text.String())
		undoing := func(ctx context.Context, _, _ int) error { return w.Undo(ctx, w.ruth, b.ID, nil) }
		if _, err := w.Save(t.Context(), w.ruth, b.ID, undoing); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken back meanwhile: %v", err)
		}
		if now, err := w.Batch(t.Context(), w.ruth, b.ID); err != nil || now.Stage != imports.Undone || w.everybody() != 0 {
			t.Errorf("%s, %d people, %v", now.Stage, w.everybody(), err)
		}
	})
}

package importsweb_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

func TestTheWayOfAFile(t *testing.T) {
	t.Parallel()
	o := open(t)
	empty := o.Get("/import")
	empty.Check()
	if empty.Count("form input[type=file]") != 1 || empty.Count(`a[href="/directories"]`) != 1 || !strings.Contains(empty.Text("main"), "None yet") {
		t.Errorf("the first page: %s", empty.Text("main"))
	}
	columns, at := o.columns(imports.People, list)
	for i, want := range []string{"name", "number", "born", "facility", "unit", "note"} {
		if got := columns.Attr(`select[name="`+reading.ColumnInput(i)+`"] option[selected]`, "value"); got != want {
			t.Errorf("column %d: %q, want %q", i, got, want)
		}
	}
	for _, want := range []string{"Karim, Yusuf → Yusuf Karim", "14/02/1990 → Feb 14, 1990", "“14/02/1990” in row 4", "UTF-8"} {
		if !strings.Contains(columns.Text("main"), want) {
			t.Errorf("the page of the columns does not say %q: %s", want, columns.Text("main"))
		}
	}
	page := o.arrive(o.Post(at+"/columns", values(columns, `form[action="`+at+`/columns"]`)...))
	page.Check()
	if got := page.Text(".count"); got != "2new people0already here2maybe already here2cannot be read" {
		t.Errorf("counts: %s", got)
	}
	if page.Text("h1") != "Check 6 rows before anything is saved" {
		t.Errorf("%q", page.Text("h1"))
	}
	o.Post(at+"/check", set(values(page, `form[action="`+at+`/check"]`), "row-2", o.yusuf.ID)...)
	report := o.arrive(o.Post(at + "/save"))
	report.Check()
	if !strings.Contains(report.Text(".count"), "2people added") || report.Count(`form[action="`+at+`/undo"]`) != 1 {
		t.Errorf("report: %s", report.Text("main"))
	}
	file := o.Get(at + "/file")
	if file.Body != list || !strings.Contains(file.Header.Get("Content-Disposition"), "Prisoner list FINAL (2).csv") {
		t.Errorf("the original: %q, %q", file.Header.Get("Content-Disposition"), file.Body)
	}
	if again := o.Get("/import"); !strings.Contains(again.Text("main"), "2 added, 1 changed") {
		t.Errorf("own imports: %s", again.Text("#main"))
	}
	undone := o.arrive(o.Post(at + "/undo"))
	undone.Check()
	if undone.Text("h1") != "The import was taken back" || !strings.Contains(undone.Text("main"), "as it was before") {
		t.Errorf("undone: %s", undone.Text("main"))
	}
}

func TestAPairIsShownAndDecided(t *testing.T) {
	t.Parallel()
	o := open(t)
	page, at := o.checked(imports.People, list)
	pair := page.Doc.Find(".pair").Last()
	if page.Count(".pair") != 2 || !strings.Contains(pair.Text(), "Yusuf Karim") || pair.Find(`a[href="/people/`+o.yusuf.ID+`"]`).Length() != 1 {
		t.Fatalf("pairs: %s", page.Text("main"))
	}
	if pair.Find(".same").Length() == 0 {
		t.Error("nothing that agrees is marked")
	}
	if n := pair.Find(`input[type=radio][name="row-3"]`).Length(); n != 3 {
		t.Errorf("%d answers", n)
	}
	form := values(page, `form[action="`+at+`/check"]`)
	// Two windows show the same pair; the second to decide is told.
	if first := o.Post(at+"/check", set(form, "row-3", o.yusuf.ID)...); first.Status != 303 {
		t.Fatalf("decided: %d", first.Status)
	}
	second := o.Post(at+"/check", set(form, "row-3", imports.Add)...).Follow()
	second.Check()
	if !strings.Contains(second.Text("main")+second.Text(".flash"), "decided meanwhile in another window") {
		t.Errorf("the second window: %s", second.Text("body"))
	}
	if got := second.Attr(`input[name="row-3"][checked]`, "value"); got != o.yusuf.ID {
		t.Errorf("decided: %q", got)
	}
	o.arrive(o.Post(at + "/save"))
	full, err := o.people.Person(t.Context(), webtest.Ruth(), o.yusuf.ID)
	must(t, err)
	if len(full.Names) != 3 {
		t.Errorf("names %+v", full.Names)
	}
	if answer := o.Post(at+"/check", "row-3", "nonsense", "was-3", ""); answer.Status != 409 {
		t.Errorf("an answer nobody offered: %d", answer.Status)
	}
}

func TestRefusedRowsOfferARepair(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, at := o.checked(imports.People, list)
	page := o.Get(at + "/check?list=refused")
	page.Check()
	text := page.Text("main")
	for _, want := range []string{"“31/02/90” is not a day", "Keep 1990", "Keep February 1990", "Number in Excel form 1.23E+08", "Type it", "Leave out"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	mended := o.Post(at+"/repair", "row", "5", "heading", "Born", "value", "1990")
	if after := mended.Follow(); mended.Status != 303 || strings.Contains(after.Text("main"), "31/02/90") {
		t.Errorf("mended: %d, %s", mended.Status, after.Text("main"))
	}
	if still := o.Post(at+"/repair", "row", "6", "heading", "Number", "value", "2.5E+09").Follow(); !strings.Contains(still.Text("body"), "still cannot be read") {
		t.Error("a repair that is none was taken")
	}
	if left := o.Post(at+"/repair", "row", "6", "leave", "1", "_list", "refused").Follow(); !strings.Contains(left.Text("main"), "Left out") {
		t.Errorf("left out: %s", left.Text("main"))
	}
	if bad := o.Post(at+"/repair", "row", "99", "heading", "Born", "value", "1990"); bad.Status != 404 {
		t.Errorf("a row that is not there: %d", bad.Status)
	}
}

func TestPlacesAreChosen(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, at := o.checked(imports.People, list)
	page := o.Get(at + "/check?list=places")
	page.Check()
	if !strings.Contains(page.Text("main"), "The Old Mill") || !strings.Contains(page.Text("main"), "in 1 row") {
		t.Fatalf("%s", page.Text("main"))
	}
	sent := o.Post(at+"/places", set(values(page, `form[action="`+at+`/places"]`), "place-0", imports.AsANote)...)
	if after := sent.Follow(); sent.Status != 303 || !strings.Contains(after.Text("main"), "Every place of the file is known") {
		t.Errorf("chosen: %d, %s", sent.Status, after.Text("main"))
	}
}

func TestChangesShowOldAndNew(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, at := o.checked(imports.People, strings.ReplaceAll(list, "0418-0122", "0418-OI-22"))
	page := o.Get(at + "/check?list=change")
	page.Check()
	if page.Count("ins") == 0 || !strings.Contains(page.Text("main"), "1988 May 1988") {
		t.Errorf("%s", page.Text("main"))
	}
	left := o.Post(at+"/repair", "row", "2", "leave", "1", "was", o.yusuf.ID, "_list", "change").Follow()
	if !strings.Contains(left.Text("main"), "Left out") {
		t.Errorf("%s", left.Text("main"))
	}
	if fresh := o.Get(at + "/check?list=new"); fresh.Count("tbody tr") != 2 {
		t.Errorf("new: %s", fresh.Text("main"))
	}
}

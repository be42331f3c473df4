package todayweb_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/tasks"
)

// One press ends a task, and one brings it back.
func TestDoneAndUndo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		_, _, _, own := eventful(t, o)
		page := o.Get("/")
		done := o.press(page, row(own.ID)+" form[action*='/done']")
		if done.To != "/" || o.now(own.ID).State != tasks.Done {
			t.Fatalf("%d to %q, %s", done.Status, done.To, o.now(own.ID).State)
		}
		page = done.Follow()
		page.Check()
		if page.Count(row(own.ID)) != 0 || !strings.HasPrefix(page.Text(".flash"), "Done: Buy stamps.") {
			t.Errorf("after it: %q", page.Text(".flash"))
		}
		if undone := o.press(page, ".flash form"); undone.Status != 303 || o.now(own.ID).State != tasks.Open {
			t.Errorf("undo: %d, %s", undone.Status, o.now(own.ID).State)
		}
	})
}

func TestTomorrowAndUndo(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	_, promise, _, _ := eventful(t, o)
	put := o.press(o.Get("/"), row(promise.ID)+" form[action*='/tomorrow']")
	if put.Status != 303 || o.now(promise.ID).DueOn != monday.Add(1) {
		t.Fatalf("%d, due %s", put.Status, o.now(promise.ID).DueOn)
	}
	if undone := o.press(put.Follow(), ".flash form"); undone.Status != 303 || o.now(promise.ID).DueOn != monday {
		t.Errorf("undo: %d, due %s", undone.Status, o.now(promise.ID).DueOn)
	}
}

// A button pressed on a page that is no longer true changes nothing.
func TestAStalePageChangesNothing(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	_, promise, _, _ := eventful(t, o)
	page := o.Get("/")
	o.press(page, row(promise.ID)+" form[action*='/tomorrow']")
	if again := o.press(page, row(promise.ID)+" form[action*='/done']", "_once", "another"); again.Status != 409 || o.now(promise.ID).State != tasks.Open {
		t.Errorf("%d, %s", again.Status, o.now(promise.ID).State)
	}
}

// The day of a clock is not ours to move: it ends done, handed over, or lost with
// a reason.
func TestLegalThingsEndOrAreHandedOver(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	clock, _, _, _ := eventful(t, o)
	page := o.Get("/")
	var offered []string
	page.Doc.Find(row(clock.ID) + " .menu li").Each(func(_ int, s *goquery.Selection) { offered = append(offered, strings.TrimSpace(s.Text())) })
	if got := strings.Join(offered, ", "); got != "Done already, Hand over, It is lost" {
		t.Errorf("offered: %s", got)
	}
	warned := o.Post("/tasks/" + clock.ID + "/tomorrow?rev=" + clock.Rev).Follow()
	if o.now(clock.ID).DueOn != clock.DueOn || !strings.HasPrefix(warned.Text(".flash"), "This is a deadline") {
		t.Errorf("put off past its day: %q", warned.Text(".flash"))
	}
	form := o.Get(page.Attr(row(clock.ID)+" .menu a[href*='/lost']", "href"))
	form.Check()
	refused := o.press(form, "main form", "why", "  ")
	refused.Check()
	if refused.Status != 422 || !strings.HasPrefix(refused.Text("title"), "Error:") {
		t.Errorf("lost without a reason: %d", refused.Status)
	}
	if lost := o.press(form, "main form", "why", "They refused it at the gate."); lost.To != "/" {
		t.Errorf("lost: %d", lost.Status)
	}
	if got := o.now(clock.ID); got.State != tasks.Lost || got.EndedWhy != "They refused it at the gate." {
		t.Errorf("%s, %q", got.State, got.EndedWhy)
	}
}

// A deadline ahead can be hidden, not moved.
func TestADeadlineAheadIsHidden(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	clock := o.task(tasks.Task{Kind: tasks.KindDeadline, Title: "Step 2", DueOn: monday.Add(2)})
	form := o.Get(o.Get("/").Attr(row(clock.ID)+" .menu a[href*='/later']", "href"))
	form.Check()
	if got := form.Text("main form"); !strings.Contains(got, "The deadline stays Wednesday, March 4.") {
		t.Errorf("the form says %q", got)
	}
	if late := o.press(form, "main form", "due_on", "friday"); late.Status != 422 || late.Attr("[name=due_on]", "value") != "friday" {
		t.Errorf("past the clock: %d", late.Status)
	}
	if put := o.press(form, "main form", "due_on", "tomorrow"); put.Status != 303 {
		t.Errorf("hidden until tomorrow: %d", put.Status)
	}
	if got := o.now(clock.ID); got.DueOn != clock.DueOn || got.WaitUntil != monday.Add(1) || o.Get("/").Count(row(clock.ID)) != 0 {
		t.Errorf("due %s, hidden until %s", got.DueOn, got.WaitUntil)
	}
}

func TestLaterTakesDatesInWords(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	_, promise, _, _ := eventful(t, o)
	to := "/tasks/" + promise.ID + "/later"
	for _, c := range []struct{ typed, due string }{{"", ""}, {"soon", ""}, {"yesterday", ""}, {"march 2027", ""}, {"fri", "2026-03-06"}} {
		form := o.Get(to)
		form.Check()
		page := o.press(form, "main form", "due_on", c.typed)
		switch {
		case c.due == "" && (page.Status != 422 || page.Attr("[name=due_on]", "value") != c.typed):
			t.Errorf("%q: %d, the field holds %q", c.typed, page.Status, page.Attr("[name=due_on]", "value"))
		case c.due == "":
			page.Check()
		case page.Status != 303 || string(o.now(promise.ID).DueOn) != c.due:
			t.Errorf("%q: %d, due %s", c.typed, page.Status, o.now(promise.ID).DueOn)
		}
	}
}

func TestHandOver(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	_, _, _, own := eventful(t, o)
	form := o.Get(o.Get("/").Attr(row(own.ID)+" .menu a[href*='/hand-over']", "href"))
	form.Check()
	if form.Count("select[name=to] option[value='"+ruthID+"']") != 0 {
		t.Error("Ruth can hand it to herself")
	}
	if nobody := o.press(form, "main form"); nobody.Status != 422 {
		t.Errorf("to nobody: %d", nobody.Status)
	}
	if handed := o.press(form, "main form", "to", leeID); handed.Status != 303 || o.now(own.ID).WorkerID != leeID {
		t.Errorf("to Lee: %d, with %s", handed.Status, o.now(own.ID).WorkerID)
	}
	if o.Get("/").Count(row(own.ID)) != 0 {
		t.Error("it is still in Ruth's day")
	}
	o.as(o.lee)
	if o.Get("/").Count(row(own.ID)) != 1 {
		t.Error("it is not in Lee's day")
	}
}

func TestNewTask(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	c := o.person("Rosa Delgado", ruthID, 3)
	form := o.Get("/tasks/new?person=" + c.PersonID)
	form.Check()
	if !strings.Contains(form.Text(".pagehead"), "For Rosa Delgado") || strings.Contains(form.Text("title"), "Rosa") {
		t.Errorf("about whom: %q, titled %q", form.Text(".pagehead"), form.Text("title"))
	}
	added := o.press(form, "main form", "title", "Call Juniper House", "kind", "call", "due_on", "fri", "due_time", "9:30", "reason", "The bed is held until noon.", "worker", beaID)
	if added.To != "/people/"+c.PersonID {
		t.Fatalf("%d to %q: %s", added.Status, added.To, added.Text(".summary"))
	}
	list, err := o.tasks.OfPerson(t.Context(), o.lee, c.PersonID)
	must(t, err)
	var got tasks.Task
	for _, task := range list {
		if task.Title != "" {
			got = task
		}
	}
	if got.Title != "Call Juniper House" || got.Kind != tasks.KindCall || got.DueOn != "2026-03-06" || got.DueTime != "09:30" || got.WorkerID != beaID || got.Reason == "" {
		t.Errorf("added %+v", got)
	}
}

// Whatever is wrong is said beside its field, and nothing typed is lost.
func TestNewTaskWithMistakes(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	form := o.Get("/tasks/new")
	long := strings.Repeat("x", 201)
	for _, c := range []struct{ field, typed, with string }{
		{"title", "", ""}, {"title", long, ""}, {"due_on", "someday", ""}, {"due_on", "2026-02-30", ""}, {"due_time", "25:00", ""}, {"until_time", "08:00", "09:00"}, {"kind", "parcel", ""},
	} {
		pairs := []string{c.field, c.typed}
		if c.field != "title" {
			pairs = append(pairs, "title", "Write to Rosa")
		}
		if c.with != "" {
			pairs = append(pairs, "due_time", c.with)
		}
		page := o.press(form, "main form", pairs...)
		if page.Status != 422 {
			t.Errorf("%s %q: %d", c.field, c.typed, page.Status)
			continue
		}
		page.Check()
		if c.field != "kind" && page.Attr("[name="+c.field+"]", "value") != c.typed {
			t.Errorf("%s holds %q", c.field, page.Attr("[name="+c.field+"]", "value"))
		}
		if c.field != "title" && page.Attr("[name=title]", "value") != "Write to Rosa" {
			t.Errorf("%s: the title is lost", c.field)
		}
	}
	if page := o.Post("/tasks/new", "title", "x", "state", "done"); page.Status != 422 && page.Status != 400 {
		t.Errorf("a field of nobody's: %d", page.Status)
	}
}

// What somebody may not see is not there, and who may not act cannot.
func TestWhoMayAct(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	clock, _, _, _ := eventful(t, o)
	acts := map[string][]string{"done": nil, "tomorrow": nil, "later": {"due_on", "fri"}, "hand-over": {"to", beaID}, "lost": {"why", "x"}}
	o.as(o.bea)
	for act, typed := range acts {
		if page := o.Post("/tasks/"+clock.ID+"/"+act, typed...); page.Status != 404 {
			t.Errorf("%s by somebody who may not see the person: %d", act, page.Status)
		}
	}
	if page := o.Get("/tasks/new?person=" + clock.PersonID); page.Status != 404 {
		t.Errorf("a task about somebody hidden: %d", page.Status)
	}
	for _, id := range []string{"nonsense", "018f0000-0000-7000-8000-00000000ffff"} {
		if page := o.Post("/tasks/" + id + "/done"); page.Status != 404 {
			t.Errorf("task %s: %d", id, page.Status)
		}
	}
	o.as(authz.NewActor(ruthID, "Ruth Amadi", authz.Worker, authz.SeesAll, tasks.MayRead, "cases.read"))
	page := o.Get("/")
	page.Check()
	if page.Count("main .q form, main .menu") != 0 {
		t.Error("buttons for somebody who may only read")
	}
	for act, typed := range acts {
		if page := o.Post("/tasks/"+clock.ID+"/"+act, typed...); page.Status != 403 {
			t.Errorf("%s by somebody who may only read: %d", act, page.Status)
		}
	}
}

// A small action returns to the page it was pressed on, and to no other site.
func TestBackStaysHere(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	for back, want := range map[string]string{"/today?all=100": "/today?all=100", "https://example.org/": "/", "//example.org": "/", "": "/"} {
		task := o.task(tasks.Task{Kind: tasks.KindOwn, Title: "Buy stamps", DueOn: monday})
		if page := o.Post("/tasks/" + task.ID + "/done?back=" + back); page.To != want {
			t.Errorf("back to %q leads to %q", back, page.To)
		}
	}
}

func TestTheFormsInSpanish(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	clock, promise, _, _ := eventful(t, o)
	o.as(o.ruth, webtest.In("es"))
	for _, path := range []string{
		"/tasks/new", "/tasks/" + promise.ID + "/later", "/tasks/" + promise.ID + "/hand-over", "/tasks/" + clock.ID + "/lost",
		"/today?all=1", "/today/choose", "/day-sheet", "/handover", "/handover/pack",
	} {
		page := o.Get(path)
		if page.Status != 200 {
			t.Errorf("%s: %d", path, page.Status)
		}
		page.Check()
	}
}

// Single letters press what stands in the row where the reader is.
func TestRowsHaveTheirLetters(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	clock, _, visit, own := eventful(t, o)
	page := o.Get("/")
	letters := func(id string) string {
		var keys []string
		page.Doc.Find(row(id) + " [data-row]").Each(func(_ int, s *goquery.Selection) { keys = append(keys, s.AttrOr("data-row", "")) })
		return strings.Join(keys, "")
	}
	for id, want := range map[string]string{clock.ID: "dh", visit.ID: "ldsh", own.ID: "dsh"} {
		if got := letters(id); got != want {
			t.Errorf("%s: %q instead of %q", page.Text(row(id)+" .what"), got, want)
		}
	}
}

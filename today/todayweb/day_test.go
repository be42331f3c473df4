package todayweb_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today/todayweb"
)

// Acceptance A1 on the page: the figures of 297 cases.
func TestA1OnThePage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		o.write(func(ctx context.Context, tx *trail.Tx) error {
			for i := 1; i <= 297; i++ {
				p, err := people.Add(ctx, tx, nil, people.NewPerson{Name: fmt.Sprint("Person ", i)})
				if err != nil {
					return err
				}
				if _, err = casework.Open(ctx, tx, monday, casework.NewCase{
					PersonID: p.ID, WorkerID: ruthID, LastContactOn: monday.Add(-(i % 60)), LastContactHow: casework.Call,
				}); err != nil {
					return err
				}
			}
			return nil
		})
		page := o.Get("/")
		page.Check()
		if got := page.Text(".tally"); got != "83 overdue · 5 due today · 297 active · 0 without a next action" {
			t.Errorf("figures: %q", got)
		}
		if got := page.Text("#now ~ a, .sechead a"); got != "All 88" || page.Count("main .q > li") < 5 {
			t.Errorf("rows: %q", got)
		}
		if got := page.Text("h1"); got != "Good afternoon, Ruth. Nothing can’t wait." {
			t.Errorf("greeting: %q", got)
		}
		all := o.Get("/today?all=1")
		all.Check()
		if n := all.Count(".q > li"); n != 88 {
			t.Errorf("%d rows of 88", n)
		}
	})
}

// eventful fills Ruth's day with one thing of every sort.
func eventful(t *testing.T, o *office) (clock, promise, visit, own tasks.Task) {
	t.Helper()
	yusuf, rosa := o.person("Yusuf Karimi", ruthID, 3), o.person("Rosa Delgado", ruthID, 95)
	o.person("Ana Benítez", ruthID, 42)
	clock = o.task(tasks.Task{PersonID: yusuf.PersonID, Kind: tasks.KindDeadline, Title: "File step 1", DueOn: monday.Add(-1), Reason: "They still take late forms if a reason is given."})
	promise = o.task(tasks.Task{PersonID: yusuf.PersonID, Kind: tasks.KindPromise, Title: "Finish the parole packet", DueOn: monday, DueTime: "16:00"})
	visit = o.task(tasks.Task{PersonID: rosa.PersonID, Kind: tasks.KindVisit, DueOn: monday, DueTime: "13:30", UntilTime: "14:30"})
	own = o.task(tasks.Task{Kind: tasks.KindOwn, Title: "Buy stamps", DueOn: monday})
	o.task(tasks.Task{PersonID: rosa.PersonID, Kind: tasks.KindCall, DueOn: monday.Add(3), DueTime: "10:00"})
	o.write(func(ctx context.Context, tx *trail.Tx) error {
		for _, n := range []custody.NewMilestone{
			{PersonID: yusuf.PersonID, Kind: custody.Release, On: partialdate.On(monday.Add(1)), At: "08:30", Claim: custody.Official},
			{PersonID: rosa.PersonID, Kind: custody.Release, On: partialdate.Must("2026-04"), Claim: custody.Estimate},
		} {
			if _, err := custody.AddMilestone(ctx, tx, n); err != nil {
				return err
			}
		}
		return nil
	})
	return clock, promise, visit, own
}

// The whole page of a fixture, line by line: what stands where, in which words.
func TestTheDayIsRankedAndExplained(t *testing.T) {
	t.Parallel()
	for _, locale := range []string{"en", "es"} {
		t.Run(locale, func(t *testing.T) {
			t.Parallel()
			o := sqlite(t)
			eventful(t, o)
			o.as(o.ruth, webtest.In(locale))
			page := o.Get("/")
			page.Check()
			golden(t, "testdata/day."+locale+".txt", lines(page))
		})
	}
}

// lines are what a page says, a line for each heading, sentence and row.
func lines(page *webtest.Page) string {
	var b strings.Builder
	page.Doc.Find("main h1, main .pagehead p, main .tally, main h2, main .q > li, main .fold summary, main .key li, main .runway a, main .side p, main .ls li").
		Each(func(_ int, s *goquery.Selection) {
			indent := ""
			if name := goquery.NodeName(s); name == "li" || name == "a" {
				indent = "  "
			}
			fmt.Fprintln(&b, strings.TrimRight(indent+strings.Join(words(s), " | "), " "))
		})
	return b.String()
}

// words are the texts of an element one after another.
func words(s *goquery.Selection) (list []string) {
	s.Contents().Each(func(_ int, c *goquery.Selection) {
		if goquery.NodeName(c) != "#text" {
			list = append(list, words(c)...)
		} else if text := strings.Join(strings.Fields(c.Text()), " "); text != "" {
			list = append(list, text)
		}
	})
	return list
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		must(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestAnEmptyDaySaysWhatToDo(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	page := o.Get("/")
	page.Check()
	if got := page.Text(".empty p"); got != "Nobody is in your care yet. Add somebody, or import a spreadsheet." || page.Attr(".empty a", "href") != "/add" {
		t.Errorf("nobody: %q", got)
	}
	o.person("Ana", ruthID, 3)
	if got := o.Get("/").Text(".empty p"); got != "Nothing is due." {
		t.Errorf("nothing due: %q", got)
	}
	c := o.person("Rosa", ruthID, 120)
	next, err := o.tasks.OfPerson(t.Context(), o.ruth, c.PersonID)
	must(t, err)
	must(t, o.tasks.PutOff(t.Context(), o.ruth, next[0].ID, "", monday.Add(20)))
	page = o.Get("/")
	if got := page.Text(".empty p"); got != "Nothing is due. 1 person has been quiet for 90 days." || !strings.Contains(page.Attr(".empty a", "href"), "quiet=91") {
		t.Errorf("somebody quiet: %q", got)
	}
}

// The numbers of "nobody forgotten" are links to the people they count.
func TestBandsLeadToTheirPeople(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	for _, ago := range []int{0, 30, 31, 60, 61, 90, 91, 300} {
		o.person(fmt.Sprint("Quiet ", ago), ruthID, ago)
	}
	page := o.Get("/")
	var got []string
	page.Doc.Find(".key li").Each(func(_ int, s *goquery.Selection) {
		got = append(got, strings.TrimSpace(s.Find("b").Text())+" "+s.Find("a").AttrOr("href", ""))
	})
	want := []string{
		"2 /people?quiet=0-30&sort=last", "2 /people?quiet=31-60&sort=last", "2 /people?quiet=61-90&sort=last", "2 /people?quiet=91&sort=last",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhoseDay(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	c := o.person("Ana Benítez", ruthID, 50)
	o.write(func(ctx context.Context, tx *trail.Tx) error {
		_, err := tasks.Add(ctx, tx, tasks.Task{PersonID: c.PersonID, Kind: tasks.KindSafety, Title: "Somebody should ask"})
		return err
	})
	o.as(o.bea)
	for _, path := range []string{"/today?for=" + ruthID, "/today?for=team", "/day-sheet?for=" + ruthID, "/handover/pack?for=" + ruthID, "/today?all=1&for=" + ruthID} {
		if page := o.Get(path); page.Status != 404 {
			t.Errorf("a colleague opens %s: %d", path, page.Status)
		}
	}
	if page := o.Get("/today/choose"); page.Count(".ls a") != 0 || page.Count(".ls li") != 0 {
		t.Error("a worker is offered days of colleagues")
	}
	o.as(o.lee)
	page := o.Get("/today?for=" + ruthID)
	page.Check()
	if got := page.Text("h1"); !strings.HasPrefix(got, "The day of Ruth Amadi.") || strings.Contains(page.Text("title"), "Ruth") {
		t.Errorf("a lead: %q, titled %q", got, page.Text("title"))
	}
	team := o.Get("/today?for=team")
	team.Check()
	var rows []string
	team.Doc.Find("main .q > li").Each(func(_ int, s *goquery.Selection) {
		rows = append(rows, strings.Join(strings.Fields(s.Find(".what").Text()), " ")+": "+strings.TrimSpace(s.Find(".tag").Text()))
	})
	if diff := cmp.Diff([]string{"Somebody should ask, for Ana Benítez: nobody’s yet", "Be in touch with Ana Benítez: Ruth Amadi"}, rows); diff != "" {
		t.Error("the team:", diff)
	}
	choose := o.Get("/today/choose")
	choose.Check()
	if got := choose.Attr(".ls a", "href"); got != "/today?for=team" || choose.Count(".ls li") != 4 {
		t.Errorf("a lead chooses among %d days, first %q", choose.Count(".ls li"), got)
	}
}

func TestStandingInOpensTheDay(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	o.person("Ana", ruthID, 50)
	_, err := o.cases.SetCover(t.Context(), o.ruth, casework.Cover{WorkerID: ruthID, ByID: beaID, From: monday, Until: monday.Add(5)})
	must(t, err)
	o.as(o.bea)
	choose := o.Get("/today/choose")
	choose.Check()
	if got := choose.Attr(".ls a", "href"); got != "/today?for="+ruthID {
		t.Errorf("the day is at %q", got)
	}
	page := o.Get(choose.Attr(".ls a", "href"))
	page.Check()
	if page.Count(".q > li") != 1 {
		t.Errorf("%d rows", page.Count(".q > li"))
	}
}

// A volunteer's day is short: what is to do, and no figures of a caseload.
func TestVolunteersShortForm(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	o.person("Ana", valID, 50)
	o.as(o.val)
	page := o.Get("/")
	page.Check()
	if page.Count(".q > li") != 1 || page.Count(".tally") != 0 || page.Count("#forgotten") != 0 || page.Count("#news") != 0 {
		t.Errorf("rows %d, figures %d", page.Count(".q > li"), page.Count(".tally"))
	}
	if got := page.Text(".pagehead p"); got != "Monday, March 2. One more today, nothing else this week." {
		t.Errorf("lead: %q", got)
	}
}

// Who does no casework begins with the page of everything.
func TestOthersBeginWithTheMenu(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	o.as(authz.NewActor(beaID, "Adam", authz.Administrator, authz.SeesNone, casework.MayProgrammes))
	if page := o.Get("/"); page.To != "/menu" {
		t.Errorf("%d to %q", page.Status, page.To)
	}
	for _, path := range []string{"/today", "/day-sheet", "/handover", "/tasks/new", "/handover/pack", "/today/choose"} {
		if page := o.Get(path); page.Status != 403 {
			t.Errorf("%s: %d", path, page.Status)
		}
	}
}

func TestNewsAndPanelsOfOthers(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	c := o.person("Ana", ruthID, 3)
	_, err := o.tasks.Add(t.Context(), o.lee, tasks.Task{PersonID: c.PersonID, Kind: tasks.KindOwn, Title: "Look", WorkerID: leeID})
	must(t, err)
	o.pages.Others.Today(
		web.Panel{ID: "letters", TitleKey: "today.nav", Needs: tasks.MayRead, Order: 1, Main: true, Render: says("three letters wait")},
		web.Panel{ID: "leads", TitleKey: "today.nav", Needs: casework.MayLead, Order: 2, Render: says("for leads")},
	)
	page := o.Get("/")
	page.Check()
	if got := page.Text("#news ~ ul li, section[aria-labelledby=news] li"); !strings.HasPrefix(got, "Lee Wong: Added a to-do: Look.") {
		t.Errorf("news: %q", got)
	}
	if !strings.Contains(page.Text("section[aria-labelledby=letters]"), "three letters wait") || page.Count("section[aria-labelledby=leads]") != 0 {
		t.Error("panels of others")
	}
}

func says(text string) func(context.Context, *web.Request, string) (templ.Component, error) {
	return func(context.Context, *web.Request, string) (templ.Component, error) { return templ.Raw(text), nil }
}

// The navigation counts what cannot wait on every page, the same as Today says.
func TestTheNavigationCounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		eventful(t, o)
		shown := o.Get("/").Count("section[aria-labelledby=cant-wait] .q > li")
		for _, path := range []string{"/", "/tasks/new"} {
			if got := o.Get(path).Text("nav .n, nav .hot"); !strings.HasPrefix(got, fmt.Sprint(shown)) || shown != 3 {
				t.Errorf("%s counts %q of %d", path, got, shown)
			}
		}
	})
}

// Every message is used, and both languages say the same with the same values.
func TestWords(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.New(todayweb.Locales)
	must(t, err)
	complaints, err := i18n.Check(catalogue, os.DirFS(".."))
	must(t, err)
	for _, c := range complaints {
		if !strings.Contains(c, "nobody uses deed.") && (strings.Contains(c, " today.") || strings.Contains(c, "deed.today.")) { // deeds are words of the kit's sentences
			t.Error(c)
		}
	}
}

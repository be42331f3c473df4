package calendarweb_test

import (
	"context"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/calendar"
	"github.com/throughcare/throughcare/calendar/calendarweb"
	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

const monday = civil.Day("2026-03-02") // where the clock stands

// office is the pages over a real record; Ruth is at work.
type office struct {
	*webtest.App
	t        *testing.T
	db       *database.DB
	pages    *calendarweb.Pages
	disabled bool // Ruth's account
	ruth     authz.Actor
}

func open(t *testing.T, db *database.DB, options ...webtest.Option) *office {
	t.Helper()
	o := &office{t: t, db: db}
	perms := authz.Merge(calendar.Bundle, tasks.Bundle, people.Bundle, casework.Bundle, custody.Bundle)
	o.ruth = authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	words, err := i18n.New(layout.Locales, calendarweb.Locales, tasks.Locales)
	must(t, err)
	o.pages = &calendarweb.Pages{
		Calendar: &calendar.Service{
			DB: db, Zone: func(context.Context) *time.Location { return time.UTC },
			ActorOf: func(_ context.Context, id string) (authz.Actor, error) {
				if id != "ruth" || o.disabled {
					return authz.Actor{}, fault.New(fault.NotFound, "test")
				}
				return o.ruth, nil
			},
		},
		Kinds: tasks.NewKinds(), Catalogue: func() *i18n.Catalogue { return words }, Locale: func(*http.Request) string { return "en" },
	}
	options = append([]webtest.Option{webtest.As(o.ruth), webtest.Words(calendarweb.Locales, tasks.Locales), webtest.With(func(c *web.Config) {
		c.Nav = o.pages.Nav()
		c.Undo = func(ctx context.Context, actor authz.Actor, change string) error {
			return trail.Undo(ctx, db, actor, change)
		}
	})}, options...)
	o.App = webtest.New(t, o.pages.Routes(), options...)
	return o
}

func sqlite(t *testing.T, options ...webtest.Option) *office {
	t.Helper()
	return open(t, dbtest.SQLite(t, dbtest.NewClock().Now), options...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fill gives Ruth four people, whom she is to be in touch with on Friday, a call,
// a visit and something to do, a deadline, and dates of somebody's way.
func (o *office) fill() {
	o.t.Helper()
	ctx := o.t.Context()
	must(o.t, trail.Write(ctx, o.db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		if _, err := casework.AddProgramme(ctx, tx, casework.Programme{Name: "Letters", IntervalDays: 42}); err != nil {
			return err
		}
		yusuf := ""
		for _, name := range []string{"Yusuf Karimi", "Rosa Delgado", "Ana Benítez", "Cornelius Tate"} {
			p, err := people.Add(ctx, tx, nil, people.NewPerson{Name: name})
			if err != nil {
				return err
			}
			if _, err := casework.Open(ctx, tx, monday, casework.NewCase{PersonID: p.ID, WorkerID: "ruth", LastContactOn: monday.Add(4 - 42), LastContactHow: casework.Call}); err != nil {
				return err
			}
			if yusuf == "" {
				yusuf = p.ID
			}
		}
		for _, t := range []tasks.Task{
			{PersonID: yusuf, Kind: tasks.KindCall, DueOn: monday.Add(1), DueTime: "13:15", UntilTime: "13:45"},
			{PersonID: yusuf, Kind: tasks.KindVisit, Title: "Visit Yusuf about the appeal", DueOn: monday.Add(4), DueTime: "10:30"},
			{Kind: tasks.KindOwn, Title: "Buy stamps", DueOn: monday.Add(4)},
			{PersonID: yusuf, Kind: tasks.KindDeadline, Title: "File step 2", DueOn: monday.Add(4)},
			{PersonID: yusuf, Kind: tasks.KindOwn, Title: "Next month", DueOn: monday.Add(40)},
		} {
			t.WorkerID = "ruth"
			if _, err := tasks.Add(ctx, tx, t); err != nil {
				return err
			}
		}
		for _, n := range []custody.NewMilestone{
			{PersonID: yusuf, Kind: custody.Hearing, On: partialdate.On(monday), At: "09:00", Claim: custody.Official},
			{PersonID: yusuf, Kind: custody.Release, On: partialdate.On(monday.Add(10)), Claim: custody.Estimate},
			{PersonID: yusuf, Kind: custody.Parole, On: partialdate.Must("2026-03"), Claim: custody.Estimate},
		} {
			if _, err := custody.AddMilestone(ctx, tx, n); err != nil {
				return err
			}
		}
		return nil
	}))
}

// text is what an element says, part by part.
func text(s *goquery.Selection) string { return strings.Join(parts(s), " ") }

func parts(s *goquery.Selection) (list []string) {
	s.Contents().Each(func(_ int, c *goquery.Selection) {
		if goquery.NodeName(c) != "#text" {
			list = append(list, parts(c)...)
		} else if words := strings.Join(strings.Fields(c.Text()), " "); words != "" {
			list = append(list, words)
		}
	})
	return list
}

func TestAgenda(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		o.fill()
		page := o.Get("/calendar")
		page.Check()
		var got []string
		page.Doc.Find("main h2, main .q > li").Each(func(_ int, s *goquery.Selection) { got = append(got, text(s)) })
		want := []string{
			"Monday, March 2", "09:00 Hearing: Yusuf Karimi Hearing, official date",
			"Tuesday, March 3", "13:15 to 13:45 Call Yusuf Karimi Call",
			"Friday, March 6", "All day Buy stamps To do", "All day File step 2 Deadline", "10:30 Visit Yusuf about the appeal Visit",
			"All day Be in touch with 4 people Ana Benítez , Cornelius Tate , Rosa Delgado , Yusuf Karimi",
			"Thursday, March 12", "All day Goes home: Yusuf Karimi Goes home, our estimate",
		}
		if diff := cmp.Diff(want, sortContacts(got)); diff != "" {
			t.Error(diff)
		}
		if got := text(page.Doc.Find(".sechead").First()); got != "Monday, March 2 today" {
			t.Errorf("today is marked %q", got)
		}
	})
}

// sortContacts puts the all-day lines of Friday, which stand in the order of their
// ids, and the names of those to be in touch with into the order of the alphabet.
func sortContacts(lines []string) []string {
	for i, line := range lines {
		head, names, found := strings.Cut(line, "4 people ")
		if found {
			list := strings.Split(names, " , ")
			slices.Sort(list)
			lines[i] = head + "4 people " + strings.Join(list, " , ")
		}
	}
	return lines
}

func TestAgendaElsewhere(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	empty := o.Get("/calendar")
	empty.Check()
	if empty.Text(".empty p") != "Nothing in these two weeks." || empty.Count(".empty a") != 1 {
		t.Errorf("an empty fortnight: %q", empty.Text(".empty"))
	}
	o.fill()
	for path, want := range map[string]int{
		"/calendar?only=task": 5, "/calendar?only=milestone": 2, "/calendar?only=letters": 7, "/calendar?from=2026-04-08": 1,
		"/calendar?from=yesterday": 7, "/calendar?from=2026-02-30": 7,
	} {
		page := o.Get(path)
		page.Check()
		if n := page.Count("main .q > li"); n != want {
			t.Errorf("%s: %d lines of %d", path, n, want)
		}
	}
	page := o.Get("/calendar?only=task")
	if got := page.Attr("main .pagehead a[href*='2026-03-16']", "href"); got != "/calendar?from=2026-03-16&only=task" {
		t.Errorf("two weeks later is at %q", got)
	}
}

func TestMonth(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		o.fill()
		page := o.Get("/calendar/month")
		page.Check()
		if page.Text("h1") != "March 2026" || page.Count(".month tbody tr") != 6 || page.Count(".month td.out") != 11 {
			t.Errorf("%q, %d weeks, %d days of other months", page.Text("h1"), page.Count(".month tbody tr"), page.Count(".month td.out"))
		}
		if got := text(page.Doc.Find(".month .now")); got != "2 Monday, March 2 1 thing 09:00 Hearing: Yusuf Karimi" {
			t.Errorf("today: %q", got)
		}
		friday := page.Doc.Find(".month td").FilterFunction(func(_ int, s *goquery.Selection) bool {
			return s.Find("a.dn").AttrOr("href", "") == "/calendar?from=2026-03-06"
		})
		var lines []string
		friday.Find("li").Each(func(_ int, s *goquery.Selection) { lines = append(lines, text(s)) })
		if len(lines) != 4 || lines[0] != "10:30 Visit Yusuf about the appeal" || lines[2] != "1 more" || lines[3] != "4 to be in touch with" || !strings.HasPrefix(text(friday), "6 Friday, March 6 7 things") {
			t.Errorf("a full square: %q", text(friday))
		}
		for path, want := range map[string]string{"/calendar/month?from=2026-01-31": "January 2026", "/calendar/month?from=2024-02-01": "February 2024", "/calendar/month?from=x": "March 2026"} {
			if got := o.Get(path).Text("h1"); got != want {
				t.Errorf("%s: %q", path, got)
			}
		}
		if before, after := page.Attr(".acts a", "href"), page.Attr(".acts a + a", "href"); before != "/calendar/month?from=2026-02-01" || after != "/calendar/month?from=2026-04-01" {
			t.Errorf("before %s, after %s", before, after)
		}
	})
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	o := sqlite(t, webtest.As(authz.NewActor("adam", "Adam", authz.Administrator, authz.SeesNone)))
	for _, path := range []string{"/calendar", "/calendar/month", "/calendar/feeds"} {
		if page := o.Get(path); page.Status != 403 {
			t.Errorf("%s: %d", path, page.Status)
		}
	}
	if page := o.Post("/calendar/feeds", "name", "x"); page.Status != 403 {
		t.Errorf("a feed: %d", page.Status)
	}
}

func TestInSpanish(t *testing.T) {
	t.Parallel()
	o := sqlite(t, webtest.In("es"))
	o.fill()
	for path, want := range map[string]string{"/calendar": "Calendario", "/calendar/month": "Marzo de 2026", "/calendar/feeds": "Direcciones de calendario"} {
		page := o.Get(path)
		page.Check()
		if got := page.Text("h1"); got != want {
			t.Errorf("%s: %q", path, got)
		}
	}
}

// Every message is used, and both languages say the same with the same values.
func TestWords(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.New(calendarweb.Locales)
	must(t, err)
	complaints, err := i18n.Check(catalogue, os.DirFS(".."))
	must(t, err)
	for _, c := range complaints {
		if strings.Contains(c, " calendar.") {
			t.Error(c)
		}
	}
}

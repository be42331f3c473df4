package calendarweb_test

import (
	"slices"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

// made makes a feed through its page and returns the path of its address.
func (o *office) made(name, kinds string) string {
	o.t.Helper()
	page := o.Post("/calendar/feeds", "name", name, "kinds", kinds)
	page.Check()
	address := page.Text(".note .num")
	_, path, found := strings.Cut(address, "example.com")
	if page.Status != 200 || !found || !strings.HasPrefix(path, "/feeds/") {
		o.t.Fatalf("%d, address %q", page.Status, address)
	}
	return path
}

// A feed is read without a session, says initials and nothing else, and is gone
// for good when it is ended.
func TestFeed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		o.fill()
		path := o.made("My phone", "")
		o.SignOut()
		feed := o.Get(path)
		if feed.Status != 200 || !strings.HasPrefix(feed.Header.Get("Content-Type"), "text/calendar") || strings.Contains(feed.Header.Get("Cache-Control"), "public") {
			t.Fatalf("%d %s %s", feed.Status, feed.Header.Get("Content-Type"), feed.Header.Get("Cache-Control"))
		}
		cal, err := ics.ParseCalendar(strings.NewReader(feed.Body))
		must(t, err)
		if n := len(cal.Events()); n != 11 {
			t.Errorf("%d events", n)
		}
		var said []string
		for _, e := range cal.Events() {
			said = append(said, e.GetProperty(ics.ComponentPropertySummary).Value)
		}
		for _, want := range []string{"Call YK", "Visit YK", "Hearing YK", "Goes home YK", "Be in touch AB", "To do", "Deadline YK"} {
			if !slices.Contains(said, want) {
				t.Errorf("no %q among %q", want, said)
			}
		}
		for _, never := range []string{"Yusuf", "Karimi", "Rosa", "appeal", "stamps", "step 2"} {
			if strings.Contains(feed.Body, never) {
				t.Errorf("the feed says %q", never)
			}
		}
		o.SignIn()
		page := o.Get("/calendar/feeds")
		page.Check()
		if got := text(page.Doc.Find(".q > li").First()); !strings.HasPrefix(got, "My phone Last read Mon Mar 2, 12:00") || strings.Contains(page.Body, path) {
			t.Errorf("feeds: %q", got)
		}
		ended := o.Post(page.Attr(".q form", "action"))
		if ended.To != "/calendar/feeds" {
			t.Fatalf("ended: %d", ended.Status)
		}
		ended.Follow().Check()
		if page := o.Get(path); page.Status != 404 {
			t.Errorf("an ended address answers %d", page.Status)
		}
	})
}

// Whatever is wrong with an address, it is simply not there.
func TestFeedsThatAreNotThere(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	path := o.made("My phone", "task")
	for _, wrong := range []string{"/feeds/x", path + "x", "/feeds/" + strings.Repeat("a", 2000), "/feeds/%00", "/feeds/..%2f.."} {
		if page := o.Get(wrong); page.Status != 404 {
			t.Errorf("%s: %d", wrong, page.Status)
		}
	}
	if page := o.Get(path); page.Status != 200 {
		t.Errorf("the address itself: %d", page.Status)
	}
	o.disabled = true
	if page := o.Get(path); page.Status != 404 {
		t.Errorf("of an account that was closed: %d", page.Status)
	}
	for _, id := range []string{"x", "018f0000-0000-7000-8000-00000000ffff"} {
		if page := o.Post("/calendar/feeds/" + id + "/end"); page.Status != 404 {
			t.Errorf("ending feed %s: %d", id, page.Status)
		}
	}
}

// Mistakes are said beside their field, and what was typed stays.
func TestFeedForm(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	for _, c := range []struct{ name, kinds string }{{"", ""}, {strings.Repeat("x", 81), ""}, {"Phone", "letters"}} {
		page := o.Post("/calendar/feeds", "name", c.name, "kinds", c.kinds)
		page.Check()
		if page.Status != 422 || page.Attr("[name=name]", "value") != c.name || page.Count(".summary a") == 0 {
			t.Errorf("%.10q, %q: %d", c.name, c.kinds, page.Status)
		}
	}
}

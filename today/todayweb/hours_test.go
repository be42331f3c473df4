package todayweb_test

import (
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/tasks"
)

// The greeting goes by the hour where the organisation is.
func TestGreeting(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	for hour, want := range map[int]string{0: "Good morning", 11: "Good morning", 12: "Good afternoon", 17: "Good afternoon", 18: "Good evening", 23: "Good evening"} {
		at := time.Date(2026, 3, 2, hour, 30, 0, 0, time.UTC)
		o.as(o.ruth, webtest.With(func(c *web.Config) { c.Now = func() time.Time { return at } }))
		if got := o.Get("/").Text("h1"); !strings.HasPrefix(got, want+", Ruth.") {
			t.Errorf("at %d: %q", hour, got)
		}
	}
}

// What is left of the hour of a promise is said in hours, then in minutes.
func TestTheHourOfAPromise(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	task := o.task(tasks.Task{Kind: tasks.KindPromise, Title: "Finish the packet", DueOn: monday, DueTime: "16:00"})
	for clock, want := range map[string]string{"08:00": "8 hours left", "14:25": "2 hours left", "15:00": "1 hour left", "15:20": "40 minutes left", "16:00": "the hour has passed", "16:01": "the hour has passed"} {
		at, err := time.Parse("2006-01-02 15:04", "2026-03-02 "+clock)
		must(t, err)
		o.as(o.ruth, webtest.With(func(c *web.Config) { c.Now = func() time.Time { return at } }))
		if got := o.Get("/").Text(row(task.ID) + " .when span"); got != want {
			t.Errorf("at %s: %q", clock, got)
		}
	}
}

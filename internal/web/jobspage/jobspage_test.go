package jobspage_test

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

var sample = fstest.MapFS{
	"locales/en.json": {Data: []byte(`{"job.sample": "A sample"}`)},
	"locales/es.json": {Data: []byte(`{"job.sample": "Una muestra"}`)},
}

type desk struct {
	*webtest.App
	t     *testing.T
	clock *dbtest.Clock
	jobs  *jobs.Runner
}

func open(t *testing.T, options ...webtest.Option) *desk {
	t.Helper()
	clock := dbtest.NewClock()
	runner, err := jobs.NewRunner(t.Context(), dbtest.SQLite(t, clock.Now), slog.New(slog.DiscardHandler), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(runner.Close)
	pages := &jobspage.Pages{Jobs: runner, Results: map[string]string{"sample": "/samples/{id}"}}
	options = append(options, webtest.Words(jobspage.Locales, sample), webtest.With(func(c *web.Config) { c.Now = clock.Now }))
	return &desk{App: webtest.New(t, pages.Routes(), options...), t: t, clock: clock, jobs: runner}
}

// start starts a job that has come as far as step says and then waits to be
// stopped.
func (d *desk) start(step func(ctx context.Context, p *jobs.Progress) error) string {
	d.t.Helper()
	reached := make(chan error, 1)
	id, err := d.jobs.Start(d.t.Context(), "sample", webtest.Ruth().ID, ids.New(), 412, func(ctx context.Context, p *jobs.Progress) error {
		reached <- step(ctx, p)
		<-ctx.Done()
		return ctx.Err()
	})
	if err != nil {
		d.t.Fatal(err)
	}
	if err := <-reached; err != nil {
		d.t.Fatal(err)
	}
	return id
}

func TestProgressInWordsAndWithoutScript(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string]string{
		"en": "214 of 412, about 20 s left, 3 problems",
		"es": "214 de 412, faltan unos 20 s, 3 problemas",
	} {
		d := open(t, webtest.In(locale))
		id := d.start(func(ctx context.Context, p *jobs.Progress) error { return p.Step(ctx, 214, 3) })
		d.clock.Set(dbtest.Noon.Add(21 * time.Second))
		page := d.Get(jobspage.Href(id))
		page.Check()
		if got := page.Text(".progress p"); got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
		}
		if page.Attr("progress", "max") != "412" || page.Attr("progress", "value") != "214" {
			t.Errorf("%s: the bar: %s of %s", locale, page.Attr("progress", "value"), page.Attr("progress", "max"))
		}
		if page.Count(`.progress a[href="`+jobspage.Href(id)+`"]`) != 1 {
			t.Errorf("%s: nothing to press without script", locale)
		}
		if page.Count("meta[http-equiv=refresh]") > 0 {
			t.Errorf("%s: the page reloads by itself", locale)
		}
	}
}

func TestScriptGetsTheMovingPart(t *testing.T) {
	t.Parallel()
	d := open(t)
	id := d.start(func(ctx context.Context, p *jobs.Progress) error { return p.Step(ctx, 10, 0) })
	part := d.Get(jobspage.Href(id), "HX-Request", "true")
	if part.Count("[data-hx-get]") != 1 || strings.Contains(part.Body, "<h1") {
		t.Fatalf("running: %s", part.Body)
	}
	if page := d.Post(jobspage.Href(id) + "/stop"); page.Status != 303 || page.To != jobspage.Href(id) {
		t.Fatalf("stop: %d to %s", page.Status, page.To)
	}
	d.jobs.Wait()
	part = d.Get(jobspage.Href(id), "HX-Request", "true")
	if part.Count("[data-hx-get]") != 0 || !strings.Contains(part.Body, "Stopped.") || part.Count(`a[href^="/samples/"]`) != 1 {
		t.Errorf("stopped: %s", part.Body)
	}
	d.Get(jobspage.Href(id)).Check()
}

func TestHowAJobEnds(t *testing.T) {
	t.Parallel()
	d := open(t)
	run := func(work jobs.Work) string {
		id, err := d.jobs.Start(t.Context(), "sample", webtest.Ruth().ID, ids.New(), 0, work)
		if err != nil {
			t.Fatal(err)
		}
		d.jobs.Wait()
		return id
	}
	done := run(func(ctx context.Context, p *jobs.Progress) error { return p.Step(ctx, 5, 0) })
	if page := d.Get(jobspage.Href(done)); page.Status != 303 || !strings.HasPrefix(page.To, "/samples/") {
		t.Errorf("done: %d to %q", page.Status, page.To)
	}
	failed := run(func(context.Context, *jobs.Progress) error { return fault.Bad("test", "", "job.sample") })
	page := d.Get(jobspage.Href(failed))
	page.Check()
	if page.Status != 200 || !strings.Contains(page.Text("main"), "It did not work.") || !strings.Contains(page.Text("main"), "A sample") {
		t.Errorf("failed: %d %s", page.Status, page.Text("main"))
	}
}

func TestAnothersJobIsNotThere(t *testing.T) {
	t.Parallel()
	d := open(t, webtest.As(authz.NewActor(ids.New(), "Sam", authz.Worker, authz.SeesAll)))
	id := d.start(func(ctx context.Context, p *jobs.Progress) error { return p.Step(ctx, 1, 0) })
	if page := d.Get(jobspage.Href(id)); page.Status != 404 {
		t.Errorf("a colleague reads it: %d", page.Status)
	}
	if page := d.Post(jobspage.Href(id) + "/stop"); page.Status != 404 {
		t.Errorf("a colleague stops it: %d", page.Status)
	}
	if j, err := d.jobs.Job(t.Context(), webtest.Ruth().ID, id); err != nil || j.State != jobs.Running {
		t.Errorf("%+v, %v", j, err)
	}
	if page := d.Get("/jobs/nonsense"); page.Status != 404 {
		t.Errorf("no id: %d", page.Status)
	}
}

// The words of the page are complete in every language and all in use.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	c, err := i18n.New(jobspage.Locales)
	if err != nil {
		t.Fatal(err)
	}
	complaints, err := i18n.Check(c, os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range complaints {
		if strings.Contains(x, " job.") || strings.Contains(x, " jobs.") {
			t.Error(x)
		}
	}
}

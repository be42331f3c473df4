package todayweb_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today"
	"github.com/throughcare/throughcare/today/todayweb"
)

// The size of the record the pages are measured on. Today has to answer within
// 10 ms, p99, at 100,000 people and 1,000,000 entries:
//
//	go test ./today/todayweb -run NONE -bench Today -people 100000 -record /tmp/large.db
var (
	crowd  = flag.Int("people", 3_000, "people in the record of the benchmarks, each with ten entries")
	kept   = flag.String("record", "", "keep the record of the benchmarks in this file, and use it again")
	update = flag.Bool("update", false, "write the golden files anew")
	cache  = flag.Int("cache", 0, "page cache of the benchmarks in MiB, 0 for the default")
)

const caseload = 297 // people of one worker

func BenchmarkToday(b *testing.B) {
	db := crowded(b)
	for name, sight := range map[string]authz.Sight{"open": authz.SeesAll, "granted": authz.SeesGranted} {
		for _, path := range []string{"/", "/tasks/new"} {
			b.Run(name+path, func(b *testing.B) { measure(b, db, sight, path) })
		}
	}
}

// measure asks for a page again and again, each time as another worker, and
// reports how long the slowest hundredth took.
func measure(b *testing.B, db *database.DB, sight authz.Sight, path string) {
	kinds := tasks.NewKinds()
	service := &today.Service{DB: db, Kinds: kinds, Cases: &casework.Service{DB: db}}
	pages := &todayweb.Pages{Today: service, Tasks: &tasks.Service{DB: db, Kinds: kinds}, Cases: service.Cases}
	perms := authz.Merge(casework.Bundle, tasks.Bundle, people.Bundle, custody.Bundle)[authz.Worker]
	workers := max(1, *crowd/caseload)
	apps := make([]*webtest.App, min(workers, 40))
	for i := range apps {
		actor := authz.NewActor(workerID(i*workers/len(apps)), "Ruth Amadi", authz.Worker, sight, perms...)
		apps[i] = webtest.New(b, pages.Routes(), webtest.As(actor), webtest.Words(todayweb.Locales, tasks.Locales),
			webtest.With(func(c *web.Config) { c.Nav = pages.Nav() }))
	}
	took := make([]time.Duration, 0, 1024)
	ask := func(i int) {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.AddCookie(&http.Cookie{Name: "throughcare", Value: "token"})
		w := httptest.NewRecorder()
		start := time.Now()
		apps[i%len(apps)].ServeHTTP(w, r)
		took = append(took, time.Since(start))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<h1") {
			b.Fatalf("%s answers %d", path, w.Code)
		}
	}
	for i := range apps { // statements are prepared once
		ask(i)
	}
	took = took[:0]
	for b.Loop() {
		ask(len(took))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
}

// crowded opens the record of the benchmarks, and fills it when it is new.
func crowded(b *testing.B) *database.DB {
	b.Helper()
	path := *kept
	if path == "" {
		path = filepath.Join(b.TempDir(), "record.db")
	}
	_, err := os.Stat(path)
	found := err == nil
	db, err := database.Open(b.Context(), database.Config{URL: "sqlite:" + path, Key: dbtest.Key(), Now: func() time.Time { return dbtest.Noon }, CacheMiB: *cache})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	if !found {
		fill(b, db)
	}
	return db
}

func workerID(n int) string { return fmt.Sprintf("018f0000-0000-7000-8000-%012d", n) }

// filling writes the rows of the record of the benchmarks, past the trail.
type filling struct {
	b   *testing.B
	ctx context.Context
	tx  *database.Tx
	*rand.Rand
}

func fill(b *testing.B, db *database.DB) {
	b.Helper()
	const batch = 2_000
	for from := 0; from < *crowd; from += batch {
		err := db.Write(b.Context(), func(tx *database.Tx) error {
			f := filling{b, b.Context(), tx, rand.New(rand.NewPCG(7, uint64(from)))}
			if from == 0 {
				f.office()
			}
			for n := from; n < min(from+batch, *crowd); n++ {
				f.person(n)
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func (f filling) exec(query string, args ...any) {
	if _, err := f.tx.Exec(f.ctx, query, args...); err != nil {
		f.b.Fatal(err)
	}
}

const benchDay = civil.Day("2026-03-02")

func (f filling) day(from, to int) civil.Day { return benchDay.Add(from + f.IntN(to-from)) }

// office makes workers, facilities, a programme, and what colleagues did lately.
func (f filling) office() {
	for n := range max(1, *crowd/caseload) + 1 {
		f.exec(`INSERT INTO account (id, rev, name, sign_in, sign_in_key, role, phrase_hash, code_secret, locale, theme, density, single_keys, created_at, disabled_at)
			VALUES (?, '', ?, ?, ?, 'worker', '', '', '', '', '', 0, 0, 0)`, workerID(n), fmt.Sprint("Worker ", n), workerID(n), workerID(n))
		f.exec(`INSERT INTO sign_in_state (account_id, code_step, seen_at, left_at) VALUES (?, 0, 0, ?)`, workerID(n), database.Micros(dbtest.Noon.Add(-20*time.Hour)))
	}
	f.exec(`INSERT INTO programme (id, rev, name, about, interval_days, dormant_days, place, ended_at) VALUES ('g', '', 'Letters', '', 42, 180, 0, 0)`)
	for n := range 400 {
		f.exec(`INSERT INTO facility (id, rev, name, name_key, country, region, county, place, kind, level, agency, security, holds, capacity, population, phone, website,
			time_zone, latitude, longitude, status, opened_on, closed_on, source, checked_on, merged_into)
			VALUES (?, '', ?, '', 'US', '', '', '', '', '', '', '', '', 0, 0, '', '', '', 0, 0, '', '', '', '', '', '')`, fmt.Sprint("f", n), fmt.Sprint("Facility ", n))
	}
}

// person adds somebody with a case, its next action, a stay, dates, ten entries
// and what was done about them.
func (f filling) person(n int) {
	id, caseID, worker := ids.New(), ids.New(), workerID(n/caseload)
	f.exec(`INSERT INTO person (id, rev, name, name_key, sort_key, script_name, script_lang, say_it, pronoun, born, born_state, died, number, number_state, kind, created_at)
		VALUES (?, '', ?, ?, ?, '', '', '', '', ?, '', '', ?, '', '', 0)`,
		id, fmt.Sprint("Person ", n), fmt.Sprint("person ", n), fmt.Sprint("person ", n), string(benchDay.Add(-20000+f.IntN(12000))), fmt.Sprint("A", n))
	f.exec(`INSERT INTO access_grant (id, rev, account_id, person_id, from_at, until_at, reason) VALUES (?, '', ?, ?, 0, ?, 'case')`,
		ids.New(), worker, id, database.Micros(dbtest.Noon.AddDate(90, 0, 0)))
	last := f.day(-100, 0)
	f.exec(`INSERT INTO case_file (id, rev, person_id, programme_id, worker_id, state, stage_id, opened_on, waiting_since, closed_on, closing_reason, interval_days,
		last_contact_on, last_contact_how, created_at) VALUES (?, '', ?, 'g', ?, 'active', '', '2025-01-01', '', '', '', 0, ?, 'letter-in', 0)`, caseID, id, worker, string(last))
	f.task(id, caseID, worker, "contact", last.Add(42+f.IntN(60)), 1)
	if n%15 == 0 {
		f.task(id, caseID, worker, []string{"task", "call", "visit", "deadline", "promise"}[n/15%5], f.day(-3, 40), 0)
	}
	f.exec(`INSERT INTO stay (id, rev, person_id, facility_id, unit, state, since, since_sort, until, source, source_on, confidence, recorded_at, recorded_by, current, beside)
		VALUES (?, '', ?, ?, '', 'held', '2025-01-01', '2025-01-01', '', '', '', '', 0, '', 1, 0)`, ids.New(), id, fmt.Sprint("f", f.IntN(400)))
	for _, kind := range []string{"release", "hearing", "parole"}[:f.IntN(3)+1] {
		on := f.day(-200, 900)
		f.exec(`INSERT INTO milestone (id, rev, person_id, kind, on_date, on_sort, at_time, detail, claim, source, source_on, recorded_at, recorded_by, ended_at)
			VALUES (?, '', ?, ?, ?, ?, '', '', 'official', '', '', 0, '', 0)`, ids.New(), id, kind, string(on), string(on))
	}
	for range 10 {
		on := f.day(-700, 0)
		f.exec(`INSERT INTO timeline_entry (id, rev, person_id, case_id, kind, direction, title_key, title_args, body, on_date, on_sort, at_time, source, sight, author_id,
			author_name, recorded_at, edited_at, link_kind, link_id) VALUES (?, '', ?, ?, 'letter', 'in', '', '', ?, ?, ?, '', '', 'case', ?, '', 0, 0, '', '')`,
			ids.New(), id, caseID, strings.Repeat("A letter about the appeal. ", 10), string(on), string(on), worker)
	}
	f.exec(`INSERT INTO change (id, at, actor_id, actor_name, action, subject_kind, subject_id, args, undoes, reversible)
		VALUES (?, ?, ?, 'Somebody', 'tasks.task.done', 'person', ?, '{"name":"Person","title":"Call"}', '', 1)`,
		ids.New(), database.Micros(dbtest.Noon.Add(-time.Duration(f.IntN(60*24))*time.Hour)), worker, id)
}

func (f filling) task(person, caseID, worker, kind string, due civil.Day, next int) {
	f.exec(`INSERT INTO task (id, rev, person_id, case_id, kind, title, reason, args, due_on, due_time, until_time, wait_until, worker_id, is_next, handed, link_kind,
		link_id, state, ended_at, ended_by, ended_why, created_at) VALUES (?, '', ?, ?, ?, '', '', '', ?, '', '', '', ?, ?, 0, '', '', 'open', 0, '', '', 0)`,
		ids.New(), person, caseID, kind, string(due), worker, next)
}

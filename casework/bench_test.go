package casework_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
)

// BenchmarkLists opens every list of a worker with 20,000 active cases among
// 30,000 people (R-NBP-1), in every order.
func BenchmarkLists(b *testing.B) {
	clock := func() time.Time { return dbtest.Noon }
	engines := map[string]func() *database.DB{"sqlite": func() *database.DB { return dbtest.SQLite(b, clock) }}
	if os.Getenv("TEST_POSTGRES_URL") != "" {
		engines["postgres"] = func() *database.DB { return dbtest.Postgres(b, clock) }
	}
	for engine, open := range engines {
		db := open()
		crowd(b, db, 30_000, 20_000)
		s := &casework.Service{DB: db}
		for name, actor := range map[string]authz.Actor{
			"open":   authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesAll, casework.MayRead),
			"closed": authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesGranted, casework.MayRead),
		} {
			for _, which := range []casework.Which{
				casework.All, casework.Needs, casework.Overdue, casework.Unset, casework.QuietFor, casework.Home, casework.NoNumber, casework.Asleep, casework.Waits, casework.Ended, casework.Everyone,
			} {
				for _, sort := range []casework.Sort{casework.SortNext, casework.SortName, casework.SortAt, casework.SortLast, casework.SortHome} {
					b.Run(fmt.Sprintf("%s/%s/%s/%s", engine, name, which, sort), func(b *testing.B) {
						for b.Loop() {
							if _, _, err := s.List(b.Context(), actor, casework.Filter{Which: which, WorkerID: "ruth", Sort: sort}); err != nil {
								b.Fatal(err)
							}
						}
					})
				}
				b.Run(fmt.Sprintf("%s/%s/%s/count", engine, name, which), func(b *testing.B) {
					for b.Loop() {
						if _, err := s.Count(b.Context(), actor, "ruth", which); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

// crowd puts people and cases straight into the tables, as an import of long ago
// would have left them: the last of them have no case.
func crowd(b *testing.B, db *database.DB, people, cases int) {
	b.Helper()
	err := db.Write(b.Context(), func(tx *database.Tx) error {
		put := func(table string, rows [][]any) error {
			for len(rows) > 0 {
				some := rows[:min(len(rows), 500)]
				var args []any
				for _, r := range some {
					args = append(args, r...)
				}
				one := database.In(len(rows[0]))
				if _, err := tx.Exec(b.Context(), `INSERT INTO `+table+` VALUES `+strings.Repeat(one+",", len(some)-1)+one, args...); err != nil {
					return err
				}
				rows = rows[len(some):]
			}
			return nil
		}
		var persons, stays, files, tasks, points, grants, places [][]any
		for i := range 60 {
			places = append(places, []any{fmt.Sprintf("place-%02d", i), fmt.Sprintf("Place %02d", i)})
		}
		for i := range people {
			id := ids.New()
			name, number := fmt.Sprintf("Person %05d", (i*7919)%people), fmt.Sprint(100000+i)
			if i%50 == 0 {
				number = ""
			}
			persons = append(persons, []any{id, "r", name, name, name, "", "", "", "", "", "", "", "", number, "", "", 0})
			stays = append(stays, []any{ids.New(), "r", id, places[i%60][0], "A-1", "held", "2024", "2024-01-01", "", "", "", "", 0, "", 1, 0})
			points = append(points, []any{ids.New(), "r", id, "release", "", string(civil.Day("2026-03-02").Add(i % 3000)), "", "", "official", "", "", 0, "", 0})
			if i >= cases {
				continue
			}
			file, state := ids.New(), "active"
			switch i % 10 {
			case 7:
				state = "dormant"
			case 8:
				state = "waiting"
			case 9:
				state = "closed"
			}
			files = append(files, []any{file, "r", id, "programme", "ruth", state, "", "2025-01-01", "2025-01-01", "2026-01-01", "", 0,
				string(civil.Day("2026-03-02").Add(-(i % 200))), "call", 0, ""})
			grants = append(grants, []any{ids.New(), "r", "ruth", id, 0, int64(1) << 55, "case"})
			if state == "active" && i%100 != 0 {
				tasks = append(tasks, []any{ids.New(), "r", id, file, "contact", "", "", "", string(civil.Day("2026-03-02").Add(i%90 - 40)), "", "", "", "ruth", 1, 0, "", "", "open", 0, "", "", 0})
			}
		}
		for _, t := range []struct {
			name string
			rows [][]any
		}{
			{"person (id, rev, name, name_key, sort_key, sort_as, script_name, script_lang, say_it, pronoun, born, born_state, died, number, number_state, kind, created_at)", persons},
			{"stay (id, rev, person_id, facility_id, unit, state, since, since_sort, until, source, source_on, confidence, recorded_at, recorded_by, current, beside)", stays},
			{"case_file (id, rev, person_id, programme_id, worker_id, state, stage_id, opened_on, waiting_since, closed_on, closing_reason, interval_days, last_contact_on, last_contact_how, created_at, next_on)", files},
			{"access_grant (id, rev, account_id, person_id, from_at, until_at, reason)", grants},
			{"milestone (id, rev, person_id, kind, on_date, on_sort, at_time, detail, claim, source, source_on, recorded_at, recorded_by, ended_at)", points},
			{"task (id, rev, person_id, case_id, kind, title, reason, args, due_on, due_time, until_time, wait_until, worker_id, is_next, handed, link_kind, link_id, state, ended_at, ended_by, ended_why, created_at)", tasks},
		} {
			if err := put(t.name, t.rows); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
		if db.Engine() != database.Postgres {
			return nil
		}
		_, err := tx.Exec(b.Context(), `ANALYZE`) // as it does by itself within a minute
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

package calendar_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/calendar"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

var ruth = authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll, calendar.MayRead)

func TestInitials(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Yusuf Karimi": "YK", "Amparo": "A", "ana lucía benítez ruiz": "ALB", "Дмитрий Волков": "ДВ", "": "", "77-204": "", "O'Neil": "ON",
	} {
		if got := calendar.Initials(name); got != want {
			t.Errorf("Initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestWeeksHoldTheMonth(t *testing.T) {
	t.Parallel()
	for month := time.January; month <= time.December; month++ {
		first := civil.Of(time.Date(2026, month, 1, 12, 0, 0, 0, time.UTC), nil)
		seen := 0
		for _, w := range calendar.Weeks(first.Add(9)) {
			if len(w) != 7 || w[0].Weekday() != time.Monday {
				t.Fatalf("week %v", w)
			}
			for _, d := range w {
				if d[:7] == first[:7] {
					seen++
				}
			}
		}
		if want := time.Date(2026, month+1, 0, 0, 0, 0, 0, time.UTC).Day(); seen != want {
			t.Errorf("%s shows %d of its %d days", month, seen, want)
		}
	}
}

// plant adds a person with a case, a task at an hour, a task all day and a
// milestone, all of the worker ruth.
func plant(ctx context.Context, t *testing.T, db *database.DB) {
	t.Helper()
	put := func(tx *trail.Tx, table string, s trail.Set) {
		if err := tx.Insert(ctx, table, ids.New(), s); err != nil {
			t.Fatal(err)
		}
	}
	err := trail.Write(ctx, db, authz.System("test"), &trail.Deed{Action: "x"}, func(tx *trail.Tx) error {
		if err := tx.Insert(ctx, "person", "p", trail.Set{"name": "Yusuf Karimi", "name_key": "", "sort_key": "", "script_name": "", "script_lang": "",
			"say_it": "", "pronoun": "", "born": "", "born_state": "", "died": "", "number": "", "number_state": "", "kind": "", "created_at": 0}); err != nil {
			t.Fatal(err)
		}
		put(tx, "case_file", trail.Set{"person_id": "p", "programme_id": "", "worker_id": "ruth", "state": "active", "stage_id": "", "opened_on": "",
			"waiting_since": "", "closed_on": "", "closing_reason": "", "interval_days": 42, "last_contact_on": "", "last_contact_how": "", "created_at": 0})
		task := trail.Set{"person_id": "p", "case_id": "", "kind": "call", "title": "About the appeal", "reason": "", "args": "", "due_on": "2026-03-03",
			"due_time": "13:15", "until_time": "", "wait_until": "", "worker_id": "ruth", "is_next": 0, "link_kind": "", "link_id": "",
			"state": "open", "ended_at": 0, "ended_by": "", "ended_why": "", "created_at": database.Micros(tx.Now())}
		put(tx, "task", task)
		task["due_time"], task["kind"], task["due_on"] = "", "task", "2026-03-04"
		put(tx, "task", task)
		put(tx, "milestone", trail.Set{"person_id": "p", "kind": "hearing", "on_date": "2026-03-05", "on_sort": "2026-03-05", "at_time": "", "detail": "",
			"claim": "official", "source": "", "source_on": "", "recorded_at": database.Micros(tx.Now()), "recorded_by": "ruth", "ended_at": 0})
		put(tx, "milestone", trail.Set{"person_id": "p", "kind": "home", "on_date": "2026-03", "on_sort": "2026-03-01", "at_time": "", "detail": "",
			"claim": "estimate", "source": "", "source_on": "", "recorded_at": 0, "recorded_by": "ruth", "ended_at": 0})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func service(db *database.DB) *calendar.Service {
	return &calendar.Service{
		DB:   db,
		Zone: func(context.Context) *time.Location { return time.UTC },
		ActorOf: func(_ context.Context, id string) (authz.Actor, error) {
			if id != "ruth" {
				return authz.Actor{}, fault.New(fault.NotFound, "test")
			}
			return ruth, nil
		},
	}
}

func TestAgenda(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		plant(t.Context(), t, db)
		s := service(db)
		week := calendar.Range{WorkerID: "ruth", From: "2026-03-01", To: "2026-03-31"}
		list, err := s.Agenda(t.Context(), ruth, week)
		if err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, it := range list {
			kinds = append(kinds, it.Kind)
		}
		if got := strings.Join(kinds, " "); got != "call task hearing" {
			t.Errorf("agenda is %q; a release in a month without a day has no place in it", got)
		}
		blind := authz.NewActor("sam", "Sam", authz.Worker, authz.SeesGranted, calendar.MayRead)
		week.WorkerID = "ruth"
		if list, err := s.Agenda(t.Context(), blind, week); err != nil || len(list) != 0 {
			t.Errorf("somebody who may not see the person sees %d dates, %v", len(list), err)
		}
		if _, err := s.Agenda(t.Context(), authz.Actor{ID: "x"}, week); !fault.Is(err, fault.Forbidden) {
			t.Errorf("without permission: %v", err)
		}
	})
}

func TestFeedShowsInitialsOnlyAndEnds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		plant(ctx, t, db)
		s := service(db)
		token, err := s.NewFeed(ctx, ruth, "My phone", "")
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Open(ctx, token)
		if err != nil {
			t.Fatal(err)
		}
		text := calendar.Write(calendar.Words{Name: "Throughcare", Kind: func(it calendar.Item) string { return it.Kind }}, r.Items, r.Now, time.UTC)
		for _, never := range []string{"Yusuf", "Karimi", "appeal", "DESCRIPTION"} {
			if strings.Contains(text, never) {
				t.Errorf("the feed says %q:\n%s", never, text)
			}
		}
		for _, want := range []string{"SUMMARY:call YK", "DTSTART:20260303T131500Z", "DTSTART;VALUE=DATE:20260304", "SEQUENCE:", "LAST-MODIFIED:"} {
			if !strings.Contains(text, want) {
				t.Errorf("the feed lacks %q:\n%s", want, text)
			}
		}
		feeds, err := s.Feeds(ctx, ruth)
		if err != nil || len(feeds) != 1 || !feeds[0].ReadAt.Equal(dbtest.Noon) {
			t.Fatalf("feeds %+v, %v", feeds, err)
		}
		if err := s.EndFeed(ctx, ruth, feeds[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Open(ctx, token); !fault.Is(err, fault.NotFound) {
			t.Errorf("an ended feed still opens: %v", err)
		}
	})
}

func TestFeedNames(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := service(db)
		for name, kinds := range map[string]string{"": "", strings.Repeat("x", 81): "", "ok": "grievances"} {
			if _, err := s.NewFeed(t.Context(), ruth, name, kinds); !fault.Is(err, fault.Invalid) {
				t.Errorf("NewFeed(%q, %q): %v", name, kinds, err)
			}
		}
	})
}

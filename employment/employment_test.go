package employment_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/employment"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// world is a job service on 2 March 2026: Ruth works with Gus, Lee leads and does not
// judge, Bea sees nobody.
type world struct {
	t              *testing.T
	clock          *dbtest.Clock
	s              *employment.Service
	tasks          *tasks.Service
	ruth, lee, bea authz.Actor
	gus            string
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: %v, want %s", what, err, kind)
	}
}

func each(t *testing.T, fn func(*world)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		kinds := timeline.NewKinds()
		employment.TimelineKinds(kinds)
		w := &world{t: t, clock: clock, s: &employment.Service{DB: db}, tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds(employment.TaskKinds()...)}}
		perms := authz.Merge(employment.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle)
		w.ruth = authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesAll, perms[authz.Worker]...)
		w.lee = authz.NewActor("lee", "Lee", authz.Lead, authz.SeesAll, perms[authz.Lead]...)
		w.bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
		must(t, trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
			p, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: "Gus Amadi"})
			w.gus = p.ID
			return err
		}))
		fn(w)
	})
}

func (w *world) employer(bars ...string) string {
	w.t.Helper()
	id, err := w.s.SaveEmployer(w.t.Context(), w.ruth, "", employment.Employer{Name: "Larch Laundry", Bars: bars})
	must(w.t, err)
	return id
}

func (w *world) vacancy(employer string) string {
	w.t.Helper()
	id, err := w.s.SaveVacancy(w.t.Context(), w.ruth, "", employment.Vacancy{EmployerID: employer, Title: "Laundry hand", Hours: 30, Places: 1, Needs: "id bank"})
	must(w.t, err)
	return id
}

func (w *world) due() (out []string) {
	w.t.Helper()
	list, err := w.tasks.OfPerson(w.t.Context(), w.ruth, w.gus)
	must(w.t, err)
	for _, t := range list {
		out = append(out, t.Kind+" "+string(t.DueOn))
	}
	slices.Sort(out)
	return out
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func (w *world) at(day civil.Day) { w.clock.Set(day.Time().Add(12 * time.Hour)) }

// From the vacancy to the points at which the job still lasts (acceptance A10).
func TestAJobThatLasts(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, employer := t.Context(), w.employer()
		vacancy := w.vacancy(employer)
		must(t, w.s.Seek(ctx, w.ruth, "", employment.Seeker{PersonID: w.gus, Wants: "laundry or kitchen", Papers: []string{"id", "nonsense"}}))
		must(t, w.s.PutForward(ctx, w.ruth, vacancy, w.gus))
		want(t, "put forward twice", w.s.PutForward(ctx, w.ruth, vacancy, w.gus), fault.Invalid)
		_, put, _, err := w.s.Vacancy(ctx, w.ruth, vacancy)
		must(t, err)
		want(t, "an interview without a day", w.s.Move(ctx, w.ruth, put[0].ID, put[0].Rev, employment.Interview, "", ""), fault.Invalid)
		must(t, w.s.Move(ctx, w.ruth, put[0].ID, put[0].Rev, employment.Interview, "2026-03-05", "Ten o'clock, ask for Mrs. Lund"))
		same(t, "the interview", w.due(), "work-interview 2026-03-05")
		want(t, "changed since", w.s.Move(ctx, w.ruth, put[0].ID, put[0].Rev, employment.Offered, "", ""), fault.Conflict)

		id, err := w.s.Place(ctx, w.ruth, employment.Placement{PersonID: w.gus, EmployerID: employer, VacancyID: vacancy, Title: "Laundry hand", Start: "2026-03-09", Since: "2025-06-15"})
		must(t, err)
		same(t, "the form and the first point", w.due(), "work-form 2026-04-06", "work-kept 2026-04-08")
		other := w.vacancy(employer)
		if v, _, _, err := w.s.Vacancy(ctx, w.ruth, vacancy); err != nil || v.Free() != 0 || other == "" {
			t.Errorf("%d places are left, %v", v.Free(), err)
		}
		w.at("2026-04-08")
		must(t, w.s.File(ctx, w.ruth, id, "2026-04-02"))
		must(t, w.s.Prove(ctx, w.ruth, id, employment.Proof{Days: 30, Kind: "pay-stub"}, 300, 4_500_00))
		want(t, "proved twice", w.s.Prove(ctx, w.ruth, id, employment.Proof{Days: 30, Kind: "self"}, 0, 0), fault.Invalid)
		same(t, "the next point", w.due(), "work-kept 2026-05-08")
		p, err := w.s.Placement(ctx, w.ruth, id)
		must(t, err)
		wotc, _ := employment.Rules().Incentive("wotc")
		if got := wotc.Worth(p.Hours, p.Wages); got != 1_125_00 || p.FiledOn != "2026-04-02" {
			t.Errorf("worth %d, filed %s", got, p.FiledOn)
		}
	})
}

// A gap of ten days keeps the clock, one of twenty starts it anew.
func TestAnotherJob(t *testing.T) {
	t.Parallel()
	for gap, first := range map[int]string{10: "work-kept 2026-04-08", 20: "work-kept 2026-05-08"} {
		each(t, func(w *world) {
			ctx, employer := t.Context(), w.employer()
			w.at("2026-03-09")
			id, err := w.s.Place(ctx, w.ruth, employment.Placement{PersonID: w.gus, EmployerID: employer, Title: "Cook", Start: "2026-03-09"})
			must(t, err)
			w.at("2026-03-19")
			want(t, "an end before the start", w.s.End(ctx, w.ruth, id, "", "2026-03-01", "closed"), fault.Invalid)
			must(t, w.s.End(ctx, w.ruth, id, "", "2026-03-19", "the kitchen closed"))
			same(t, "nobody asks while there is no job", w.due())
			_, err = w.s.Place(ctx, w.ruth, employment.Placement{PersonID: w.gus, EmployerID: employer, Title: "Cook", Start: civil.Day("2026-03-19").Add(gap)})
			must(t, err)
			same(t, "the first point", w.due(), first)
		})
	}
}

// What an employer does not take rules somebody out for who may judge it; everybody else
// is told to ask their worker, and reads nothing of the past.
func TestMatching(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		vacancy := w.vacancy(w.employer("theft", "nonsense"))
		must(t, w.s.Seek(ctx, w.ruth, "", employment.Seeker{PersonID: w.gus, Wants: "laundry", Bars: []string{"theft"}, BarsSaid: true, Papers: []string{"id"}}))
		keys := func(a authz.Actor) (out []string, m employment.Match) {
			t.Helper()
			_, _, fit, err := w.s.Vacancy(ctx, a, vacancy)
			must(t, err)
			if len(fit) != 1 {
				t.Fatalf("%d matches", len(fit))
			}
			for _, r := range fit[0].Reasons {
				out = append(out, r.Key)
			}
			return out, fit[0]
		}
		got, m := keys(w.ruth)
		same(t, "for Ruth", got, "hours", "wants", "paper", "paper-missing", "bar")
		if !m.Out {
			t.Error("theft is no bar")
		}
		got, m = keys(w.lee)
		same(t, "for Lee", got, "hours", "wants", "paper", "paper-missing", "ask-worker")
		if m.Out || len(m.Seeker.Bars) != 0 {
			t.Errorf("Lee reads %+v", m.Seeker)
		}
		of, err := w.s.OfPerson(ctx, w.lee, w.gus)
		must(t, err)
		must(t, w.s.Seek(ctx, w.lee, of.Seeker.Rev, employment.Seeker{PersonID: w.gus, Wants: "laundry, nights"}))
		if of, err = w.s.OfPerson(ctx, w.ruth, w.gus); err != nil || !slices.Equal(of.Seeker.Bars, []string{"theft"}) || !of.Seeker.BarsSaid {
			t.Errorf("Lee changed what she may not read: %+v, %v", of.Seeker, err)
		}
		_, err = w.s.OfPerson(ctx, w.bea, w.gus)
		want(t, "by Bea", err, fault.NotFound)
		b, err := w.s.Board(ctx, w.bea)
		must(t, err)
		if len(b.Seekers) != 0 || len(b.Vacancies) != 1 {
			t.Errorf("Bea sees %d who look, %d vacancies", len(b.Seekers), len(b.Vacancies))
		}
	})
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, employer := t.Context(), w.employer()
		_, err := w.s.SaveEmployer(ctx, w.ruth, "", employment.Employer{})
		want(t, "an employer without a name", err, fault.Invalid)
		_, err = w.s.SaveVacancy(ctx, w.ruth, "", employment.Vacancy{EmployerID: employer, Title: "x", Hours: 90, Places: 1})
		want(t, "ninety hours a week", err, fault.Invalid)
		_, err = w.s.Place(ctx, w.ruth, employment.Placement{PersonID: w.gus, EmployerID: "nobody", Title: "x", Start: "2026-03-01"})
		want(t, "an employer nobody knows", err, fault.NotFound)
		_, err = w.s.Place(ctx, w.bea, employment.Placement{PersonID: w.gus, EmployerID: employer, Title: "x", Start: "2026-03-01"})
		want(t, "somebody she does not see", err, fault.NotFound)
		want(t, "a word from tomorrow", w.s.Say(ctx, w.ruth, employer, employment.Word{Words: "x", On: "2026-03-03"}), fault.Invalid)
	})
}

// Whoever comes to a halfway house is expected to work full time within fifteen days; a job
// of so many hours ends that, one of fewer does not (R-EMP-4).
func TestFullTimeWithinFifteenDays(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, employer := t.Context(), w.employer()
		want(t, "tomorrow", w.s.Arrived(ctx, w.ruth, w.gus, "2026-03-03"), fault.Invalid)
		want(t, "somebody she does not see", w.s.Arrived(ctx, w.bea, w.gus, "2026-03-01"), fault.NotFound)
		must(t, w.s.Arrived(ctx, w.ruth, w.gus, "2026-02-20"))
		must(t, w.s.Arrived(ctx, w.ruth, w.gus, "2026-03-01"))
		same(t, "fifteen days", w.due(), "work-full-time 2026-03-16")
		of, err := w.s.OfPerson(ctx, w.ruth, w.gus)
		must(t, err)
		if of.FullBy != "2026-03-16" {
			t.Errorf("by %q", of.FullBy)
		}
		_, err = w.s.Place(ctx, w.ruth, employment.Placement{PersonID: w.gus, EmployerID: employer, VacancyID: w.vacancy(employer), Title: "Laundry hand", Start: "2026-03-02"})
		must(t, err)
		same(t, "thirty hours are too few", w.due(), "work-full-time 2026-03-16", "work-kept 2026-04-01")
		full, err := w.s.SaveVacancy(ctx, w.ruth, "", employment.Vacancy{EmployerID: employer, Title: "Cook", Hours: 40, Places: 1})
		must(t, err)
		_, err = w.s.Place(ctx, w.ruth, employment.Placement{PersonID: w.gus, EmployerID: employer, VacancyID: full, Title: "Cook", Start: "2026-03-02"})
		must(t, err)
		same(t, "forty end it", w.due(), "work-kept 2026-04-01", "work-kept 2026-04-01")
	})
}

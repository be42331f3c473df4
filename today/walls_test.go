package today_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today"
)

// busy gives Ruth two people, each with an overdue contact, a deadline, a birthday
// and a release ahead.
func (w *world) busy() (ana, rosa casework.Case) {
	w.t.Helper()
	ctx := w.t.Context()
	ana, rosa = w.person("Ana", "1980-03-04", 50), w.person("Rosa", "1981-03-05", 95)
	for _, c := range []casework.Case{ana, rosa} {
		_, err := w.tasks.Add(ctx, w.ruth, tasks.Task{PersonID: c.PersonID, Kind: tasks.KindDeadline, Title: "File it", DueOn: monday.Add(1)})
		must(w.t, err)
		w.write(func(tx *trail.Tx) error {
			_, err := custody.AddMilestone(ctx, tx, custody.NewMilestone{PersonID: c.PersonID, Kind: custody.Release, On: partialdate.On(monday.Add(1)), Claim: custody.Official})
			return err
		})
	}
	return ana, rosa
}

// given opens people to an account for good.
func (w *world) given(account string, people ...string) {
	w.t.Helper()
	w.write(func(tx *trail.Tx) error {
		for _, id := range people {
			if err := tx.Insert(w.t.Context(), "access_grant", ids.New(), trail.Set{
				"account_id": account, "person_id": id, "from_at": 0, "until_at": database.Micros(dbtest.Noon.AddDate(1, 0, 0)), "reason": "test",
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// mia leads, and sees only whom she was given.
func mia() authz.Actor {
	perms := authz.Merge(casework.Bundle, tasks.Bundle, people.Bundle, custody.Bundle)
	return authz.NewActor("mia", "Mia", authz.Lead, authz.SeesGranted, perms[authz.Lead]...)
}

// Somebody hidden is nowhere in a day: in no row, no figure, no list.
func TestAHiddenPersonIsNowhereInADay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ana, rosa := w.busy()
		w.given("mia", ana.PersonID)
		for _, whose := range []string{"ruth", today.Team} {
			d := w.day(mia(), whose)
			type figures struct{ CantWait, Today, All, Overdue, Active, Bands, Home int }
			got := figures{len(d.CantWait), len(d.Today), d.TodayAll, d.Overdue, d.Active, d.Bands.Sum(), len(d.Home)}
			if diff := cmp.Diff(figures{2, 1, 1, 1, 1, 1, 1}, got); diff != "" {
				t.Errorf("%s: %s", whose, diff)
			}
			for _, row := range append(d.CantWait, d.Today...) {
				if row.PersonID == rosa.PersonID {
					t.Errorf("%s: Rosa stands in %s", whose, row.Kind.Key)
				}
			}
		}
		if d := w.day(mia(), "ruth"); len(d.Birthdays) != 1 || d.Birthdays[0].Name != "Ana" {
			t.Errorf("birthdays: %+v", d.Birthdays)
		}
		sheet, err := w.s.Sheet(t.Context(), mia(), "ruth", "")
		must(t, err)
		pack, err := w.s.Pack(t.Context(), mia(), "ruth")
		must(t, err)
		if len(sheet.Untimed) != 3 || len(pack.People) != 1 {
			t.Errorf("%d rows on the sheet, %d people in the pack", len(sheet.Untimed), len(pack.People))
		}
	})
}

// Who was given everybody sees the day as who sees everybody does: the two are
// asked in different ways, and must not differ.
func TestBothWaysOfAskingGiveOneDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ana, rosa := w.busy()
		w.given("mia", ana.PersonID, rosa.PersonID)
		for _, whose := range []string{"ruth", today.Team} {
			if diff := cmp.Diff(w.day(w.lee, whose), w.day(mia(), whose), cmp.AllowUnexported(partialdate.Date{})); diff != "" {
				t.Errorf("%s: %s", whose, diff)
			}
		}
		closed := w.person("Hidden", "", 60)
		before := w.day(mia(), "ruth")
		must(t, w.cases.Close(t.Context(), w.lee, closed.ID, "", casework.Closing{Reason: "Moved away"}))
		after := w.day(mia(), "ruth")
		if diff := cmp.Diff(before, after, cmp.AllowUnexported(partialdate.Date{})); diff != "" {
			t.Error("with a wall and without:", diff)
		}
	})
}

// The number of the navigation is the number of the page.
func TestUrgentIsWhatThePageShows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ana, _ := w.busy()
		w.write(func(tx *trail.Tx) error { // a second case of hers does not count her release twice
			_, err := casework.Open(t.Context(), tx, monday, casework.NewCase{PersonID: ana.PersonID, WorkerID: "ruth"})
			return err
		})
		for _, task := range []tasks.Task{
			{Kind: tasks.KindPromise, Title: "By four", DueOn: monday, DueTime: "16:00"}, {Kind: tasks.KindPromise, Title: "Some day", DueOn: monday.Add(3)},
			{Kind: tasks.KindSafety, Title: "Ask"}, {Kind: tasks.KindDeadline, Title: "In a week", DueOn: monday.Add(7)}, {Kind: tasks.KindOwn, Title: "Stamps", DueOn: monday},
		} {
			_, err := w.tasks.Add(t.Context(), w.ruth, task)
			must(t, err)
		}
		n, err := w.s.Urgent(t.Context(), w.ruth)
		must(t, err)
		if shown := len(w.day(w.ruth, "").CantWait); n != shown || n != 6 {
			t.Errorf("%d urgent, %d on the page", n, shown)
		}
	})
}

func TestTheTeamsDayIsForLeads(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		w.person("Ana", "", 50)
		for range 2 {
			w.write(func(tx *trail.Tx) error {
				_, err := tasks.Add(t.Context(), tx, tasks.Task{Kind: tasks.KindOwn, Title: "Nobody's", DueOn: monday})
				return err
			})
		}
		if _, err := w.s.Day(t.Context(), w.ruth, today.Team, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a worker opens the team's day: %v", err)
		}
		d := w.day(w.lee, today.Team)
		var whose []string
		for _, row := range d.Today {
			whose = append(whose, row.Worker)
		}
		if diff := cmp.Diff([]string{"", "", "Ruth"}, whose); diff != "" || d.Active != 1 {
			t.Errorf("%d active, %s", d.Active, diff)
		}
	})
}

// A month can be all that is known of a release: it stands in the weeks ahead as
// long as it can still come, and in the ranking not at all.
func TestGoingHomeWithAMonth(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		for name, on := range map[string]string{"This month": "2026-03", "Next month": "2026-04", "Last month": "2026-02", "A year": "2026", "Far": "2026-07"} {
			c := w.person(name, "", 3)
			w.write(func(tx *trail.Tx) error {
				_, err := custody.AddMilestone(t.Context(), tx, custody.NewMilestone{PersonID: c.PersonID, Kind: custody.Release, On: partialdate.Must(on), Claim: custody.Estimate})
				return err
			})
		}
		d := w.day(w.ruth, "")
		var names []string
		for _, h := range d.Home {
			names = append(names, h.Name)
		}
		if diff := cmp.Diff([]string{"This month", "Next month"}, names); diff != "" || len(d.CantWait)+d.WeekAll != 0 {
			t.Error(len(d.CantWait), d.WeekAll, diff)
		}
	})
}

package app_test

import (
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
)

// Nothing is handed to a colleague who could not open it.
func TestWorkGoesToThoseWhoMaySeeThePerson(t *testing.T) {
	t.Parallel()
	rec, ctx := newRecord(t), t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(rec.Settings.Change(ctx, authz.System("test"), func(c *settings.Choices) { c.Name, c.SetUp = "Harrow Letters", settings.Done }))
	hash, err := staff.HashPhrase(ctx, "gray herons wade at low tide")
	must(err)
	ruth, err := rec.Staff.First(ctx, staff.NewAccount{Name: "Ruth Amadi", SignIn: "ruth", Role: authz.Solo}, hash)
	must(err)
	me, err := rec.Staff.Actor(ctx, ruth.ID)
	must(err)
	lee, _, err := rec.Staff.Add(ctx, me, staff.NewAccount{Name: "Lee Wong", Role: authz.Lead})
	must(err)
	val, _, err := rec.Staff.Add(ctx, me, staff.NewAccount{Name: "Val Ito", Role: authz.Volunteer})
	must(err)
	rosa, err := rec.People.Add(ctx, me, people.NewPerson{Name: "Rosa Delgado"})
	must(err)
	task, err := rec.Tasks.Add(ctx, me, tasks.Task{PersonID: rosa.ID, Kind: tasks.KindOwn, Title: "Write back"})
	must(err)
	for _, to := range []string{val.ID, "018f0000-0000-7000-8000-00000000ffff", ""} {
		if err := rec.Tasks.HandOver(ctx, me, task.ID, "", to); !fault.Is(err, fault.Invalid) {
			t.Errorf("handed to %q: %v", to, err)
		}
	}
	if _, err := rec.Tasks.Add(ctx, me, tasks.Task{PersonID: rosa.ID, Kind: tasks.KindOwn, Title: "x", WorkerID: val.ID}); !fault.Is(err, fault.Invalid) {
		t.Errorf("added for somebody who may not see her: %v", err)
	}
	must(rec.Tasks.HandOver(ctx, me, task.ID, "", lee.ID))
	_, err = rec.Tasks.Add(ctx, me, tasks.Task{Kind: tasks.KindOwn, Title: "Buy stamps", WorkerID: val.ID})
	must(err)
}

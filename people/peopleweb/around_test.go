package peopleweb_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/people"
)

func TestAround(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := openOn(t, db)
		page := o.send(o.get(o.url("/around")), sheetForm, "name", "J. Prewitt", "relation", "Lawyer", "contact", "555 0100\u202e", "agreed", "yes", "agreed_on", "yesterday")
		if page.To != o.url("/around") {
			t.Fatalf("%d %s", page.Status, page.Text("main"))
		}
		around := o.full(o.yusuf).Around
		r := around[len(around)-1]
		if r.Other.Name != "J. Prewitt" || r.Relation != "lawyer" || r.Other.Kind != people.Lawyer || r.Contact != "555 0100" || r.Agreed != people.AgreedYes || r.AgreedOn.String() != "2026-03-01" {
			t.Fatalf("%+v", r)
		}
		// somebody of the record
		page = o.send(o.get(o.url("/around")), sheetForm, "name", "Leila Karimi", "relation", "co-defendant")
		page.Check()
		if page.Status != 200 || page.Count("[name=other]") < 2 {
			t.Fatalf("%d: nobody is offered", page.Status)
		}
		if page = o.send(page, sheetForm); page.Status != 303 {
			t.Fatalf("%d %s", page.Status, page.Text(".summary"))
		}
		around = o.full(o.yusuf).Around
		if last := around[len(around)-1]; last.Other.ID != around[0].Other.ID || last.Relation != "co-defendant" {
			t.Errorf("%+v", last)
		}
		// somebody new of the same name
		page = o.send(o.get(o.url("/around")), sheetForm, "name", "Leila Karimi", "relation", "cousin")
		if page = o.send(page, sheetForm, "other", "new"); page.Status != 303 {
			t.Fatalf("%d %s", page.Status, page.Text(".summary"))
		}
		around = o.full(o.yusuf).Around
		if last := around[len(around)-1]; last.Other.ID == around[0].Other.ID || last.Relation != "cousin" {
			t.Errorf("%+v", last)
		}
		o.get(o.url("/around"))
		for _, bad := range [][]string{{"name", "", "relation", "sister"}, {"name", "X", "relation", ""}, {"name", "X", "relation", "son", "agreed_on", "some day"}, {"name", strings.Repeat("x", 999), "relation", "son"}} {
			page := o.send(o.get(o.url("/around")), sheetForm, bad...)
			page.Check()
			if page.Status != 422 {
				t.Errorf("%v: %d", bad, page.Status)
			}
		}
		if page := o.Post(o.url("/around"), "name", "x", "relation", "self", "other", o.yusuf); page.Status != 422 {
			t.Errorf("their own relative: %d", page.Status)
		}
	})
}

func TestARelationIsChangedAndEnded(t *testing.T) {
	t.Parallel()
	o := open(t)
	path := o.url("/around/" + o.full(o.yusuf).Around[0].ID)
	first, second := o.get(path), o.get(path)
	if got := formOf(first, sheetForm).Get("relation"); got != "sister" {
		t.Errorf("relation %q", got)
	}
	if saved := o.send(first, sheetForm, "when_to_call", "mornings", "agreed", "no"); saved.Status != 303 {
		t.Fatal(saved.Status)
	}
	page := o.send(second, sheetForm, "when_to_call", "evenings")
	page.Check()
	if page.Status != 409 || !strings.Contains(page.Text(".clash"), "mornings") || !strings.Contains(page.Text(".clash"), "evenings") {
		t.Fatalf("%d %s", page.Status, page.Text("main"))
	}
	if mine := o.send(page, "main form[action='"+path+"']"); mine.Status != 303 || o.full(o.yusuf).Around[0].WhenToCall != "evenings" {
		t.Errorf("mine: %d", mine.Status)
	}
	if bad := o.send(o.get(path), sheetForm, "relation", ""); bad.Status != 422 {
		t.Errorf("no word for it: %d", bad.Status)
	}
	if ended := o.send(o.get(path), sheetForm, "end", "1"); ended.Status != 303 || len(o.full(o.yusuf).Around) != 0 {
		t.Errorf("end: %d", ended.Status)
	}
	if gone := o.Get(path); gone.Status != 404 {
		t.Errorf("ended: %d", gone.Status)
	}
}

func TestSomebodyHiddenIsNotOffered(t *testing.T) {
	t.Parallel()
	o := open(t)
	mine := o.as(o.bea).Post("/people/new", "name", "Mine")
	page := o.Post(mine.To+"/around", "name", "Yusuf Karimi", "relation", "brother")
	if page.Status != 303 {
		t.Fatalf("%d %s", page.Status, page.Text("main"))
	}
	if page := o.Post(mine.To+"/around", "name", "x", "relation", "brother", "other", o.yusuf); page.Status != 404 {
		t.Errorf("relating to somebody hidden: %d", page.Status)
	}
}

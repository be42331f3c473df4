package access_test

import (
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// born adds somebody as a colleague does, of whom a day of birth is known.
func (o *office) born(by authz.Actor, born string) string {
	o.t.Helper()
	p, err := o.people.Add(o.t.Context(), by, people.NewPerson{Name: "Ed", Born: partialdate.Must(born)})
	o.must(err)
	return p.ID
}

func (o *office) undoLast() {
	o.t.Helper()
	var last string
	o.must(o.db.Read(o.t.Context(), func(tx *database.Tx) (err error) {
		last, err = database.One(o.t.Context(), tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) }, `SELECT id FROM change ORDER BY id DESC LIMIT 1`)
		return err
	}))
	o.must(trail.Undo(o.t.Context(), o.db, authz.System("test"), last))
}

// Somebody under age is seen by whoever added them and whoever they were given to,
// by no lead and no open team, until the morning of their birthday.
func TestUnderAge(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		ctx := t.Context()
		o.must(o.staffSettings(func(c *settings.Choices) { c.OpenTeam = true }))
		grown, young := o.born(o.as("ruth"), "2008-03-02"), o.born(o.as("ruth"), "2008-03-04")
		for name, sees := range map[string]bool{"ruth": true, "greta": false, "bea": false, "samir": false, "vol": false} {
			o.want(name, young, sees)
			o.want(name, grown, name != "vol")
		}
		v, err := o.Of(ctx, o.as("ruth"), young)
		o.must(err)
		if v.Young == nil || v.Young.Until != "2026-03-04" || v.Marked || len(v.Grants) != 1 || v.Grants[0].Account != "Ruth" {
			t.Fatalf("%+v %+v", v.Young, v.Grants)
		}
		o.is(o.Give(ctx, o.as("bea"), young, o.ids["bea"], ""), fault.NotFound)
		o.must(o.Give(ctx, o.as("ruth"), young, o.ids["bea"], ""))
		o.want("bea", young, true)
		o.want("samir", young, false)
		o.clock.Add(41*time.Hour - time.Second) // to the last second before the birthday in New York
		o.want("samir", young, false)
		o.clock.Add(time.Second)
		o.want("samir", young, true)
		if v, err = o.Of(ctx, o.as("greta"), young); err != nil || v.Young != nil {
			t.Fatalf("grown up: %+v %v", v.Young, err)
		}
	})
}

// Where nobody is named, leads see somebody under age so that they can name
// somebody. Broken glass reaches them, names nobody, and tells.
func TestNobodyIsNamedForSomebodyUnderAge(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		ctx := t.Context()
		young := o.born(authz.System("import"), "2012")
		o.want("ruth", young, true)
		o.want("bea", young, false)
		o.must(o.Give(ctx, o.as("ruth"), young, o.ids["bea"], "2026-03-02"))
		o.want("ruth", young, false)
		o.want("bea", young, true)
		o.clock.Add(24 * time.Hour) // nobody is named any more
		o.want("ruth", young, true)
		o.want("bea", young, false)
		number := o.numbered(young, "0777")
		if _, err := o.Break(ctx, o.as("samir"), number, "His mother calls, he was taken to the hospital tonight"); err != nil {
			t.Fatal(err)
		}
		o.want("samir", young, true)
		o.want("ruth", young, true) // whoever looks through broken glass is not named
		o.is(o.people.SetMinor(ctx, o.as("samir"), young, false), fault.Forbidden)
	})
}

// A mark keeps whom no day of birth keeps, and a day of birth that says otherwise
// does not lift it. Whoever marks somebody is named; all of it can be undone.
func TestMarkedAsUnderAge(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		ctx := t.Context()
		o.must(o.staffSettings(func(c *settings.Choices) { c.OpenTeam = true }))
		kim := o.born(o.as("greta"), "1990-01-01")
		o.want("samir", kim, true)
		o.must(o.people.SetMinor(ctx, o.as("bea"), kim, true))
		o.want("bea", kim, true)
		o.want("samir", kim, false)
		o.want("greta", kim, false)
		v, err := o.Of(ctx, o.as("bea"), kim)
		o.must(err)
		if v.Young == nil || v.Young.Until != "" || !v.Marked || len(v.Grants) != 1 {
			t.Fatalf("%+v %+v", v.Young, v.Grants)
		}
		o.is(o.people.SetMinor(ctx, o.as("samir"), kim, false), fault.NotFound)
		o.undoLast()
		o.want("samir", kim, true)
		if v, err = o.Of(ctx, o.as("bea"), kim); err != nil || len(v.Grants) != 0 {
			t.Fatalf("the grant outlived the mark: %+v %v", v.Grants, err)
		}
		o.must(o.people.SetMinor(ctx, o.as("bea"), kim, true))
		o.must(o.people.SetMinor(ctx, o.as("bea"), kim, false))
		o.want("samir", kim, true)
		o.undoLast()
		o.want("samir", kim, false)
	})
}

// A day of birth that is corrected keeps somebody at once, and whoever corrected
// it is named. The age is the organisation's.
func TestTheDayOfBirthIsCorrected(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		ctx := t.Context()
		kim := o.born(o.as("greta"), "2007")
		o.must(o.people.SetBorn(ctx, o.as("ruth"), kim, people.Life{On: partialdate.Must("~2007"), Rev: o.bornRev(kim)}))
		o.want("ruth", kim, true)
		o.want("greta", kim, false) // about 2007 may be 2008
		o.undoLast()
		o.want("greta", kim, true)
		o.must(o.staffSettings(func(c *settings.Choices) { c.OfAge = 21 }))
		o.want("ruth", kim, true) // nobody is named for them: leads see them, to do so
		o.must(o.Give(ctx, o.as("ruth"), kim, o.ids["bea"], ""))
		o.want("bea", kim, true)
		o.want("ruth", kim, false)
		o.must(o.staffSettings(func(c *settings.Choices) { c.OfAge = 18 }))
		o.want("ruth", kim, true)
	})
}

func (o *office) bornRev(person string) string {
	o.t.Helper()
	p, err := o.people.Person(o.t.Context(), authz.System("test"), person)
	o.must(err)
	f, _ := p.Fact(people.FactBorn)
	return f.Rev
}

func (o *office) numbered(person, number string) string {
	o.t.Helper()
	o.must(o.people.SetNumbers(o.t.Context(), authz.System("test"), person, []people.Number{{Text: number, Issuer: "DOC"}}, people.Known))
	return number
}

// staffSettings changes what the organisation has decided.
func (o *office) staffSettings(fn func(*settings.Choices)) error {
	return o.office.Change(o.t.Context(), authz.System("test"), func(c *settings.Choices) {
		c.Name = "Harrow"
		fn(c)
	})
}

package sealed_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/sealed"
	"github.com/throughcare/throughcare/staff"
)

func (o *office) recover(by, first, second, account string) error {
	return o.Recover(o.t.Context(), o.as(by), sealed.Recovering{First: first, Second: second, Account: o.ids[account], Why: "He lost his pass phrase"})
}

// Any two of the three sheets open what nobody can open any more; one does not.
func TestTwoOfThreeSheets(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		for _, pair := range [][2]int{{0, 1}, {1, 2}, {2, 0}} {
			id := o.begin("ben", "x", "y", "cleo")
			other := o.begin("cleo", "of hers", "z")
			o.resetTo("ben", pair[0])
			if o.reads("ben", id) {
				t.Fatal("nothing was lost")
			}
			must(t, o.recover("ana", o.sheet(pair[0]), o.sheet(pair[1]), "ben"))
			if !o.reads("ben", id) {
				t.Errorf("sheets %v do not open it", pair)
			}
			if o.reads("ben", other) || o.reads("ana", id) {
				t.Error("sheets open what was not lost, or to others")
			}
			m, err := o.Matter(t.Context(), o.reader("cleo"), id)
			must(t, err)
			last := m.Entries[len(m.Entries)-1]
			if last.By != "ana" || last.For != "ben" || last.Text != "He lost his pass phrase" {
				t.Errorf("who is named is not told: %+v", last)
			}
			if news, err := o.News(t.Context(), o.as("cleo")); err != nil || !news {
				t.Errorf("Today says nothing: %v, %v", news, err)
			}
		}
		uses, err := o.Uses(t.Context(), o.as("eva"))
		must(t, err)
		if len(uses) != 3 || uses[0].By != "ana" || uses[0].For != "ben" {
			t.Errorf("%+v", uses)
		}
	})
}

// resetTo gives somebody another pass phrase, and with it another key.
func (o *office) resetTo(name string, n int) {
	o.t.Helper()
	link, err := o.staff.Reset(o.t.Context(), authz.System("test"), o.ids[name], false)
	must(o.t, err)
	words := phrase + name + strings.Repeat(" once more", n+1)
	must(o.t, o.staff.Choose(o.t.Context(), link.Token, words))
	e, err := o.staff.SignIn(o.t.Context(), name, words, staff.Browser{})
	must(o.t, err)
	o.tokens[name] = e.Token
}

func TestSheetsThatOpenNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		id := o.begin("ben", "x", "y")
		o.reset("ben")
		foreign, err := sealed.NewSheets()
		must(t, err)
		word := strings.Fields(o.sheet(1))
		word[3] = "qwxyz"
		for name, c := range map[string][2]string{
			"one twice": {o.sheet(0), o.sheet(0)}, "one": {o.sheet(0), ""}, "none": {"", ""}, "half": {o.sheet(0), strings.Join(strings.Fields(o.sheet(1))[:20], " ")},
			"a word that is none": {o.sheet(0), strings.Join(word, " ")}, "of two sets": {o.sheet(0), strings.Join(foreign.Words[1], " ")},
			"of another office": {strings.Join(foreign.Words[0], " "), strings.Join(foreign.Words[1], " ")},
		} {
			err := o.recover("ana", c[0], c[1], "ben")
			want(t, name, err, fault.Invalid)
			if err != nil && strings.Contains(err.Error(), "qwxyz") {
				t.Error("a word of a sheet stands in an error")
			}
		}
		want(t, "by a worker", o.recover("cleo", o.sheet(0), o.sheet(1), "cleo"), fault.Forbidden)
		want(t, "by the administrator", o.recover("eva", o.sheet(0), o.sheet(1), "eva"), fault.Forbidden)
		want(t, "for nobody", o.recover("ana", o.sheet(0), o.sheet(1), "nope"), fault.Invalid)
		want(t, "for no reason", o.Recover(t.Context(), o.as("ana"), sealed.Recovering{First: o.sheet(0), Second: o.sheet(1), Account: o.ids["ben"]}), fault.Invalid)
		if uses, err := o.Uses(t.Context(), o.as("ana")); err != nil || len(uses) != 0 {
			t.Errorf("%+v, %v", uses, err)
		}
		if o.reads("ben", id) {
			t.Error("opened")
		}
	})
}

// Whom a matter is about is not let in by the sheets either; and who asks for
// themselves gets what nobody else can open.
func TestSheetsKeepConflicts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		id := o.begin("ben", "x", "y")
		must(t, o.Against(t.Context(), o.reader("ben"), id, o.ids["cleo"]))
		must(t, o.staff.Disable(t.Context(), o.as("eva"), o.ids["ben"]))
		must(t, o.recover("ana", o.sheet(0), o.sheet(2), "cleo"))
		if o.reads("cleo", id) {
			t.Error("whom it is about was let in")
		}
		h, err := o.Check(t.Context())
		must(t, err)
		if h.Shut != 1 || h.Lacking || h.Old != 0 {
			t.Errorf("%+v", h)
		}
		must(t, o.recover("ana", o.sheet(0), o.sheet(2), "ana"))
		if !o.reads("ana", id) {
			t.Error("nobody opens it any more")
		}
		if h, err := o.Check(t.Context()); err != nil || h.Shut != 0 {
			t.Errorf("%+v, %v", h, err)
		}
	})
}

// New sheets open what is sealed from then on; what was sealed before, when
// somebody named in it says so.
func TestReplacedSheets(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		id := o.begin("ben", "x", "y", "cleo")
		before := o.sheets
		var err error
		o.sheets, err = sealed.NewSheets()
		must(t, err)
		must(t, o.Arrange(ctx, o.as("eva"), o.sheets.Recipient, "dov"))
		want(t, "not proven", func() error { a := o.as("eva"); a.Proven = false; return o.Arrange(ctx, a, o.sheets.Recipient, "dov") }(), fault.Forbidden)
		want(t, "by a lead", o.Arrange(ctx, o.as("ana"), o.sheets.Recipient, "dov"), fault.Forbidden)
		want(t, "no key", o.Arrange(ctx, o.as("eva"), "age1nonsense", "dov"), fault.Invalid)
		if h, err := o.Check(ctx); err != nil || h.Old != 1 {
			t.Errorf("%+v, %v", h, err)
		}
		must(t, o.Write(ctx, o.reader("ben"), id, "more"))
		m, err := o.Matter(ctx, o.reader("ben"), id)
		must(t, err)
		if !m.OldSheets {
			t.Error("writing takes new sheets by itself")
		}
		must(t, o.TakeSheets(ctx, o.reader("ben"), id))
		o.reset("cleo")
		old := func(n int) string { return strings.Join(before.Words[n], " ") }
		must(t, o.recover("ana", old(0), old(1), "cleo"))
		if o.reads("cleo", id) {
			t.Error("the sheets of before still open it")
		}
		must(t, o.recover("ana", o.sheet(1), o.sheet(2), "cleo"))
		if !o.reads("cleo", id) {
			t.Error("the new sheets do not open it")
		}
	})
}

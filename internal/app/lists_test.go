package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/roster"
)

// listed reads a list of the federal prisons with these rows, each a number, the names
// and the place.
func (o *office) listed(day civil.Day, rows ...[4]string) roster.Report {
	o.t.Helper()
	var parts []string
	for _, r := range rows {
		parts = append(parts, fmt.Sprintf(`{"inmateNum":%q,"nameFirst":%q,"nameLast":%q,"faclName":%q}`, r[0], r[1], r[2], r[3]))
	}
	return o.read(day, `{"Captcha":false,"InmateLocator":[`+strings.Join(parts, ",")+`]}`)
}

func (o *office) read(day civil.Day, text string) roster.Report {
	o.t.Helper()
	r, err := o.rec.Roster.Sync(o.t.Context(), o.by, roster.File{Layout: "bop_inmate_locator", Name: "list.json", Src: strings.NewReader(text), Size: int64(len(text)), AsOf: day})
	check(o.t, err)
	return r
}

// numbered are the numbers of the person, the one of the federal prisons named as such.
func numbered(o *office) []people.Number {
	p, err := o.rec.People.Person(o.t.Context(), o.by, o.person)
	check(o.t, err)
	p.Numbers[0].Issuer = "BOP"
	return p.Numbers
}

// Two namesakes in one prison are a question that nobody can answer with yes, and say
// nothing of the one whose number we know.
func TestNamesakesOnAList(t *testing.T) {
	t.Parallel()
	o, _ := mailOffice(t)
	check(t, o.rec.People.SetNumbers(t.Context(), o.by, o.person, numbered(o), people.Known))
	second, err := o.rec.People.Add(t.Context(), o.by, people.NewPerson{Name: "Dale Whitcomb"})
	check(t, err)
	_, err = o.rec.Custody.Move(t.Context(), o.by, []string{second.ID}, custody.Move{FacilityID: o.places["Larch"], Source: "her letter"})
	check(t, err)
	r := o.listed("2026-03-02", [4]string{"11111-001", "DALE", "WHITCOMB", "LARCH"}, [4]string{"11111-002", "DALE", "WHITCOMB", "LARCH"}, [4]string{"23871-045", "DALE", "WHITCOMB", "LARCH"})
	if len(r.Claims) != 1 || r.Claims[0].PersonID != second.ID || r.Claims[0].Why != roster.RowsDiffer {
		t.Fatalf("claims %+v", r.Claims)
	}
	if to, status := o.post("/claims/"+r.Claims[0].ID+"/confirm", "as", ""); status != "422 Unprocessable Entity" {
		t.Errorf("yes to two namesakes led to %s, %s", to, status)
	}
}

package sameplace_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/facilities/placename"
	"github.com/throughcare/throughcare/facilities/sameplace"
	"github.com/throughcare/throughcare/internal/published"
)

// readDirectory reads one of the published directories, which stand beside the
// repository and are not part of it.
func readDirectory(t testing.TB, name string) []*directory.Claim {
	t.Helper()
	rows := published.Rows(t, "facilities/"+name)
	list := directory.List{FileName: name, Header: rows[0], Rows: func(yield func(directory.Row, error) bool) {
		for i, r := range rows[1:] {
			if !yield(directory.Row{Number: i + 2, Cells: r}, nil) {
				return
			}
		}
	}}
	c, err := list.Read(directory.Towns{})
	if err != nil {
		t.Fatal(err)
	}
	return c.Claims
}

// place makes a site of a name, a town, a ZIP code, a street and a position.
func place(name, town, zip, street, lat, lon, level string) *sameplace.Site {
	return sameplace.Of(map[string]string{"name": name, "country": "US", "region": "TX", "place": town, "latitude": lat, "longitude": lon, "level": level}, nil,
		[]directory.Address{{Purpose: directory.Street, Lines: street, Postcode: zip, Country: "US"}})
}

func TestCompare(t *testing.T) {
	t.Parallel()
	l := placename.NewLexicon(map[string][]int32{"wakulla": {1}, "dominguez": {2}, "pine": {3, 4, 5}, "hollow": {3}}, 7000)
	prison := place("WAKULLA CORR INST", "Crawfordville", "32327", "110 Melaleuca Dr", "30.26083", "-84.178037", "state")
	for _, c := range []struct {
		name        string
		other       *sameplace.Site
		sure, maybe bool
	}{
		{"the same in full words", place("Wakulla Correctional Institution", "Crawfordville", "32327", "110 Melaleuca Drive", "30.2619", "-84.1765", "state"), true, false},
		{"a slip of the pen", place("Wakula Correctional Institution", "Crawfordville", "32327", "110 Melaleuca Drive", "", "", "state"), false, true},
		{"its annex next door", place("Wakulla Correctional Institution Annex", "Crawfordville", "32327", "110 Melaleuca Drive", "30.2632", "-84.1771", "state"), false, true},
		{"the county jail of that name", place("Wakulla County Jail", "Crawfordville", "32327", "15 Oak St", "30.19", "-84.37", "county"), false, false},
		{"the same name, far away", place("Wakulla Correctional Institution", "El Paso", "79901", "1 Road St", "31.76", "-106.48", "state"), false, true},
		{"another prison in the town", place("Pine Hollow Correctional Institution", "Crawfordville", "32327", "900 Elm St", "30.20", "-84.30", "state"), false, false},
		{"no position at all", place("Wakulla Correctional Institution", "", "", "", "", "", "state"), false, true},
	} {
		v := sameplace.Compare(prison, c.other, l)
		if v.Sure != c.sure || v.Maybe != c.maybe {
			t.Errorf("%s: sure %v, maybe %v (%.2f %v)", c.name, v.Sure, v.Maybe, v.Likeness, v.Reasons)
		}
	}
}

// The same telephone says that two places of one name are one, not that an annex
// is its prison.
func TestTheSameTelephone(t *testing.T) {
	t.Parallel()
	l := placename.NewLexicon(map[string][]int32{"skyview": {1}}, 7000)
	of := func(name, phone string) *sameplace.Site {
		return sameplace.Of(map[string]string{"name": name, "country": "US", "region": "TX", "place": "Rusk", "phone": phone}, nil, nil)
	}
	prison := of("SKYVIEW PSYCHIATRIC FACILITY", "(903) 683-5781")
	for _, c := range []struct {
		other *sameplace.Site
		sure  bool
	}{
		{of("Skyview Unit", "+1 903 683 5781"), true},
		{of("Skyview Unit", "903-683-0000"), false},
		{of("Skyview Unit", "5781"), false},
		{of("Skyview Unit Annex", "903-683-5781"), false},
		{of("Hodge Unit", "903-683-5781"), false},
	} {
		if v := sameplace.Compare(prison, c.other, l); v.Sure != c.sure {
			t.Errorf("%+v: %+v", c.other, v)
		}
	}
}

// Whether two places are one does not depend on which is asked about first.
func TestCompareIsSymmetric(t *testing.T) {
	t.Parallel()
	claims := readDirectory(t, "us_state_federal_2025.csv")
	l := placename.NewLexicon(map[string][]int32{}, 7000)
	rapid.Check(t, func(t *rapid.T) {
		i, j := rapid.IntRange(0, len(claims)-1).Draw(t, "i"), rapid.IntRange(0, len(claims)-1).Draw(t, "j")
		a, b := sameplace.Of(claims[i].Facts, claims[i].Names, claims[i].Addresses), sameplace.Of(claims[j].Facts, claims[j].Names, claims[j].Addresses)
		x, y := sameplace.Compare(a, b, l), sameplace.Compare(b, a, l)
		if x.Sure != y.Sure || x.Maybe != y.Maybe || x.Likeness != y.Likeness {
			t.Fatalf("%s / %s: %+v and %+v", claims[i].Facts["name"], claims[j].Facts["name"], x, y)
		}
		if i == j && !x.Sure && x.Likeness < 0.6 {
			t.Fatalf("%s is not like itself: %+v", claims[i].Facts["name"], x)
		}
	})
}

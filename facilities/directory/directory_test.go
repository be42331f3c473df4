package directory_test

import (
	"iter"
	"slices"
	"testing"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/internal/published"
)

// A profile may say nothing that the directory has no word for.
func TestProfilesUseOurWords(t *testing.T) {
	t.Parallel()
	words := map[string][]string{"kind": texts(facilities.Kinds()), "level": texts(facilities.Levels()), "status": texts(facilities.Statuses()), "holds": facilities.Holds()}
	if len(directory.Profiles()) < 4 {
		t.Fatalf("%d profiles", len(directory.Profiles()))
	}
	for _, p := range directory.Profiles() {
		for field, known := range words {
			said := []string{p.Fields[field].Else}
			for _, v := range p.Fields[field].Map {
				said = append(said, v)
			}
			for _, v := range said {
				if v != "" && !slices.Contains(known, v) {
					t.Errorf("%s: %s %q is none of ours", p.Source, field, v)
				}
			}
		}
	}
	for _, purpose := range []string{directory.Street, directory.Letters} {
		if !slices.Contains(facilities.Purposes(), facilities.Purpose(purpose)) {
			t.Errorf("no purpose %q", purpose)
		}
	}
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func TestTwoAddressesOfOneCode(t *testing.T) {
	t.Parallel()
	rows := published.Rows(t, "facilities/england_wales_prison_register.csv")
	c, err := list(rows).Read(directory.Towns{})
	if err != nil {
		t.Fatal(err)
	}
	if c.Claims[0].Facts["name"] != "HMP & YOI Altcourse" {
		t.Errorf("name: %q", c.Claims[0].Facts["name"])
	}
	at := slices.IndexFunc(c.Claims, func(c *directory.Claim) bool { return c.Code == "HDI" })
	if at < 0 || len(c.Claims[at].Addresses) != 2 {
		t.Errorf("HDI is at %d of %d", at, len(c.Claims))
	}
}

// list makes a directory of rows with a heading.
func list(rows [][]string) directory.List {
	return directory.List{Header: rows[0], Rows: func(yield func(directory.Row, error) bool) {
		for i, r := range rows[1:] {
			if !yield(directory.Row{Number: i + 2, Cells: r}, nil) {
				return
			}
		}
	}}
}

func TestWhatADirectoryMustHave(t *testing.T) {
	t.Parallel()
	rows := func(n int) iter.Seq2[directory.Row, error] {
		return func(yield func(directory.Row, error) bool) {
			for i := range n {
				if !yield(directory.Row{Number: i + 2, Cells: []string{"A"}}, nil) {
					return
				}
			}
		}
	}
	for name, c := range map[string]struct {
		list directory.List
		ok   bool
	}{
		"too long":         {directory.List{Source: "Our list", Header: []string{"Name"}, Rows: rows(60_001)}, false},
		"no names":         {directory.List{Source: "x", Header: []string{"a", "b"}}, false},
		"nobody named it":  {directory.List{Header: []string{"Name", "City"}}, false},
		"named":            {directory.List{Source: "Our list", Header: []string{"Name", "City"}}, true},
		"one that is ours": {directory.List{Header: []string{"FACILITYID", "SECURELVL", "COUNTYFIPS"}}, true},
	} {
		if c.list.Rows == nil {
			c.list.Rows = rows(3)
		}
		if n, err := c.list.Check(); (err == nil) != c.ok || c.ok && n != 3 {
			t.Errorf("%s: %d rows, %v", name, n, err)
		}
	}
	if got := directory.SourceTitle("our-list"); got != "Our list" {
		t.Errorf("a key reads %q", got)
	}
	if got := directory.SourceTitle("Handbook, p. 4"); got != "Handbook, p. 4" {
		t.Errorf("a source in words reads %q", got)
	}
}

func TestSameDoor(t *testing.T) {
	t.Parallel()
	a := directory.Address{Purpose: directory.Street, Lines: "354 Hunter Street", Postcode: "10562-5442", Country: "US"}
	for name, c := range map[string]struct {
		b    directory.Address
		want bool
	}{
		"another spelling": {directory.Address{Purpose: directory.Street, Lines: "354 HUNTER ST", Postcode: "10562", Country: "US"}, true},
		"another number":   {directory.Address{Purpose: directory.Street, Lines: "356 Hunter St", Postcode: "10562", Country: "US"}, false},
		"another town":     {directory.Address{Purpose: directory.Street, Lines: "354 Hunter St", Postcode: "10001", Country: "US"}, false},
		"for letters":      {directory.Address{Purpose: directory.Letters, Lines: "354 Hunter St", Postcode: "10562", Country: "US"}, false},
		"no street":        {directory.Address{Purpose: directory.Street, Postcode: "10562", Country: "US"}, false},
	} {
		if got := a.Same(c.b); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

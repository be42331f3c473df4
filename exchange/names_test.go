package exchange

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/partialdate"
)

func TestNamesAreFound(t *testing.T) {
	t.Parallel()
	n := newNames([]string{"Yusuf Karimi", "Brown, Dee", "TX 0412-998", "Mo", "José Peña"})
	for text, want := range map[string]bool{
		"Told by Yusuf Karimi":            true,
		"Karimi, Yusuf wrote":             true,
		"letter from Karimi, 3 Feb":       true,
		"Mr. Karimi called":               true,
		"dee brown says so":               true,
		"number TX0412998":                true,
		"number TX-0412-998.":             true,
		"JOSE PENA":                       true,
		"carta de Peña":                   true,
		"books in brown paper":            false,
		"Brown County mail room handbook": false,
		"No mo":                           false,
		"handbook, page 12 (2025)":        false,
		"540.71, at most 3 lb":            false,
		"":                                false,
	} {
		if n.in(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// Nothing about a person gets into a file, wherever in the directory somebody wrote it.
func TestNoPersonGetsIntoAFile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ours, _ := two(t, db)
		ours.called = []string{"Quillon Zephyrine", "QZ-77141", "Ruth Marrow"}
		here := ours.place(t, "Harrow Ridge", "OH")
		clean := facilities.Rule{FacilityID: here, Topic: "books", Says: "Three paperbacks", Source: "handbook", CheckedOn: partialdate.Must("2026"), Mark: facilities.Verified}
		ours.put(t, clean)
		for i, r := range []facilities.Rule{
			{Says: "Quillon Zephyrine got four", Source: "handbook"},
			{Says: "Four is fine", Source: "letter from Zephyrine"},
			{Says: "Five is fine", Source: "QZ77141 wrote"},
			{Says: "Six is fine", Source: "Ruth Marrow rang them"},
			{Says: "Seven is fine", Source: "Chaplain Ottoline Vance"},
			{Says: "Content", Source: "handbook", Test: facilities.Test{Sort: facilities.Content, Value: "books by Quillon Zephyrine"}},
		} {
			r.FacilityID, r.Topic, r.CheckedOn, r.Mark = here, "books", partialdate.Must("2026"), facilities.Reported
			ours.put(t, r)
			if i == 0 {
				ours.post(t, here)
			}
		}
		for _, a := range []facilities.Address{{Lines: "c/o Ottoline Vance\nPO Box 1"}, {Lines: "PO Box 2", Source: "Ruth Marrow"}, {Lines: "PO Box 3"}} {
			a.FacilityID, a.Purpose, a.Town = here, facilities.Letters, "Harrow"
			if err := ours.places.PutAddress(t.Context(), worker(), a); err != nil {
				t.Fatal(err)
			}
		}
		file, d, err := ours.Make(t.Context(), worker(), []string{here})
		if err != nil {
			t.Fatal(err)
		}
		low := strings.ToLower(string(file))
		for _, mark := range []string{"quillon", "zephyrine", "77141", "ruth", "marrow", "ottoline", "vance", "ada", here} {
			if strings.Contains(low, mark) {
				t.Errorf("%q is in the file", mark)
			}
		}
		if len(d.HeldBack) != 8 || d.Count() != 1 || !strings.Contains(string(file), "PO Box 3") {
			t.Errorf("held back %d, sent %d", len(d.HeldBack), d.Count())
		}
	})
}

func (g *group) post(t *testing.T, here string) {
	t.Helper()
	if err := g.places.PutPost(t.Context(), worker(), facilities.Post{FacilityID: here, Title: "Chaplain"}); err != nil {
		t.Fatal(err)
	}
	post := g.full(t, here).Posts[0]
	if err := g.places.PutHolder(t.Context(), worker(), facilities.Holder{FacilityID: here, PostID: post.ID, Name: "Ottoline Vance"}); err != nil {
		t.Fatal(err)
	}
}

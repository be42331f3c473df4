package facilities

import (
	"cmp"
	"slices"
	"testing"
)

func readDirectory(t testing.TB, name string) []Claim {
	rows := directory(t, name)
	p := ProfileFor(rows[0])
	if p == nil {
		t.Fatalf("no profile for %s", name)
	}
	r := &reader{columns: newColumns(p, rows[0]), saidOn: p.SaidOn}
	var out []Claim
	for i, row := range rows[1:] {
		if c, ok := r.claim(i+2, row); ok {
			out = append(out, c)
		}
	}
	for _, m := range r.remarks {
		t.Logf("%s: %+v", name, m)
	}
	return out
}

func TestLookAtMatches(t *testing.T) {
	a := readDirectory(t, "us_hifld_2020.csv")
	b := readDirectory(t, "us_state_federal_2025.csv")
	postings := map[string][]int32{}
	var sites []*site
	byRegion := map[string][]int{}
	for i, c := range a {
		sites = append(sites, siteOf(c.Facts, c.Names, c.Addresses))
		for _, w := range tokens(c.Facts["name"]) {
			postings[w] = append(postings[w], int32(i))
		}
		byRegion[c.Facts["region"]] = append(byRegion[c.Facts["region"]], i)
	}
	l := newLexicon(postings, len(a))
	type hit struct {
		i int
		v verdict
	}
	nsure, nmaybe, nnone := 0, 0, 0
	for _, c := range b {
		s := siteOf(c.Facts, c.Names, c.Addresses)
		var sure, maybe []hit
		for _, i := range byRegion[s.region] {
			v := compareSites(s, sites[i], l)
			if v.sure {
				sure = append(sure, hit{i, v})
			} else if v.maybe {
				maybe = append(maybe, hit{i, v})
			}
		}
		by := func(x, y hit) int { return cmp.Compare(y.v.likeness, x.v.likeness) }
		slices.SortFunc(sure, by)
		slices.SortFunc(maybe, by)
		show := func(tag string, hs []hit) {
			t.Logf("%s %s [%s] %v | %s %s %v", tag, c.Facts["name"], c.Facts["region"], c.Names, c.Facts["place"], c.Facts["kind"], c.Addresses)
			for _, h := range hs[:min(3, len(hs))] {
				t.Logf("      %.2f %v %s | %s %s %v km %.1f", h.v.likeness, h.v.reasons, a[h.i].Facts["name"], a[h.i].Facts["place"], a[h.i].Facts["level"], a[h.i].Addresses[0].Lines, s.kilometres(sites[h.i]))
			}
		}
		switch {
		case len(sure) == 1:
			nsure++
			show("SURE", sure)
		case len(sure) > 1:
			nsure++
			show("MANY", sure)
		case len(maybe) > 0:
			nmaybe++
			show("MAYBE", maybe)
		default:
			nnone++
			show("NONE", nil)
		}
	}
	t.Log(nsure, nmaybe, nnone)
}

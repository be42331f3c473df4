package linkage

import "testing"

// How far two cells agree, each pair in both orders.
func TestLevels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind Kind
		a, b string
		want Level
	}{
		{Given, "Yusuf", "yusuf", Same},
		{Given, "Yusuf", "Юсуф", Same},
		{Given, "Margaret", "Peggy", known},
		{Given, "Robert", "R.", known},
		{Given, "Jennifer", "Jenifer", near},
		{Given, "Ana María", "María", near},
		{Given, "Catherine", "Kathryn", alike},
		{Given, "Yusuf", "William", Differs},
		{Given, "Yusuf", "", Blank},
		{Family, "McDonald", "Mc Donald", Same},
		{Family, "O'Brien", "O Brien", near},
		{Family, "García López", "Garcia", near},
		{Family, "Allan", "Allen", alike},
		{Born, "1990-04-18", "18 April 1990", Same},
		{Born, "19900418", "1990-04-18", Same},
		{Born, "1990-04-18", "1990-04-19", near},
		{Born, "1990-04-18", "1990-04-81", near},
		{Born, "1990-04-05", "1990-05-04", near},
		{Born, "1990-04-18", "1987-04-18", alike},
		{Born, "1990-04-18", "1990-11-02", faint},
		{Born, "1990-04-18", "1990", alike},
		{Born, "1990-04-18", "1961-12-30", Differs},
		{Postcode, "SY5 7NT", "sy57nt", Same},
		{Postcode, "SY5 7NT", "SY5 7NP", near},
		{Postcode, "SY5 7NT", "SY5 7AA", alike},
		{Postcode, "SY5 7NT", "SY1 2AB", faint},
		{Postcode, "SY5 7NT", "M1 1AA", Differs},
		{Phone, "(555) 010-2233", "5550102233", Same},
		{Phone, "5550102233", "5550102234", near},
		{Email, "r.allen@a.example", "r.allen@b.example", known},
		{Email, "robert255@smith.net", "robert25@smith.net", near},
		{Email, "a@b.example", "quite.other@else.example", Differs},
		{Sex, "female", "F", Same},
		{Sex, "F", "M", Differs},
		{Number, "12", "13", faint},
		{Identifier, "0418-OI-22", "0418 oi 22", Same},
		{Identifier, "6988048", "6988084", near},
		{Address, "12 Harbour Street", "12 Harbor Street", near},
		{Place, "Milton Keynes", "Milton", alike},
		{Text, "geologist", "", Blank},
	} {
		if got := levelOf(c.kind, c.a, c.b); got != c.want {
			t.Errorf("%s %q, %q: %d, want %d", c.kind, c.a, c.b, got, c.want)
		}
		if got := levelOf(c.kind, c.b, c.a); got != c.want {
			t.Errorf("%s %q, %q: %d, want %d", c.kind, c.b, c.a, got, c.want)
		}
	}
}

func levelOf(kind Kind, a, b string) Level {
	t := NewTable([]Column{{"x", kind}}, func(yield func(string, []string) bool) {
		_ = yield("1", []string{a}) && yield("2", []string{b})
	})
	return newScorer(t).level(0, 0, 1)
}

// Names the other way round are seen, and are not when only one half fits by chance.
func TestSwapped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b []string
		want Level
	}{
		{[]string{"Yusuf", "Karimi"}, []string{"Karimi", "Yusuf"}, Swapped},
		{[]string{"", "Karimi"}, []string{"Karimi", ""}, Swapped},
		{[]string{"Yusuf", "Karimi"}, []string{"Karimi", "Moreno"}, Differs},
		{[]string{"Yusuf", "Karimi"}, []string{"Yusuf", "Karimi"}, Same},
	} {
		t.Run("", func(t *testing.T) {
			table := NewTable([]Column{{"g", Given}, {"f", Family}}, func(yield func(string, []string) bool) {
				_ = yield("1", c.a) && yield("2", c.b)
			})
			if got := newScorer(table).levels(0, 1).level(1); got != c.want {
				t.Errorf("%v, %v: %d, want %d", c.a, c.b, got, c.want)
			}
		})
	}
}

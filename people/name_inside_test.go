package people

import "testing"

func TestNameInside(t *testing.T) {
	t.Parallel()
	used, papers, spelt := Name{Text: "Mina", Kind: NameUsed}, Name{Text: "Wilhelmina Ortega", Kind: NameOfficial}, Name{Text: "ORTEGA, W", Kind: NamePrison}
	former := Name{Text: "Willem", Kind: NameFormer}
	for _, c := range []struct {
		names []Name
		want  string
	}{
		{[]Name{used, former}, "Mina"},
		{[]Name{used, former, papers}, "Wilhelmina Ortega"},
		{[]Name{used, papers, former, spelt}, "ORTEGA, W"},
	} {
		f := Full{Names: c.names}
		f.Name = "Mina"
		if got := f.NameInside(); got != c.want {
			t.Errorf("%v: %q, want %q", c.names, got, c.want)
		}
	}
}

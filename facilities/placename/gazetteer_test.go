package placename

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/throughcare/throughcare/internal/published"
)

var (
	hifldOnce sync.Once
	hifld     []Place
)

func hifldPlaces(t testing.TB) []Place {
	rows := published.Rows(t, "facilities/us_hifld_2020.csv")
	hifldOnce.Do(func() {
		for _, r := range rows[1:] {
			hifld = append(hifld, Place{ID: r[0], Name: SentenceCase(r[1]), Town: r[3], Region: r[4], Country: "US", County: r[13], Open: r[9] != "CLOSED"})
		}
	})
	return hifld
}

// mangle writes a name as somebody might in a spreadsheet.
func mangle(r *rand.Rand, name string) string {
	short := map[string]string{"correctional": "corr", "institution": "inst", "center": "ctr", "county": "co", "facility": "fac", "detention": "det", "juvenile": "juv", "regional": "reg", "penitentiary": "pen", "department": "dept"}
	ws := strings.Fields(strings.ToLower(name))
	switch s := strings.Join(ws, " "); {
	case strings.HasSuffix(s, "correctional institution") && r.IntN(3) == 0:
		ws = append(ws[:len(ws)-2], "ci")
	case strings.HasSuffix(s, "correctional facility") && r.IntN(3) == 0:
		ws = append(ws[:len(ws)-2], "cf")
	}
	for i, w := range ws {
		if a, ok := short[w]; ok && r.IntN(2) == 0 {
			ws[i] = a
		}
	}
	if len(ws) > 2 && r.IntN(4) == 0 { // the sort of place is left out
		ws = ws[:len(ws)-1]
	}
	if r.IntN(5) == 0 && (ws[0] == "fci" || ws[0] == "usp") {
		ws = append(ws[1:], ws[0])
	}
	for n := r.IntN(2); n > 0; n-- {
		i := r.IntN(len(ws))
		if len(ws[i]) > 3 {
			ws[i] = slip(r, ws[i])
		}
	}
	return strings.Join(ws, " ")
}

func slip(r *rand.Rand, w string) string {
	b := []byte(w)
	i := 1 + r.IntN(len(b)-2)
	switch r.IntN(4) {
	case 0:
		return string(append(b[:i:i], b[i+1:]...))
	case 1:
		b[i], b[i+1] = b[i+1], b[i]
	case 2:
		b[i] = 'a' + byte(r.IntN(26))
	case 3:
		return string(b[:i]) + string(b[i]) + string(b[i:])
	}
	return string(b)
}

// asked is one damaged name with the place that was meant.
type asked struct{ text, region, want string }

func askedNames(t testing.TB, n int) []asked {
	places := hifldPlaces(t)
	r := rand.New(rand.NewPCG(2, 3))
	out := make([]asked, 0, n)
	for range n {
		p := places[r.IntN(len(places))]
		a := asked{mangle(r, p.Name), p.Region, p.ID}
		switch r.IntN(10) {
		case 0: // nothing but the town
			a.text, a.region = a.text+" "+strings.ToLower(p.Town), ""
		case 1, 2:
			a.text, a.region = a.text+" "+p.Region, ""
		}
		out = append(out, a)
	}
	return out
}

// TestResolveDamagedNames measures how often the first guess is right, and
// whether the probability says so.
func TestResolveDamagedNames(t *testing.T) {
	t.Parallel()
	g := NewGazetteer(hifldPlaces(t))
	questions := askedNames(t, 2000)
	first, any, brier := 0, 0, 0.0
	var bins [10]struct{ n, right int }
	for _, q := range questions {
		guesses := g.Resolve(q.text, q.region)
		for i, guess := range guesses {
			hit := guess.FacilityID == q.want
			if hit {
				any++
			}
			if i > 0 {
				continue
			}
			y := 0.0
			b := &bins[min(9, int(guess.Probability*10))]
			b.n++
			if hit {
				first++
				b.right++
				y = 1
			}
			brier += (guess.Probability - y) * (guess.Probability - y)
		}
		if testing.Verbose() && (len(guesses) == 0 || guesses[0].FacilityID != q.want) {
			t.Logf("missed %+v: %+v", q, guesses[:min(2, len(guesses))])
		}
	}
	n := float64(len(questions))
	t.Logf("top-1 %.1f %%, among eight %.1f %%, Brier %.3f; by probability: %v", 100*float64(first)/n, 100*float64(any)/n, brier/n, bins)
	if float64(first)/n < 0.90 {
		t.Errorf("the first guess is right in %d of %d", first, len(questions))
	}
}

func BenchmarkResolve(b *testing.B) {
	g := NewGazetteer(hifldPlaces(b))
	questions := askedNames(b, 2000)
	right, n := 0, 0
	for b.Loop() {
		q := questions[n%len(questions)]
		if got := g.Resolve(q.text, q.region); len(got) > 0 && got[0].FacilityID == q.want {
			right++
		}
		n++
	}
	b.ReportMetric(100*float64(right)/float64(n), "%top1")
}

func BenchmarkNewGazetteer(b *testing.B) {
	places := hifldPlaces(b)
	for b.Loop() {
		NewGazetteer(places)
	}
}

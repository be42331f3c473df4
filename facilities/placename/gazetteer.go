package placename

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Place is what the gazetteer knows of one facility.
type Place struct {
	ID      string
	Name    string   // as shown
	Also    []string // other spellings and names, of all sources
	Town    string
	County  string
	Region  string // code
	Country string
	Level   string
	Open    bool // not known to be closed
	Codes   []string
}

// Guess is one reading of what somebody wrote.
type Guess struct {
	FacilityID  string
	Name        string
	Town        string
	Region      string
	Probability float64 // that this place was meant, 0–1; the guesses of one text add up to at most 1
}

// Gazetteer finds places by what people call them. It does not change once
// made, and is safe for concurrent use.
type Gazetteer struct {
	places   []Place
	docs     []doc
	lexicon  Lexicon
	postings map[string][]int32 // word → places
	codes    map[string][]int32
}

// doc is a place prepared for comparison.
type doc struct {
	names  [][]string // words of each name
	around []string   // words of the town and county
}

// NewGazetteer prepares places for look-up.
func NewGazetteer(places []Place) *Gazetteer {
	g := &Gazetteer{places: places, docs: make([]doc, len(places)), postings: map[string][]int32{}, codes: map[string][]int32{}}
	for i, p := range places {
		d := doc{around: strings.Fields(Key(p.Town + " " + p.County))}
		for _, name := range append([]string{p.Name}, p.Also...) {
			d.addName(Tokens(name))
		}
		g.docs[i] = d
		for _, w := range d.allWords() {
			g.postings[w] = append(g.postings[w], int32(i))
		}
		for _, c := range p.Codes {
			if key := Fold(c); key != "" {
				g.codes[key] = append(g.codes[key], int32(i))
			}
		}
	}
	g.lexicon = NewLexicon(g.postings, len(places))
	return g
}

func (d *doc) addName(ws []string) {
	if !slices.ContainsFunc(d.names, func(have []string) bool { return slices.Equal(have, ws) }) {
		d.names = append(d.names, ws)
	}
}

func (d *doc) allWords() []string {
	all := slices.Concat(append(d.names, d.around)...)
	slices.Sort(all)
	return slices.Compact(all)
}

// Name is what a place is called, and whether there is such a place.
func (g *Gazetteer) Name(id string) (string, bool) {
	for i := range g.places {
		if g.places[i].ID == id {
			return g.places[i].Name, true
		}
	}
	return "", false
}

// Places returns how many places are known.
func (g *Gazetteer) Places() int { return len(g.places) }

// question is what somebody wrote, taken to pieces.
type question struct {
	text    string
	words   []string
	kin     [][]kin // for each word, the words of the directory it may stand for
	weights []float64
	region  string // the state it names, or the one given
	country string
}

// ask reads a text. A state at its end, as a code or a name, is taken as a
// region unless one is given.
func (g *Gazetteer) ask(text, region string) question {
	q := question{text: Fold(text)}
	if r, ok := RegionOf("", region); ok {
		q.region, q.country = r.Code, r.Country
	}
	raw := strings.Fields(q.text)
	rest, named := regionAtEnd(raw)
	if named.Code != "" && (q.region == "" || q.region == named.Code) {
		raw, q.region, q.country = rest, named.Code, named.Country
	}
	q.words = Tokens(strings.Join(raw, " "))
	for _, w := range q.words {
		q.kin = append(q.kin, g.lexicon.kin(w))
		q.weights = append(q.weights, g.lexicon.Weight(w))
	}
	return q
}

// regionAtEnd splits a state off the end of a text: "bowdon jail al".
func regionAtEnd(raw []string) ([]string, Region) {
	for n := min(3, len(raw)-1); n > 0; n-- {
		tail := strings.Join(raw[len(raw)-n:], " ")
		if r, ok := RegionOf("", tail); ok && tail != "co" && tail != "ci" {
			return raw[:len(raw)-n], r
		}
	}
	return raw, Region{}
}

// Resolve returns what a text may mean, likeliest first, at most eight guesses.
// region is a state or nation by code or name, or "".
func (g *Gazetteer) Resolve(text, region string) []Guess {
	q := g.ask(text, region)
	if at := g.codes[q.text]; len(at) == 1 && len(q.text) > 1 {
		return []Guess{g.guess(at[0], 0.97)}
	}
	scored := g.score(q)
	return g.weigh(scored)
}

// Search returns the best places for a text somebody is typing, at most limit,
// in the order of likeness. Unlike Resolve it gives what fits at all.
func (g *Gazetteer) Search(text string, limit int) []Guess {
	q := g.ask(text, "")
	var out []Guess
	for _, at := range g.codes[q.text] {
		out = append(out, g.guess(at, 1))
	}
	for _, c := range g.score(q) {
		if c.score >= 0.45 && !slices.ContainsFunc(out, func(have Guess) bool { return have.FacilityID == g.places[c.at].ID }) {
			out = append(out, g.guess(c.at, c.score))
		}
	}
	return out[:min(len(out), limit)]
}

type scored struct {
	at    int32
	score float64
}

// score compares the likeliest places in full.
func (g *Gazetteer) score(q question) []scored {
	candidates := g.candidates(q)
	for i := range candidates {
		candidates[i].score = g.likeness(q, candidates[i].at)
	}
	slices.SortFunc(candidates, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(g.places[a.at].Name, g.places[b.at].Name), cmp.Compare(a.at, b.at))
	})
	return candidates
}

// candidates gathers places by the rarest words of the question, the most
// promising sixty-four.
func (g *Gazetteer) candidates(q question) []scored {
	sum := map[int32]float64{}
	for i, kin := range q.kin {
		for _, k := range kin {
			places := g.postings[k.word]
			if len(places) > 2500 && len(q.words) > 1 {
				continue // "county" alone finds nobody
			}
			for _, at := range places {
				sum[at] += q.weights[i] * k.alike * g.placeFactor(q, at)
			}
		}
	}
	out := make([]scored, 0, len(sum))
	for at, s := range sum {
		out = append(out, scored{at, s})
	}
	slices.SortFunc(out, func(a, b scored) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.at, b.at)) })
	return out[:min(len(out), 64)]
}

// placeFactor prefers the region that was named, and places that are open.
func (g *Gazetteer) placeFactor(q question, at int32) float64 {
	p, f := &g.places[at], 1.0
	if q.region != "" && p.Region != "" && p.Region != q.region {
		f *= 0.55
	} else if q.country != "" && p.Country != q.country {
		f *= 0.4
	}
	if !p.Open {
		f *= 0.97
	}
	return f
}

// likeness is 1 when every word of the question is in a name of the place and
// every word of that name in the question.
func (g *Gazetteer) likeness(q question, at int32) float64 {
	d, best := &g.docs[at], 0.0
	for i, name := range d.names {
		s := g.compare(q, name, d.around)
		if i > 0 {
			s *= 0.995 // its proper name counts a little more than another one
		}
		best = max(best, s)
	}
	return best * g.placeFactor(q, at)
}

func (g *Gazetteer) compare(q question, name, around []string) float64 {
	found, all := 0.0, 0.0
	seen := make([]float64, len(name))
	for i, kin := range q.kin {
		alike := 0.0
		for _, k := range kin {
			for j, w := range name {
				if w == k.word {
					seen[j] = max(seen[j], k.alike)
					alike = max(alike, k.alike)
				}
			}
			if slices.Contains(around, k.word) {
				alike = max(alike, 0.75*k.alike)
			}
		}
		found += q.weights[i] * alike
		all += q.weights[i]
	}
	held, whole := 0.0, 0.0
	for j, w := range name {
		weight := g.lexicon.Weight(w)
		held += weight * seen[j]
		whole += weight
	}
	if all == 0 || whole == 0 {
		return 0
	}
	return 0.62*found/all + 0.38*held/whole
}

// How sharply a better score is preferred, and how good a score must be to
// compete with "none of these"; fitted to names damaged from a seed (see
// BenchmarkResolve and TestProbabilityIsHonest).
const (
	sharpness = 26.0
	nowhere   = 0.66
)

// weigh turns scores into probabilities.
func (g *Gazetteer) weigh(s []scored) []Guess {
	total := math.Exp(sharpness * nowhere)
	for _, c := range s {
		total += math.Exp(sharpness * c.score)
	}
	var out []Guess
	for _, c := range s[:min(len(s), 8)] {
		if p := math.Exp(sharpness*c.score) / total; p >= 0.01 {
			out = append(out, g.guess(c.at, p))
		}
	}
	return out
}

func (g *Gazetteer) guess(at int32, p float64) Guess {
	f := &g.places[at]
	return Guess{FacilityID: f.ID, Name: f.Name, Town: f.Town, Region: f.Region, Probability: p}
}

package placename

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// vocabulary is what we know of the words in names of prisons. It is data, so
// that a word can be added without touching the rules.
type vocabulary struct {
	Expand   map[string]string `json:"expand"`   // abbreviation → words
	Phrases  map[string]string `json:"phrases"`  // several words → the words we compare
	Noise    []string          `json:"noise"`    // words that say nothing
	Kind     []string          `json:"kind"`     // words any prison may have in its name
	Level    map[string]string `json:"level"`    // word → who runs it
	Specific map[string]string `json:"specific"` // word → sort of place; two different sorts are two places
	Part     []string          `json:"part"`     // words that tell one part of a site from another
	Capitals []string          `json:"capitals"` // written in capitals when a name is set in ordinary letters
	Title    []string          `json:"title"`    // written with one capital although they look like initials
	Small    []string          `json:"small"`    // written small inside a name

	noise, kind, part, capitals, title, small map[string]bool
	phrases                                   map[string][]phrase // by first word, longest first
}

// phrase is several words that are compared as others: pre release, prerelease.
type phrase struct{ from, to []string }

//go:embed words.json
var wordsFile []byte

var words = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{}
	if err := json.Unmarshal(wordsFile, v); err != nil {
		panic("placename: words.json: " + err.Error()) // the file is compiled in
	}
	v.noise, v.kind, v.part = set(v.Noise), set(v.Kind), set(v.Part)
	v.capitals, v.title, v.small = set(v.Capitals), set(v.Title), set(v.Small)
	v.phrases = map[string][]phrase{}
	for from, to := range v.Phrases {
		p := phrase{strings.Fields(from), strings.Fields(to)}
		v.phrases[p.from[0]] = append(v.phrases[p.from[0]], p)
	}
	for _, ps := range v.phrases {
		slices.SortFunc(ps, func(a, b phrase) int {
			return cmp.Or(cmp.Compare(len(b.from), len(a.from)), slices.Compare(a.from, b.from))
		})
	}
	return v
})

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, w := range list {
		m[w] = true
	}
	return m
}

// Fold brings text into the letters that are compared: small, without accents
// and apostrophes, everything else that is no letter or digit a space.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '.':
			// U.S. is one word
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}

// Tokens are the words of a name with abbreviations expanded: "FCI Ray Brook"
// gives federal, correctional, institution, ray, brook.
func Tokens(name string) []string {
	v := words()
	raw := v.replace(strings.Fields(Fold(name)))
	out := make([]string, 0, len(raw)+2)
	for i, w := range raw {
		if w == "st" {
			w = v.saintOrState(raw, i)
		}
		if long, ok := v.Expand[w]; ok {
			out = append(out, strings.Fields(long)...)
			continue
		}
		out = append(out, w)
	}
	return v.replace(out)
}

// replace puts the compared words in the place of known phrases.
func (v *vocabulary) replace(ws []string) []string {
	for i := 0; i < len(ws); i++ {
		for _, p := range v.phrases[ws[i]] {
			if len(ws)-i >= len(p.from) && slices.Equal(ws[i:i+len(p.from)], p.from) {
				ws = slices.Replace(ws, i, i+len(p.from), p.to...)
				break
			}
		}
	}
	return ws
}

// Tells reports whether a word says that a name is that of a place people are
// held in: jail, unit, correctional.
func Tells(word string) bool { return words().kind[word] }

// saintOrState reads "st" by what follows: ST PRISON is a state prison, ST
// CLAIR a saint.
func (v *vocabulary) saintOrState(raw []string, i int) string {
	if i+1 < len(raw) {
		next := raw[i+1]
		if long, ok := v.Expand[next]; ok {
			next, _, _ = strings.Cut(long, " ")
		}
		if v.kind[next] {
			return "state"
		}
		return "saint"
	}
	return "street"
}

// Reading is a name taken to pieces for comparison.
type Reading struct {
	Core     []string // what tells it from others of its sort: "ray", "brook"
	Parts    []string // which part of a site: "annex", "2", "women"; sorted
	Specific []string // sorts of place that exclude others: "penitentiary"; sorted
	Level    string   // "county", "federal", …, or ""
}

// Read takes a name to pieces.
func Read(name string) Reading {
	v, r := words(), Reading{}
	for _, w := range Tokens(name) {
		if s := v.Specific[w]; s != "" && !slices.Contains(r.Specific, s) {
			r.Specific = append(r.Specific, s)
		}
		if level := v.Level[w]; level != "" {
			r.Level = level
		}
		switch {
		case v.part[w], isNumber(w):
			r.Parts = append(r.Parts, w)
		case v.noise[w], v.kind[w], v.Specific[w] != "", v.Level[w] != "":
		default:
			r.Core = append(r.Core, w)
		}
	}
	slices.Sort(r.Parts)
	r.Parts = slices.Compact(r.Parts)
	slices.Sort(r.Specific)
	return r
}

func isNumber(w string) bool {
	return strings.IndexFunc(w, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

var endsInShort = regexp.MustCompile(`^(.+?) ?\(([A-Z][A-Za-z]{1,5})\)$`)

// SplitShort takes the initials off the end of a name: "California Health Care
// Facility (CHCF)". They are a name of their own.
func SplitShort(name string) (rest, short string) {
	if m := endsInShort.FindStringSubmatch(name); m != nil {
		return m[1], m[2]
	}
	return name, ""
}

// Key is what names are sorted and looked up by: the words as compared.
func Key(name string) string { return strings.Join(Tokens(name), " ") }

// SentenceCase sets a name written in capitals in ordinary letters: "FCI RAY
// BROOK" becomes "FCI Ray Brook". A name with a small letter is left alone.
func SentenceCase(s string) string {
	if strings.IndexFunc(s, unicode.IsLower) >= 0 {
		return s
	}
	v := words()
	var b strings.Builder
	start := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && (s[i] == '\'' || s[i] >= 0x80 || unicode.IsLetter(rune(s[i])) || unicode.IsDigit(rune(s[i]))) {
			continue
		}
		if i > start {
			w := s[start:i]
			if start == 0 || i == len(s) || s[start-1] != '(' || s[i] != ')' || len(w) > 5 { // initials in brackets stay
				w = v.setWord(w, start > 0)
			}
			b.WriteString(w)
		}
		if i < len(s) {
			b.WriteByte(s[i])
		}
		start = i + 1
	}
	return b.String()
}

// setWord sets one word of a name: abbreviations stay, Mc gets its capital.
func (v *vocabulary) setWord(w string, inside bool) string {
	small := strings.ToLower(w)
	switch {
	case inside && v.small[small]:
		return small
	case v.capitals[w], len(w) > 1 && len(w) < 6 && !strings.ContainsAny(w, "AEIOUY'0123456789") && v.Expand[small] == "" && !v.title[w]:
		return w
	case len(w) > 4 && strings.HasPrefix(w, "MC"):
		return "Mc" + w[2:3] + small[3:]
	case w[0] >= 0x80:
		return w
	}
	return w[:1] + small[1:]
}

package searchtest

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

// Damage is a way in which what people remember or read differs from the record.
// It returns the text of a query, or "" when it cannot be done to a person.
type Damage struct {
	Name   string
	Person bool // the very person is to be found, not somebody of the same name
	Do     func(r *rand.Rand, e search.Entry) string
}

// Exact is the name of the one that damages nothing.
const Exact = "exact"

// Damages are all of them.
var Damages = []Damage{
	{Exact, false, func(_ *rand.Rand, e search.Entry) string { return e.Names[0] }},
	{"typo", false, func(r *rand.Rand, e search.Entry) string {
		return onWord(r, e.Names[0], typo)
	}},
	{"two typos", false, func(r *rand.Rand, e search.Entry) string {
		return onEach(r, ends2(e.Names[0]), typo)
	}},
	{"swap and typo", false, func(r *rand.Rand, e search.Entry) string {
		words := strings.Fields(onWord(r, ends2(e.Names[0]), typo))
		slices.Reverse(words)
		return strings.Join(words, " ")
	}},
	{"nickname", false, func(r *rand.Rand, e search.Entry) string {
		words := strings.Fields(e.Names[0])
		short, direct := likeness.Nicknames(strings.ToLower(words[0]))
		if direct == 0 {
			return ""
		}
		words[0] = short[r.IntN(direct)]
		return strings.Join(words, " ")
	}},
	{"ocr", false, func(r *rand.Rand, e search.Entry) string {
		return onWord(r, onWord(r, e.Names[0], misread), misread)
	}},
	{"by ear", false, func(r *rand.Rand, e search.Entry) string {
		return onEach(r, ends2(e.Names[0]), misheard)
	}},
	{"spaces", false, func(r *rand.Rand, e search.Entry) string {
		i := 2 + r.IntN(len(e.Names[0])-3)
		return e.Names[0][:i] + " " + e.Names[0][i:]
	}},
	{"initial and digit wrong", true, func(r *rand.Rand, e search.Entry) string {
		words := strings.Fields(e.Names[0])
		return words[0][:1] + " " + words[len(words)-1] + " " + wrongDigit(r, e.Numbers[0])
	}},
	{"two typos and digit wrong", true, func(r *rand.Rand, e search.Entry) string {
		return onEach(r, ends2(e.Names[0]), typo) + " " + wrongDigit(r, e.Numbers[0])
	}},
	{"digit wrong", true, func(r *rand.Rand, e search.Entry) string { return wrongDigit(r, e.Numbers[0]) }},
}

// ends2 is the first and the last word of a name.
func ends2(name string) string {
	words := strings.Fields(name)
	return words[0] + " " + words[len(words)-1]
}

func onWord(r *rand.Rand, name string, do func(*rand.Rand, string) string) string {
	words := strings.Fields(name)
	i := r.IntN(len(words))
	words[i] = do(r, words[i])
	return strings.Join(words, " ")
}

func onEach(r *rand.Rand, name string, do func(*rand.Rand, string) string) string {
	words := strings.Fields(name)
	for i := range words {
		words[i] = do(r, words[i])
	}
	return strings.Join(words, " ")
}

// typo leaves out, doubles, changes or swaps one letter.
func typo(r *rand.Rand, w string) string {
	if len(w) < 4 {
		return w
	}
	i := r.IntN(len(w) - 1)
	switch r.IntN(4) {
	case 0:
		return w[:i] + w[i+1:]
	case 1:
		return w[:i+1] + w[i:]
	case 2:
		return w[:i] + string(rune('a'+r.IntN(26))) + w[i+1:]
	}
	return w[:i] + w[i+1:i+2] + w[i:i+1] + w[i+2:]
}

// misread puts something that looks alike in place of the first letter it can be
// done to, from some place on.
func misread(r *rand.Rand, w string) string {
	w = strings.ToLower(w)
	looks := map[byte]string{'o': "0", 'l': "1", 'i': "l", 's': "5", 'b': "8", 'm': "rn", 'd': "cl", 'w': "vv", 'z': "2"}
	from := r.IntN(len(w))
	for k := range len(w) {
		i := (from + k) % len(w)
		if like, ok := looks[w[i]]; ok {
			return w[:i] + like + w[i+1:]
		}
	}
	return w
}

// misheard spells one sound of a word in another way.
func misheard(r *rand.Rand, w string) string {
	w = strings.ToLower(w)
	ways := [][2]string{
		{"ph", "f"}, {"f", "ph"}, {"ck", "k"}, {"c", "k"}, {"k", "c"}, {"y", "i"}, {"ie", "y"}, {"ee", "i"}, {"ou", "u"}, {"ai", "ay"},
		{"tt", "t"}, {"ll", "l"}, {"nn", "n"}, {"ss", "s"}, {"s", "z"}, {"z", "s"}, {"th", "t"}, {"v", "w"}, {"kh", "k"}, {"j", "g"}, {"e", "a"}, {"o", "u"},
	}
	for _, i := range r.Perm(len(ways)) {
		if at := strings.Index(w[1:], ways[i][0]); at >= 0 {
			return w[:at+1] + ways[i][1] + w[at+1+len(ways[i][0]):]
		}
	}
	return w
}

func wrongDigit(r *rand.Rand, number string) string {
	b := []byte(number)
	for {
		i := r.IntN(len(b))
		if b[i] < '0' || b[i] > '9' {
			continue
		}
		if r.IntN(3) == 0 && i+1 < len(b) && b[i+1] >= '0' && b[i+1] <= '9' && b[i] != b[i+1] {
			b[i], b[i+1] = b[i+1], b[i]
			return string(b)
		}
		b[i] = '0' + (b[i]-'0'+1+byte(r.IntN(9)))%10
		return string(b)
	}
}

// Found reports whether the hits hold who was asked for.
func (d Damage) Found(e search.Entry, hits []search.Hit) bool {
	name := search.Fold(e.Names[0])
	for _, h := range hits {
		if h.Subject == e.Subject {
			return true
		}
		for _, why := range h.Why {
			if !d.Person && why.Field == search.Name && search.Fold(why.Text) == name {
				return true
			}
		}
	}
	return false
}

package fold

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                  "",
		"José  GARCÍA":      "jose garcia",
		"O'Brien":           "obrien",
		"O’Brien-López":     "obrien lopez",
		"Müller":            "muller",
		"Straße":            "strasse",
		"Łukasz Żółć":       "lukasz zolc",
		"Søren Æbelø":       "soren aebelo",
		"Nguyễn Thị Hồng":   "nguyen thi hong",
		"Ｆｕｌｌ ｗｉｄｔｈ":        "full width",
		"e\u0301clair":      "eclair",
		"İpek Işık":         "ipek isik",
		"Дмитрий":           "dmitri",
		"Дмитрий\u0306":     "dmitri",
		"Наталья Щербакова": "natalya shcherbakova",
		"Володимир Зеленський": "volodimir zelenski",
		"Χρήστος Παπαδόπουλος": "christos papadopoulos",
		"Μπάμπης":         "babis",
		"Γιώργος":         "giorgos",
		"کریمی":           "krimi",
		"محمد الكريمي":    "mhmd krimi",
		"مُحَمَّد":        "mhmd",
		"الیاس":           "alyas",
		"داود":            "daud",
		"דוד כהן":         "dod khn",
		"משה":             "msha",
		"Գրիգորյան":       "grigoryan",
		"გიორგი":          "giorgi",
		"김민준":             "gimminjun",
		"A١٢٣":            "a123",
		"۱۲۳":             "123",
		"D-207":           "d 207",
		"а ъ":             "a",
		"ъ а":             "a",
		"a\u202eb\u200dc": "abc",
		"\xff\xfeabc":     "abc",
		"王小明":             "王小明",
		"...":             "",
	} {
		if got := Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"Maria de la Cruz":           {"maria", "cruz"},
		"De La":                      {"de", "la"},
		"Ahmad al-Karimi":            {"ahmad", "karimi"},
		"Abd al-Rahman":              {"abdulrahman"},
		"Abdul Rahman Khan":          {"abdulrahman", "khan"},
		"Abdur Rahman":               {"abdulrahman"},
		"Mc Donald":                  {"mcdonald"},
		"John O Brien Jr.":           {"john", "obrien"},
		"Amparo":                     {"amparo"},
		"the man in D-207":           {"the", "man", "in", "d", "207"},
		"a b c d e f g h i":          {"a", "b", "c", "d", "e", "f", "i"},
		strings.Repeat("x", 100):     {strings.Repeat("x", LongestWord)},
		strings.Repeat("x ", 10_000): {"x", "x", "x", "x", "x", "x", "x"},
	} {
		if diff := cmp.Diff(want, Words(in)); diff != "" {
			t.Errorf("Words(%.40q): %s", in, diff)
		}
	}
}

func TestTextIsStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		once := Text(s)
		if twice := Text(once); twice != once {
			t.Fatalf("Text(%q) = %q, and that folds to %q", s, once, twice)
		}
		for _, w := range Words(s) {
			if w == "" || strings.Contains(w, " ") {
				t.Fatalf("Words(%q) holds %q", s, w)
			}
		}
	})
}

package people

import (
	"strconv"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
)

// NameKind says what a name is to its bearer.
type NameKind string

// The kinds of names. Everybody has exactly one that is used.
const (
	NameUsed     NameKind = "used"
	NameOfficial NameKind = "official" // as in their papers
	NameScript   NameKind = "script"   // in their own script
	NamePrison   NameKind = "prison"   // as the prison spells it
	NamePen      NameKind = "pen"      // what they publish under
	NameFormer   NameKind = "former"   // before; may hurt to hear
	NameOther    NameKind = "other"
)

// NameKinds lists them in the order offered.
func NameKinds() []NameKind {
	return []NameKind{NameUsed, NameOfficial, NameScript, NamePrison, NamePen, NameFormer, NameOther}
}

// MaxName is how many characters a name may have.
const MaxName = 200

// Name is one of the names of a person: one text, never split into parts.
type Name struct {
	ID, Rev string
	Text    string
	Kind    NameKind
	Lang    string // BCP 47 of its language and script, "" when it is the page's
	Source  string // how we know, in words
	Public  bool   // may stand on a public page
}

// NameInside is the name the prison knows somebody by, for what is written to it or goes
// through its hands: as it spells it, else as in their papers, else the one in use.
func (f Full) NameInside() string {
	for _, kind := range []NameKind{NamePrison, NameOfficial} {
		for _, n := range f.Names {
			if n.Kind == kind {
				return n.Text
			}
		}
	}
	return f.Name
}

// Number is an identifier that some authority gave a person.
type Number struct {
	ID, Rev string
	Text    string
	Issuer  string // who gave it: "TK DOC", "county jail"
	Source  string
}

// How is what somebody can do in a language.
type How string

// The ways to know a language.
const (
	Reads       How = "reads"
	ReadsSome   How = "reads-some"
	Speaks      How = "speaks"
	SpeaksSome  How = "speaks-some"
	Interpreter How = "interpreter" // needs one
)

// Hows lists them in the order offered.
func Hows() []How { return []How{Reads, ReadsSome, Speaks, SpeaksSome, Interpreter} }

// Language is one thing somebody can do, or needs, in one language.
type Language struct {
	ID, Rev string
	Lang    string // BCP 47
	How     How
}

// problems gathers what is wrong with what somebody typed.
type problems []fault.Problem

func (p *problems) add(field, key string, args ...any) {
	*p = append(*p, fault.Problem{Field: field, Key: key, Args: args})
}

// text checks the length of one value, in characters.
func (p *problems) text(field, value string, most int) {
	if n := characters(value); n > most {
		p.add(field, "people.text.long", "most", most, "has", n)
	}
}

func row(group string, i int, part string) string { return group + "." + strconv.Itoa(i) + "." + part }

// checkNames holds the names of one person to the rules: exactly one is in
// use, none is longer than a name can be.
func (p *problems) checkNames(names []Name) {
	used := 0
	for i, n := range names {
		if n.Kind == NameUsed {
			used++
		}
		if !known(NameKinds(), n.Kind) {
			p.add(row("names", i, "kind"), "people.choice.unknown")
		}
		p.text(row("names", i, "text"), n.Text, MaxName)
		p.text(row("names", i, "source"), n.Source, maxShort)
		p.lang(row("names", i, "lang"), n.Lang)
	}
	switch {
	case used == 0:
		p.add("names", "people.names.none-used")
	case used > 1:
		p.add("names", "people.names.many-used")
	}
}

func (p *problems) checkNumbers(numbers []Number) {
	seen := map[string]bool{}
	for i, n := range numbers {
		p.text(row("numbers", i, "text"), n.Text, maxNumber)
		p.text(row("numbers", i, "issuer"), n.Issuer, maxShort)
		p.text(row("numbers", i, "source"), n.Source, maxShort)
		if key := search.NumberKey(n.Text) + "\x00" + search.Fold(n.Issuer); seen[key] {
			p.add(row("numbers", i, "text"), "people.numbers.twice")
		} else {
			seen[key] = true
		}
	}
}

func (p *problems) checkLanguages(langs []Language) {
	for i, l := range langs {
		if l.Lang == "" {
			p.add(row("languages", i, "lang"), "people.languages.which")
		}
		p.lang(row("languages", i, "lang"), l.Lang)
		if !known(Hows(), l.How) {
			p.add(row("languages", i, "how"), "people.choice.unknown")
		}
	}
}

func known[T comparable](all []T, one T) bool {
	for _, v := range all {
		if v == one {
			return true
		}
	}
	return false
}

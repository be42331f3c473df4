package people

import (
	"slices"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// NewPerson is what is typed or imported to add somebody. Nothing is needed but
// a name or a description.
type NewPerson struct {
	Name        string // the one they use
	Description string // "the man in D-207", when no name is known
	Names       []Name // others; none of kind NameUsed
	Numbers     []Number
	NumberState State // why there is no number
	Languages   []Language
	Born        partialdate.Date
	BornState   State
	Died        partialdate.Date
	Dead        bool
	SayIt       string
	SortAs      string
	Pronoun     string
	Kind        Kind
	Facts       []Fact
	Source      string // how we know all this, in words; kept with every name, number and fact
}

// Clean brings all text into the form it is kept in (see Clean) and drops what
// is empty. removed counts the characters that could not stay.
func (n NewPerson) Clean() (clean NewPerson, removed int) {
	c := &cleaner{}
	c.all(&n.Name, &n.Description, &n.SayIt, &n.SortAs, &n.Source)
	n.Names = slices.DeleteFunc(c.names(n.Names), func(v Name) bool { return v.Text == "" })
	n.Numbers = slices.DeleteFunc(c.numbers(n.Numbers), func(v Number) bool { return v.Text == "" })
	n.Languages = slices.DeleteFunc(slices.Clone(n.Languages), func(v Language) bool { return v.Lang == "" })
	n.Facts = slices.Clone(n.Facts)
	for i := range n.Facts {
		c.fact(&n.Facts[i])
	}
	n.Facts = slices.DeleteFunc(n.Facts, func(f Fact) bool { return f.Value == "" && f.State == Known })
	return n, c.removed
}

// Check returns what is wrong with n after Clean.
func (n NewPerson) Check() []fault.Problem {
	var p problems
	if n.Name == "" && n.Description == "" {
		p.add("name", "people.person.name.missing")
	}
	p.text("name", n.Name, MaxName)
	p.text("description", n.Description, MaxName)
	p.text("say_it", n.SayIt, maxShort)
	p.text("sort_as", n.SortAs, MaxName)
	p.text("source", n.Source, maxShort)
	p.checkNames(append([]Name{{Text: n.used(), Kind: NameUsed}}, n.Names...))
	p.checkNumbers(n.Numbers)
	p.checkLanguages(n.Languages)
	for _, f := range n.Facts {
		p.checkFact(f)
	}
	if !known(Kinds(), n.Kind) || !known(Pronouns(), n.Pronoun) || !known(States(), n.BornState) || !known(States(), n.NumberState) {
		p.add("", "people.choice.unknown")
	}
	return p
}

// used is the name the person goes by here.
func (n NewPerson) used() string {
	if n.Name != "" {
		return n.Name
	}
	return n.Description
}

// cleaner cleans many texts and counts what it removed.
type cleaner struct{ removed int }

func (c *cleaner) all(texts ...*string) {
	for _, t := range texts {
		clean, n := Clean(*t)
		*t = clean
		c.removed += n
	}
}

func (c *cleaner) names(names []Name) []Name {
	names = slices.Clone(names)
	for i := range names {
		c.all(&names[i].Text, &names[i].Lang, &names[i].Source)
	}
	return names
}

func (c *cleaner) numbers(numbers []Number) []Number {
	numbers = slices.Clone(numbers)
	for i := range numbers {
		c.all(&numbers[i].Text, &numbers[i].Issuer, &numbers[i].Source)
	}
	return numbers
}

func (c *cleaner) fact(f *Fact) { c.all(&f.Kind, &f.Value, &f.Source) }

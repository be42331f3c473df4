package linkage

// Kind is what the cells of a column are, and so how two of them are compared.
type Kind string

// The kinds of columns.
const (
	Given      Kind = "given"      // the name somebody is called by
	Family     Kind = "family"     // the name somebody shares with relatives
	Full       Kind = "full"       // both, in either order
	Born       Kind = "born"       // a day, as written
	Sex        Kind = "sex"        // one letter counts
	Number     Kind = "number"     // of a house or a flat
	Address    Kind = "address"    // a street, a building
	Place      Kind = "place"      // a town, a county
	Postcode   Kind = "postcode"   //
	Phone      Kind = "phone"      // digits count
	Email      Kind = "email"      //
	Identifier Kind = "identifier" // a number that somebody was given
	Text       Kind = "text"       // anything else, the same or not
	Ignored    Kind = "ignored"    // not looked at
)

// Kinds are all of them, in the order people are told about them.
var Kinds = []Kind{Given, Family, Full, Born, Sex, Number, Address, Place, Postcode, Phone, Email, Identifier, Text, Ignored}

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool {
	for _, one := range Kinds {
		if one == k {
			return true
		}
	}
	return false
}

// isName reports whether the cells are a name, or half of one.
func (k Kind) isName() bool { return k == Given || k == Family }

// Level is how far two cells agree: 0 when one of them is blank, which says
// nothing, 1 when they have nothing in common, and more the more they agree.
type Level uint8

// The levels every kind shares. Between them each kind has its own.
const (
	Blank   Level = 0
	Differs Level = 1
	Same    Level = 7
	// Swapped is of a family name alone: given and family name are exchanged.
	Swapped Level = 6

	levels = 8
)

// The levels between, named for the explanations.
const (
	faint Level = 2 // a likeness that may be chance
	alike Level = 3 // a likeness
	near  Level = 4 // all but the same
	known Level = 5 // another customary form: a nickname, an initial
)

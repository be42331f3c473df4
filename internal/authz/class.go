package authz

// Class says what it costs somebody when a field is read by the wrong eyes
// (security design 3.1). A new field is ClassCase until somebody says why it
// may be less.
type Class int

// The classes, from what anybody may know to what only named people may.
const (
	ClassPublic  Class = iota // C0: prisons, their addresses and rules, published texts
	ClassPost                 // C1: name, number, prison, language: what an envelope needs
	ClassProfile              // C2: interests, needs, home date, pen-friend notes
	ClassCase                 // C3: notes, tasks, letters, where somebody lives after release
	ClassSpecial              // C4: health, faith, ethnicity, offence, whoever flees violence (UK GDPR Art. 9 and 10)
	ClassSealed               // C5: what named people alone may know to exist
)

// String is the short name of a class, as in the ledger of consents: "C4".
func (c Class) String() string { return "C" + string(rune('0'+c)) }

// Classes lists them in order.
func Classes() []Class {
	return []Class{ClassPublic, ClassPost, ClassProfile, ClassCase, ClassSpecial, ClassSealed}
}

// ReadSpecial is the right to read fields of ClassSpecial, of people one was
// given by name.
const ReadSpecial Permission = "special.read"

// ReadsSpecial reports whether the actor reads fields of ClassSpecial of
// somebody; granted says whether they were given them by name. Everybody is
// given to the lone worker of a small group, and to the program itself.
func (a Actor) ReadsSpecial(granted bool) bool {
	return a.May(ReadSpecial) && (granted || a.Role == Solo || a.Role == "")
}

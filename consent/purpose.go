package consent

// Purpose is something people are asked about. What it is called, and what it
// means for them, are words of the catalogue and of the texts they are shown.
type Purpose struct {
	Key    string
	Named  bool  // agreed to for one recipient: a lawyer, a partner, a relative
	Months int   // how long it holds unless said otherwise
	Rung   Level // how far up the ladder of publication it leads; L0 for none

	Used bool   // the organisation asks about it
	Rev  string // of the organisation's own choice, "" for none
}

// How long a consent holds where nothing else is said: "reasonably time-limited"
// means that every one has an end.
const (
	sharing        = 12 // months
	representation = 24
)

// purposes are all there are, in the order shown.
var purposes = []Purpose{
	{Key: "hold", Months: representation},
	{Key: "write-prison", Months: representation},
	{Key: "share-lawyer", Named: true, Months: sharing, Rung: L1},
	{Key: "share-partner", Named: true, Months: sharing, Rung: L1},
	{Key: "pen-pal", Months: sharing},
	{Key: "contact-family", Named: true, Months: sharing, Rung: L1},
	{Key: "statistics", Months: sharing, Rung: L2},
	{Key: "publish-plain", Months: sharing, Rung: L3},
	{Key: "publish-changed", Months: sharing, Rung: L4},
	{Key: "publish-named", Months: sharing, Rung: L5},
	{Key: "images", Months: sharing},
	{Key: "media", Named: true, Months: sharing},
	{Key: "archive", Months: sharing},
	{Key: "contact-after", Months: sharing},
}

// Purposes lists every purpose with what the program suggests.
func Purposes() []Purpose {
	list := make([]Purpose, len(purposes))
	for i, p := range purposes {
		list[i] = p
		list[i].Used = true
	}
	return list
}

// purposeOf returns the purpose of a key, and whether there is one.
func purposeOf(key string) (Purpose, bool) {
	for _, p := range Purposes() {
		if p.Key == key {
			return p, true
		}
	}
	return Purpose{}, false
}

package partialdate

// Proof is where a date stands that can be read in one order only.
type Proof struct {
	Row  int
	Text string // personal: for the one who imports, never for a log
}

// Orders gathers, from dates in figures, in which order they are written. The
// zero value is ready to use.
type Orders struct {
	DayFirst, MonthFirst int     // dates that can be read in this order only
	Either               int     // dates that can be read both ways, and differ
	DayProof, MonthProof []Proof // the first few of each
}

const maxProofs = 5

// Add looks at one cell; what is not a date of three numbers with the year last
// says nothing.
func (o *Orders) Add(row int, text string) {
	a, b, ok := leading(text)
	switch {
	case !ok || a == b || a < 1 || b < 1 || a > 31 || b > 31 || a > 12 && b > 12:
	case a > 12:
		o.DayFirst++
		o.DayProof = prove(o.DayProof, row, text)
	case b > 12:
		o.MonthFirst++
		o.MonthProof = prove(o.MonthProof, row, text)
	default:
		o.Either++
	}
}

func prove(proofs []Proof, row int, text string) []Proof {
	if len(proofs) == maxProofs {
		return proofs
	}
	return append(proofs, Proof{Row: row, Text: text})
}

// leading returns the first two numbers of "a/b/y", "a-b-y" or "a.b.y", with a
// year of two or four digits and perhaps a time after it.
func leading(text string) (a, b int, ok bool) {
	const shortest, longest = len("1/1/90"), len("31/12/1990 10:00:00 AM")
	if len(text) < shortest || len(text) > longest || !isDigit(text[0]) {
		return 0, 0, false
	}
	var n [3]int
	var digits [3]int
	part := 0
	for i := range len(text) {
		c := text[i]
		switch {
		case isDigit(c):
			n[part] = n[part]*10 + int(c-'0')
			digits[part]++
		case part < 2 && (c == '/' || c == '-' || c == '.') && digits[part] > 0:
			part++
		case part == 2 && c == ' ' && digits[2] > 0:
			return n[0], n[1], dateShaped(digits)
		default:
			return 0, 0, false
		}
	}
	return n[0], n[1], part == 2 && dateShaped(digits)
}

func dateShaped(digits [3]int) bool {
	return digits[0] <= 2 && digits[1] <= 2 && (digits[2] == 2 || digits[2] == 4)
}

// Order returns the order the evidence speaks for, or the fallback where there
// is none. It is sure when no date speaks for the other order.
func (o *Orders) Order(fallback Order) (order Order, sure bool) {
	switch {
	case o.DayFirst > o.MonthFirst:
		return DayFirst, o.MonthFirst == 0
	case o.MonthFirst > o.DayFirst:
		return MonthFirst, o.DayFirst == 0
	}
	return fallback, false
}

package database

// Flag is how a yes or no is kept: 1 or 0 (decision 3).
func Flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Text reads a column of text, and Count one with a number.
func Text(scan Scan) (s string, err error) { return s, scan(&s) }

// Count reads a number; see Text.
func Count(scan Scan) (n int, err error) { return n, scan(&n) }

// Args are words as the arguments of In.
func Args(words []string) []any {
	args := make([]any, len(words))
	for i, w := range words {
		args[i] = w
	}
	return args
}

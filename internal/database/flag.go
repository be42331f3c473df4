package database

// Flag is how a yes or no is kept: 1 or 0 (decision 3).
func Flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Value reads the one column of a row.
func Value[T any](scan Scan) (v T, err error) { return v, scan(&v) }

// Args are words as the arguments of In.
func Args(words []string) []any {
	args := make([]any, len(words))
	for i, w := range words {
		args[i] = w
	}
	return args
}

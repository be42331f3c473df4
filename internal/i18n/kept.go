package i18n

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kept turns words that were kept with a record, by name, into the arguments of a
// message, after the ones given: a whole day is written as the reader writes days, a count
// is a number again, so that it chooses the plural, and a word "what_key" is the key of a
// message, whose words are those of "what".
func Kept(ctx context.Context, kept map[string]string, args ...any) []any {
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		if word, isKey := strings.CutSuffix(name, "_key"); isKey {
			args = append(args, word, T(ctx, kept[name]))
			continue
		}
		args = append(args, name, keptValue(ctx, name, kept[name]))
	}
	return args
}

func keptValue(ctx context.Context, name, value string) any {
	if name == "count" {
		if n, err := strconv.Atoi(value); err == nil {
			return n
		}
	}
	if _, err := time.Parse(time.DateOnly, value); err == nil {
		return Day(ctx, value)
	}
	return value
}

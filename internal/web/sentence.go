package web

import (
	"context"
	"strconv"

	"github.com/throughcare/throughcare/internal/i18n"
)

// deedKey is the message that says what was done.
func deedKey(action string) string { return "deed." + action }

// Sentence says in the reader's language what a change of the trail was:
// "Booked a visit with Rosa." undone says that it was taken back.
func Sentence(ctx context.Context, action string, args map[string]string, undone bool) string {
	return sentence(ctx, deedKey(action), pairs(args), undone)
}

func sentence(ctx context.Context, key string, args []string, undone bool) string {
	text := i18n.T(ctx, key, words(args)...)
	if undone {
		return i18n.T(ctx, "web.undone", "what", text)
	}
	return text
}

// pairs lists words by name, in a fixed order.
func pairs(args map[string]string) []string {
	var list []string
	for _, name := range sortedKeys(args) {
		list = append(list, name, args[name])
	}
	return list
}

// words turns kept arguments into those of a message: a count is a number
// again, so that it chooses the plural.
func words(args []string) []any {
	list := make([]any, len(args))
	for i, a := range args {
		list[i] = a
		if i%2 == 1 && args[i-1] == "count" {
			if n, err := strconv.Atoi(a); err == nil {
				list[i] = n
			}
		}
	}
	return list
}

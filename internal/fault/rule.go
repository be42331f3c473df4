package fault

import "unicode/utf8"

// Rule is a rule of a form, which holds or is broken. Make one with When or TooLong.
type Rule struct {
	broken  bool
	problem Problem
}

// When is a rule that is broken when a condition holds: the problem is said beside the
// field, in the words of the message key.
func When(broken bool, field, key string) Rule {
	return Rule{broken, Problem{Field: field, Key: key}}
}

// TooLong is a rule that is broken by a text of more than so many characters.
func TooLong(field, key, text string, most int) Rule {
	return When(utf8.RuneCountInString(text) > most, field, key)
}

// Broken lists the problems of the rules that are broken, in their order.
func Broken(rules ...Rule) []Problem {
	var bad []Problem
	for _, r := range rules {
		if r.broken {
			bad = append(bad, r.problem)
		}
	}
	return bad
}

// OrBad is err, or without one the fault that one field of a form is wrong; for questions
// to the record that say yes or no.
func OrBad(err error, op, field, key string, args ...any) error {
	if err != nil {
		return err
	}
	return Bad(op, field, key, args...)
}

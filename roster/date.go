package roster

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
)

// day reads a date of the list. What is no day (life, "pending", a date that
// stands for never) is none.
func (l Layout) day(text string) (civil.Day, bool) {
	if text = strings.TrimSpace(text); text == "" {
		return "", false
	}
	if len(text) > len("2026-03-02") && strings.ContainsAny(text[10:11], "T ") {
		text = text[:10]
	}
	if slices.Contains(l.Never, text) {
		return "", false
	}
	if d := civil.Day(text); d.Valid() {
		return d, plausible(d) && !slices.Contains(l.Never, string(d))
	}
	m := numeric.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	month, day := m[1], m[2]
	if l.Dates != "month-first" {
		month, day = day, month
	}
	d := civil.Day(fmt.Sprintf("%s-%02s-%02s", m[3], month, day))
	return d, d.Valid() && plausible(d) && !slices.Contains(l.Never, string(d))
}

var numeric = regexp.MustCompile(`^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?: .*)?$`)

// plausible leaves out years that stand for something else.
func plausible(d civil.Day) bool { return d >= "1900" && d < "2200" }

var dated = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})[-_.]?([01][0-9])[-_.]?([0-3][0-9])(?:[^0-9]|$)`)

// DayInName is the day that a file's name gives: the list of many systems has
// no date inside.
func DayInName(name string) civil.Day {
	m := dated.FindStringSubmatch(name)
	if m == nil {
		return ""
	}
	if d := civil.Day(m[1] + "-" + m[2] + "-" + m[3]); d.Valid() {
		return d
	}
	return ""
}

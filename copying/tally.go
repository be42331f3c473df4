package copying

import (
	"time"

	"github.com/throughcare/throughcare/internal/trail"
)

// In which people and pages are counted (security design P18); how many of them
// are too many is data (see Limits).
const (
	Day  = 24 * time.Hour
	Hour = time.Hour
)

// tally is whom one account was shown of late.
type tally struct {
	read  map[string]time.Time // others' people, since it was last proved who reads
	pages map[string]time.Time // others' people whose own page was opened
	files map[string]time.Time // people in files
	mine  map[string]time.Time // the account's own people, as of when that was asked
	told  time.Time            // leads were told
}

func newTally() *tally {
	return &tally{read: map[string]time.Time{}, pages: map[string]time.Time{}, files: map[string]time.Time{}, mine: map[string]time.Time{}}
}

// forget drops what is older than it counts.
func (t *tally) forget(now time.Time) {
	for list, life := range map[*map[string]time.Time]time.Duration{&t.read: Day, &t.files: Day, &t.pages: Hour, &t.mine: Day} {
		for id, at := range *list {
			if now.Sub(at) >= life {
				delete(*list, id)
			}
		}
	}
}

// strangers are those of some people of whom it is not known yet that they are
// the account's own or counted.
func (t *tally) strangers(people []string) (list []string) {
	for _, id := range people {
		_, mine := t.mine[id]
		_, counted := t.read[id]
		if !mine && !counted {
			list = append(list, id)
		}
	}
	return list
}

// with is how many people there are in a list when some are added.
func with(list map[string]time.Time, people []string) int {
	n := len(list)
	for _, id := range people {
		if _, there := list[id]; !there {
			n++
		}
	}
	return n
}

// others are those of some people who are not the account's own.
func (t *tally) others(people []string) (list []string) {
	for _, id := range people {
		if _, mine := t.mine[id]; !mine {
			list = append(list, id)
		}
	}
	return list
}

// count takes down what was shown.
func (t *tally) count(now time.Time, look trail.Look, people []string) {
	others := t.others(people)
	put(t.read, others, now)
	switch look {
	case trail.Page:
		put(t.pages, others, now)
	case trail.Export:
		put(t.files, people, now)
	}
}

func put(list map[string]time.Time, people []string, now time.Time) {
	for _, id := range people {
		list[id] = now
	}
}

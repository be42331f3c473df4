// Package verdict says whether something may be sent to somebody today: yes, not before
// a day, no, or not before somebody has looked. It weighs what the facility lets in, how
// often the group sends, where the person is, how near their release is, and how old all
// of that is. Nothing is decided without a reason in words; a rule decides itself whether
// what breaks it is stopped or only warned of.
//
// The functions are pure: they know no clock and no record.
package verdict

import (
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Sort is what a verdict comes to.
type Sort string

// The sorts, the weightiest last.
const (
	Send  Sort = "send"
	Check Sort = "check" // somebody must look first
	Wait  Sort = "wait"
	Never Sort = "never" // it would not arrive
)

var weight = map[Sort]int{Send: 0, Check: 1, Wait: 2, Never: 3}

// Every is how often the group sends to one person. The zero Every is as often as one
// likes.
type Every struct {
	N     int
	Unit  string // one of civil.Units
	AYear int    // at most so many in a calendar year; 0 for any number
}

// Sent is something that went to the person before.
type Sent struct {
	On    civil.Day
	Again bool // in place of one that came back: it counts for nothing
	Back  bool // it came back itself
}

// counts reports whether it used up the person's turn.
func (s Sent) counts() bool { return !s.Again && !s.Back }

// Item is one thing that is to go into the parcel.
type Item struct {
	Title     string
	Hardcover bool
	Spiral    bool
	Used      bool
	FromUs    bool // given to us, not sent by a shop
	Grams     int
	Pages     int
}

// Where is where the person is, as far as it is known.
type Where struct {
	State        custody.State
	Facility     string
	Since        partialdate.Date // of the state
	Doubted      bool             // two words contradict each other
	Address      bool             // there is an address for this sort of post
	StandsIn     bool             // it is that of another sort of post
	AddressStale bool
	ReleaseOn    partialdate.Date
	ReleaseSaid  custody.Claim
}

// Ask is what is to be decided.
type Ask struct {
	Today    civil.Day
	Topic    string            // of the facility's rules: "books"
	Rules    []facilities.Rule // that stand at the facility
	Every    Every
	NearDays int  // how near a release is too near to send without looking; 0 for never
	Again    bool // in place of something that came back: no interval counts
	Sent     []Sent
	Items    []Item
	Where    Where
}

// Reason is one reason of a verdict.
type Reason struct {
	Sort   Sort
	Key    string // of the words: "mail.why." and this
	Args   map[string]string
	Until  civil.Day // of Wait; "" when nobody knows
	RuleID string    // of the facility, "" for none
}

// Verdict is the answer.
type Verdict struct {
	Sort    Sort
	Until   civil.Day // of Wait: the first day on which it may go; "" when nobody knows
	Reasons []Reason  // the weightiest first
	Free    civil.Day // of Send: since when the turn is theirs; "" when they never had any
	Limits  []facilities.Rule
}

// Judge weighs everything that is known.
func Judge(a Ask) Verdict {
	v := Verdict{Sort: Send, Limits: a.limits()}
	for _, find := range []func(Ask) []Reason{Ask.place, Ask.often, Ask.barred, Ask.contents, Ask.release, Ask.age} {
		v.Reasons = append(v.Reasons, find(a)...)
	}
	slices.SortStableFunc(v.Reasons, func(x, y Reason) int { return weight[y.Sort] - weight[x.Sort] })
	if len(v.Reasons) > 0 {
		v.Sort = v.Reasons[0].Sort
	}
	if v.Sort == Wait {
		v.Until = latest(v.Reasons)
	}
	v.Free = a.free()
	return v
}

// latest is the day on which all that waits has waited enough, or "" when one of them
// waits for something that has no day.
func latest(reasons []Reason) (day civil.Day) {
	for _, r := range reasons {
		if r.Sort != Wait {
			continue
		}
		if r.Until == "" {
			return ""
		}
		day = max(day, r.Until)
	}
	return day
}

// limits are the rules of the facility that bear on this, those that can be checked first.
func (a Ask) limits() []facilities.Rule {
	var list []facilities.Rule
	for _, r := range a.Rules {
		if r.Topic == a.Topic || a.Topic == "books" && r.Topic == "parcels" {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(x, y facilities.Rule) int {
		return order(x.Test.Sort) - order(y.Test.Sort)
	})
	return list
}

func order(s facilities.Sort) int {
	if s == facilities.InWords {
		return len(facilities.Sorts())
	}
	return slices.Index(facilities.Sorts(), s)
}

func (a Ask) tests(sorts ...facilities.Sort) (list []facilities.Rule) {
	for _, r := range a.limits() {
		if slices.Contains(sorts, r.Test.Sort) {
			list = append(list, r)
		}
	}
	return list
}

// place says what is wrong with where they are.
func (a Ask) place() []Reason {
	w := a.Where
	args := map[string]string{"at": w.Facility, "since": w.Since.String()}
	switch w.State {
	case custody.Released:
		return []Reason{{Sort: Never, Key: "home", Args: args}}
	case custody.InTransit:
		return []Reason{{Sort: Wait, Key: "transit", Args: args}}
	case custody.Held:
	default:
		return []Reason{{Sort: Check, Key: "nowhere", Args: args}}
	}
	var out []Reason
	if w.Doubted {
		out = append(out, Reason{Sort: Check, Key: "doubted", Args: args})
	}
	switch {
	case !w.Address:
		out = append(out, Reason{Sort: Check, Key: "address", Args: args})
	case w.StandsIn:
		out = append(out, Reason{Sort: Check, Key: "stands-in", Args: args})
	}
	return out
}

// barred says that nothing of the sort is let in.
func (a Ask) barred() []Reason {
	var out []Reason
	for _, r := range a.tests(facilities.Nothing) {
		out = append(out, broken(r, Never, "nothing", map[string]string{"at": a.Where.Facility}))
	}
	return out
}

// broken is the reason that a broken rule gives: hard, or to be looked at when the rule
// only warns.
func broken(r facilities.Rule, hard Sort, key string, args map[string]string) Reason {
	if !r.Test.Stops {
		hard = Check
	}
	return Reason{Sort: hard, Key: key, Args: args, RuleID: r.ID}
}

// release says that they go home soon.
func (a Ask) release() []Reason {
	days, ok := a.Where.ReleaseOn.DaysUntil(a.Today)
	if !ok || a.NearDays == 0 || days < 0 || days >= a.NearDays || a.Where.State != custody.Held {
		return nil
	}
	return []Reason{{Sort: Check, Key: "release", Args: map[string]string{"days": strconv.Itoa(days), "day": a.Where.ReleaseOn.String()}}}
}

// age says what was not checked for too long.
func (a Ask) age() []Reason {
	if a.Where.State != custody.Held {
		return nil
	}
	var out []Reason
	if a.Where.Address && a.Where.AddressStale {
		out = append(out, Reason{Sort: Check, Key: "address-old", Args: map[string]string{"at": a.Where.Facility}})
	}
	oldest, days := "", 0
	for _, r := range a.limits() {
		if n := r.Age(a.Today); r.Stale(a.Today) && n > days {
			oldest, days = r.ID, n
		}
	}
	if days > 0 {
		out = append(out, Reason{Sort: Check, Key: "rules-old", Args: map[string]string{"days": strconv.Itoa(days), "at": a.Where.Facility}, RuleID: oldest})
	}
	return out
}

package rulepacks_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
)

// otherLists says how the days of a published data set compare with a calendar of
// ours: which of its names close offices, which do not and why, and on which single
// days, or under which name in which years, the two differ and why.
type otherList struct {
	file, calendar string
	off            []string          // names that close offices, also "(observed)"
	kept           map[string]string // names that do not, with the reason
	differ         map[string]string // "2006-11-30", or "Name 1995-2000" → the reason
}

// keptAnywhere are days that people keep and on which American offices are open.
var keptAnywhere = map[string]string{
	"Groundhog Day": "kept only", "Valentine's Day": "kept only", "Saint Patrick's Day": "kept only", "Good Friday": "no federal or state holiday here",
	"Easter Sunday": "a Sunday", "Mother's Day": "a Sunday", "Father's Day": "a Sunday", "Halloween": "kept only", "New Year's Eve": "kept only",
	"Christmas Eve (half-day closing)": "offices were open in the morning",
}

// federalOnly are days off of the federal calendar that states do not take over.
var federalOnly = map[string]string{
	"Birthday of Martin Luther King, Jr.":                             "the federal name of the day; the state has its own",
	"National Day of Mourning for former President George H. W. Bush": "federal offices",
	"National Day of Mourning for former President Gerald R. Ford":    "federal offices",
	"National Day of Mourning for former President Jimmy Carter":      "federal offices",
	"National Day of Mourning for former President Ronald Reagan":     "federal offices",
}

func notOff(more map[string]string, but ...string) map[string]string {
	all := map[string]string{}
	for _, m := range []map[string]string{keptAnywhere, more} {
		for name, why := range m {
			all[name] = why
		}
	}
	for _, name := range but {
		delete(all, name)
	}
	return all
}

func state(more map[string]string, but ...string) map[string]string {
	all := notOff(federalOnly)
	for name, why := range more {
		all[name] = why
	}
	for _, name := range but {
		delete(all, name)
	}
	return all
}

var ordinary = []string{"New Year's Day", "Memorial Day", "Independence Day", "Labor Day", "Veterans Day", "Thanksgiving Day", "Christmas Day"}

// onChristmasEve are the years in which a President closed federal offices on the day
// before Christmas; the list has the day in every year, and does not tell them apart.
const eveIsKept = "kept only; the years in which it was closed by order stand under differ"

var otherLists = []otherList{
	{
		file: "US_COMMON", calendar: "us-federal",
		off: append([]string{"Martin Luther King Jr. Day", "Birthday of Martin Luther King, Jr.", "Washington's Birthday", "Columbus Day", "Juneteenth National Independence Day", "Day After Christmas",
			"National Day of Mourning for former President George H. W. Bush", "National Day of Mourning for former President Gerald R. Ford",
			"National Day of Mourning for former President Jimmy Carter", "National Day of Mourning for former President Ronald Reagan"}, ordinary...),
		kept: notOff(map[string]string{"Election Day": "no federal holiday", "Christmas Eve": eveIsKept}),
		differ: map[string]string{
			"1994-04-27": "closed by Executive Order 12910 for Richard Nixon; the list leaves it out",
			"2001-12-24": "closed by order", "2007-12-24": "closed by order", "2012-12-24": "closed by order", "2018-12-24": "closed by order",
			"2019-12-24": "closed by order", "2020-12-24": "closed by order", "2024-12-24": "closed by order", "2025-12-24": "closed by order",
		},
	},
	{
		file: "US_SC", calendar: "us-sc",
		off: append([]string{"Martin Luther King Jr. Day", "President's Day"}, ordinary...),
		kept: state(map[string]string{
			"Washington's Birthday": "the federal name of Presidents' Day", "Columbus Day": "not in S.C. Code 53-5-10", "Election Day": "ended by the act of 2000",
			"Juneteenth National Independence Day": "not in S.C. Code 53-5-10", "Day After Christmas": "the list has only the federal ones; S.C. Code has it every year",
			"Christmas Eve": "the list has it as kept everywhere", "Confederate Memorial Day": "the list has the fourth Monday of April; S.C. Code has 10 May",
		}),
		differ: map[string]string{
			"Martin Luther King Jr. Day 1990-2000": "an optional holiday until the act of 2000", "Confederate Memorial Day 2001-2040": "10 May by S.C. Code 53-5-10",
			"Day after Thanksgiving 1990-2040": "in S.C. Code 53-5-10; the list leaves it out", "Christmas Eve 2009-2040": "in S.C. Code 53-5-10 since 2009",
			"Day after Christmas 1990-2040": "in S.C. Code 53-5-10; the list leaves it out", "Christmas Day 1990-2040": "moves on past the day after Christmas; the list moves Saturday to Friday",
			"Christmas Day (observed) 1990-2040": "24 and 26 December are holidays themselves, so it moves on",
		},
	},
	{
		file: "US_TX", calendar: "us-tx",
		off: append([]string{"Martin Luther King Jr. Day", "Presidents' Day", "Friday After Thanksgiving", "Christmas Eve", "Day After Christmas"}, ordinary...),
		kept: state(map[string]string{
			"Washington's Birthday": "the federal name of Presidents' Day", "Columbus Day": "not in Gov't Code 662.003", "Election Day": "not in Gov't Code 662.003",
			"Juneteenth National Independence Day": "the state's own is Emancipation Day", "Cesar Chavez Day": "optional", "Confederate Memorial Day": "the business goes on (662.004)",
			"Emancipation Day In Texas": "the business goes on (662.004)", "Lyndon Baines Johnson Day": "the business goes on (662.004)",
			"San Jacinto Day": "the business goes on (662.004)", "Texas Independence Day": "the business goes on (662.004)",
		}),
		differ: map[string]string{
			"New Year's Day (observed) 1990-2040": "not moved off a weekend", "Independence Day (observed) 1990-2040": "not moved off a weekend", "Veterans Day (observed) 1990-2040": "not moved off a weekend",
			"Christmas Eve (observed) 1990-2040":   "not moved off a weekend",
			"Martin Luther King Jr. Day 1990-1991": "a state holiday from 1991; its first January was 1992",
		},
	},
	{
		file: "US_CA", calendar: "us-ca",
		off: append([]string{"Martin Luther King Jr. Day", "Presidents' Day", "Lincoln's Birthday", "Cesar Chavez Day", "Day After Thanksgiving"}, ordinary...),
		kept: state(map[string]string{
			"Washington's Birthday": "the federal name of Presidents' Day", "Columbus Day": "ended in 2009; until then under differ", "Election Day": "not in Gov. Code 19853(a)",
			"Juneteenth National Independence Day": "an employee may take it in place of another (19853(e))", "Day After Christmas": "federal offices", "Christmas Eve": "kept only",
			"Diwali": "an employee may take it in place of another", "Susan B. Anthony Day": "kept only", "Easter Sunday (observed)": "the list moves Cesar Chavez Day under this name",
		}),
		differ: map[string]string{
			"Columbus Day 1990-2008": "a state holiday until 2009", "Cesar Chavez Day 1995-2000": "made in 2000; its first day was 31 March 2001", "Cesar Chavez Day (observed) 1995-2000": "the same",
			"New Year's Day (observed) 1990-2040": "only a Sunday moves (19853(b))", "Independence Day (observed) 1990-2040": "only a Sunday moves (19853(b))",
			"Christmas Day (observed) 1990-2040": "only a Sunday moves (19853(b))", "Lincoln's Birthday (observed) 1990-2009": "only a Sunday moves (19853(b))",
		},
	},
	{
		file: "US_NY", calendar: "us-ny",
		off:  append([]string{"Martin Luther King Jr. Day", "Washington's Birthday", "Columbus Day", "Juneteenth National Independence Day", "Lincoln's Birthday", "Election Day"}, ordinary...),
		kept: state(map[string]string{"Day After Christmas": "federal offices", "Christmas Eve": "kept only", "Susan B. Anthony Day": "kept only"}),
		differ: map[string]string{
			"General election day 1990-2040":      "each general election day, so every year (General Construction Law 24)",
			"New Year's Day (observed) 1990-2040": "only a Sunday moves", "Independence Day (observed) 1990-2040": "only a Sunday moves", "Veterans Day (observed) 1990-2040": "only a Sunday moves",
			"Christmas Day (observed) 1990-2040": "only a Sunday moves", "Lincoln's Birthday (observed) 1990-2040": "only a Sunday moves", "Juneteenth National Independence Day (observed) 1990-2040": "only a Sunday moves",
		},
	},
	{
		file: "US_FL", calendar: "us-fl",
		off: append([]string{"Martin Luther King Jr. Day", "Friday After Thanksgiving"}, ordinary...),
		kept: state(map[string]string{
			"Washington's Birthday": "not in Fla. Stat. 110.117", "Columbus Day": "not in Fla. Stat. 110.117", "Election Day": "not in Fla. Stat. 110.117", "Susan B. Anthony Day": "kept only",
			"Juneteenth National Independence Day": "not in Fla. Stat. 110.117", "Day After Christmas": "federal offices", "Christmas Eve": "kept only",
		}),
	},
	{
		file: "GB_ENG", calendar: "gb-eaw",
		off: []string{"Boxing Day", "Christmas Day", "Coronation of Charles III", "Diamond Jubilee of Elizabeth II", "Easter Monday", "Golden Jubilee of Elizabeth II", "Good Friday",
			"Late Summer Bank Holiday", "May Day", "Millennium Celebrations", "New Year's Day", "Platinum Jubilee of Elizabeth II", "Spring Bank Holiday",
			"State Funeral of Queen Elizabeth II", "Wedding of William and Catherine"},
	},
	{
		file: "GB_SCT", calendar: "gb-sct",
		off: []string{"Boxing Day", "Christmas Day", "Coronation of Charles III", "Diamond Jubilee of Elizabeth II", "Golden Jubilee of Elizabeth II", "Good Friday", "May Day",
			"Millennium Celebrations", "New Year Holiday", "New Year's Day", "Platinum Jubilee of Elizabeth II", "Saint Andrew's Day", "Scotland's participation in the FIFA World Cup final",
			"Spring Bank Holiday", "State Funeral of Queen Elizabeth II", "Summer Bank Holiday", "Wedding of William and Catherine"},
		differ: map[string]string{"2006-11-30": "the act is of 2007; its first day was 30 November 2007"},
	},
	{
		file: "GB_COMMON", calendar: "gb-eaw", // what all of the United Kingdom has, so ours has more
		off: []string{"Boxing Day", "Christmas Day", "Coronation of Charles III", "Diamond Jubilee of Elizabeth II", "Golden Jubilee of Elizabeth II", "Good Friday", "May Day",
			"Millennium Celebrations", "New Year's Day", "Platinum Jubilee of Elizabeth II", "Spring Bank Holiday", "State Funeral of Queen Elizabeth II", "Wedding of William and Catherine"},
		differ: map[string]string{"Easter Monday 1990-2040": "not in Scotland", "Summer bank holiday 1990-2040": "another day in Scotland"},
	},
}

// Our calendars are compared with a published list for every weekday from 1990 to
// 2040. Every name of the list is decided, every difference is explained, and every
// explanation is needed.
func TestCalendarsAgreeWithAPublishedList(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "shared", "data", "standards", "holidays")
	b := book(t)
	for _, l := range otherLists {
		t.Run(l.file, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join(dir, l.file+".json"))
			if errors.Is(err, fs.ErrNotExist) {
				t.Skip("the published list is not on this machine: " + l.file)
			}
			theirs := map[string]string{}
			if err := json.Unmarshal(text, &theirs); err != nil {
				t.Fatal(err)
			}
			l.compare(t, theirs, func(d civil.Day) (string, bool) { return b.Holiday(l.calendar, d), b.Off(l.calendar, d) })
		})
	}
}

func (l otherList) compare(t *testing.T, theirs map[string]string, ours func(civil.Day) (string, bool)) {
	used := map[string]bool{}
	for day := civil.Day("1990-01-01"); day <= "2040-12-31"; day = day.Add(1) {
		name := l.closing(t, theirs[string(day)], used)
		if w := day.Time().Weekday(); w == 0 || w == 6 {
			continue
		}
		own, off := ours(day)
		if off == (name != "") || l.explained(day, name, used) || l.explained(day, own, used) {
			continue
		}
		t.Errorf("%s: the list says %q, ours says %q", day, name, own)
	}
	for _, name := range l.off {
		if !used[name] {
			t.Errorf("%q is not in the list", name)
		}
	}
	for at := range l.differ {
		if !used[at] {
			t.Errorf("%q explains no difference", at)
		}
	}
}

// closing is the name of the holiday that closes offices on a day of the list, or "".
func (l otherList) closing(t *testing.T, said string, used map[string]bool) string {
	closes := ""
	for _, name := range strings.Split(said, "; ") {
		plain := strings.TrimSuffix(name, " (observed)")
		_, kept := l.kept[name]
		if _, either := l.kept[plain]; either {
			kept = true
		}
		switch {
		case name == "" || kept:
		case l.counts(plain):
			closes, used[plain] = name, true
		default:
			t.Errorf("nobody decided whether %q closes offices", name)
		}
	}
	return closes
}

func (l otherList) counts(name string) bool {
	for _, off := range l.off {
		if name == off {
			return true
		}
	}
	return false
}

func (l otherList) explained(day civil.Day, name string, used map[string]bool) bool {
	for at := range l.differ {
		from, to, span := strings.Cut(strings.TrimPrefix(at, name+" "), "-")
		years := span && name != "" && strings.HasPrefix(at, name+" ") && string(day[:4]) >= from && string(day[:4]) <= to
		if at == string(day) || years {
			used[at] = true
			return true
		}
	}
	return false
}

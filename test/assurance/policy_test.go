package main

import "slices"

// standing is how one of the cast stands to somebody's record.
type standing int

const (
	stranger standing = iota // they are not to know that the person is there
	ordinary                 // sees them, by role or for a colleague
	near                     // was given them by name
)

// reach is the policy of who sees whom, written down by hand from its text
// (security design 3.2 and 3.3, docs/security.md): it asks neither Can nor the
// wall. A lead sees the ordinary people of their chapter, or of all; a worker of
// a closed team and a volunteer those they were given; whoever broke the glass
// the one they broke it for. Somebody under age (n2) is seen by those who were given
// them by name, no lead included, and by who works alone. A conflict of interest
// and, but for those who keep the records, a restriction beat all of that. The
// administrator sees nobody.
var reach = map[string]map[string]standing{
	"solo":          {"n1": ordinary, "n2": ordinary, "n3": ordinary, "n4": ordinary, "s1": ordinary, "s2": ordinary},
	"lead":          {"n1": ordinary, "n3": ordinary, "n4": ordinary, "s1": ordinary, "s2": ordinary},
	"lead-north":    {"n1": ordinary, "n2": near, "n3": near, "n4": near}, // the worker of n2 to n4
	"lead-south":    {"s1": near, "s2": near},
	"barred":        {"n1": ordinary, "n3": ordinary, "s1": ordinary, "s2": ordinary},
	"granted":       {"n1": near},
	"cover":         {"n1": near},
	"without":       {},
	"glass":         {"s2": near},
	"volunteer":     {"n1": near},
	"administrator": {},
	"":              {},
}

// readers says which roles read which sort of text about somebody they see.
var readers = map[class][]string{
	post:    {"solo", "lead", "worker", "volunteer"},
	file:    {"solo", "lead", "worker", "volunteer"},
	kin:     {"solo", "lead", "worker", "volunteer"},
	edit:    {"solo", "lead", "worker", "volunteer"},
	both:    {"solo", "lead", "worker", "volunteer"},
	entry:   {"solo", "lead", "worker"},
	agreed:  {"solo", "lead", "worker"},
	special: {"solo", "lead", "worker"}, // of people they were given by name
	leads:   {"solo", "lead"},
	asked:   {"solo", "lead"}, // and who asked
	sealed:  {"solo", "lead"},
	own:     {},
	never:   {},
}

// roles are what the cast are; a name of the cast says more than a role.
var roles = map[string]string{
	"solo": "solo", "lead": "lead", "lead-north": "lead", "lead-south": "lead", "barred": "lead",
	"granted": "worker", "cover": "worker", "without": "worker", "glass": "worker", "volunteer": "volunteer", "administrator": "administrator",
}

// may is the policy for one text.
func may(who string, k mark) bool {
	at := reach[who][k.Person]
	switch {
	case k.Class == kin && (who == "barred" || who == "lead"): // the conflict is not with them, and they are grown up; theirs hide them too
		return true
	case at == stranger:
		return false
	case k.Class == edit && who == "glass": // reads, and changes nothing
		return false
	case k.Class == own, k.Class == asked && k.Author == who:
		return k.Author == who
	case k.Class == both && reach[who][k.Other] == stranger:
		return false
	case k.Class == special && at != near && who != "solo": // everybody is given to who works alone
		return false
	}
	return slices.Contains(readers[k.Class], roles[who])
}

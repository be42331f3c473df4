package authz

import "strings"

// Resource is what a decision needs to know of the thing somebody asks for. It
// is read from the rows of the thing, never from the request.
type Resource struct {
	Chapter    string // whose it is, "" where an organisation has no chapters
	Barred     bool   // a conflict of interest keeps the actor from it
	Restricted bool   // its use is restricted: kept, and read by records officers alone
	Sealed     bool   // named people alone know that it exists
	Named      bool   // the actor is one of them
	Granted    bool   // the actor was given the person by name, and the grant runs
	Glass      bool   // the actor has broken the glass for the person, and it runs
	Minor      bool   // they are under age: read by those who were given them by name
	Placed     bool   // somebody, whoever it is, was given them by name
	Class      Class
}

// Action is what somebody wants to do with a Resource.
type Action struct {
	Needs    Permission
	Writes   bool
	Powerful bool // asks for a session in which the actor proved themselves minutes ago
	Leaves   bool // carries something out of the organisation
	Proven   bool // a consent or a legal basis was shown for that
}

// Rule names what decided: it goes to the trail, never to the one who asked.
type Rule string

// The rules, in the order they are asked. The first that refuses decides;
// breaking the glass lifts chapter, grant, age, role and class, for reading.
const (
	RuleAccount    Rule = "account"    // no account, or not proven of late
	RuleConflict   Rule = "conflict"   // beats every role, grant and broken glass
	RuleRestricted Rule = "restricted" // kept, but not to be used
	RuleSealed     Rule = "sealed"     // named people only
	RuleChapter    Rule = "chapter"    // another chapter's
	RuleGrant      Rule = "grant"      // not given by name
	RuleMinor      Rule = "minor"      // under age, and not given by name
	RuleRole       Rule = "role"       // the role may not
	RuleClass      Rule = "class"      // a special field, without the right or the grant
	RuleConsent    Rule = "consent"    // it would leave without consent or legal basis
	RuleGlass      Rule = "glass"      // allowed, because the glass was broken
	RuleAllowed    Rule = "allowed"
)

// Decision is the answer, and the rule that gave it.
type Decision struct {
	Allowed bool
	Rule    Rule
}

// ReadRestricted is the right to read what is restricted.
const ReadRestricted Permission = "records.manage"

// Can decides whether an actor may do something with a thing (security design
// 3.3). It is pure: no clock, no database; whoever asks has read the resource
// at the present moment. Denied is what no rule allows.
func (a Actor) Can(do Action, r Resource) Decision {
	switch {
	case a.ID == "" || do.Powerful && !a.Proven:
		return Decision{Rule: RuleAccount}
	case r.Barred:
		return Decision{Rule: RuleConflict}
	case r.Restricted && !a.May(ReadRestricted):
		return Decision{Rule: RuleRestricted}
	case r.Sealed && !r.Named:
		return Decision{Rule: RuleSealed}
	}
	rule, glass := a.reach(do, r), false
	if rule != RuleAllowed {
		if glass = r.Glass && !do.Writes; !glass {
			return Decision{Rule: rule}
		}
	}
	switch {
	case do.Leaves && !do.Proven:
		return Decision{Rule: RuleConsent}
	case glass:
		return Decision{Allowed: true, Rule: RuleGlass}
	}
	return Decision{Allowed: true, Rule: RuleAllowed}
}

// reach asks the rules that broken glass lifts.
func (a Actor) reach(do Action, r Resource) Rule {
	switch {
	case !r.Granted && a.Chapter != "" && r.Chapter != a.Chapter:
		return RuleChapter
	case !r.Granted && a.Sight != SeesAll:
		return RuleGrant
	case r.Minor && !r.Granted && !a.May(ReadMinors) && (r.Placed || !a.May(NameStaff)):
		return RuleMinor
	case !a.May(do.Needs):
		return RuleRole
	case r.Class >= ClassSpecial && !a.ReadsSpecial(r.Granted):
		return RuleClass
	}
	return RuleAllowed
}

// ReadOnly is the actor without everything that changes something: whoever has
// broken the glass looks, and does not touch.
func (a Actor) ReadOnly() Actor {
	perms := map[Permission]bool{}
	for p, held := range a.perms {
		if held && reads(p) {
			perms[p] = true
		}
	}
	a.perms = perms
	return a
}

// reads reports whether a permission changes nothing. Permissions are named
// "thing.verb", and reading is one verb.
func reads(p Permission) bool {
	_, verb, ok := strings.Cut(string(p), ".")
	return !ok && p == "find" || verb == "read" || strings.HasPrefix(verb, "read-")
}

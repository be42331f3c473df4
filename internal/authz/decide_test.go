package authz_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/authz"
)

const read, write authz.Permission = "people.read", "people.write"

func actor(sight authz.Sight, chapter string, perms ...authz.Permission) authz.Actor {
	a := authz.NewActor("a", "A", authz.Worker, sight, perms...)
	a.Chapter = chapter
	return a
}

// One row for each rule, with everything after it in the actor's favour, so
// that a rule that is left out lets the row through.
func TestEachRuleRefuses(t *testing.T) {
	t.Parallel()
	lead := actor(authz.SeesAll, "north", read, write)
	looking := authz.Action{Needs: read}
	for name, c := range map[string]struct {
		actor authz.Actor
		do    authz.Action
		what  authz.Resource
		want  authz.Rule
	}{
		"nobody":                      {authz.Actor{}, looking, authz.Resource{Granted: true}, authz.RuleAccount},
		"not proven of late":          {lead, authz.Action{Needs: read, Powerful: true}, authz.Resource{Chapter: "north"}, authz.RuleAccount},
		"a conflict of interest":      {lead, looking, authz.Resource{Barred: true, Granted: true, Named: true, Glass: true}, authz.RuleConflict},
		"restricted":                  {lead, looking, authz.Resource{Chapter: "north", Restricted: true, Granted: true, Glass: true}, authz.RuleRestricted},
		"sealed":                      {lead, looking, authz.Resource{Chapter: "north", Sealed: true, Granted: true, Glass: true}, authz.RuleSealed},
		"another chapter":             {lead, looking, authz.Resource{Chapter: "south"}, authz.RuleChapter},
		"not given":                   {actor(authz.SeesGranted, "", read), looking, authz.Resource{}, authz.RuleGrant},
		"sees nobody":                 {actor(authz.SeesNone, "", read), looking, authz.Resource{}, authz.RuleGrant},
		"under age, not given":        {lead, looking, authz.Resource{Chapter: "north", Minor: true}, authz.RuleMinor},
		"under age, given to another": {actor(authz.SeesAll, "", read, authz.NameStaff), looking, authz.Resource{Minor: true, Placed: true}, authz.RuleMinor},
		"the role may not":            {actor(authz.SeesAll, "", write), looking, authz.Resource{}, authz.RuleRole},
		"special without the right":   {lead, looking, authz.Resource{Granted: true, Class: authz.ClassSpecial}, authz.RuleClass},
		"special without a grant":     {actor(authz.SeesAll, "", read, authz.ReadSpecial), looking, authz.Resource{Class: authz.ClassSpecial}, authz.RuleClass},
		"leaves without consent":      {lead, authz.Action{Needs: read, Leaves: true}, authz.Resource{Chapter: "north"}, authz.RuleConsent},
		"glass does not let write":    {lead, authz.Action{Needs: write, Writes: true}, authz.Resource{Chapter: "south", Glass: true}, authz.RuleChapter},
		"glass does not let it leave": {lead, authz.Action{Needs: read, Leaves: true}, authz.Resource{Chapter: "south", Glass: true}, authz.RuleConsent},
	} {
		if got := c.actor.Can(c.do, c.what); got.Allowed || got.Rule != c.want {
			t.Errorf("%s: %+v, want a refusal by %s", name, got, c.want)
		}
	}
}

func TestWhatIsAllowed(t *testing.T) {
	t.Parallel()
	proven := actor(authz.SeesAll, "", read)
	proven.Proven = true
	for name, c := range map[string]struct {
		actor authz.Actor
		do    authz.Action
		what  authz.Resource
		want  authz.Rule
	}{
		"one's own chapter":                        {actor(authz.SeesAll, "north", read), authz.Action{Needs: read}, authz.Resource{Chapter: "north"}, authz.RuleAllowed},
		"given over the wall":                      {actor(authz.SeesAll, "north", read), authz.Action{Needs: read}, authz.Resource{Chapter: "south", Granted: true}, authz.RuleAllowed},
		"given by name":                            {actor(authz.SeesGranted, "", read), authz.Action{Needs: read}, authz.Resource{Granted: true}, authz.RuleAllowed},
		"special, right and given":                 {actor(authz.SeesGranted, "", read, authz.ReadSpecial), authz.Action{Needs: read}, authz.Resource{Granted: true, Class: authz.ClassSpecial}, authz.RuleAllowed},
		"sealed, named":                            {actor(authz.SeesGranted, "", read), authz.Action{Needs: read}, authz.Resource{Sealed: true, Named: true, Granted: true}, authz.RuleAllowed},
		"powerful, proven":                         {proven, authz.Action{Needs: read, Powerful: true}, authz.Resource{}, authz.RuleAllowed},
		"under age, given by name":                 {actor(authz.SeesGranted, "", read), authz.Action{Needs: read}, authz.Resource{Minor: true, Granted: true, Placed: true}, authz.RuleAllowed},
		"under age, to name somebody":              {actor(authz.SeesAll, "", read, authz.NameStaff), authz.Action{Needs: read}, authz.Resource{Minor: true}, authz.RuleAllowed},
		"under age, to who works alone":            {actor(authz.SeesAll, "", read, authz.ReadMinors), authz.Action{Needs: read}, authz.Resource{Minor: true, Placed: true}, authz.RuleAllowed},
		"under age, through broken glass":          {actor(authz.SeesAll, "", read), authz.Action{Needs: read}, authz.Resource{Minor: true, Placed: true, Glass: true}, authz.RuleGlass},
		"broken glass":                             {actor(authz.SeesGranted, "north", read), authz.Action{Needs: read}, authz.Resource{Chapter: "south", Glass: true}, authz.RuleGlass},
		"restricted, to the one who keeps records": {actor(authz.SeesAll, "", read, authz.ReadRestricted), authz.Action{Needs: read}, authz.Resource{Restricted: true}, authz.RuleAllowed},
	} {
		if got := c.actor.Can(c.do, c.what); !got.Allowed || got.Rule != c.want {
			t.Errorf("%s: %+v, want it allowed by %s", name, got, c.want)
		}
	}
}

// policy is any actor, action and thing at all.
type policy struct {
	actor authz.Actor
	do    authz.Action
	what  authz.Resource
}

func anyPolicy(t *rapid.T) policy {
	b := func(name string) bool { return rapid.Bool().Draw(t, name) }
	perms := rapid.SliceOfDistinct(rapid.SampledFrom([]authz.Permission{read, write, authz.ReadSpecial, authz.ReadRestricted, authz.NameStaff, authz.ReadMinors}), rapid.ID).Draw(t, "perms")
	a := actor(rapid.SampledFrom([]authz.Sight{authz.SeesNone, authz.SeesGranted, authz.SeesAll}).Draw(t, "sight"), rapid.SampledFrom([]string{"", "north", "south"}).Draw(t, "chapter"), perms...)
	a.Proven = b("proven")
	return policy{
		a,
		authz.Action{Needs: rapid.SampledFrom([]authz.Permission{read, write}).Draw(t, "needs"), Writes: b("writes"), Powerful: b("powerful"), Leaves: b("leaves"), Proven: b("consent")},
		authz.Resource{
			Chapter: rapid.SampledFrom([]string{"", "north", "south"}).Draw(t, "of"), Barred: b("barred"), Restricted: b("restricted"), Sealed: b("sealed"),
			Named: b("named"), Granted: b("granted"), Glass: b("glass"), Minor: b("minor"), Placed: b("placed"), Class: rapid.SampledFrom(authz.Classes()).Draw(t, "class"),
		},
	}
}

// P15: a conflict of interest beats every role, grant and broken glass. And
// nothing an actor is given ever takes something away from them.
func TestPropertiesOfTheDecision(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPolicy(t)
		got := p.actor.Can(p.do, p.what)
		if got.Allowed != (got.Rule == authz.RuleAllowed || got.Rule == authz.RuleGlass) {
			t.Fatalf("%+v says both", got)
		}
		if p.what.Barred && got.Allowed {
			t.Fatal("allowed over a conflict of interest")
		}
		if got.Rule == authz.RuleGlass && (p.do.Writes || p.what.Sealed && !p.what.Named) {
			t.Fatal("broken glass let somebody write, or see what is sealed")
		}
		if p.what.Minor && !p.what.Granted && got.Rule == authz.RuleAllowed && !p.actor.May(authz.ReadMinors) && (p.what.Placed || !p.actor.May(authz.NameStaff)) {
			t.Fatal("somebody under age is read by who was not named")
		}
		given := p.what
		given.Granted = true
		if got.Allowed && !p.actor.Can(p.do, given).Allowed {
			t.Fatal("a grant took something away")
		}
		if (authz.Actor{}).Can(p.do, p.what).Allowed {
			t.Fatal("nobody may something")
		}
	})
}

func TestReadOnlyKeepsReadingAlone(t *testing.T) {
	t.Parallel()
	a := actor(authz.SeesAll, "", read, write, "find", "timeline.read-lead", "export", "staff.manage").ReadOnly()
	for p, want := range map[authz.Permission]bool{read: true, "find": true, "timeline.read-lead": true, write: false, "export": false, "staff.manage": false} {
		if a.May(p) != want {
			t.Errorf("%s: %v", p, !want)
		}
	}
	if authz.System("x").ReadOnly().May(write) {
		t.Error("even the system only reads through broken glass")
	}
}

func BenchmarkCan(b *testing.B) {
	a := actor(authz.SeesGranted, "north", read, authz.ReadSpecial)
	for b.Loop() {
		a.Can(authz.Action{Needs: read}, authz.Resource{Chapter: "north", Granted: true, Class: authz.ClassSpecial})
	}
}

package staff

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/staff/phrases"
)

// Account is somebody who may sign in.
type Account struct {
	ID, Rev   string
	Name      string // as shown to colleagues
	SignIn    string // as typed at the door
	Role      authz.Role
	Chapter   string // id, "" for none
	Has       Factors
	CreatedAt time.Time
	EndedAt   time.Time // zero while the account is alive
	SeenAt    time.Time // zero when never
	Preferences
}

// Alive reports whether the account has not been ended.
func (a Account) Alive() bool { return a.EndedAt.IsZero() }

// Factors says how somebody can prove who they are.
type Factors struct {
	Phrase, Codes bool
	Passkeys      int // that open something
}

// Second reports whether they have more than a pass phrase.
func (f Factors) Second() bool { return f.Codes || f.Passkeys > 0 }

// Preferences are how somebody likes the pages to be.
type Preferences struct {
	Locale     string // "" for the organisation's language
	Theme      string // "" for the system's, "light", "dark"
	Density    string // "" comfortable, "compact"
	SingleKeys bool   // shortcuts of one letter; off until asked for (WCAG 2.1.4)
}

func (p Preferences) validate(languages []string) error {
	var bad []fault.Problem
	if p.Locale != "" && !slices.Contains(languages, p.Locale) {
		bad = append(bad, fault.Problem{Field: "locale", Key: "staff.choice.unknown"})
	}
	if !slices.Contains([]string{"", "light", "dark"}, p.Theme) {
		bad = append(bad, fault.Problem{Field: "theme", Key: "staff.choice.unknown"})
	}
	if !slices.Contains([]string{"", "compact"}, p.Density) {
		bad = append(bad, fault.Problem{Field: "density", Key: "staff.choice.unknown"})
	}
	return fault.Check("staff: choose preferences", bad)
}

// NewAccount is what it takes to add somebody.
type NewAccount struct {
	Name   string // as shown to colleagues
	SignIn string // "" to make one of the name
	Role   authz.Role
}

// tidy trims what was typed and fills in the sign-in name.
func (n *NewAccount) tidy() {
	n.Name = strings.Join(strings.Fields(norm.NFC.String(n.Name)), " ")
	n.SignIn = strings.TrimSpace(norm.NFC.String(n.SignIn))
	if n.SignIn == "" {
		n.SignIn = suggestSignIn(n.Name)
	}
}

// suggestSignIn makes "ana.ruiz" of "Ana Ruiz".
func suggestSignIn(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), phrases.NotWord)
	if len(words) > 2 {
		words = []string{words[0], words[len(words)-1]}
	}
	return strings.Join(words, ".")
}

func (n NewAccount) validate() error {
	var bad []fault.Problem
	rule := func(ok bool, field, key string, args ...any) {
		if !ok {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	rule(n.Name != "", "name", "staff.name.missing")
	rule(utf8.RuneCountInString(n.Name) <= 80, "name", "staff.name.long", "count", 80)
	rule(printable(n.Name), "name", "staff.name.signs")
	rule(n.Name == "" || n.SignIn != "", "sign_in", "staff.sign-in-name.missing")
	rule(utf8.RuneCountInString(n.SignIn) <= 64, "sign_in", "staff.name.long", "count", 64)
	rule(printable(n.SignIn), "sign_in", "staff.name.signs")
	rule(slices.Contains(authz.Roles(), n.Role), "role", "staff.role.unknown")
	return fault.Check("staff: add an account", bad)
}

// Check fills in the sign-in name and returns the rules that are broken, before
// there is a record to add the account to.
func (n *NewAccount) Check() error {
	n.tidy()
	return n.validate()
}

// printable refuses control characters and the ones that turn text around.
func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// signInKey is how sign-in names are compared: without case and width.
func signInKey(name string) string {
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(strings.TrimSpace(name))))
}

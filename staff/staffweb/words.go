package staffweb

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/staff"
)

// withDefault puts what holds when nothing is chosen before the options.
func withDefault(label string, options []layout.Option) []layout.Option {
	return append([]layout.Option{{Label: label}}, options...)
}

// deviceWords names a browser, or says that it did not name itself.
func deviceWords(ctx context.Context, device string) string {
	if device == "" {
		return i18n.T(ctx, "staff.sessions.unnamed")
	}
	return device
}

// roleName is the role in the reader's language.
func roleName(ctx context.Context, role authz.Role) string {
	return i18n.T(ctx, "staff.role."+string(role))
}

// roles are offered with what each may do.
func roles(ctx context.Context) []layout.Option {
	var list []layout.Option
	for _, r := range authz.Roles() {
		list = append(list, layout.Option{Value: string(r), Label: roleName(ctx, r), Hint: i18n.T(ctx, "staff.role."+string(r)+".may")})
	}
	return list
}

// zoneName turns "America/New_York" into "New York (America)".
func zoneName(zone string) string {
	area, city, ok := strings.Cut(strings.ReplaceAll(zone, "_", " "), "/")
	if !ok {
		return zone
	}
	return city + " (" + area + ")"
}

func compareFold(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }

func joined(list []string) string { return strings.Join(list, ",") }

// accountPath is the address of an account's page, or of an action on it.
func accountPath(a staff.Account, action string) string {
	path := "/settings/people-here/" + a.ID
	if action != "" {
		path += "/" + action
	}
	return path
}

// weak is the problem of a pass phrase that is too easy to guess.
func weak() error {
	return fault.Bad("staffweb: choose a pass phrase", "phrase", "staff.phrase.common")
}

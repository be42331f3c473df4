package passkey

import (
	"net"
	"strings"
)

// Site is where passkeys hold: the name they are bound to, and the origin of the
// pages that may ask for them. The zero Site has none.
type Site struct{ ID, Origin string }

// Why passkeys cannot be used at an address (security design F12).
const (
	IsNumber = "number" // an IP address has no name a passkey could be bound to
	IsLocal  = "local"  // names such as records.local are nobody's
	Unnamed  = "name"   // whoever runs the server has not said that this is its name
	InClear  = "clear"  // without https, browsers allow passkeys on localhost only
)

// At is the site of a request. named is the name the server was told to have, ""
// for none; host is what the browser asked for, with its port; secure is https.
// Where passkeys cannot be used, why says so and the Site is zero.
func At(named, host string, secure bool) (s Site, why string) {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	switch {
	case net.ParseIP(strings.Trim(name, "[]")) != nil:
		return Site{}, IsNumber
	case name == "localhost" && secure:
		return Site{ID: name, Origin: "https://" + host}, ""
	case name == "localhost":
		return Site{ID: name, Origin: "http://" + host}, ""
	case strings.HasSuffix(name, ".local") || !strings.Contains(name, "."):
		return Site{}, IsLocal
	case !secure:
		return Site{}, InClear
	case !strings.EqualFold(name, named):
		return Site{}, Unnamed
	}
	return Site{ID: name, Origin: "https://" + host}, ""
}

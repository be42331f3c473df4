package grievances

import "github.com/throughcare/throughcare/internal/authz"

// What may be done with grievances of people one may see.
const (
	MayRead     authz.Permission = "grievances.read"
	MayWrite    authz.Permission = "grievances.write"
	MayPatterns authz.Permission = "grievances.read-patterns" // see what several people tell of one place
)

// Bundle says which roles hold them.
var Bundle = authz.Bundle{
	authz.Solo:   {MayRead, MayWrite, MayPatterns},
	authz.Lead:   {MayRead, MayWrite, MayPatterns},
	authz.Worker: {MayRead, MayWrite},
}

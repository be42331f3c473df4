package people

import "github.com/throughcare/throughcare/internal/authz"

// What somebody may do with the people they may see.
const (
	MayRead  authz.Permission = "people.read"
	MayWrite authz.Permission = "people.write"
)

// Bundle says which roles hold them. Whoever logs the post need not know what
// somebody suffers from or believes.
var Bundle = authz.Bundle{
	authz.Solo:      {MayRead, MayWrite, authz.ReadSpecial},
	authz.Lead:      {MayRead, MayWrite, authz.ReadSpecial},
	authz.Worker:    {MayRead, MayWrite, authz.ReadSpecial},
	authz.Volunteer: {MayRead, MayWrite},
}

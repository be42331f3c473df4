package people

import "github.com/throughcare/throughcare/internal/authz"

// What somebody may do with the people they may see.
const (
	MayRead  authz.Permission = "people.read"
	MayWrite authz.Permission = "people.write"
)

// Bundle says which roles hold them.
var Bundle = authz.Bundle{
	authz.Solo:      {MayRead, MayWrite},
	authz.Lead:      {MayRead, MayWrite},
	authz.Worker:    {MayRead, MayWrite},
	authz.Volunteer: {MayRead, MayWrite},
}

package arbitration

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do here. Which people they see is a matter of the wall; the neutral
// of a matter sees it whatever else they see.
const (
	MayRead  authz.Permission = "arbitration.read"
	MayWrite authz.Permission = "arbitration.write"

	readsNotes authz.Permission = "arbitration.read-notes" // of the neutral; held by no role
)

// Bundle says which roles hold them. Whoever keeps the accounts sees nothing of it.
var Bundle = authz.Bundle{
	authz.Solo:   {MayRead, MayWrite},
	authz.Lead:   {MayRead, MayWrite},
	authz.Worker: {MayRead, MayWrite},
}

package sentences

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do here. Which people they see is a matter of the wall.
const (
	MayRead  authz.Permission = "sentences.read"
	MayWrite authz.Permission = "sentences.write"
)

// Bundle gives sentences to everybody who does casework; volunteers read when
// somebody comes home, and do not change it.
var Bundle = authz.Bundle{
	authz.Solo:      {MayRead, MayWrite},
	authz.Lead:      {MayRead, MayWrite},
	authz.Worker:    {MayRead, MayWrite},
	authz.Volunteer: {MayRead},
}

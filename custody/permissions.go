package custody

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do here. Which people they see is a matter of the wall.
const (
	MayRead  authz.Permission = "custody.read"
	MayWrite authz.Permission = "custody.write"
)

// Bundle gives custody to everybody who does casework: a volunteer who opens a
// letter learns of a move first.
var Bundle = authz.Bundle{
	authz.Solo:      {MayRead, MayWrite},
	authz.Lead:      {MayRead, MayWrite},
	authz.Worker:    {MayRead, MayWrite},
	authz.Volunteer: {MayRead, MayWrite},
}

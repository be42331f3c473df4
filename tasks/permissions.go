package tasks

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do with tasks. Whose tasks they see is a matter of which
// people they may see.
const (
	MayRead  authz.Permission = "tasks.read"
	MayWrite authz.Permission = "tasks.write"
)

// Bundle gives tasks to everybody who does casework.
var Bundle = authz.Bundle{
	authz.Solo:      {MayRead, MayWrite},
	authz.Lead:      {MayRead, MayWrite},
	authz.Worker:    {MayRead, MayWrite},
	authz.Volunteer: {MayRead, MayWrite},
}

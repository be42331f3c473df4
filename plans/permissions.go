package plans

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do here. Whose plans they see is a matter of the wall.
const (
	MayRead  authz.Permission = "plans.read"
	MayWrite authz.Permission = "plans.write"
	MayDuty  authz.Permission = "plans.duty" // say who is on duty
)

// Bundle says which roles hold them. Whoever keeps the accounts sees nothing of it.
var Bundle = authz.Bundle{
	authz.Solo:   {MayRead, MayWrite, MayDuty},
	authz.Lead:   {MayRead, MayWrite, MayDuty},
	authz.Worker: {MayRead, MayWrite},
}

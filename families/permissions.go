package families

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do here. Which households they see is a matter of the wall.
const (
	MayRead   authz.Permission = "families.read"
	MayWrite  authz.Permission = "families.write"
	MayExceed authz.Permission = "families.exceed" // give aid beyond a cap, and change the caps
	MayCount  authz.Permission = "families.count"  // tap at the counter, which names nobody

	tellsInside authz.Permission = "families.tell-inside" // held by no role
)

// Bundle says which roles hold them. Whoever keeps the accounts sees nothing of it.
var Bundle = authz.Bundle{
	authz.Solo:      {MayRead, MayWrite, MayExceed, MayCount},
	authz.Lead:      {MayRead, MayWrite, MayExceed, MayCount},
	authz.Worker:    {MayRead, MayWrite, MayCount},
	authz.Volunteer: {MayCount},
}

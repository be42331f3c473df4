package penpals

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do here. Which people they see is a matter of the wall. MayReadOwn is
// of volunteers, who may be writers: what they were told of those they write to themselves.
const (
	MayRead          authz.Permission = "penpals.read"
	MayWrite         authz.Permission = "penpals.write"
	MayManage        authz.Permission = "penpals.manage"         // decide the days, the box, and what writers are told
	MayReadBlocks    authz.Permission = "penpals.read-blocks"    // why somebody must not write to somebody
	MayReadIncidents authz.Permission = "penpals.read-incidents" // what went wrong between two
	MayReadOwn       authz.Permission = "penpals.read-own"
)

// Bundle says which roles hold them. Whoever keeps the accounts sees nothing of it.
var Bundle = authz.Bundle{
	authz.Solo:      {MayRead, MayWrite, MayManage, MayReadBlocks, MayReadIncidents},
	authz.Lead:      {MayRead, MayWrite, MayManage, MayReadBlocks, MayReadIncidents},
	authz.Worker:    {MayRead, MayWrite},
	authz.Volunteer: {MayReadOwn},
}

package roster

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do here. Whose claims they see is a matter of the wall.
const (
	MayRead   authz.Permission = "roster.read"
	MaySync   authz.Permission = "roster.sync"   // read a list
	MayDecide authz.Permission = "roster.decide" // accept or dismiss what it claims
)

// Bundle gives reading lists to whoever brings lists in, and deciding to those
// who do casework.
var Bundle = authz.Bundle{
	authz.Solo:   {MayRead, MaySync, MayDecide},
	authz.Lead:   {MayRead, MaySync, MayDecide},
	authz.Worker: {MayRead, MayDecide},
}

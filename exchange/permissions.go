package exchange

import "github.com/throughcare/throughcare/internal/authz"

// What may be done here: hand our rules out, and take those of others in.
const (
	MayShare authz.Permission = "exchange.share"
	MayTake  authz.Permission = "exchange.take"
)

// Bundle says which roles hold them.
var Bundle = authz.Bundle{
	authz.Solo:          {MayShare, MayTake},
	authz.Lead:          {MayShare, MayTake},
	authz.Worker:        {MayShare, MayTake},
	authz.Administrator: {MayShare},
}

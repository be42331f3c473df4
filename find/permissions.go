package find

import "github.com/throughcare/throughcare/internal/authz"

// MayFind opens the field. What it finds is narrowed to what its user may see.
const MayFind authz.Permission = "find"

// Bundle gives it to everybody who does casework.
var Bundle = authz.Bundle{
	authz.Solo:      {MayFind},
	authz.Lead:      {MayFind},
	authz.Worker:    {MayFind},
	authz.Volunteer: {MayFind},
}

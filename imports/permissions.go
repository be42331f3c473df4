package imports

import "github.com/throughcare/throughcare/internal/authz"

// MayImport lets somebody bring a file in. Adding people by the hundred is not
// for volunteers.
const MayImport authz.Permission = "import"

// Bundle gives it to those who run the casework.
var Bundle = authz.Bundle{
	authz.Solo:   {MayImport},
	authz.Lead:   {MayImport},
	authz.Worker: {MayImport},
}

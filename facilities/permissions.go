package facilities

import "github.com/throughcare/throughcare/internal/authz"

// What may be done with the directory. Rules and addresses are for ordinary
// users to keep right; importing and merging are for those who may import.
const (
	MayRead   authz.Permission = "facilities.read"
	MayWrite  authz.Permission = "facilities.write"
	MayImport authz.Permission = "facilities.import"
)

// Bundle says which roles hold them.
var Bundle = authz.Bundle{
	authz.Solo:          {MayRead, MayWrite, MayImport},
	authz.Lead:          {MayRead, MayWrite, MayImport},
	authz.Worker:        {MayRead, MayWrite, MayImport},
	authz.Volunteer:     {MayRead},
	authz.Administrator: {MayRead, MayImport},
}

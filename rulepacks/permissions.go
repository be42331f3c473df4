package rulepacks

import "github.com/throughcare/throughcare/internal/authz"

// What may be done with rules. Correcting one for a facility is for whoever works
// with it; packs are installed by those who answer for the whole.
const (
	MayRead    authz.Permission = "rulepacks.read"
	MayCorrect authz.Permission = "rulepacks.correct"
	MayInstall authz.Permission = "rulepacks.install"
)

// Bundle says which roles hold them.
var Bundle = authz.Bundle{
	authz.Solo:          {MayRead, MayCorrect, MayInstall},
	authz.Lead:          {MayRead, MayCorrect, MayInstall},
	authz.Worker:        {MayRead, MayCorrect},
	authz.Administrator: {MayRead, MayInstall},
}

package copying

import "github.com/throughcare/throughcare/internal/authz"

// MayAgree is the right to agree to what a colleague wants to take out, and to
// see who was shown how many people.
const MayAgree authz.Permission = "copying.agree"

// Bundle says which roles hold it.
var Bundle = authz.Bundle{
	authz.Solo: {MayAgree},
	authz.Lead: {MayAgree},
}

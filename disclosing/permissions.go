package disclosing

import "github.com/throughcare/throughcare/internal/authz"

// MayDisclose is the right to make packets, of people one sees, and to read the
// log of what left.
const MayDisclose authz.Permission = "records.disclose"

// Bundle says which roles hold it.
var Bundle = authz.Bundle{
	authz.Solo: {MayDisclose},
	authz.Lead: {MayDisclose},
}

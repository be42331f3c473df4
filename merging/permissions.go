package merging

import "github.com/throughcare/throughcare/internal/authz"

// MayMerge is to say that two records are of one person, or that they are not.
const MayMerge authz.Permission = "people.merge"

// Bundle says which roles hold it: whoever merges sees both records whole.
var Bundle = authz.Bundle{
	authz.Solo: {MayMerge},
	authz.Lead: {MayMerge},
}

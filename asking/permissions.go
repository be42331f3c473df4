package asking

import "github.com/throughcare/throughcare/internal/authz"

// May is the permission to ask to read an entry, and to answer those who ask
// for one's own.
const May authz.Permission = "entries.ask"

// Bundle says which roles hold it. A volunteer is asked, and sees nothing to
// ask for.
var Bundle = authz.Bundle{
	authz.Solo: {May}, authz.Lead: {May}, authz.Worker: {May}, authz.Volunteer: {May},
}

package files

import "github.com/throughcare/throughcare/internal/authz"

// What somebody may do with the files of the people they may see.
const (
	MayRead authz.Permission = "files.read" // open those whose entry one may read
	MayAdd  authz.Permission = "files.add"
)

// Bundle says which roles hold them. A volunteer who scans the post reads what
// they scanned, as with the entries they write.
var Bundle = authz.Bundle{
	authz.Solo:      {MayRead, MayAdd},
	authz.Lead:      {MayRead, MayAdd},
	authz.Worker:    {MayRead, MayAdd},
	authz.Volunteer: {MayRead, MayAdd},
}

package letters

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do here. Which people they see is a matter of the wall.
const (
	MayWrite  authz.Permission = "letters.write"  // write to somebody they see
	MayRun    authz.Permission = "letters.run"    // write to many at once
	MayChange authz.Permission = "letters.change" // templates
)

// Bundle lets everybody write who sees people, and write to many who answer for it.
var Bundle = authz.Bundle{
	authz.Solo:      {MayWrite, MayRun, MayChange},
	authz.Lead:      {MayWrite, MayRun, MayChange},
	authz.Worker:    {MayWrite, MayRun},
	authz.Volunteer: {MayWrite},
}

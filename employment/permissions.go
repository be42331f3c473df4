package employment

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do here. Whose work they see is a matter of the wall.
const (
	MayRead  authz.Permission = "employment.read"
	MayWrite authz.Permission = "employment.write"
	MayJudge authz.Permission = "employment.judge" // read which limits of employers are about somebody, and calculate what must be said
)

// Bundle says which roles hold them. Whoever keeps the accounts sees nothing of it.
var Bundle = authz.Bundle{
	authz.Solo:   {MayRead, MayWrite, MayJudge},
	authz.Lead:   {MayRead, MayWrite},
	authz.Worker: {MayRead, MayWrite, MayJudge},
}

package sealed

import "github.com/throughcare/throughcare/internal/authz"

// What somebody may do about sealed matters, beyond being named in one.
const (
	MayRead    authz.Permission = "sealed.read"    // those one is named in
	MayWrite   authz.Permission = "sealed.write"   // begin one, and write in those one is named in
	MayArrange authz.Permission = "sealed.arrange" // make the recovery sheets
	MayRecover authz.Permission = "sealed.recover" // use them
)

// Bundle says which roles hold them. Everybody may complain and be named.
var Bundle = authz.Bundle{
	authz.Solo:          {MayRead, MayWrite, MayArrange, MayRecover},
	authz.Lead:          {MayRead, MayWrite, MayRecover},
	authz.Worker:        {MayRead, MayWrite},
	authz.Volunteer:     {MayRead, MayWrite},
	authz.Administrator: {MayRead, MayWrite, MayArrange},
}

package casework

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do with the cases of people they may see.
const (
	MayRead       authz.Permission = "cases.read"
	MayWrite      authz.Permission = "cases.write"      // open, log contacts, close own cases
	MayLead       authz.Permission = "cases.lead"       // colleagues' days and cases: transfer, cover
	MayProgrammes authz.Permission = "programmes.write" // define programmes
)

// Bundle says which roles hold them. A volunteer logs contacts with people they
// were granted.
var Bundle = authz.Bundle{
	authz.Solo:          {MayRead, MayWrite, MayLead, MayProgrammes},
	authz.Lead:          {MayRead, MayWrite, MayLead, MayProgrammes},
	authz.Worker:        {MayRead, MayWrite},
	authz.Volunteer:     {MayRead, MayWrite},
	authz.Administrator: {MayProgrammes},
}

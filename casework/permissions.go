package casework

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do with the cases of people they may see.
const (
	MayRead       authz.Permission = "cases.read"
	MayLog        authz.Permission = "cases.log"        // log contacts
	MayWrite      authz.Permission = "cases.write"      // open, close, set aside, hand over one's own
	MayLead       authz.Permission = "cases.lead"       // colleagues' days and cases: transfer, cover
	MayProgrammes authz.Permission = "programmes.write" // define programmes
)

// Bundle says which roles hold them. A volunteer logs contacts with people they
// were granted.
var Bundle = authz.Bundle{
	authz.Solo:          {MayRead, MayLog, MayWrite, MayLead, MayProgrammes},
	authz.Lead:          {MayRead, MayLog, MayWrite, MayLead, MayProgrammes},
	authz.Worker:        {MayRead, MayLog, MayWrite},
	authz.Volunteer:     {MayRead, MayLog},
	authz.Administrator: {MayProgrammes},
}

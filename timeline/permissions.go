package timeline

import "github.com/throughcare/throughcare/internal/authz"

// What somebody may do with the timeline of a person they may see.
const (
	MayRead     authz.Permission = "timeline.read"      // read the entries of others; without it only one's own are there
	MayWrite    authz.Permission = "timeline.write"     // add entries, and correct one's own
	MayReadLead authz.Permission = "timeline.read-lead" // read entries kept for leads
	MayCorrect  authz.Permission = "timeline.correct"   // correct what a colleague wrote
)

// Bundle says which roles hold them.
var Bundle = authz.Bundle{
	authz.Solo:      {MayRead, MayWrite, MayReadLead, MayCorrect},
	authz.Lead:      {MayRead, MayWrite, MayReadLead, MayCorrect},
	authz.Worker:    {MayRead, MayWrite},
	authz.Volunteer: {MayWrite},
}

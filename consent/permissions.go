package consent

import "github.com/throughcare/throughcare/internal/authz"

// What somebody may do with the consents of the people they may see.
const (
	MayRead     authz.Permission = "consent.read"     // read the ledger
	MayWrite    authz.Permission = "consent.write"    // record what somebody said, print forms, log what was shared
	MayOverride authz.Permission = "consent.override" // disclose on a basis in law, without consent
	MayManage   authz.Permission = "consent.manage"   // choose purposes and write the texts people are shown
)

// Bundle says which roles hold them. Texts hold nothing about anybody.
var Bundle = authz.Bundle{
	authz.Solo:          {MayRead, MayWrite, MayOverride, MayManage},
	authz.Lead:          {MayRead, MayWrite, MayOverride, MayManage},
	authz.Worker:        {MayRead, MayWrite},
	authz.Administrator: {MayManage},
}

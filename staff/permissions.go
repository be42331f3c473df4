package staff

import (
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/settings"
)

// Manage is the permission to add accounts, change their roles, reset their
// pass phrases and end them.
const Manage authz.Permission = "staff.manage"

// Help is the permission to see who works here, to start giving somebody a new
// pass phrase, and to be the second person where one is asked.
const Help authz.Permission = "staff.help"

// LockRecord is the permission to lock the whole record at once, for
// everybody, until somebody with its pass phrase opens it again. Everyone who
// works has it: the one who is in the room when it matters is not the
// administrator.
const LockRecord authz.Permission = "record.lock"

// Bundle says which role holds which permission of this package.
var Bundle = authz.Bundle{
	authz.Administrator: {Manage, Help, LockRecord},
	authz.Solo:          {Manage, Help, LockRecord},
	authz.Lead:          {Help, LockRecord},
	authz.Worker:        {LockRecord},
	authz.Volunteer:     {LockRecord},
}

// sightOf says which people a role sees, by the organisation's choice of an
// open team.
func sightOf(role authz.Role, c settings.Choices) authz.Sight {
	switch role {
	case authz.Lead, authz.Solo:
		return authz.SeesAll
	case authz.Worker:
		if c.OpenTeam {
			return authz.SeesAll
		}
		return authz.SeesGranted
	case authz.Volunteer:
		return authz.SeesGranted
	}
	return authz.SeesNone
}

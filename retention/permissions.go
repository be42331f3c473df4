package retention

import "github.com/throughcare/throughcare/internal/authz"

// What somebody may do about letting go.
const (
	MayErase    authz.Permission = "retention.erase"    // see what is due, keep it longer, erase it; of people one may see
	MayHold     authz.Permission = "retention.hold"     // ask for a hold, confirm and end those of others
	MaySchedule authz.Permission = "retention.schedule" // say after how long what goes
)

// Bundle says which roles hold them. The administrator sets schedules and
// erases nobody.
var Bundle = authz.Bundle{
	authz.Solo:          {MayErase, MayHold, MaySchedule},
	authz.Lead:          {MayErase, MayHold, MaySchedule},
	authz.Administrator: {MaySchedule},
}

package access

import "github.com/throughcare/throughcare/internal/authz"

// What somebody may do about access.
const (
	MayGive    authz.Permission = "access.give"        // give people one sees to a colleague, and say one has a conflict oneself
	MayManage  authz.Permission = "access.manage"      // conflicts of colleagues, chapters, the list of broken glass
	MayBreak   authz.Permission = "access.break-glass" // look at somebody who is not one's own, in an emergency
	MayRecords                  = authz.ReadRestricted // restrict a record, and read what is restricted
)

// Bundle says which roles hold them. The administrator gives out no casework.
var Bundle = authz.Bundle{
	authz.Solo:   {MayGive, MayManage, MayBreak, MayRecords, authz.ReadSpecial, authz.ReadMinors},
	authz.Lead:   {MayGive, MayManage, MayBreak, MayRecords, authz.ReadSpecial, authz.NameStaff},
	authz.Worker: {MayGive, MayBreak, authz.ReadSpecial},
}

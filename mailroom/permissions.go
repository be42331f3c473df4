package mailroom

import "github.com/throughcare/throughcare/internal/authz"

// What an actor may do here. Which people they see is a matter of the wall.
const (
	MayWork   authz.Permission = "mail.work"   // log letters, pack, print labels, take back what returned
	MayChange authz.Permission = "mail.change" // say what is sent, and how often
)

// Bundle gives the desk to everybody who sees people, and its rules to those who answer
// for it.
var Bundle = authz.Bundle{
	authz.Solo:      {MayWork, MayChange},
	authz.Lead:      {MayWork, MayChange},
	authz.Worker:    {MayWork},
	authz.Volunteer: {MayWork},
}

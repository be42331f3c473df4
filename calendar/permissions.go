package calendar

import "github.com/throughcare/throughcare/internal/authz"

// MayRead opens the calendar and own feeds.
const MayRead authz.Permission = "calendar.read"

// Bundle gives the calendar to everybody who does casework.
var Bundle = authz.Bundle{
	authz.Solo:      {MayRead},
	authz.Lead:      {MayRead},
	authz.Worker:    {MayRead},
	authz.Volunteer: {MayRead},
}

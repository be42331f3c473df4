// Package grievances carries a complaint of somebody inside through every level of
// the procedure that held on the day it happened: what must be where by which day,
// what was sent, signed, put in and answered, and how we know.
//
// Almost everywhere only the person themselves may file. Nothing here files
// anything: a draft is printed for them to sign, and what became of it is recorded.
//
// No law stands here. Steps, limits and forms are those of a rule pack (package
// rulepacks); a grievance keeps the version it began with. Clocks are counted
// from the recorded events whenever they are read. Silence is computed, never
// typed. With every change the clocks that run are written down as tasks in the same
// transaction, so that they stand on Today, in the day sheet and in the calendar.
package grievances

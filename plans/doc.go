// Package plans is about going home: what somebody needs for it and who sees to each
// thing by when, the first 72 hours with their calls, the conditions they go out under,
// their papers, and how it went after 3, 30, 90 and 180 days.
//
// Everything due is counted from the day and hour of release. When that moves, the open
// things move with it, and whoever sees to one is told (R-REL-1 to 7).
package plans

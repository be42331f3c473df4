// Package linkage finds the records that are of one person, in one file or across
// two, without being told any answers first.
//
// It follows Fellegi and Sunter (A Theory for Record Linkage, 1969): every column
// of two records agrees to some level, and each level is so many times likelier
// for one person than for two. How much likelier is estimated from the file itself
// by expectation maximisation (Dempster, Laird and Rubin, 1977). An agreement on a
// rare name weighs more than one on a common name (Winkler, 1989). Who is the same
// as somebody who is the same is the same: the last step looks at groups.
//
// Nothing here knows a record's database, a page or a clock.
package linkage

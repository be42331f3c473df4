// Package placename reads the names of prisons as people and directories write
// them: abbreviations, capitals, slips of the pen, the words that tell one place
// from another and those any prison has in its name. A Gazetteer finds places by
// such names, with an honest probability that the right one was meant.
package placename

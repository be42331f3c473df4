// Package roster is custody watch: it reads the bulk list of a prison system,
// finds our people on it, and makes claims of what it says about them: moved,
// released, a new date, not seen, or a question that only somebody can answer.
//
// A list changes nothing by itself. What it says stands as a claim until
// somebody accepts it, and then goes the way of every move, so that held mail,
// visits and clocks react. That somebody is not on a list is never a release: a
// release has to be said. What is read is data: the layouts stand in
// layouts.json, with where we have them from and when that was looked at.
package roster

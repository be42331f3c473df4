// Package families is about the relatives of people inside, who are helped in their own
// right: households with their children, what they need and what aid they got, trips to
// prisons, the helpline, programmes with an end, and the counter of a visitor centre.
//
// A household belongs to the relative it was opened for. Whoever sees that relative sees
// it; whoever sees only the person inside does not learn that it exists, and the other way
// round (R-POP-1).
package families

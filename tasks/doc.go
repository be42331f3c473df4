// Package tasks holds what must happen by a day: a contact to make, a letter to
// answer, a form that must be in somebody's hands on Monday. Every capability
// adds tasks of its own kinds in its own transactions; Today ranks them all.
//
// A kind says how heavy its tasks weigh, whether the law sets their day, what
// their button says and where it leads. Today knows kinds only through that, so
// that a new capability is on Today by registering one.
package tasks

// Package way is the rules of the way a grievance takes: what happened to it, which
// step is to be taken now, which clocks run and until when, and whether every level was
// gone through. It is pure: no clock, no SQL; the steps and limits are those of a rule
// pack.
package way

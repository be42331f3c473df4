// Package casework is the work with people over months and years: programmes
// an organisation defines itself, a case for each person in one of them, the
// waiting list, the next action that no active case is without, contacts, and
// what happens to cases when a worker is away or leaves.
//
// A case waits, is active, lies dormant or is closed. Nothing moves a case but a
// person: that one has gone quiet is only suggested. Case numbers are counted
// from spans on the books, so that start + opened - closed = end always holds.
package casework

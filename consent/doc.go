// Package consent is the ledger of what people agreed to: what may be shared,
// printed or published about them, with whom, of which kind, and until when.
// Nothing leaves without a line of it or a named basis in law, and help never
// depends on it.
//
// What somebody said is never overwritten. It is withdrawn, corrected or marked
// as a mistake by a further line, and the later word of theirs counts. Whoever
// sends, prints, exports or publishes takes a Proof, which only Check can make
// and which is recorded as a disclosure in the same transaction.
package consent

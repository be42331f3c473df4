// Package letters writes to people inside: templates in several languages, one letter, or
// a run of letters to everybody at a facility or to all. A run takes up who gets it, in
// which language, at which address and what stands in the way, once; it is looked at,
// printed, and said to be posted, which is one change with an entry for each person.
//
// The name in a letter is the one somebody uses; on the envelope stands the name the
// prison knows them by.
package letters

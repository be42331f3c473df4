// Package search is the machinery behind find: it answers a misspelt,
// transliterated, abbreviated or half-remembered name or number with the people
// meant, and words with the notes that hold them.
//
// The words of names are the fuzzy part, not the people. All distinct words
// (about 150,000 for 2.5 million people) are kept in memory, where a query word
// is compared with them by edit distance, sound, short names and script. What
// is left are a few hundred pairs of exact words, which an index of the database
// answers. A number with one digit wrong needs no index of its own: its variants
// are looked up in the ordinary one.
//
// The index tables are derived: they are written in the transaction that
// changes a person (Put, PutNames, PutNumbers, Remove) and can be made anew at
// any time (Rebuild). The word ids in them are computed from the word, so that
// a memory that lags behind, a rollback or another process never makes them
// wrong.
//
// How words are written in one way is package fold, how two of them are compared
// package likeness; searchtest invents people and damages what is asked of them.
//
// Subjects are opaque ids. Who may see whom is the caller's business: every
// query takes an SQL condition on subject_id and finds nobody beyond it.
package search

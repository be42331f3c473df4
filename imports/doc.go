// Package imports brings spreadsheets in: people and their cases from any
// shape of file, directories of facilities from the layouts that facilities
// knows.
//
// A file is a batch. It is uploaded and kept, its columns are matched to ours,
// every row gets a verdict (new, changes somebody, maybe somebody we know,
// refused with the reason), a person decides what is unsure, and only then
// anything is saved. A saved batch can be undone as a whole for thirty days.
//
// The rows are never copied: the file is read again at each step, and only the
// verdicts that need a decision are kept beside it.
package imports

// Package sentences keeps what a court imposed on somebody, so that an estimate of
// release stands beside the official date. The official date is custody's, with its
// source, and wins; when the two differ, a task asks to query the calculation.
//
// How an estimate is made is the work of package release; nothing of it is
// stored, so that a change of the law changes every estimate at once.
package sentences

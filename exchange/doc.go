// Package exchange carries what groups know of prisons from one to another: the
// names and addresses of facilities and the rules they have, each with who said so
// and when, in one file that says whose it is and that nobody changed it on its way.
// Nothing about people gets into such a file.
//
// A file is looked at before anything is written: what is new to us, what differs,
// what is the same, and where ours was checked later. What is taken stands as
// reported, with the group it came from, and can be taken back as one.
package exchange

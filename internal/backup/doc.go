// Package backup writes the whole record into one encrypted file while people
// go on working, and makes a record of such a file again.
//
// A backup is an age file (age-encryption.org/v1) for the public keys of people
// who keep the private halves elsewhere; the server cannot read what it wrote.
// Inside is gzip, inside that are lines of JSON: a header, for every table its
// columns, rows and sums, and a manifest at the end. It holds rows and not
// pages, so that one format restores into either database engine, and nothing
// but the age and gunzip commands is needed to look into it.
//
// Everything in it is of one moment: it is read in one transaction. At no time
// is anything written in clear. What can be made anew (search indexes) and what
// must not live on (sessions, sign-in links) is left out.
package backup

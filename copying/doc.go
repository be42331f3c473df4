// Package copying keeps anybody from quietly taking a whole record away, page by
// page or file by file. It counts whom an account was shown, whatever the way;
// past a number of people one has to prove who one is, past the same number in
// files a second person has to agree, and leads are told.
//
// The people somebody works with do not count while they are only read: whoever
// opens Today and prints the day sheet every morning is never asked.
package copying

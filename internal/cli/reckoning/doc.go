// Package reckoning is the commands that compute: what falls on which day, by rules
// that come with the program or are installed in a record.
package reckoning

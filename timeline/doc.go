// Package timeline keeps what happened to and around a person, on the one
// timeline of their page. Every capability adds its entries in its own
// transaction; nobody's entry is ever overwritten, only corrected with what it
// said before kept beside it.
package timeline

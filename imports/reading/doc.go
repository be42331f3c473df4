// Package reading turns a row of somebody's spreadsheet into what it says of a
// person, by a mapping of its columns, and says what of it cannot be read. It
// knows the rules of those who will keep it and changes nothing.
package reading

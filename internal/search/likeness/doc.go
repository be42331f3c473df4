// Package likeness compares two words of names and says how much of one is in
// the other, and why: misspelt, misread, heard, shortened, abbreviated.
package likeness

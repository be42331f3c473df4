// Package find answers one field for everything: people by any mixture of
// misspelt name, other script, nickname and number; the places; and the notes
// the reader may see. Words that name a place or a language narrow the answer:
// "harrow farsi" is everybody at Harrow Ridge who reads Farsi. Each hit says why
// it is there.
package find

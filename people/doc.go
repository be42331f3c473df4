// Package people keeps who the people are: inside, released, a relative, a
// lawyer, a friend. Names of every kind and in any script, numbers with their
// issuer, languages, who is around them, what hurts if forgotten, and facts
// with their source, where not knowing is an answer of its own.
package people

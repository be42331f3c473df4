// Package staff knows the workers and volunteers of an organisation: their
// accounts and roles, how they prove who they are, and the sessions in which
// they work.
//
// Signing in takes a pass phrase and, where somebody has set them up, a
// one-time code. Nobody can find out from the outside who has an account: a
// name that does not exist is answered in the same words, at the same cost and
// with the same delays as a wrong pass phrase. Guessing is slowed down by a
// growing delay that ends by itself; it never locks anybody out for good.
package staff

// Package release checks what is released: that two builds are equal, what they
// are made of, and that a signature means something.
package release

// Package merging makes two records of one person one, and parts them again,
// however late. What is about the person lies with many capabilities; each moves
// its own through a Mover, and the trail says which rows that wrote, so that
// none can be forgotten when the two are parted.
package merging

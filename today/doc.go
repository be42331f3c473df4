// Package today answers one question: what does a worker do now, and what is
// lost if they do not? It ranks every open task and every date that comes near,
// says of each why it is there, and keeps the people nobody has heard of in
// sight. It reads across the record and writes nothing of its own but lines of
// the hand-over.
package today

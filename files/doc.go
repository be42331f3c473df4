// Package files keeps what people send and sign: scans, photographs, letters,
// each with a person and an entry of their timeline. What a file holds lies
// encrypted in the vault; its row says what it is and holds the only key to it.
//
// A file is told by what it holds, never by what it is called. Programs are
// refused. Nothing is ever opened or unpacked here: a file is kept as it came, as
// evidence, and given back to be kept. Of a photograph there is also a copy for
// sharing, without what the camera wrote into it (package picture), and a small
// picture that a confined child has made (package thumbnail).
package files

package main

import (
	"strings"

	"github.com/throughcare/throughcare/files"
)

// file adds a file that says something, under a name that does not, and why it
// was shared as it is.
func (s *subject) file() {
	f, err := s.rec.Files.Add(s.ctx(), s.by, files.New{PersonID: s.id, Name: "scan.pdf", Content: strings.NewReader("%PDF-1.7 " + s.m(entry, "words of a file"))})
	s.must(err)
	s.must(s.rec.Files.Justify(s.ctx(), s.by, f.ID, s.m(entry, "reason to share a file as it is")))
}

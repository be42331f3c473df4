package main

import (
	"archive/zip"
	"bytes"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
)

// class is what sort of text a marker stands for, as the policy table names it.
type class string

const (
	post    class = "post"    // name and number: what an envelope needs (C1)
	file    class = "file"    // casework that everybody on the case reads (C3)
	kin     class = "kin"     // the name of somebody around them, who is somebody of their own
	edit    class = "edit"    // the same, shown where it is changed
	both    class = "both"    // of two people: only whoever sees both of them
	entry   class = "entry"   // what was written on the timeline
	agreed  class = "agreed"  // the ledger of consents
	special class = "special" // health, faith, ethnicity (C4)
	leads   class = "leads"   // entries kept for leads
	own     class = "own"     // entries kept for their author
	asked   class = "asked"   // why somebody asks to read an entry kept for leads, and what was answered
	sealed  class = "sealed"  // conflicts of interest and why a record is restricted (C5)
	never   class = "never"   // kept, and shown by no page
)

// mark is one text of the record that says of itself what it is.
type mark struct {
	Word   string // stands in the field, alone or with others
	Class  class
	Person string // whose it is, by key
	Other  string // of class both: the other one
	What   string // "fact health, source"
	Author string // of classes own and asked
}

// marks are all markers of a world.
type marks struct {
	rng    *rand.Rand
	byWord map[string]mark
}

func newMarks(seed uint64) *marks {
	return &marks{rng: rand.New(rand.NewPCG(seed, 46)), byWord: map[string]mark{}}
}

// word makes a fresh marker. It looks like a name: nothing on the way may
// change it for being strange.
func (m *marks) word() string {
	b := []byte("Mk")
	for range 12 {
		b = append(b, byte('a'+m.rng.IntN(26)))
	}
	return string(b)
}

func (m *marks) keep(k mark) string {
	k.Word = m.word()
	m.byWord[strings.ToLower(k.Word)] = k
	return k.Word
}

// in lists the markers of this world in a text, each once. A marker may stand
// right after letters of something else: every place is tried.
func (m *marks) in(text string) (found []mark) {
	seen := map[string]bool{}
	text = strings.ToLower(text)
	for at := 0; at < len(text); {
		next := strings.Index(text[at:], "mk")
		if next < 0 || at+next+14 > len(text) {
			break
		}
		at += next
		word := text[at : at+14]
		if k, ok := m.byWord[word]; ok && !seen[word] {
			seen[word] = true
			found = append(found, k)
		}
		at++
	}
	return found
}

// of lists the markers of a person, in the order of their words.
func (m *marks) of(person string) (list []mark) {
	for _, k := range m.byWord {
		if k.Person == person {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(a, b mark) int { return strings.Compare(a.Word, b.Word) })
	return list
}

// plain is everything that can be read in an answer: a workbook is opened.
func plain(body []byte) string {
	if !bytes.HasPrefix(body, []byte("PK\x03\x04")) {
		return string(body)
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return string(body)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			continue
		}
		_, _ = io.Copy(&all, io.LimitReader(r, 16<<20)) // a broken part shows nothing
		_ = r.Close()
	}
	return all.String()
}

package disclosing

import (
	"time"

	"github.com/throughcare/throughcare/consent"
)

// Document is what leaves, for a machine to read; the paper says the same.
type Document struct {
	Format       string    `json:"format"` // "throughcare-packet"
	Version      int       `json:"version"`
	MadeAt       time.Time `json:"made_at"`
	MadeFor      string    `json:"made_for"`
	Organisation string    `json:"organisation"`
	Sort         Sort      `json:"sort"`
	Lang         string    `json:"lang"`
	Ground       *Grounds  `json:"ground,omitempty"`
	Covers       Covers    `json:"covers"`
	People       []Subject `json:"people"`
	Notices      []Notice  `json:"notices,omitempty"`
	Things       []Said    `json:"things"`
	LeftOut      []Omitted `json:"left_out"`
}

// Grounds is the order or the duty, as it stands on the paper.
type Grounds struct {
	Kind      consent.BasisKind `json:"kind"`
	Citation  string            `json:"citation"`
	Reference string            `json:"reference,omitempty"`
	On        string            `json:"ordered_on,omitempty"`
	Reason    string            `json:"reason"`
}

// Covers is what a packet was asked to cover; what is empty is everything.
type Covers struct {
	Kinds   []string `json:"kinds,omitempty"`
	Classes string   `json:"classes,omitempty"`
	From    string   `json:"from,omitempty"`
	Until   string   `json:"until,omitempty"`
}

// Subject is somebody the packet is about.
type Subject struct {
	Name   string `json:"name"`
	Number string `json:"number,omitempty"`
}

// Said is one thing the record holds, as it leaves.
type Said struct {
	Kind   string        `json:"kind"`
	On     string        `json:"on,omitempty"`
	Class  consent.Class `json:"class"`
	Person string        `json:"person"`
	Masked bool          `json:"masked,omitempty"` // something about somebody else was taken out
	Lines  []SaidLine    `json:"lines"`
	File   string        `json:"file,omitempty"` // its place beside this document

	title string // the kind in words
}

// SaidLine is a field of a thing.
type SaidLine struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// Omitted is a thing that does not leave, and why.
type Omitted struct {
	Kind   string `json:"kind"`
	On     string `json:"on,omitempty"`
	Reason string `json:"reason"`

	title string
}

// document makes what leaves of what was reviewed. files are the places of the
// files that go with it, by the id of their row.
func (r Review) document(words Words, files map[string]string) Document {
	d := Document{
		Format: "throughcare-packet", Version: 1, MadeFor: r.Ground.Audience, Sort: r.Sort, Lang: r.Lang,
		Covers:  Covers{Kinds: r.Scope.Kinds, Classes: r.Scope.Classes.String(), From: string(r.Scope.From), Until: string(r.Scope.Until)},
		Notices: chosen(r.Notices, r.Content), Things: []Said{}, LeftOut: []Omitted{},
	}
	if r.Sort == Order {
		g := r.Ground
		d.Ground = &Grounds{Kind: g.Kind, Citation: g.Citation, Reference: g.Reference, On: string(g.On), Reason: g.Reason}
	}
	names := map[string]string{}
	for _, card := range r.People {
		names[card.ID] = card.Name
		d.People = append(d.People, Subject{Name: card.Name, Number: card.Number})
	}
	for _, t := range r.Content {
		title := words.T("told.kind." + t.Kind)
		if t.Act == Leave {
			d.LeftOut = append(d.LeftOut, Omitted{Kind: t.Kind, On: t.On, Reason: t.Reason, title: title})
			continue
		}
		s := Said{Kind: t.Kind, On: t.On, Class: t.Class, Person: names[t.PersonID], Masked: t.Act == Mask && t.Flagged, File: files[t.RowID], title: title}
		for _, f := range t.Fields {
			s.Lines = append(s.Lines, SaidLine{Label: f.Label, Text: t.text(f, words)})
		}
		d.Things = append(d.Things, s)
	}
	return d
}

// text is a field as it leaves.
func (t Thing) text(f Field, words Words) string {
	if t.Act == Mask {
		return f.Masked(words)
	}
	return f.Plain()
}

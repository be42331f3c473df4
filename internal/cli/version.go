package cli

import (
	"fmt"
	"io"
	"runtime/debug"
)

type versionCommand struct {
	Parts bool `help:"Print everything the program is made of, as a CycloneDX document."`
}

// Run prints the version.
func (c versionCommand) Run(s *session) error {
	if c.Parts {
		built, _ := debug.ReadBuildInfo() // nil where there is none: a document without parts
		s.root.JSON = true
		return s.print(partsOf(version, built), nil)
	}
	return s.print(map[string]string{"version": version}, func(w io.Writer) { fmt.Fprintln(w, "throughcare", version) })
}

// bill is a CycloneDX 1.6 document: what a program is made of.
type bill struct {
	Format     string     `json:"bomFormat"`
	Spec       string     `json:"specVersion"`
	Version    int        `json:"version"`
	Metadata   billHead   `json:"metadata"`
	Components []billPart `json:"components"`
}

type billHead struct {
	Component billPart `json:"component"`
}

type billPart struct {
	Type       string      `json:"type"`
	Ref        string      `json:"bom-ref,omitempty"`
	Name       string      `json:"name"`
	Version    string      `json:"version"`
	PURL       string      `json:"purl,omitempty"`
	Properties []billEntry `json:"properties,omitempty"`
}

type billEntry struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// partsOf reads what the compiler wrote into the program: every module with its
// version and its sum in go.sum, and the settings it was built with.
func partsOf(version string, built *debug.BuildInfo) bill {
	b := bill{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: billHead{billPart{Type: "application", Name: "throughcare", Version: version}}, Components: []billPart{}}
	if built == nil {
		return b
	}
	for _, set := range built.Settings {
		b.Metadata.Component.Properties = append(b.Metadata.Component.Properties, billEntry{"go:build:" + set.Key, set.Value})
	}
	b.Components = append(b.Components, billPart{Type: "library", Name: "std", Version: built.GoVersion, PURL: "pkg:golang/std@" + built.GoVersion})
	for _, m := range built.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		url := "pkg:golang/" + m.Path + "@" + m.Version
		b.Components = append(b.Components, billPart{Type: "library", Ref: url, Name: m.Path, Version: m.Version, PURL: url, Properties: []billEntry{{"go:sum", m.Sum}}})
	}
	return b
}

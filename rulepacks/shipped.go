package rulepacks

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"
)

//go:embed packs/*.yaml
var packs embed.FS

//go:embed rulepack.schema.json
var schema []byte

// Schema is the JSON Schema (2020-12) of a pack, for editors.
func Schema() []byte { return slices.Clone(schema) }

// ShippedFile is one pack that comes with the program.
type ShippedFile struct {
	Name string // of the file, without its ending
	Text []byte
	Pack *Pack
}

// Shipped lists the packs that come with the program: the holidays first, whose
// calendars the others name.
func Shipped() ([]ShippedFile, error) { return shipped() }

var shipped = sync.OnceValues(func() ([]ShippedFile, error) {
	names, err := fs.Glob(packs, "packs/*.yaml")
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	var list []ShippedFile
	var calendars []string
	for _, name := range names {
		text, err := packs.ReadFile(name)
		if err != nil {
			return nil, err
		}
		p, err := Read(text, calendars...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, c := range p.Calendars {
			calendars = append(calendars, c.ID)
		}
		list = append(list, ShippedFile{path.Base(name[:len(name)-len(".yaml")]), text, p})
	}
	return list, nil
})

func rank(name string) int {
	if path.Base(name) == "holidays.yaml" {
		return 0
	}
	return 1
}

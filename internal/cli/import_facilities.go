package cli

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/sheet"
)

type importFacilities struct {
	importFlags
	Source string `help:"What the list is called, for one whose layout is not known; the name of the file when left out." placeholder:"NAME"`
	AsOf   string `help:"The day the list is of, like 2026-03-01." placeholder:"DAY"`
}

// importedPlaces is the answer of the import of a directory.
type importedPlaces struct {
	imported
	Places  int `json:"places"`
	Merged  int `json:"merged"`
	Older   int `json:"older"`
	Missing int `json:"missing"`
	Unsure  int `json:"unsure"` // pairs that wait for somebody
}

// Run brings a directory in, in one change.
func (c importFacilities) Run(s *session) error {
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	actor, err := s.importer(rec, c.As)
	if err != nil {
		return err
	}
	f, err := c.read(rec.Imports.MaxBytes())
	if err != nil {
		return err
	}
	name := filepath.Base(c.File)
	book, err := sheet.OpenAs(f, f.Size(), name, sheet.Limits{}, sheet.Way{Encoding: c.Encoding})
	if err != nil {
		return err
	}
	take := rec.Places.Import
	if c.DryRun {
		take = rec.Places.Preview
	}
	list := directory.FromSheet(book, name)
	list.Source, list.SaidOn = cmp.Or(c.Source, strings.TrimSuffix(name, filepath.Ext(name))), civil.Day(c.AsOf)
	if c.AsOf != "" && !list.SaidOn.Valid() {
		return desk.Misused(fmt.Errorf("--as-of: %q is not a day like 2026-03-01", c.AsOf))
	}
	report, err := take(s, actor, list)
	if err != nil {
		return err
	}
	if c.DryRun {
		report.Change = ""
	}
	out, err := placesOut(s, report)
	if err != nil {
		return err
	}
	if err := s.print(out, out.people); err != nil || c.DryRun || len(out.Refused)+out.Unsure == 0 {
		return err
	}
	return errPartly
}

// placesOut words a report.
func placesOut(s *session, r facilities.Report) (importedPlaces, error) {
	out := importedPlaces{
		imported: imported{
			Rows: r.Rows, Created: r.Created, Updated: r.Updated, Unchanged: r.Unchanged, Batch: r.Change,
			Duplicates: []importDuplicate{}, Refused: []importRefusal{},
		},
		Places: r.Places, Merged: r.Merged, Older: r.Older, Missing: r.Missing, Unsure: r.Unsure,
	}
	words, err := desk.Catalogue()
	if err != nil {
		return out, err
	}
	ctx := i18n.With(s, words.Printer("en"))
	for _, x := range r.Refused {
		args := make([]any, len(x.Args))
		for i, a := range x.Args {
			args[i] = a
		}
		out.Refused = append(out.Refused, importRefusal{Row: x.Row, Column: x.Column, Reason: i18n.T(ctx, x.Key, args...)})
	}
	return out, nil
}

// people prints the answer for people.
func (o importedPlaces) people(w io.Writer) {
	o.imported.people(w)
	fmt.Fprintf(w, "%d places, %d merged with a place of another directory, %d older than ours, %d missing in this file, %d pairs to decide\n",
		o.Places, o.Merged, o.Older, o.Missing, o.Unsure)
}

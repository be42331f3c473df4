package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/trail"
)

type importCommand struct {
	People     importPeople     `cmd:"" help:"Bring in people, and where they are, from a CSV or XLSX file."`
	Cases      importCases      `cmd:"" help:"Bring in people with their cases."`
	Facilities importFacilities `cmd:"" help:"Bring in a directory of prisons, jails and the like."`
	Undo       importUndo       `cmd:"" help:"Take an import back, for thirty days."`
}

// importFlags are what every import takes.
type importFlags struct {
	phraseFlag
	File     string `arg:"" help:"CSV or XLSX file." type:"path"`
	Encoding string `help:"How the letters of a CSV file are written, such as Windows-1252 or UTF-8; guessed when left out." placeholder:"NAME"`
	DryRun   bool   `help:"Say what would happen and change nothing."`
	As       string `help:"Bring it in as this account; the only one there is when left out." placeholder:"NAME"`
}

// mapFlag is how the guess at the columns is overruled.
type mapFlag struct {
	Map string `help:"JSON file that says what columns mean: {\"columns\":{\"HEADING\":\"FIELD\"}}." type:"path" placeholder:"FILE"`
}

type importPeople struct {
	importFlags
	mapFlag
}

// Run brings people in.
func (c importPeople) Run(s *session) error {
	return bring(s, imports.People, c.importFlags, c.Map, "")
}

type importCases struct {
	importFlags
	mapFlag
	Worker string `help:"Who works on cases whose row names nobody; whoever brings them in when left out." placeholder:"NAME"`
}

// Run brings cases in.
func (c importCases) Run(s *session) error {
	return bring(s, imports.Cases, c.importFlags, c.Map, c.Worker)
}

// read reads the file, no further than one that is refused for its size.
func (c importFlags) read(limit int64) (*sheet.Pieces, error) {
	f, err := os.Open(c.File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &missing{Text: "there is no file " + c.File}
	}
	if err != nil {
		return nil, desk.Misused(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return sheet.ReadPieces(f, limit)
}

// importer is who brings a file in: the account named, or the only one there
// is that may, or the program itself.
func (s *session) importer(rec *app.Record, name string) (authz.Actor, error) {
	operator, err := s.actor(rec, name)
	if err != nil || name != "" {
		return operator, err
	}
	all, err := rec.Casework.Colleagues(s, operator)
	if err != nil || len(all) != 1 {
		return operator, err
	}
	only, err := rec.Staff.Actor(s, all[0].ID)
	if err != nil || !only.May(imports.MayImport) {
		return operator, err
	}
	return only, nil
}

// bring uploads, checks and saves a file, and prints what came of it.
func bring(s *session, what string, c importFlags, mapFile, worker string) error {
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
	b, err := rec.Imports.Upload(s, actor, what, filepath.Base(c.File), f)
	if err != nil {
		return err
	}
	out, err := (&importing{session: s, rec: rec, actor: actor, batch: b, dry: c.DryRun, encoding: c.Encoding}).run(mapFile, worker)
	if err != nil {
		return errors.Join(err, rec.Imports.Drop(context.WithoutCancel(s), actor, b.ID))
	}
	if err := s.print(out, out.people); err != nil || c.DryRun || len(out.Duplicates)+len(out.Refused) == 0 {
		return err
	}
	return errPartly
}

type importUndo struct {
	phraseFlag
	Batch string `arg:"" help:"What the import printed as its batch."`
	As    string `help:"Take it back as this account." placeholder:"NAME"`
}

// undone is the answer to the undo of an import.
type undone struct {
	Batch  string           `json:"batch"`
	Stayed []imports.Stayed `json:"stayed"` // changed since, and left as they are
}

// Run takes an import back: a batch of people, or the change of a directory.
func (c importUndo) Run(s *session) error {
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	actor, err := s.actor(rec, c.As)
	if err != nil {
		return err
	}
	out := undone{Batch: c.Batch, Stayed: []imports.Stayed{}}
	err = rec.Imports.Undo(s, actor, c.Batch, nil)
	switch {
	case fault.Is(err, fault.NotFound):
		err = c.directory(s, rec, actor)
	case err == nil:
		var b imports.Batch
		b, err = rec.Imports.Batch(s, actor, c.Batch)
		out.Stayed = append(out.Stayed, b.Stayed...)
	}
	if err != nil {
		return err
	}
	err = s.print(out, func(w io.Writer) {
		fmt.Fprintln(w, "Taken back.")
		for _, p := range out.Stayed {
			fmt.Fprintf(w, "%s stays: changed since (%s)\n", p.Name, p.ID)
		}
	})
	if err == nil && len(out.Stayed) > 0 {
		err = errPartly
	}
	return err
}

// directory takes back the change that a directory of facilities made.
func (c importUndo) directory(s *session, rec *app.Record, actor authz.Actor) error {
	err := rec.DB.Read(s, func(tx *database.Tx) error {
		e, err := trail.One(s, tx, c.Batch)
		if err == nil && e.Action != "facilities.directory.imported" {
			err = fault.New(fault.NotFound, "cli: import undo")
		}
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return &missing{Text: "there is no import " + c.Batch}
	}
	if err != nil {
		return err
	}
	return rec.Undo(s, actor, c.Batch)
}

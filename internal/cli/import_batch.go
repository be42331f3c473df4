package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/imports/importsweb"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// imported is the answer of an import, as the contract of the command line has
// it.
type imported struct {
	Rows       int               `json:"rows"`
	Created    int               `json:"created"`
	Updated    int               `json:"updated"`
	Unchanged  int               `json:"unchanged"`
	Duplicates []importDuplicate `json:"duplicates"`
	Refused    []importRefusal   `json:"refused"`
	Batch      string            `json:"batch"` // "" for a dry run
}

// importDuplicate is a row that may be somebody who is there already.
type importDuplicate struct {
	Row  int               `json:"row"`
	Name string            `json:"name"`
	Like []importCandidate `json:"like"`
}

// importCandidate is who a row may be: a person, or an earlier row.
type importCandidate struct {
	ID    string  `json:"id,omitempty"`
	Row   int     `json:"row,omitempty"`
	Name  string  `json:"name"`
	Score float64 `json:"score"`
}

// importRefusal is a row that was not taken.
type importRefusal struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Reason string `json:"reason"`
}

// people prints the answer for people.
func (o imported) people(w io.Writer) {
	fmt.Fprintf(w, "%d rows: %d created, %d updated, %d unchanged\n", o.Rows, o.Created, o.Updated, o.Unchanged)
	for _, d := range o.Duplicates {
		fmt.Fprintf(w, "row %d: %s may be here already:", d.Row, d.Name)
		for _, c := range d.Like {
			if c.Row > 0 {
				fmt.Fprintf(w, " row %d", c.Row)
			} else {
				fmt.Fprintf(w, " %s (%s)", c.Name, c.ID)
			}
		}
		fmt.Fprintln(w)
	}
	for _, r := range o.Refused {
		fmt.Fprintf(w, "row %d refused: %s\n", r.Row, strings.TrimPrefix(r.Column+": "+r.Reason, ": "))
	}
	if o.Batch != "" {
		fmt.Fprintf(w, "Take it back with: throughcare import undo %s\n", o.Batch)
	}
}

// importing is one import at the command line.
type importing struct {
	*session
	rec   *app.Record
	actor authz.Actor
	batch imports.Batch
	dry   bool

	encoding string // how the letters are written, "" as guessed
}

func (i *importing) run(mapFile, worker string) (imported, error) {
	if err := i.letters(); err != nil {
		return imported{}, err
	}
	if err := i.mapping(mapFile, worker); err != nil {
		return imported{}, err
	}
	counts, err := i.rec.Imports.Check(i, i.actor, i.batch.ID, i.progress("checked"))
	if err != nil {
		return imported{}, err
	}
	created, updated := counts.New, counts.Change
	if !i.dry {
		if counts, err = i.rec.Imports.Save(i, i.actor, i.batch.ID, i.progress("saved")); err != nil {
			return imported{}, err
		}
		if err := i.rec.Imports.Remember(i, i.actor, i.batch.ID); err != nil {
			return imported{}, err
		}
		created, updated = counts.Created, counts.Updated
	}
	out := imported{Rows: counts.Rows, Created: created, Updated: updated, Unchanged: counts.Same, Batch: i.batch.ID}
	if err := i.lists(&out); err != nil || !i.dry {
		return out, err
	}
	out.Batch = ""
	return out, i.rec.Imports.Drop(i, i.actor, i.batch.ID)
}

// letters reads them as the command says.
func (i *importing) letters() (err error) {
	if i.encoding == "" {
		return nil
	}
	if err = i.rec.Imports.ReadAs(i, i.actor, i.batch.ID, i.encoding); err == nil {
		i.batch, err = i.rec.Imports.Batch(i, i.actor, i.batch.ID)
	}
	return err
}

// progress tells on standard error how far the work is.
func (i *importing) progress(done string) imports.Progress {
	rows := 0
	return func(ctx context.Context, n, _ int) error {
		rows += n
		fmt.Fprintf(i.err, "%d rows %s\n", rows, done)
		return ctx.Err()
	}
}

// lists are the rows that were not taken, with why.
func (i *importing) lists(out *imported) error {
	out.Duplicates, out.Refused = []importDuplicate{}, []importRefusal{}
	words, err := desk.Catalogue()
	if err != nil {
		return err
	}
	ctx := i18n.With(i, words.Printer("en"))
	err = i.each(imports.Maybe, func(l imports.Line) {
		d := importDuplicate{Row: l.Row, Name: l.Detail.Name, Like: []importCandidate{}}
		for _, c := range l.Detail.Maybe {
			d.Like = append(d.Like, importCandidate{ID: c.ID, Row: c.Row, Name: c.Name, Score: c.Score})
		}
		out.Duplicates = append(out.Duplicates, d)
	})
	if err != nil {
		return err
	}
	return i.each(imports.Refused, func(l imports.Line) {
		for _, r := range l.Detail.Refused {
			out.Refused = append(out.Refused, importRefusal{Row: l.Row, Column: r.Column, Reason: importsweb.Reason(ctx, r)})
		}
	})
}

func (i *importing) each(v imports.Verdict, take func(imports.Line)) error {
	for after := 0; ; {
		lines, err := i.rec.Imports.Lines(i, i.actor, i.batch.ID, v, after, 1000)
		if err != nil || len(lines) == 0 {
			return err
		}
		for _, l := range lines {
			take(l)
			after = l.Row
		}
	}
}

// mapFile is how somebody says what the columns of a file mean.
type mapFile struct {
	Columns   map[string]reading.Field `json:"columns"` // by heading; "" leaves a column out
	Order     string                   `json:"order"`   // day-first or month-first
	Programme string                   `json:"programme"`
	Worker    string                   `json:"worker"`
	Issuer    string                   `json:"issuer"`
	Region    string                   `json:"region"`
	AsOf      civil.Day                `json:"as_of"`
	Interval  int                      `json:"interval"`
}

// mapping applies the file that overrules the guess, and shows what columns
// are taken for.
func (i *importing) mapping(file, worker string) error {
	m := i.batch.Mapping
	m.Columns = slices.Clone(m.Columns)
	if file != "" {
		if err := i.overrule(&m, file, &worker); err != nil {
			return err
		}
	}
	if worker != "" {
		a, err := i.account(i.rec, worker)
		if err != nil {
			return err
		}
		m.Worker = a.ID
	}
	for _, c := range m.Columns {
		field := string(c.Field)
		if c.Field == reading.LeaveOut {
			field = "(left out)"
		}
		fmt.Fprintf(i.err, "%s → %s\n", c.Heading, field)
	}
	if i.batch.What == imports.Cases && m.Worker == "" && strings.HasPrefix(i.actor.ID, "system:") {
		fmt.Fprintln(i.err, "Cases whose row names nobody are nobody's: say whose with --worker.")
	}
	return i.rec.Imports.SetMapping(i, i.actor, i.batch.ID, m)
}

func (i *importing) overrule(m *imports.Mapping, file string, worker *string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return desk.Misused(err)
	}
	var told mapFile
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&told); err != nil {
		return desk.Misused(fmt.Errorf("%s: %w", file, err))
	}
	for heading, field := range told.Columns {
		at := slices.IndexFunc(m.Columns, func(c imports.Column) bool { return c.Heading == heading })
		if at < 0 {
			return desk.Misused(fmt.Errorf("%s: the file has no column %q", file, heading))
		}
		m.Columns[at].Field = field
	}
	switch told.Order {
	case "":
	case "day-first":
		m.Order = partialdate.DayFirst
	case "month-first":
		m.Order = partialdate.MonthFirst
	default:
		return desk.Misused(fmt.Errorf("%s: order is day-first or month-first", file))
	}
	m.Issuer, m.Region, m.AsOf, m.Interval = told.Issuer, told.Region, told.AsOf, told.Interval
	if *worker == "" {
		*worker = told.Worker
	}
	return i.programme(m, told.Programme)
}

// programme finds a programme by its name.
func (i *importing) programme(m *imports.Mapping, name string) error {
	if name == "" {
		return nil
	}
	all, err := i.rec.Casework.Programmes(i, i.actor)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Name == name {
			m.Programme = p.ID
			return nil
		}
	}
	return &missing{Text: fmt.Sprintf("there is no programme %q", name)}
}

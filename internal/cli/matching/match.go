package matching

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"

	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/linkage"
)

// Match finds the records of one person in a file, or across two.
type Match struct {
	A         string   `arg:"" type:"existingfile" help:"A file of people, CSV or XLSX, with headings."`
	B         string   `arg:"" optional:"" type:"existingfile" help:"A second one: then links between the two are found, and none within."`
	ID        string   `name:"id" required:"" help:"The column that tells the records apart." placeholder:"COL"`
	Ignore    []string `help:"Columns not to look at." placeholder:"COL,…"`
	Threshold float64  `help:"From which chance on two records are one person." default:"0.5" placeholder:"P"`
	Columns   string   `type:"existingfile" help:"What the columns are, where the guess is wrong: a CSV of heading and kind." placeholder:"FILE"`
	Out       string   `required:"" help:"Where the pairs go: id_l, id_r, probability." placeholder:"FILE"`
	Clusters  string   `help:"Where the groups go: id, cluster." placeholder:"FILE"`
}

// matched is the answer.
type matched struct {
	Records   int               `json:"records"`
	Pairs     int               `json:"pairs"`
	Clusters  int               `json:"clusters"`
	Threshold float64           `json:"threshold"`
	Columns   map[string]string `json:"columns"`
	Model     []learnt          `json:"model"`
	TookMS    int64             `json:"took_ms"`
}

// learnt is what was learnt of a column, in powers of two.
type learnt struct {
	Column  string  `json:"column"`
	Kind    string  `json:"kind"`
	Same    float64 `json:"same"`
	Differs float64 `json:"differs"`
}

// Run matches, writes the files and prints what was done.
func (c Match) Run(d *desk.Desk) error {
	if !(c.Threshold > 0 && c.Threshold < 1) {
		return desk.Misused(fmt.Errorf("--threshold: %v is not between 0 and 1", c.Threshold))
	}
	began := d.Now()
	table, err := c.table()
	if err != nil {
		return err
	}
	found := linkage.Find(table, c.Threshold)
	groups := found.Groups()
	if err := c.write(table, found.Pairs, groups); err != nil {
		return err
	}
	out := matched{
		Records: len(table.IDs), Pairs: len(found.Pairs), Clusters: len(groups), Threshold: c.Threshold,
		Columns: map[string]string{}, TookMS: d.Now().Sub(began).Milliseconds(),
	}
	for i, col := range table.Columns {
		out.Columns[col.Name] = string(col.Kind)
		same, differs := found.Model.Weights(i)
		out.Model = append(out.Model, learnt{col.Name, string(col.Kind), same, differs})
	}
	return d.Print(out, out.people)
}

// people prints the answer for people.
func (o matched) people(w io.Writer) {
	fmt.Fprintf(w, "%d records, %d pairs of one person, %d people with several records (chance at least %v)\n", o.Records, o.Pairs, o.Clusters, o.Threshold)
	fmt.Fprintf(w, "%-20s %-12s %8s %8s  (powers of two)\n", "column", "taken for", "same", "differs")
	for _, l := range o.Model {
		fmt.Fprintf(w, "%-20s %-12s %+8.1f %+8.1f\n", l.Column, l.Kind, l.Same, l.Differs)
	}
}

// table reads the files.
func (c Match) table() (*linkage.Table, error) {
	said, err := c.said()
	if err != nil {
		return nil, err
	}
	a, err := open(c.A, c.ID)
	if err != nil {
		return nil, err
	}
	defer a.close()
	first := a.columns(said, c.Ignore)
	if c.B == "" {
		if err := known(said, c.Ignore, a.headings); err != nil {
			return nil, err
		}
		plan := linkage.PlanOne(first)
		return linkage.NewTable(plan.Columns, a.rows(plan.First)), a.checked(plan)
	}
	b, err := open(c.B, c.ID)
	if err != nil {
		return nil, err
	}
	defer b.close()
	if err := known(said, c.Ignore, append(a.headings, b.headings...)); err != nil {
		return nil, err
	}
	plan := linkage.PlanTwo(first, b.columns(said, c.Ignore))
	t := linkage.NewPair(plan.Columns, a.rows(plan.First), b.rows(plan.Second))
	return t, errors.Join(a.checked(plan), b.checked(plan))
}

// said is what the file of --columns says.
func (c Match) said() (map[string]linkage.Kind, error) {
	said := map[string]linkage.Kind{}
	if c.Columns == "" {
		return said, nil
	}
	f, err := open(c.Columns, "")
	if err != nil {
		return nil, err
	}
	defer f.close()
	for row, err := range f.book.Rows(f.sheet) {
		if err != nil {
			return nil, err
		}
		if len(row.Cells) < 2 {
			return nil, desk.Misused(fmt.Errorf("--columns: row %d: give a heading and a kind", row.Number))
		}
		kind := linkage.Kind(row.Cells[1])
		switch {
		case kind.Valid():
			said[row.Cells[0]] = kind
		case row.Number > 1: // the first may be headings
			return nil, desk.Misused(fmt.Errorf("--columns: row %d: %q is none of the kinds %v", row.Number, kind, linkage.Kinds))
		}
	}
	return said, nil
}

// write writes pairs and groups.
func (c Match) write(t *linkage.Table, pairs []linkage.Pair, groups [][]uint32) error {
	err := writeCSV(c.Out, []string{"id_l", "id_r", "probability"}, func(yield func([]string) bool) {
		for _, p := range pairs {
			if !yield([]string{t.IDs[p.A], t.IDs[p.B], strconv.FormatFloat(p.Chance, 'f', 6, 64)}) {
				return
			}
		}
	})
	if err != nil || c.Clusters == "" {
		return err
	}
	return writeCSV(c.Clusters, []string{"id", "cluster"}, func(yield func([]string) bool) {
		for _, g := range groups {
			for _, record := range g {
				if !yield([]string{t.IDs[record], t.IDs[g[0]]}) {
					return
				}
			}
		}
	})
}

// writeCSV writes a file that other programs read, so without the mark and the
// guards that a spreadsheet needs: an id is written as it was.
func writeCSV(name string, header []string, rows iter.Seq[[]string]) (err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return desk.Misused(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := csv.NewWriter(f)
	_ = out.Write(header) // errors stay until Error
	for row := range rows {
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}

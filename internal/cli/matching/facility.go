package matching

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/cli/exchanging"
)

// Facility is the commands about prisons, jails and the like.
type Facility struct {
	Match facilityMatch    `cmd:"" help:"Find the facilities that names mean as people write them."`
	Rules exchanging.Rules `cmd:"" help:"Hand facility rules to other groups, and take theirs in."`
}

type facilityMatch struct {
	desk.PhraseFlag
	File  string `arg:"" type:"existingfile" help:"A file with a column of names, CSV or XLSX, with headings."`
	Name  string `required:"" help:"The column of the names." placeholder:"COL"`
	State string `help:"The column of the state or nation, by name or code." placeholder:"COL"`
	Out   string `required:"" help:"Where the answers go, a line for each row: name, state, facility_id, facility, probability." placeholder:"FILE"`
	As    string `help:"The account that looks them up." placeholder:"NAME"`
}

// resolved is the answer.
type resolved struct {
	Rows   int `json:"rows"`
	Found  int `json:"found"`  // with a probability of a half or more
	Unsure int `json:"unsure"` // with less
	None   int `json:"none"`
}

// Run looks every name up and writes what each probably means.
func (c facilityMatch) Run(d *desk.Desk) error {
	f, err := open(c.File, c.Name)
	if err != nil {
		return err
	}
	defer f.close()
	state := -1
	if c.State != "" {
		if state = slices.Index(f.headings, c.State); state < 0 {
			return desk.Misused(fmt.Errorf("--state: %s has no column %q; it has %s", c.File, c.State, strings.Join(f.headings, ", ")))
		}
	}
	rec, err := d.Open(c.PhraseFlag)
	if err != nil {
		return err
	}
	var out resolved
	lines, err := c.resolve(d, rec, f, state, &out)
	if err := errors.Join(err, rec.Close()); err != nil {
		return err
	}
	if err := writeCSV(c.Out, []string{"name", "state", "facility_id", "facility", "probability"}, lines); err != nil {
		return err
	}
	return d.Print(out, func(w io.Writer) {
		fmt.Fprintf(w, "%d rows: %d found, %d unsure, %d that mean no facility of the directory\n", out.Rows, out.Found, out.Unsure, out.None)
	})
}

// resolve looks the names up, each text once.
func (c facilityMatch) resolve(d *desk.Desk, rec *app.Record, f *file, state int, out *resolved) (iter.Seq[[]string], error) {
	actor, err := d.As(rec, c.As)
	if err != nil {
		return nil, err
	}
	var lines [][]string
	known := map[[2]string]facilities.Guess{}
	for row, err := range f.book.Body(f.sheet) {
		if err != nil {
			return nil, fmt.Errorf("%s, row %d: %s", f.name, row.Number, desk.Words(err))
		}
		text := [2]string{cellAt(row.Cells, f.idAt), cellAt(row.Cells, state)}
		if _, ok := known[text]; !ok {
			if known[text], err = meant(d, rec, actor, text); err != nil {
				return nil, err
			}
		}
		lines = append(lines, out.line(text, known[text]))
	}
	return slices.Values(lines), nil
}

// meant is the likeliest facility, or none.
func meant(d *desk.Desk, rec *app.Record, actor authz.Actor, text [2]string) (facilities.Guess, error) {
	all, err := rec.Places.Meant(d, actor, text[0], text[1])
	if err != nil || len(all) == 0 {
		return facilities.Guess{}, err
	}
	return all[0], nil
}

// line is a line of the file, counted.
func (o *resolved) line(text [2]string, g facilities.Guess) []string {
	o.Rows++
	switch {
	case g.FacilityID == "":
		o.None++
		return []string{text[0], text[1], "", "", "0"}
	case g.Probability >= 0.5:
		o.Found++
	default:
		o.Unsure++
	}
	return []string{text[0], text[1], g.FacilityID, g.Name, strconv.FormatFloat(g.Probability, 'f', 4, 64)}
}

func cellAt(row []string, at int) string {
	if at < 0 || at >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[at])
}

package directory

import (
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities/placename"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
)

// Row is one row of a directory.
type Row struct {
	Number  int // as a spreadsheet program counts
	Cells   []string
	Refused string // message key of why the row could not be read, or ""
}

// List is a published list of places, about to be imported.
type List struct {
	Source   string    // key for a list whose layout nobody described; our own know theirs
	FileName string    // for the report
	SaidOn   civil.Day // when the list was made, "" when not known
	Header   []string
	Rows     iter.Seq2[Row, error]

	ID string // of the report it leaves; one is made when empty
}

// maxRows is the longest directory that is read; the world has about 30,000
// prisons.
const maxRows = 60_000

// Contents is a directory that was read.
type Contents struct {
	Source  string   // the key its facts are kept under
	SaidOn  string   // the day it was made, "" when not known
	Rows    int      // of the file
	Claims  []*Claim // one for each place, in the order of the file
	Refused []Remark
	Notes   []Remark

	profile *Profile
}

// Check reports, before anything is done with its rows, whether the file can be
// a directory and has a name to go by, and how many rows it has. The error is
// Invalid for a file that is none, or too long.
func (d List) Check() (rows int, err error) {
	if _, _, err := d.profile(); err != nil {
		return 0, err
	}
	for _, err := range d.Rows {
		switch {
		case err != nil:
			return 0, err
		case rows == maxRows:
			return 0, tooLong()
		}
		rows++
	}
	return rows, nil
}

func tooLong() error {
	return fault.Bad("directory: read", "file", "facilities.import.too-long", "most", maxRows)
}

// profile finds how the file is laid out, and the key of its source.
func (d List) profile() (*Profile, string, error) {
	const op = "directory: read"
	p := ProfileFor(d.Header)
	if p == nil {
		return nil, "", fault.Bad(op, "file", "facilities.import.no-name-column")
	}
	source := p.Source
	if source == "" {
		source = sourceKey(d.Source)
	}
	if source == "" {
		return nil, "", fault.Bad(op, "source", "facilities.import.no-source")
	}
	return p, source, nil
}

// Read reads a directory without looking at what is stored. Rows that give
// the same id are one place with several addresses. It returns Invalid when the
// file has no column for names or is too long.
func (d List) Read(towns Towns) (*Contents, error) {
	p, source, err := d.profile()
	if err != nil {
		return nil, err
	}
	c := &Contents{profile: p, Source: source, SaidOn: p.SaidOn}
	if d.SaidOn != "" {
		c.SaidOn = string(d.SaidOn)
	}
	rows, err := d.collect(c)
	if err != nil {
		return nil, err
	}
	c.readRows(d.Header, rows, towns)
	return c, nil
}

// collect takes the rows in, so that what repeats in a column can be seen.
func (d List) collect(c *Contents) ([]Row, error) {
	var rows []Row
	for row, err := range d.Rows {
		switch {
		case err != nil:
			return nil, err
		case len(rows) == maxRows:
			return nil, tooLong()
		}
		c.Rows++
		if row.Refused != "" {
			c.Refused = append(c.Refused, Remark{Row: row.Number, Key: row.Refused})
			continue
		}
		row.Cells = slices.Clone(row.Cells)
		rows = append(rows, row)
	}
	return rows, nil
}

func (c *Contents) readRows(header []string, rows []Row, towns Towns) {
	r := &reader{columns: newColumns(c.profile, header), saidOn: c.SaidOn, towns: towns}
	r.findFillers(rows)
	byCode := map[string]*Claim{}
	for _, row := range rows {
		claim, ok := r.claim(row.Number, row.Cells)
		if !ok {
			continue
		}
		if first := byCode[claim.Code]; first != nil {
			first.join(&claim)
			continue
		}
		byCode[claim.Code] = &claim
		c.Claims = append(c.Claims, &claim)
	}
	for _, m := range r.remarks {
		if strings.HasPrefix(m.Key, "facilities.import.refused") {
			c.Refused = append(c.Refused, m)
		} else {
			c.Notes = append(c.Notes, m)
		}
	}
}

// join adds a second row about the same place: its facts where the first has
// none, and its addresses beside the others.
func (c *Claim) join(o *Claim) {
	for column, v := range o.Facts {
		if c.Facts[column] == "" {
			c.Facts[column] = v
		}
	}
	c.Print += o.Print
	for _, n := range append(o.Names, o.Facts["name"]) {
		if n != c.Facts["name"] && !slices.Contains(c.Names, n) {
			c.Names = append(c.Names, n)
		}
	}
	for _, a := range o.Addresses {
		if !slices.Contains(c.Addresses, a) {
			c.Addresses = append(c.Addresses, a)
		}
	}
}

// findFillers finds cells that stand in the street of many rows of different
// towns: a menu or a heading that slid into the file, no address.
func (r *reader) findFillers(rows []Row) {
	zips, count := map[string]map[string]bool{}, map[string]int{}
	street := r.p.Fields["street"].From
	for _, row := range rows {
		for _, column := range street {
			cell := r.cell(row.Cells, column)
			if len(cell) < 12 {
				continue
			}
			if zips[cell] == nil {
				zips[cell] = map[string]bool{}
			}
			zips[cell][r.field(row.Cells, "postcode")] = true
			count[cell]++
		}
	}
	r.fillers = map[string]bool{}
	for _, cell := range slices.Sorted(maps.Keys(count)) {
		if count[cell] >= 10 && len(zips[cell]) >= 5 {
			r.fillers[cell] = true
			r.row = 0
			r.remark("street", "facilities.import.note.filler", "count", strconv.Itoa(count[cell]))
		}
	}
}

// sourceKey makes a key of what a person calls a directory.
func sourceKey(s string) string {
	key := strings.ReplaceAll(placename.Fold(s), " ", "-")
	return key[:min(len(key), 60)]
}

// Towns knows the towns of a region, for telling where in a line the town
// begins.
type Towns map[string]map[string]string // region → folded town → town

// Add notes a town of a region.
func (b Towns) Add(region, town string) {
	if town == "" {
		return
	}
	if b[region] == nil {
		b[region] = map[string]string{}
	}
	b[region][placename.Fold(town)] = town
}

// split takes a town of the region off the end of a line.
func (b Towns) split(region, line string) (rest, town string) {
	ws := strings.Fields(line)
	for n := min(3, len(ws)-1); n > 0; n-- {
		tail := strings.Join(ws[len(ws)-n:], " ")
		if known, ok := b[region][placename.Fold(tail)]; ok {
			return strings.Trim(strings.Join(ws[:len(ws)-n], " "), " ,"), known
		}
	}
	return line, ""
}

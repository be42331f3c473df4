package directory

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/throughcare/throughcare/facilities/placename"
)

// address reads the addresses of a row: the street, and where letters go when
// the directory says.
func (r *reader) address(c *Claim, row []string) {
	f := c.Facts
	street := Address{
		Purpose: Street, Town: f["place"], County: f["county"], Region: f["region"], Country: f["country"],
		Postcode: postcode(r.field(row, "postcode")),
	}
	lines := r.streetLines(c, row)
	lines = r.lettersWithin(c, lines, street)
	if one, ok := oneLine(lines, f["region"]); ok && street.Postcode == "" && street.Town == "" {
		street.Lines, street.Town, street.Postcode = one.Lines, one.Town, one.Postcode
		street.splitTown(r.towns)
		if f["place"] == "" && street.Town != "" {
			f["place"] = street.Town
		}
	} else {
		street.Lines = lines
	}
	street.Lines = placename.SentenceCase(street.Lines)
	if street.Lines != "" || street.Postcode != "" {
		c.addAddress(street)
	}
	if said := r.field(row, "letters"); said != "" {
		letters := street
		letters.Purpose = Letters
		if one, ok := oneLine(said, f["region"]); ok {
			letters.Lines, letters.Town, letters.Postcode = one.Lines, one.Town, one.Postcode
			letters.splitTown(r.towns)
		} else {
			letters.Lines = said
		}
		c.addAddress(letters)
	}
}

func (c *Claim) addAddress(a Address) {
	if len(a.Lines) <= MaxLine {
		c.Addresses = append(c.Addresses, a)
	}
}

// streetLines reads the street by line. A line that is a name ("Fabian Dale
// Dominguez State Jail") becomes a further name of the place.
func (r *reader) streetLines(c *Claim, row []string) string {
	var keep []string
	said := []string{r.field(row, "street"), r.field(row, "street2"), r.streetInTown(row, c.Facts["place"])}
	for _, line := range strings.Split(strings.Join(said, "\n"), "\n") {
		line = strings.Trim(r.withoutTown(line, c.Facts["place"]), " ,")
		switch {
		case line == "", r.fillers[line]:
		case isName(line):
			if line != c.Facts["name"] && len(line) <= MaxName {
				c.Names = append(c.Names, line)
			}
		default:
			keep = append(keep, line)
		}
	}
	return strings.Join(keep, "\n")
}

// streetInTown gives the part of a town's cell that is a street.
func (r *reader) streetInTown(row []string, town string) string {
	cell := r.field(row, "place")
	if cut := len(cell) - len(town); town != "" && cut > 3 && strings.EqualFold(cell[cut:], town) {
		return strings.Trim(cell[:cut], " ,")
	}
	return ""
}

// withoutTown takes the first word of the town off the end of a street it slid into.
func (r *reader) withoutTown(line, town string) string {
	for _, tail := range r.p.TownTail {
		if head, ok := strings.CutSuffix(town, " "+tail); ok {
			line = strings.TrimSuffix(line, " "+head)
		}
	}
	return line
}

// isName reports whether an address line is the name of a prison rather than a
// street: no figure in it, and a word of the trade.
func isName(line string) bool {
	if strings.IndexFunc(line, unicode.IsDigit) >= 0 {
		return false
	}
	for _, w := range placename.Tokens(line) {
		if w != "center" && w != "house" && w != "home" && w != "hall" && w != "farm" && w != "campus" && w != "public" && w != "service" && placename.Tells(w) {
			return true
		}
	}
	return false
}

// lettersWithin finds an address for letters inside the street lines and
// returns the lines without it.
func (r *reader) lettersWithin(c *Claim, lines string, street Address) string {
	for _, rule := range r.p.LettersIn {
		m := rule.re.FindStringSubmatchIndex(lines)
		if m == nil {
			continue
		}
		letters := street
		letters.Purpose = Letters
		for i, group := range rule.re.SubexpNames() {
			if m[2*i] < 0 {
				continue
			}
			switch text := lines[m[2*i]:m[2*i+1]]; group {
			case "lines":
				letters.Lines = text
			case "postcode":
				letters.Postcode = text
			}
		}
		c.addAddress(letters)
		lines = strings.TrimSpace(strings.TrimSpace(lines[:m[0]]) + "\n" + strings.TrimSpace(lines[m[1]:]))
	}
	return lines
}

var usLine = regexp.MustCompile(`^(.*?),? ([A-Z]{2}) (\d{5}(?:-\d{4})?)(?:\s.*)?$`)

// oneLine takes "P.O. Box 70 Buckeye, AZ 85326" to pieces. The town stays with
// the lines where nothing tells where it begins.
func oneLine(s, region string) (Address, bool) {
	m := usLine.FindStringSubmatch(s)
	if m == nil || region != "" && m[2] != region {
		return Address{}, false
	}
	a := Address{Lines: m[1], Postcode: m[3]}
	if i := strings.LastIndexByte(m[1], ','); i > 0 && !startsWithDigit(strings.TrimSpace(m[1][i+1:])) {
		a.Lines, a.Town = strings.TrimSpace(m[1][:i]), strings.TrimSpace(m[1][i+1:])
		return a, true
	}
	return a, true
}

// splitTown takes a town we know off the end of the lines.
func (a *Address) splitTown(towns Towns) {
	if a.Town == "" {
		a.Lines, a.Town = towns.split(a.Region, a.Lines)
	}
}

// postcode returns a postcode, or "" for a cell that holds something else.
func postcode(s string) string {
	s = strings.ToUpper(strings.Trim(s, " -"))
	if strings.IndexFunc(s, unicode.IsDigit) < 0 || len(s) > 12 {
		return ""
	}
	return s
}

package disclosing

import (
	"strconv"

	"github.com/throughcare/throughcare/internal/i18n"
)

// cover writes the first page of the paper: what is in it, what was left out,
// whom it was shared with, and what its reader can do about it.
func (d Document) coverLines(p *i18n.Printer) []string {
	lines := []string{p.T("disclosing.cover.in", "count", len(d.Things))}
	masked := 0
	for _, s := range d.Things {
		if s.Masked {
			masked++
		}
	}
	if masked > 0 {
		lines = append(lines, p.T("disclosing.cover.masked", "count", masked))
	}
	if len(d.LeftOut) == 0 {
		lines = append(lines, p.T("disclosing.cover.whole"))
	} else {
		lines = append(lines, p.T("disclosing.cover.left", "count", len(d.LeftOut)))
	}
	if d.Sort == Order {
		return append(lines, d.orderLines(p)...)
	}
	return append(lines, d.shared(p), p.T("disclosing.cover.correct"), p.T("disclosing.cover.statement"), p.T("disclosing.cover.free"))
}

// orderLines say what was asked for and covered.
func (d Document) orderLines(p *i18n.Printer) []string {
	lines := []string{
		p.T("disclosing.cover.ground", "ground", p.T("consent.basis."+string(d.Ground.Kind)), "citation", d.Ground.Citation),
		p.T("disclosing.cover.for", "whom", d.MadeFor),
	}
	if d.Ground.Reference != "" {
		lines = append(lines, p.T("disclosing.cover.reference", "reference", d.Ground.Reference, "on", p.Day(d.Ground.On)))
	}
	if d.Covers.From != "" || d.Covers.Until != "" {
		lines = append(lines, p.T("disclosing.cover.days", "from", p.Day(d.Covers.From), "until", p.Day(d.Covers.Until)))
	}
	return append(lines, p.T("disclosing.cover.exactly"))
}

// shared says how often something about the person was shared before; each
// time stands among the things.
func (d Document) shared(p *i18n.Printer) string {
	n := 0
	for _, s := range d.Things {
		if s.Kind == "shared" {
			n++
		}
	}
	return p.T("disclosing.cover.shared", "count", n)
}

// fileName is the place of the nth file of a packet. It says nothing of what it
// is.
func fileName(n int, ending string) string { return "files/" + strconv.Itoa(n) + ending }

package printerspage

import (
	"context"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func crumbs(ctx context.Context, deep bool) []layout.Link {
	list := []layout.Link{{Text: i18n.T(ctx, "printers.labels"), Href: "/mail/labels"}}
	if deep {
		list = append(list, layout.Link{Text: i18n.T(ctx, "printers.title"), Href: home})
	}
	return list
}

func action(p printers.Printer) string {
	if p.ID == "" {
		return home + "/new"
	}
	return home + "/" + p.ID
}

// about is what is known of a printer: its sheet, by how much it is off, where it goes on.
func about(ctx context.Context, p printers.Printer) string {
	said := []string{sheetWords(ctx, p.On())}
	if p.X != 0 || p.Y != 0 || p.Scale != 1000 {
		said = append(said, i18n.T(ctx, "printers.off", "x", written(p.X), "y", written(p.Y), "scale", written(p.Scale)))
	}
	if s := p.On(); p.Next > 0 {
		said = append(said, i18n.T(ctx, "printers.next", "row", strconv.Itoa(p.Next/s.Columns+1), "column", strconv.Itoa(p.Next%s.Columns+1)))
	}
	return strings.Join(said, " · ")
}

func sheetOptions(ctx context.Context) []layout.Option {
	var list []layout.Option
	for _, s := range label.Sheets() {
		list = append(list, layout.Option{Value: s.Name(), Label: sheetWords(ctx, s)})
	}
	return list
}

// sheetWords is a sheet with how many labels of what size it has: "Avery 5160, 30 labels of
// 2.625 × 1 in".
func sheetWords(ctx context.Context, s label.Sheet) string {
	return i18n.T(ctx, "printers.sheet."+string(s.Kind), "name", s.Name(), "count", s.Cells(), "size", size(s))
}

// size is how large a cell is, in the measure of its paper.
func size(s label.Sheet) string {
	unit, points := "mm", 72/25.4
	if s.Paper == "Letter" || s.Letter == "Letter" {
		unit, points = "in", 72
	}
	return amount(s.Width/points, unit) + " × " + amount(s.Height/points, unit) + "\u00A0" + unit
}

func amount(n float64, unit string) string {
	places := 0
	if unit == "in" {
		places = 3
	}
	text := strconv.FormatFloat(n, 'f', places, 64)
	if places > 0 {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}

package paper

import (
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Typeface is the family of the letters in a document of Bare; its styles are "" and "B".
const Typeface = typeface

// Face is the file of the letters, "" or "B" for bold. Whoever gets it must not change it.
func Face(style string) []byte {
	if style == "B" {
		return bold
	}
	return regular
}

// Bare begins a document measured in points, without a page, margins or a foot: for what
// is put at places of its own. Its pages are made with AddPageFormat.
func Bare(made time.Time) *fpdf.Fpdf {
	pdf := fpdf.New("P", "pt", "Letter", "")
	for _, style := range []string{"", "B"} { // in this order, so that the same pages are the same bytes
		pdf.AddUTF8FontFromBytes(typeface, style, Face(style))
	}
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	return pdf
}

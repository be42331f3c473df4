package sheet

import (
	"errors"
	"io"
	"path"
	"strings"
	"sync"
)

// workbook is an XLSX file (ECMA-376, part 1, chapter 18).
type workbook struct {
	archive *archive
	limits  Limits
	parts   []string // of the sheets
	areas   []func() ([]area, error)
	strings sharedStrings
	formats []format // by the style index of a cell
	epoch   epoch
}

// The parts of workbook.xml, and of the lists of what a part points to, that are
// needed.
type (
	workbookXML struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	relationsXML struct {
		Relations []relation `xml:"Relationship"`
	}
	relation struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	}
)

func openWorkbook(src io.ReaderAt, size int64, limits Limits) (*workbook, []Sheet, error) {
	a, err := openArchive(src, size, limits.Unzipped)
	if err != nil {
		return nil, nil, err
	}
	if key := otherArchive(a); key != "" {
		return nil, nil, bad(nil, key)
	}
	w := &workbook{archive: a, limits: limits}
	sheets, other, err := w.readWorkbook()
	if err != nil {
		return nil, nil, err
	}
	if unzipped := a.size(append([]string{other.strings, other.styles}, w.parts...)...); unzipped > limits.Unzipped {
		return nil, nil, bad(nil, FaultUnzipped)
	}
	if w.formats, err = readFormats(a, other.styles); err != nil {
		return nil, nil, err
	}
	if w.strings, err = readStrings(a, other.strings); err != nil {
		return nil, nil, err
	}
	for _, part := range w.parts {
		w.areas = append(w.areas, sync.OnceValues(func() ([]area, error) { return mergedAreas(a, part) }))
	}
	return w, sheets, nil
}

// otherArchive recognises archives that are not XLSX.
func otherArchive(a *archive) string {
	switch {
	case a.parts["content.xml"] != nil && a.parts["mimetype"] != nil:
		return FaultODS
	case a.parts["xl/workbook.bin"] != nil:
		return FaultXLSB
	case a.parts["[content_types].xml"] == nil:
		return FaultZip
	}
	return ""
}

// found are the parts a workbook points to beside its sheets.
type found struct{ styles, strings string }

// readWorkbook lists the sheets and where their parts are. Sheets of charts and
// macros hold no rows.
func (w *workbook) readWorkbook() (sheets []Sheet, other found, err error) {
	root, err := w.relations("")
	if err != nil {
		return nil, other, err
	}
	book := ""
	for _, r := range root {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			book = r.Target
		}
	}
	if w.archive.parts[book] == nil {
		return nil, other, bad(nil, FaultZip)
	}
	var content workbookXML
	if err := w.archive.small(book, &content); err != nil {
		return nil, other, err
	}
	relations, err := w.relations(book)
	if err != nil {
		return nil, other, err
	}
	if on := content.Properties.Date1904; on == "1" || on == "true" {
		w.epoch = epoch1904
	}
	byID := map[string]relation{}
	for _, r := range relations {
		byID[r.ID] = r
		switch path.Base(r.Type) {
		case "styles":
			other.styles = r.Target
		case "sharedStrings":
			other.strings = r.Target
		}
	}
	for _, s := range content.Sheets {
		r := byID[s.ID]
		if path.Base(r.Type) != "worksheet" || w.archive.parts[r.Target] == nil {
			continue
		}
		sheets = append(sheets, Sheet{Name: s.Name, Hidden: s.State != "" && s.State != "visible"})
		w.parts = append(w.parts, r.Target)
	}
	switch {
	case len(sheets) == 0:
		return nil, other, bad(nil, FaultNoSheet)
	case len(sheets) > w.limits.Sheets:
		return nil, other, bad(nil, FaultSheets, "limit", w.limits.Sheets)
	}
	return sheets, other, nil
}

// relations lists what a part points to, with the names of the parts made whole;
// "" is the archive itself.
func (w *workbook) relations(part string) ([]relation, error) {
	dir, base := path.Split(part)
	var list relationsXML
	if err := w.archive.small(dir+"_rels/"+base+".rels", &list); err != nil {
		return nil, err
	}
	for i := range list.Relations {
		r := &list.Relations[i]
		target := strings.ToLower(strings.ReplaceAll(r.Target, `\`, "/"))
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		r.Target = strings.TrimPrefix(path.Clean(target), "/")
	}
	return list.Relations, nil
}

// each gives the rows of a sheet.
func (w *workbook) each(sheet, _ int, yield func(Row, error) bool) {
	areas, err := w.areas[sheet]()
	if err != nil {
		yield(Row{}, err)
		return
	}
	part, err := w.archive.part(w.parts[sheet])
	if err != nil {
		yield(Row{}, err)
		return
	}
	defer part.Close()
	r := &cells{builder: builder{limits: w.limits}, book: w, tags: tagsOf(part), merged: merged{areas: areas}}
	for {
		row, err := r.next()
		switch {
		case errors.Is(err, errNoMore):
			return
		case err != nil:
			yield(Row{}, damaged(err))
			return
		case !yield(row, nil):
			return
		}
	}
}

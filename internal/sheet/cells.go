package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

// cells reads the rows of one sheet of a workbook.
type cells struct {
	builder
	book   *workbook
	tags   *xml.Decoder
	merged merged
	number int // of the row
	seen   int // rows, blank ones too
	cell   cell
}

// cell is the one being read.
type cell struct {
	column  int
	kind    string // the attribute t
	style   int
	formula bool
	value   []byte
	inValue bool
	rich    richText
}

var errNoMore = errors.New("no more rows")

// next reads one row that is not blank.
func (r *cells) next() (Row, error) {
	for {
		tag, err := r.tags.RawToken()
		if errors.Is(err, io.EOF) {
			return Row{}, io.ErrUnexpectedEOF // the end of the rows was not reached
		}
		if err != nil {
			return Row{}, err
		}
		switch tag := tag.(type) {
		case xml.StartElement:
			err = r.start(tag)
		case xml.EndElement:
			switch tag.Name.Local {
			case "row":
				if !r.blank() {
					r.merged.remark(r.number, &r.builder)
					return r.done(), nil
				}
			case "c":
				r.take()
			case "v":
				r.cell.inValue = false
			case "sheetData", "worksheet":
				return Row{}, errNoMore
			}
			r.cell.rich.take(tag)
		case xml.CharData:
			if r.cell.inValue {
				r.cell.value = append(r.cell.value, tag...)
			}
			r.cell.rich.take(tag)
		}
		if err != nil {
			return Row{}, err
		}
	}
}

// start hears the beginning of a tag.
func (r *cells) start(tag xml.StartElement) error {
	switch tag.Name.Local {
	case "row":
		return r.startRow(tag.Attr)
	case "c":
		r.startCell(tag.Attr)
	case "f":
		r.cell.formula = true
	case "v":
		r.cell.inValue = true
	default:
		r.cell.rich.take(tag)
	}
	return nil
}

func (r *cells) startRow(attributes []xml.Attr) error {
	r.number++
	hidden := false
	for _, a := range attributes {
		switch a.Name.Local {
		case "r":
			if n, err := strconv.Atoi(a.Value); err == nil && n >= r.number {
				r.number = n
			}
		case "hidden":
			hidden = a.Value == "1" || a.Value == "true"
		}
	}
	if r.seen++; r.seen > r.limits.Rows {
		return bad(nil, FaultRows, "limit", r.limits.Rows)
	}
	r.begin(r.number)
	r.cell.column = -1
	if hidden {
		r.note(-1, NoteHiddenRow)
	}
	return nil
}

func (r *cells) startCell(attributes []xml.Attr) {
	column := r.cell.column + 1
	r.cell = cell{column: column, value: r.cell.value[:0], rich: richText{buf: r.cell.rich.buf[:0]}}
	for _, a := range attributes {
		switch a.Name.Local {
		case "r":
			if n, _, ok := parseRef(a.Value); ok {
				r.cell.column = n
			}
		case "s":
			r.cell.style, _ = strconv.Atoi(a.Value)
		case "t":
			r.cell.kind = a.Value
		}
	}
}

// take puts the cell that was read into the row.
func (r *cells) take() {
	c := &r.cell
	value := string(c.value)
	text, note := value, ""
	switch c.kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		ok := false
		if text, ok = r.book.strings.at(n); err != nil || !ok && value != "" {
			note = NoteLost
		}
	case "inlineStr":
		text = c.rich.String()
	case "str":
		text = unescape(value)
	case "b":
		text = map[string]string{"1": "TRUE", "0": "FALSE"}[value]
	case "e":
		note = NoteError
	case "d":
		text = strings.Replace(strings.TrimSuffix(value, "T00:00:00"), "T", " ", 1)
	default:
		text, note = r.numeric(value)
	}
	if c.formula {
		r.note(c.column, NoteFormula)
		if text == "" {
			r.note(c.column, NoteNoValue)
		}
	}
	if note != "" {
		r.note(c.column, note)
	}
	r.add(c.column, text)
}

// numeric reads the value of a cell that holds a number or a date.
func (r *cells) numeric(value string) (text, note string) {
	x, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return value, ""
	}
	var f format
	if s := r.cell.style; s >= 0 && s < len(r.book.formats) {
		f = r.book.formats[s]
	}
	if f.date() {
		if text, note, ok := f.dateText(x, r.book.epoch); ok {
			return text, note
		}
	}
	return f.numberText(x)
}

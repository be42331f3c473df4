package web

import (
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Dates reads what people type as a date, as the organisation writes dates. lean
// says which way an open one is meant: "fri" gone, or to come.
func (r *Request) Dates(lean partialdate.Lean) partialdate.Reader {
	return partialdate.Reader{Today: r.Today(), Order: r.Order, Lean: lean}
}

// Day reads a field in which somebody typed a whole day in words: "fri",
// "3 nov". What cannot be read is a problem of the field; nothing typed is no
// day.
func (r *Request) Day(f *Form, field string, lean partialdate.Lean) civil.Day {
	text := f.Text(field)
	if text == "" {
		return ""
	}
	day, _, err := r.Dates(lean).Day(text)
	wrong(f, field, err)
	return day
}

// Date reads a field in which somebody typed a date as far as it is known:
// "March 2024", "about 1960", "?". What cannot be read is a problem of the
// field.
func (r *Request) Date(f *Form, field string, lean partialdate.Lean) partialdate.Date {
	when, err := r.Dates(lean).Read(f.Text(field))
	wrong(f, field, err)
	return when.Date()
}

// wrong puts the problems of an error to a field.
func wrong(f *Form, field string, err error) {
	problems, _ := Problems(err)
	for _, p := range problems {
		f.Fail(field, p.Key, p.Args...)
	}
}

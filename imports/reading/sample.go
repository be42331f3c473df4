package reading

import "slices"

// Sample is a value of a column and what will be made of it.
type Sample struct {
	Value   string // as it stands in the file
	Becomes string // text, or a stored date when Date is set; "" when it stays as it is
	Date    bool
	Refused string // key of what is wrong with it
}

// Sample reads one value by itself.
func (r Reader) Sample(c Column, value string) Sample {
	shown, d := Sample{Value: value}, Draft{}
	if c.Field != Given && c.Field != Family && c.Field != LeaveOut {
		r.take(&d, c, value)
	}
	on, err := r.date(value, c.Field)
	switch {
	case len(d.Refused) > 0:
		shown.Refused = d.Refused[0].Key
	case slices.Contains(dated, c.Field) && err == nil && on.String() != value:
		shown.Becomes, shown.Date = on.String(), true
	case c.Field == Name && d.Person.Name != value:
		shown.Becomes = d.Person.Name
	}
	return shown
}

// dated are the fields that hold a date.
var dated = []Field{Born, Since, Release, Sentenced, Hearing, Opened, Contact, NextOn}

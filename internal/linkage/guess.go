package linkage

import "github.com/throughcare/throughcare/internal/columns"

// targets are the headings people write for each kind; columns knows many more
// that mean the same.
var targets = []columns.Target{
	{Key: string(Given), Words: []string{"first name", "given name"}, Kind: columns.Text},
	{Key: string(Family), Words: []string{"last name", "surname"}, Kind: columns.Text},
	{Key: string(Full), Words: []string{"name", "full name", "first and surname"}, Kind: columns.Text, Many: true},
	{Key: string(Born), Words: []string{"date of birth", "born", "dob"}, Kind: columns.Text},
	{Key: string(Sex), Words: []string{"sex", "gender"}, Kind: columns.Text},
	{Key: string(Number), Words: []string{"street number", "house number", "flat number"}, Kind: columns.Text, Many: true},
	{Key: string(Address), Words: []string{"address", "address 1", "address 2", "street", "street address"}, Kind: columns.Text, Many: true},
	{Key: string(Place), Words: []string{"city", "town", "suburb", "birth place", "county", "state", "country"}, Kind: columns.Text, Many: true},
	{Key: string(Postcode), Words: []string{"postcode", "zip", "zip code", "postal code"}, Kind: columns.Text, Many: true},
	{Key: string(Phone), Words: []string{"phone", "telephone", "mobile"}, Kind: columns.Text, Many: true},
	{Key: string(Email), Words: []string{"email", "e-mail address"}, Kind: columns.Text, Many: true},
	{Key: string(Identifier), Words: []string{"number", "soc sec id", "social security number", "national insurance number", "nhs number"}, Kind: columns.Text, Many: true},
}

// GuessColumns says what each column of a file is, by its heading and by samples
// of its rows. What it does not know is Text.
func GuessColumns(headings []string, samples [][]string) []Column {
	out := make([]Column, len(headings))
	for i, h := range headings {
		out[i] = Column{Name: h, Kind: Text}
	}
	for i, m := range columns.Guess(headings, samples, targets) {
		if i < len(out) && m.Key != "" {
			out[i].Kind = Kind(m.Key)
		}
	}
	return out
}

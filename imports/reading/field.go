package reading

import "slices"

// Field is one thing a column can mean.
type Field string

// The fields of a people or cases file. LeaveOut and AsNote are what to do with
// a column that means none of them.
const (
	LeaveOut    Field = ""
	AsNote      Field = "note"
	Name        Field = "name"
	Given       Field = "given"
	Family      Field = "family"
	OwnScript   Field = "script-name"
	PrisonName  Field = "prison-name"
	OtherName   Field = "other-name"
	Number      Field = "number"
	OtherNumber Field = "other-number"
	Issuer      Field = "issuer"
	Born        Field = "born"
	Pronoun     Field = "pronoun"
	Language    Field = "language"
	Facility    Field = "facility"
	Region      Field = "region"
	Unit        Field = "unit"
	Since       Field = "since"
	Release     Field = "release"
	Sentenced   Field = "sentenced"
	Hearing     Field = "hearing"
	State       Field = "state"
	Opened      Field = "opened"
	Contact     Field = "last-contact"
	Channel     Field = "last-contact-how"
	Interval    Field = "interval"
	NextWords   Field = "next"
	NextOn      Field = "next-on"
	Worker      Field = "worker"
	Closing     Field = "closing-reason"
	TakeCare    Field = "take-care"
	Ethnicity   Field = "ethnicity"
	Faith       Field = "faith"
	Health      Field = "health"
	Sentence    Field = "sentence"
)

// Target says what columns of a field look like, for guessing.
type Target struct {
	Field Field
	Kind  string   // "text", "name", "number", "date", "facility", "choice"
	Words []string // headings people write, in English and Spanish, folded
	Cases bool     // belongs to the case; ignored in a people file
	Many  bool     // several columns may mean it
}

// Targets lists the fields in the order offered.
func Targets() []Target {
	return []Target{
		{Name, "name", []string{"name", "full name", "client", "client name", "person", "prisoner", "resident", "nombre", "nombre completo"}, false, false},
		{Given, "name", []string{"first name", "first", "given name", "forename", "fname", "nombre de pila", "primer nombre"}, false, false},
		{Family, "name", []string{"last name", "last", "surname", "family name", "lname", "apellido", "apellidos"}, false, false},
		{OwnScript, "name", []string{"own script", "name in own script", "native name"}, false, false},
		{PrisonName, "name", []string{"name on roster", "prison spelling", "commitment name", "booking name", "official name"}, false, false},
		{OtherName, "name", []string{"alias", "aka", "a k a", "also known as", "nickname", "other name", "alias names", "apodo"}, false, true},
		{Number, "number", []string{"number", "prison number", "prisoner number", "doc", "doc number", "doc no", "id number", "reg no", "register number", "noms", "nomis", "scdc", "tdcj", "din", "cdcr", "booking", "booking number", "numero"}, false, false},
		{OtherNumber, "number", []string{"other number", "old number", "cro", "pnc", "state id", "sid", "fbi number", "a number", "alien number"}, false, true},
		{Issuer, "text", []string{"issuer", "agency", "system", "issued by"}, false, false},
		{Born, "date", []string{"born", "dob", "d o b", "date of birth", "birth date", "birthday", "year of birth", "fecha de nacimiento", "nacimiento"}, false, false},
		{Pronoun, "choice", []string{"pronoun", "pronouns", "pronombre"}, false, false},
		{Language, "text", []string{"language", "languages", "reads", "speaks", "idioma", "idiomas"}, false, true},
		{Facility, "facility", []string{"facility", "prison", "jail", "institution", "at", "location", "where", "unit name", "establishment", "hmp", "carcel", "prision"}, false, false},
		{Region, "text", []string{"region", "county", "state of facility", "facility state", "st"}, false, false},
		{Unit, "text", []string{"unit", "cell", "housing", "housing unit", "wing", "block", "dorm", "celda"}, false, false},
		{Since, "date", []string{"since", "arrived", "at since", "transfer date", "moved"}, false, false},
		{Release, "date", []string{"release", "release date", "home", "home date", "projected release", "epd", "eprd", "crd", "out date", "max out", "fecha de salida", "salida"}, false, false},
		{Sentenced, "date", []string{"sentenced", "sentence date", "sentenced on"}, false, false},
		{Hearing, "date", []string{"hearing", "parole hearing", "parole", "court date", "next court"}, false, false},
		{Sentence, "text", []string{"sentence", "sentence length", "term", "condena"}, false, false},
		{State, "choice", []string{"status", "case status", "state", "estado"}, true, false},
		{Opened, "date", []string{"opened", "open date", "case opened", "intake", "intake date", "started", "referral date"}, true, false},
		{Contact, "date", []string{"last contact", "last letter", "last heard", "last word", "last contacted", "contact date", "ultimo contacto"}, true, false},
		{Channel, "choice", []string{"how", "last contact how", "channel", "contact type", "method"}, true, false},
		{Interval, "number", []string{"interval", "contact interval", "every days", "frequency"}, true, false},
		{NextWords, "text", []string{"next", "next action", "to do", "next step", "todo", "action", "proximo paso"}, true, false},
		{NextOn, "date", []string{"next date", "due", "due date", "next on", "follow up", "follow up date", "next contact"}, true, false},
		{Worker, "text", []string{"worker", "caseworker", "case worker", "case manager", "advocate", "assigned", "assigned to"}, true, false},
		{Closing, "text", []string{"closing reason", "reason closed", "closed because"}, true, false},
		{TakeCare, "text", []string{"take care", "warning", "alert", "risk", "caution", "cuidado"}, false, true},
		{Ethnicity, "text", []string{"ethnicity", "race", "ethnic group", "etnia"}, false, false},
		{Faith, "text", []string{"faith", "religion", "fe"}, false, false},
		{Health, "text", []string{"health", "medical", "salud"}, false, false},
		{AsNote, "text", []string{"note", "notes", "comment", "comments", "remarks", "notas", "observaciones"}, false, true},
	}
}

// known reports whether a field can be chosen.
func known(f Field) bool {
	return f == LeaveOut || slices.ContainsFunc(Targets(), func(t Target) bool { return t.Field == f })
}

package imports

import "time"

// Stage says how far a batch has come.
type Stage string

// The stages.
const (
	Uploaded Stage = "uploaded" // the columns wait to be matched
	Checked  Stage = "checked"  // every row has a verdict
	Saved    Stage = "saved"
	Undone   Stage = "undone"
)

// Batch is one file on its way in.
type Batch struct {
	ID        string
	AccountID string
	What      string // People or Cases
	FileName  string
	Hash      string // SHA-256 of the file, in hex
	Sheet     int    // which sheet of the file, from 0
	Stage     Stage
	Mapping   Mapping
	CreatedAt time.Time // UTC
	SavedAt   time.Time // UTC, zero until saved
	Counts    Counts
}

// Counts says how many rows of a batch are what.
type Counts struct {
	Rows    int `json:"rows"`
	New     int `json:"new"`
	Change  int `json:"change"`
	Same    int `json:"same"`
	Maybe   int `json:"maybe"`
	Refused int `json:"refused"`
	// After saving: people added, people changed, rows kept for later.
	Created int `json:"created"`
	Updated int `json:"updated"`
	Later   int `json:"later"`
	// Places is how many rows name a place that we do not know; kept as a note.
	Places int `json:"places"`
}

// Verdict says what a row would do.
type Verdict string

// The verdicts.
const (
	New     Verdict = "new"
	Change  Verdict = "change"  // somebody we know, with something new
	Same    Verdict = "same"    // somebody we know, nothing new
	Maybe   Verdict = "maybe"   // perhaps somebody we know: a person decides
	Refused Verdict = "refused" // cannot be read as it stands
)

// The decisions about a row. Any other is the id of the person it is.
const (
	Undecided = ""
	Add       = "add"   // somebody else: add them
	Out       = "out"   // leave the row out
	Later     = "later" // keep it for later
)

// Line is a row that needs a look, with what was found out about it.
type Line struct {
	Row      int
	Verdict  Verdict
	Decision string
	Detail   Detail
	Saved    bool
}

// Detail is what the page shows of a row.
type Detail struct {
	Name    string            `json:"name"`
	Number  string            `json:"number"`
	At      string            `json:"at"`
	Born    string            `json:"born"`
	Notes   []string          `json:"notes,omitempty"`
	Maybe   []Candidate       `json:"maybe,omitempty"`
	Changes []Difference      `json:"changes,omitempty"`
	Refused []Refusal         `json:"refused,omitempty"`
	Repairs map[string]string `json:"repairs,omitempty"` // typed instead, by heading
}

// Candidate is somebody a row may be. Row is set instead of ID when it is an
// earlier row of the same file.
type Candidate struct {
	ID      string   `json:"id,omitempty"`
	Row     int      `json:"row,omitempty"`
	Name    string   `json:"name"`
	Number  string   `json:"number"`
	At      string   `json:"at"`
	Born    string   `json:"born"`
	Because []string `json:"because"` // what agrees: "number", "name", "born"
	Score   float64  `json:"score"`
}

// Difference is one thing a row changes about somebody we know. Kept says that
// what we have stays, and why.
type Difference struct {
	What string `json:"what"` // key of the thing
	From string `json:"from"`
	To   string `json:"to"`
	Kept string `json:"kept,omitempty"`
}

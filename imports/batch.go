package imports

import "time"

// Stage says how far a batch has come.
type Stage string

// The stages.
const (
	Uploaded Stage = "uploaded" // the columns wait to be matched
	Checked  Stage = "checked"  // every row has a verdict
	Saved    Stage = "saved"    // in the record, as far as Batch.Through says
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
	Ledger
}

// Ledger is what was found out and done so far.
type Ledger struct {
	Counts    Counts     `json:"counts"`
	CheckedAt int64      `json:"checked_at,omitempty"` // microseconds, UTC
	Through   int        `json:"through,omitempty"`    // the last row that saving went through
	Whole     bool       `json:"whole,omitempty"`      // saving came to the end of the file
	Unplaced  []Unplaced `json:"unplaced,omitempty"`   // places of the file that nobody knows
	Stayed    []Stayed   `json:"stayed,omitempty"`     // whom the undo left, because they were changed since
}

// Counts says how many rows of a batch are what.
type Counts struct {
	Rows    int `json:"rows"`
	New     int `json:"new"`
	Change  int `json:"change"`
	Same    int `json:"same"`
	Maybe   int `json:"maybe"`
	Refused int `json:"refused"`
	// After saving: people added, people changed, rows whose place was kept as
	// a note.
	Created int `json:"created"`
	Updated int `json:"updated"`
	Places  int `json:"places"`
}

// Unplaced is a place as the file writes it that no facility is surely meant
// by, and how many rows name it.
type Unplaced struct {
	Text   string `json:"text"`
	Region string `json:"region,omitempty"`
	Rows   int    `json:"rows"`
}

// Stayed is somebody the undo of a batch left in the record.
type Stayed struct {
	ID   string `json:"id"`
	Name string `json:"name"`
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
	Twin      = "twin"  // the same person as an earlier row of the file
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
	Number  string            `json:"number,omitempty"`
	At      string            `json:"at,omitempty"`
	Born    string            `json:"born,omitempty"`
	Notes   []string          `json:"notes,omitempty"`
	Maybe   []Candidate       `json:"maybe,omitempty"`
	Changes []Difference      `json:"changes,omitempty"`
	Refused []Refusal         `json:"refused,omitempty"`
	Repairs map[string]string `json:"repairs,omitempty"` // typed instead, by heading
	Cells   []string          `json:"cells,omitempty"`   // the row as it stands, while it is in doubt
	Broken  bool              `json:"broken,omitempty"`  // the row itself cannot be read
}

// Candidate is somebody a row may be. Row is set instead of ID when it is an
// earlier row of the same file.
type Candidate struct {
	ID      string   `json:"id,omitempty"`
	Row     int      `json:"row,omitempty"`
	Name    string   `json:"name"`
	Others  []string `json:"others,omitempty"` // other names
	Numbers []string `json:"numbers,omitempty"`
	At      string   `json:"at,omitempty"`
	Born    string   `json:"born,omitempty"`
	Since   int64    `json:"since,omitempty"` // in the record since, microseconds, UTC
	// Same lists what agrees with the row: the words of names and numbers as
	// they are written here, and the keys "born" and "at".
	Same  []string `json:"same,omitempty"`
	Score float64  `json:"score"`

	sure bool // by its number, or because this very file brought it in before
}

// Difference is one thing a row changes about somebody we know. Kept says that
// what we have stays, and why.
type Difference struct {
	What string `json:"what"` // key of the thing
	From string `json:"from"`
	To   string `json:"to"`
	Kept string `json:"kept,omitempty"`
	Days int    `json:"days,omitempty"` // how long ago ours was checked
}

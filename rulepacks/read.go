package rulepacks

import (
	"fmt"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/strict"
)

// MaxFile is how large a pack may be, in bytes.
const MaxFile = 1 << 20

// Finding is one thing that is wrong with a file.
type Finding = strict.Finding

// Wrong is the error of a pack that cannot be used: all that is wrong with it, by
// line, as far as anybody reads on.
type Wrong struct{ Findings []Finding }

// Error says how much is wrong; what, is for Findings.
func (w *Wrong) Error() string {
	return fmt.Sprintf("rulepacks: %d things wrong with the pack, the first on line %d (%s)", len(w.Findings), w.Findings[0].Line, w.Findings[0].Key)
}

// Fault makes an Invalid fault of it, for forms; the findings stay within.
func (w *Wrong) Fault() error {
	problem := fault.Problem{Field: "file", Key: "rulepacks.install.wrong", Args: []any{"count", len(w.Findings)}}
	return &fault.Error{Kind: fault.Invalid, Op: "rulepacks: reading a pack", Problems: []fault.Problem{problem}, Err: w}
}

// Read reads a pack, YAML or JSON in UTF-8, and checks it. It refuses what it does
// not know, rather than leave out what somebody meant: the error is a *Wrong. A pack
// may name the calendars it brings, and those of other packs that are given by ID.
func Read(text []byte, calendars ...string) (*Pack, error) {
	if len(text) > MaxFile {
		return nil, &Wrong{[]Finding{{Key: "rulepacks.check.large", Args: []any{"most", MaxFile}}}}
	}
	var p Pack
	lines, found := strict.Read(text, &p)
	if len(found) == 0 {
		found = lines.Place(p.check(calendars))
	}
	if more := len(found) - maxFindings; more > 0 {
		found = append(found[:maxFindings], Finding{Key: "rulepacks.check.more", Args: []any{"count", more}})
	}
	if len(found) > 0 {
		return nil, &Wrong{found}
	}
	return &p, nil
}

// maxFindings is how much of what is wrong with a file is said at once.
const maxFindings = 100

// cut shortens what a file says, for a message.
func cut(s string) string { return strict.Cut(s) }

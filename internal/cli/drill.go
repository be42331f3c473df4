package cli

import (
	"errors"
	"fmt"
	"io"
	"time"
)

type drillCommand struct{ phraseFlag }

// Run makes the drill that the server makes once a week. Its key is made for it
// alone and never leaves the memory; what it restored is removed again.
func (c drillCommand) Run(s *session) error {
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // how the drill went is on the disk
	d, err := rec.Drill(s)
	if err != nil {
		return err
	}
	out := map[string]any{"ok": d.Problem == "", "problem": d.Problem, "rows": d.Rows, "files": d.Files, "at": d.At, "took_ms": d.Took.Milliseconds()}
	err = s.print(out, func(w io.Writer) {
		if d.Problem == "" {
			fmt.Fprintf(w, "%d rows and %d files were backed up, restored and are whole, in %v\n", d.Rows, d.Files, d.Took.Round(time.Millisecond))
		}
	})
	if err == nil && d.Problem != "" {
		err = errors.New("the drill went wrong: " + drillWords(d.Problem))
	}
	return err
}

// drillWords says what went wrong with a drill.
func drillWords(problem string) string {
	for key, words := range map[string]string{
		"drill.room":    "there is not enough space on the disk for a second copy",
		"drill.backup":  "no backup could be written",
		"drill.restore": "the backup could not be restored",
		"drill.doctor":  "what was restored is not well; run `throughcare doctor --deep`",
		"drill.trail":   "the trail of what was restored does not end as the record's does",
	} {
		if key == problem {
			return words
		}
	}
	return problem
}

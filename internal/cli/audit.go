package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/trail"
)

type auditCommand struct {
	Verify auditVerifyCommand `cmd:"" help:"Make the whole chain of the trail anew, and name the first entry that does not fit."`
}

type auditVerifyCommand struct {
	phraseFlag
	Anchor []string `help:"Twelve words that were written down earlier, or a file that holds such lines, or what backup --json printed; may be given several times." placeholder:"WORDS|FILE"`
}

// Run verifies the trail; exit code 1 when an entry does not fit.
func (c auditVerifyCommand) Run(s *session) error {
	anchors, err := readAnchors(c.Anchor)
	if err != nil {
		return desk.Misused(err)
	}
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // it was only read
	report, err := rec.VerifyTrail(s, anchors...)
	if err != nil {
		return err
	}
	v := verdict{OK: report.Broken == nil, Anchors: len(anchors), Words: report.Head.Words(), Report: report}
	if report.Broken != nil {
		v.Says = strings.TrimPrefix(report.Broken.Error(), "trail: ")
	}
	if err := s.print(v, func(w io.Writer) { say(w, report, len(anchors)) }); err != nil {
		return err
	}
	if report.Broken != nil {
		return errors.New("the trail is not as it was written")
	}
	return nil
}

// verdict is what a script reads.
type verdict struct {
	OK      bool   `json:"ok"`
	Anchors int    `json:"anchors"` // how many were given
	Words   string `json:"anchor"`  // of the newest entry that fits
	Says    string `json:"says,omitempty"`
	trail.Report
}

func say(w io.Writer, r trail.Report, anchors int) {
	fmt.Fprintf(w, "%d changes and %d readings fit together, up to entry %d; %d rows of the record are as they left them.\n", r.Changes, r.Readings, r.Head.N, r.Rows)
	if b := r.Broken; b != nil {
		fmt.Fprintln(w, strings.TrimPrefix(b.Error(), "trail: "))
		if b.Actor != "" {
			fmt.Fprintf(w, "It says: %s, %s, %s\n", b.At.Format("2006-01-02 15:04:05"), b.Actor, b.Action)
		}
		return
	}
	if anchors == 0 {
		fmt.Fprintln(w, "Without an anchor this does not show whether the end was cut off, or an older record put back.")
	}
	fmt.Fprintln(w, "To be written down, outside of the record:")
	fmt.Fprintln(w, r.Head.Words())
}

// readAnchors reads words given as they are, and files.
func readAnchors(given []string) (all []trail.Anchor, err error) {
	for _, g := range given {
		text := g
		if len(strings.Fields(g)) < trail.AnchorWords {
			content, err := os.ReadFile(g)
			if err != nil {
				return nil, err
			}
			text = string(content)
		}
		some, err := anchorsIn(text)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// anchorsIn finds the anchors of a text, or the one that a backup printed as
// JSON.
func anchorsIn(text string) ([]trail.Anchor, error) {
	var printed struct{ Anchor string }
	if json.Unmarshal([]byte(text), &printed) == nil {
		text = printed.Anchor
	}
	all, err := trail.ParseAnchors(text)
	if err == nil && len(all) == 0 {
		err = trail.ErrNoAnchor
	}
	return all, err
}

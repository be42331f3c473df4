package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/keys"
)

// keysCommand is about the ways to the record's key. Beside the pass phrase and
// the sheet, which are always there, an organisation may have two more.
type keysCommand struct {
	Show    keysShowCommand    `cmd:"" help:"List the ways to the key of the record."`
	Test    keysTestCommand    `cmd:"" help:"Type the recovery sheet back, once a year, to see that it is whole."`
	Council keysCouncilCommand `cmd:"" help:"Split a key among three people, any two of whom open the record together."`
	Machine keysMachineCommand `cmd:"" help:"Let the record be opened without a person. A thief of the whole machine gets everything."`
	Seen    keysSeenCommand    `cmd:"" help:"Say that you know why the file of the record is not as it was left."`
}

// ring opens the keys alone.
func (s *session) ring(p phraseFlag) (*keys.Ring, error) {
	home, err := s.existing()
	if err != nil {
		return nil, err
	}
	phrase, err := s.phrase(p, "Pass phrase of the record: ")
	if err != nil {
		return nil, err
	}
	return app.OpenKeys(home.Dir, phrase)
}

type keysShowCommand struct{ phraseFlag }

// Run lists the ways.
func (c keysShowCommand) Run(s *session) error {
	ring, err := s.ring(c.phraseFlag)
	if err != nil {
		return err
	}
	defer ring.Close()
	state, err := ring.State()
	if err != nil {
		return err
	}
	out := map[string]any{"sheet": state.Sheet, "sheet_tested": state.Tested, "council": state.Council, "machine": state.Machine}
	return s.print(out, func(w io.Writer) {
		fmt.Fprintf(w, "pass phrase\nrecovery sheet %s, %s\n", state.Sheet, tested(state.Tested))
		if state.Council != "" {
			fmt.Fprintf(w, "council %s, two of three shares\n", state.Council)
		}
		if state.Machine {
			fmt.Fprintf(w, "this machine by itself, since %s: %s\n", state.Since.Format(time.DateOnly), thief)
		}
	})
}

func tested(at time.Time) string {
	if at.IsZero() {
		return "never typed back"
	}
	return "typed back on " + at.Format(time.DateOnly)
}

type keysTestCommand struct {
	phraseFlag
	Sheet string `help:"File that holds the words of the sheet, - for standard input; asked for when left out." placeholder:"FILE"`
}

// Run compares the sheet with the record, and keeps that it was tried.
func (c keysTestCommand) Run(s *session) error {
	ring, err := s.ring(c.phraseFlag)
	if err != nil {
		return err
	}
	defer ring.Close()
	words, err := s.phrase(phraseFlag{PhraseFile: c.Sheet}, "The words of the recovery sheet, in order: ")
	if err != nil {
		return err
	}
	if err := ring.TestSheet(words, s.now()); err != nil {
		return err
	}
	return s.print(map[string]any{"ok": true}, func(w io.Writer) { fmt.Fprintln(w, "The sheet is whole, and opens this record.") })
}

type keysCouncilCommand struct {
	phraseFlag
	End bool `help:"End the council instead."`
}

// Run prints three shares, each for one person. They are kept nowhere.
func (c keysCouncilCommand) Run(s *session) error {
	ring, err := s.ring(c.phraseFlag)
	if err != nil {
		return err
	}
	defer ring.Close()
	if c.End {
		return ring.DropCouncil()
	}
	all, err := ring.MakeCouncil()
	if err != nil {
		return err
	}
	var words [][]string
	for _, share := range all {
		words = append(words, share.Words)
	}
	return s.print(map[string]any{"council": all[0].Mark, "shares": words}, func(w io.Writer) {
		fmt.Fprintln(w, "Give each share to one person, on paper, and keep none here. To open the record type the words of two shares, one after the other, where its pass phrase is asked for.")
		for _, share := range all {
			fmt.Fprintf(w, "\nShare %d of council %s:\n%s\n", share.At, share.Mark, strings.Join(share.Words, " "))
		}
	})
}

// thief is what an unattended start costs.
const thief = "whoever takes the whole machine, switched off or not, reads everything; the disk must be encrypted by other means, or the machine be where nobody can take it"

type keysMachineCommand struct {
	phraseFlag
	File string `arg:"" optional:"" help:"The key file to write: for $CREDENTIALS_DIRECTORY/throughcare.key (systemd-creds encrypt), or for serve --machine-key." placeholder:"FILE"`
	End  bool   `help:"End unattended starts instead."`
	Yes  bool   `help:"You have read what it costs."`
}

// Run makes the key file, or ends unattended starts.
func (c keysMachineCommand) Run(s *session) error {
	if c.End == (c.File != "") {
		return desk.Misused(fmt.Errorf("give a file to write, or --end"))
	}
	if !c.End && !c.Yes {
		return desk.Misused(fmt.Errorf("unattended starts have a price: %s. If you want that, give --yes", thief))
	}
	ring, err := s.ring(c.phraseFlag)
	if err != nil {
		return err
	}
	defer ring.Close()
	if c.End {
		return ring.DropMachine()
	}
	if err := ring.MakeMachine(c.File, s.now()); err != nil {
		return err
	}
	return s.print(map[string]any{"file": c.File}, func(w io.Writer) {
		fmt.Fprintf(w, "%s opens the record from now on: %s.\n", c.File, thief)
	})
}

type keysSeenCommand struct{ phraseFlag }

// Run forgets that the file was altered.
func (c keysSeenCommand) Run(s *session) error {
	ring, err := s.ring(c.phraseFlag)
	if err != nil {
		return err
	}
	defer ring.Close()
	return ring.SeenAltered()
}

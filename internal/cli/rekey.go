package cli

import (
	"fmt"
	"io"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/staff/staffweb"
)

type rekeyCommand struct {
	phraseFlag
	Passphrase bool   `help:"Change the pass phrase only. It is instant: the data key, and with it all that is encrypted, stays."`
	NewFile    string `help:"With --passphrase: file that holds the new pass phrase; asked for when left out." type:"existingfile" placeholder:"FILE"`
}

// Run gives the record another data key, or its data key another pass phrase.
// Killed at any moment, it leaves the one or the other. While the server has the
// record open the data key is changed in Settings.
func (c rekeyCommand) Run(s *session) error {
	phrase, err := s.phrase(c.phraseFlag, "Pass phrase of the record: ")
	if err != nil {
		return err
	}
	rec, err := s.openWith(phrase)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // the change is on the disk, or not
	if c.Passphrase {
		return c.rephrase(s, rec)
	}
	if err := rec.Rekey(s, authz.System("command line"), phrase, nil); err != nil {
		return err
	}
	return s.print(map[string]any{"data_key": "changed"}, func(w io.Writer) {
		fmt.Fprintln(w, "The record has another data key. Backups made before open as they did; copies of the folder made before open with the old key.")
	})
}

func (c rekeyCommand) rephrase(s *session, rec *app.Record) error {
	fresh, err := s.phrase(phraseFlag{PhraseFile: c.NewFile}, "New pass phrase of the record: ")
	if err == nil {
		err = staffweb.CheckRecordPhrase(fresh)
	}
	if err == nil {
		err = rec.ChangePhrase(fresh)
	}
	if err != nil {
		return err
	}
	return s.print(map[string]any{"pass_phrase": "changed"}, func(w io.Writer) {
		fmt.Fprintln(w, "The record has another pass phrase. Copies of the key file made before still open with the old one; `throughcare rekey` ends that for what is written from then on.")
	})
}

package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/term"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/staff"
)

// home is where the record of this command lives.
func (s *session) home() (app.Home, error) {
	dir := s.root.Data
	if dir == "" {
		var err error
		if dir, err = dataDir(s.getenv); err != nil {
			return app.Home{}, err
		}
	}
	return app.Home{Dir: dir, URL: s.root.Database}, nil
}

// dataDir is the user's data directory (XDG Base Directory Specification, and
// its likes on other systems).
func dataDir(getenv func(string) string) (string, error) {
	if dir := getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "throughcare"), nil
	}
	user, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no home folder; say where the record is with --data: %w", err)
	}
	switch runtime.GOOS {
	case "windows":
		return filepath.Join(user, "AppData", "Local", "Throughcare"), nil
	case "darwin":
		return filepath.Join(user, "Library", "Application Support", "Throughcare"), nil
	}
	return filepath.Join(user, ".local", "share", "throughcare"), nil
}

// open opens the record, as somebody who knows its pass phrase.
func (s *session) open(p phraseFlag) (*app.Record, error) {
	if _, err := s.existing(); err != nil {
		return nil, err
	}
	phrase, err := s.phrase(p, "Pass phrase of the record: ")
	if err != nil {
		return nil, err
	}
	return s.openWith(phrase)
}

// existing is where the record lives, if there is one.
func (s *session) existing() (app.Home, error) {
	home, err := s.home()
	if err != nil {
		return home, err
	}
	exists, err := home.Exists()
	if err == nil && !exists {
		err = noRecord(home.Dir)
	}
	return home, err
}

// openWith is open with a pass phrase at hand.
func (s *session) openWith(phrase string) (*app.Record, error) {
	home, err := s.existing()
	if err != nil {
		return nil, err
	}
	ring, err := app.OpenKeys(home.Dir, phrase)
	if err != nil {
		return nil, err
	}
	rec, err := app.OpenRecord(s, app.Options{URL: home.Database(), FilesDir: home.Files(), Keys: ring, Now: s.now, Log: s.log, Existing: true})
	if err != nil {
		return nil, err
	}
	if err := rec.Settle(s); err != nil {
		return nil, errors.Join(err, rec.Close())
	}
	return rec, nil
}

func noRecord(dir string) error {
	return &missing{Text: "there is no record in " + dir + "; make one with `throughcare serve` in the browser, or with `throughcare user add`"}
}

// phrase reads a pass phrase from the file of the flag, or asks for it.
func (s *session) phrase(p phraseFlag, prompt string) (string, error) {
	switch p.PhraseFile {
	case "":
		return s.ask(prompt)
	case "-":
		return firstLine(s.in)
	}
	f, err := os.Open(p.PhraseFile)
	if err != nil {
		return "", desk.Misused(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return firstLine(f)
}

func (s *session) ask(prompt string) (string, error) {
	in, ok := s.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", desk.Misused(errors.New("no terminal to ask for a pass phrase; give --phrase-file"))
	}
	fmt.Fprint(s.err, prompt)
	phrase, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(s.err)
	return string(phrase), err
}

func firstLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" && err == nil {
		err = errors.New("the pass phrase is empty")
	}
	return line, err
}

// actor is whoever works at the command line: the program itself, or the
// account named.
func (s *session) actor(rec *app.Record, account string) (authz.Actor, error) {
	operator := authz.System("command line")
	if account == "" {
		return operator, nil
	}
	a, err := s.account(rec, account)
	if err != nil {
		return operator, err
	}
	return rec.Staff.Actor(s, a.ID)
}

// account finds an account by what its owner types at the door.
func (s *session) account(rec *app.Record, name string) (staff.Account, error) {
	a, err := rec.Staff.ByName(s, authz.System("command line"), name)
	if fault.Is(err, fault.NotFound) {
		err = &missing{Text: fmt.Sprintf("nobody signs in as %q", name)}
	}
	return a, err
}

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/staff/phrases"
)

type userCommand struct {
	Add     userAdd     `cmd:"" help:"Add somebody who works here; the first makes the record."`
	Reset   userReset   `cmd:"" help:"Take somebody's pass phrase away and make a link to choose another."`
	Disable userDisable `cmd:"" help:"End an account with its sessions."`
}

type userAdd struct {
	phraseFlag
	Name         string `arg:"" help:"Name as colleagues see it."`
	SignIn       string `help:"What they type at the door; made of the name when left out."`
	Role         string `help:"solo, lead, worker, volunteer or administrator." default:"worker"`
	Organisation string `help:"Name of the organisation, for a new record." default:"Our organisation"`
	Country      string `help:"Country of the organisation, two letters, for a new record." default:"US"`
}

// Run adds an account and prints the link with which its owner chooses a pass
// phrase. In a folder without a record it makes one first.
func (c userAdd) Run(s *session) error {
	if !slices.Contains(authz.Roles(), authz.Role(c.Role)) {
		return desk.Misused(fmt.Errorf("--role: %q is not a role", c.Role))
	}
	home, err := s.home()
	if err != nil {
		return err
	}
	exists, err := home.Exists()
	if err != nil {
		return err
	}
	var sheet keys.Sheet
	if !exists {
		if sheet, err = c.make(s, home); err != nil {
			return err
		}
	}
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	account, link, err := rec.Staff.Add(s, authz.System("command line"), staff.NewAccount{Name: c.Name, SignIn: c.SignIn, Role: authz.Role(c.Role)})
	if err != nil {
		return err
	}
	out := map[string]any{"id": account.ID, "sign_in": account.SignIn, "link": "/welcome/" + link.Token, "until": link.Until, "recovery_sheet": sheet.Words}
	return s.print(out, func(w io.Writer) {
		if len(sheet.Words) > 0 {
			fmt.Fprintf(w, "Recovery sheet, to be kept on paper: %v\n", sheet.Words)
		}
		fmt.Fprintf(w, "%s signs in as %s\nThey choose a pass phrase at /welcome/%s until %s\n", account.Name, account.SignIn, link.Token, link.Until.Format("2006-01-02 15:04"))
	})
}

// make makes a record in an empty folder.
func (c userAdd) make(s *session, home app.Home) (sheet keys.Sheet, err error) {
	phrase, err := s.phrase(c.phraseFlag, "Pass phrase of the new record: ")
	if err != nil {
		return sheet, err
	}
	if err := phrases.CheckRecord(phrase, "phrase"); err != nil {
		return sheet, err
	}
	if err := os.MkdirAll(home.Dir, 0o700); err != nil {
		return sheet, err
	}
	ring, sheet, err := keys.Create(home.Dir, phrase, keys.Options{})
	if err != nil {
		return sheet, err
	}
	rec, err := app.OpenRecord(s, app.Options{URL: home.Database(), FilesDir: home.Files(), Keys: ring, Now: s.now, Log: s.log})
	if err != nil {
		return sheet, errors.Join(err, home.Discard())
	}
	choices := settings.Defaults(c.Country)
	choices.Name, choices.SetUp = c.Organisation, settings.Done
	err = rec.Found(s, choices)
	if cerr := rec.Close(); err == nil {
		err = cerr
	}
	return sheet, err
}

type userReset struct {
	phraseFlag
	Name  string `arg:"" help:"What they type at the door."`
	Codes bool   `help:"Take their one-time codes away too."`
}

// Run gives somebody a link to choose another pass phrase.
func (c userReset) Run(s *session) error {
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	operator := authz.System("command line")
	a, err := s.account(rec, c.Name)
	if err != nil {
		return err
	}
	link, err := rec.Staff.Reset(s, operator, a.ID, c.Codes)
	if err != nil {
		return err
	}
	return s.print(map[string]any{"link": "/welcome/" + link.Token, "until": link.Until}, func(w io.Writer) {
		fmt.Fprintf(w, "%s chooses a pass phrase at /welcome/%s until %s\n", a.Name, link.Token, link.Until.Format("2006-01-02 15:04"))
	})
}

type userDisable struct {
	phraseFlag
	Name string `arg:"" help:"What they type at the door."`
}

// Run ends an account.
func (c userDisable) Run(s *session) error {
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	operator := authz.System("command line")
	a, err := s.account(rec, c.Name)
	if err != nil {
		return err
	}
	if err := rec.Staff.Disable(s, operator, a.ID); err != nil {
		return err
	}
	return s.print(map[string]any{"id": a.ID, "disabled": true}, func(w io.Writer) { fmt.Fprintln(w, a.Name, "may not sign in any more") })
}

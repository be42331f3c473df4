// Package cli is the command line. Every command calls the same services as the
// pages; with --json it prints one document to standard output, and everything
// else goes to standard error.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/alecthomas/kong"

	"github.com/throughcare/throughcare/internal/binder"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/cli/matching"
	"github.com/throughcare/throughcare/internal/cli/reckoning"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/thumbnail"
	"github.com/throughcare/throughcare/internal/web"
)

// version is set when a release is built.
var version = "dev"

// The exit codes people script against.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitMissing = 3
	exitRefused = 4
	exitPartly  = 5
)

// root is the command line as kong reads it.
type root struct {
	Data     string `help:"Folder of the record." type:"path" env:"THROUGHCARE_DATA" placeholder:"DIR"`
	Database string `help:"Database, postgres://… or sqlite:PATH; a file in the folder when left out." env:"THROUGHCARE_DATABASE" placeholder:"URL"`
	JSON     bool   `help:"Print one JSON document."`
	Now      string `help:"Fix the clock of this command, for demonstrations and tests." env:"THROUGHCARE_NOW" placeholder:"INSTANT"`

	Demo     demoCommand           `cmd:"" help:"Serve an invented organisation from a throw-away folder."`
	Serve    serveCommand          `cmd:"" help:"Serve the record; the first start leads through set-up in the browser."`
	Find     findCommand           `cmd:"" help:"Find people by any mixture of name, number and place."`
	Import   importCommand         `cmd:"" help:"Bring in people, cases or facilities from a spreadsheet."`
	Roster   rosterCommand         `cmd:"" help:"The bulk lists of prison systems, held against our people."`
	Disclose discloseCommand       `cmd:"" help:"Hand over exactly what an order or a duty covers."`
	Export   exportCommand         `cmd:"" help:"Take something out of the record."`
	Backup   backupCommand         `cmd:"" help:"Write the whole record into one encrypted file."`
	Restore  restoreCommand        `cmd:"" help:"Make a record of a backup."`
	Keys     keysCommand           `cmd:"" help:"The ways to the key of the record."`
	Lock     lockCommand           `cmd:"" help:"Lock the record that is being served, at once and for everybody."`
	Rekey    rekeyCommand          `cmd:"" help:"Encrypt the record with another data key, or change its pass phrase."`
	Drill    drillCommand          `cmd:"" help:"Make a backup, restore it into a scratch folder, and see that it is whole."`
	Doctor   doctorCommand         `cmd:"" help:"Check the record and say what is wrong."`
	Audit    auditCommand          `cmd:"" help:"Prove that the trail was not altered."`
	Rules    reckoning.Rules       `cmd:"" help:"Law and house rules as files."`
	Match    matching.Match        `cmd:"" help:"Find the records of one person in a file, or across two, and how likely each pair is."`
	Facility matching.Facility     `cmd:"" help:"Prisons, jails and the like."`
	Due      reckoning.Due         `cmd:"" help:"By which day a step must be taken or answered."`
	Release  reckoning.ReleaseDate `cmd:"" name:"release-date" help:"Estimate when somebody gets out, with workings."`
	User     userCommand           `cmd:"" help:"Accounts."`
	Version  versionCommand        `cmd:"" help:"Print the version."`
}

// session is what a command has at hand.
type session struct {
	context.Context
	root   *root
	getenv func(string) string
	in     io.Reader
	out    io.Writer
	err    io.Writer
	now    func() time.Time
	log    *slog.Logger
}

// Run runs the command line and returns its exit code.
func Run(ctx context.Context, args []string, getenv func(string) string, in io.Reader, out, errs io.Writer) int {
	if len(args) == 1 && children[args[0]] != nil { // no command for people: it is the program's own child
		return child(children[args[0]], in, out)
	}
	var r root
	code := -1
	parser, err := kong.New(&r, kong.Name("throughcare"), kong.Writers(out, errs), kong.UsageOnError(),
		kong.Description("Support of people in prison, after prison, and of their families."),
		kong.Exit(func(c int) { code = c }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(errs, "throughcare:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	switch {
	case code >= 0:
		return code // help was printed
	case err != nil:
		fmt.Fprintln(errs, "throughcare:", err)
		return exitUsage
	}
	s := &session{Context: ctx, root: &r, getenv: getenv, in: in, out: out, err: errs}
	if err := s.clock(); err != nil {
		fmt.Fprintln(errs, "throughcare:", err)
		return exitUsage
	}
	s.log = slog.New(web.SafeLog(slog.NewTextHandler(errs, nil)))
	return s.finish(parsed.Run(s, s.desk()))
}

// children is the work that the program does in a confined process of its own.
var children = map[string]func(io.Reader, io.Writer) error{thumbnail.Command: thumbnail.Child, binder.Command: binder.Child}

// child does it, and has nobody to tell what went wrong.
func child(work func(io.Reader, io.Writer) error, in io.Reader, out io.Writer) int {
	if err := work(in, out); err != nil {
		return exitFailed
	}
	return exitDone
}

// clock is the real one unless the command fixes it.
func (s *session) clock() error {
	s.now = time.Now
	if s.root.Now == "" {
		return nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s.root.Now); err == nil {
			s.now = func() time.Time { return t }
			return nil
		}
	}
	return errors.New("--now: give an instant like 2026-03-02T12:00:00Z, or a day like 2026-03-02")
}

// partly says that a command did some of its work; what it did not do was
// printed.
var errPartly = errors.New("some of it was not done")

// The errors and the flag that commands share; see package desk.
type (
	usageError = desk.Usage
	missing    = desk.Missing
	phraseFlag = desk.PhraseFlag
)

// desk is what commands outside this package are given.
func (s *session) desk() *desk.Desk {
	return &desk.Desk{
		Context: s, Now: s.now, Out: s.out, Errors: s.err, Print: s.print, Open: s.open, As: s.actor,
		Exists: func() (bool, error) {
			home, err := s.home()
			if err != nil {
				return false, err
			}
			return home.Exists()
		},
	}
}

// finish prints what went wrong, in words, and gives the exit code.
func (s *session) finish(err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(s.err, "throughcare:", desk.Words(err))
	switch {
	case errors.Is(err, errPartly):
		return exitPartly
	case errors.As(err, new(usageError)):
		return exitUsage
	case errors.As(err, new(*desk.Refused)):
		return exitRefused
	case fault.Is(err, fault.NotFound):
		return exitMissing
	case fault.Is(err, fault.Forbidden), fault.Is(err, fault.Invalid), fault.Is(err, fault.Conflict), fault.Is(err, fault.TooLarge):
		return exitRefused
	}
	return exitFailed
}

// print writes v as JSON when that is asked for, and otherwise lets people
// write for people.
func (s *session) print(v any, people func(w io.Writer)) error {
	if !s.root.JSON {
		people(s.out)
		return nil
	}
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

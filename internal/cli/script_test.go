package cli_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/cli"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/people"
)

// The program, as the scripts run it, guards records of invented people with
// pass phrases that are cheap to try.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"throughcare": func() {
		keys.DefaultCost = keys.LowCost
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		os.Exit(cli.Run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
	}})
}

// TestScripts runs the commands as an operator does. Beside the commands of
// testscript there are:
//
//	exits CODE COMMAND…       runs a command and holds its exit code against CODE
//	people DIR NAME…          adds people to the record in DIR, whose pass phrase is in the file phrase
//	serving COMMAND…          starts a command that serves, and sets ADDRESS, SIGN_IN and CODE
//	stopped                   interrupts it, and expects it to end well
//	visit PATH [FIELD=VALUE…] asks it for a page, or posts a form, and prints status, address and text
//	value NAME KEY            sets NAME to a member of the JSON document on standard output
//	cut FILE BYTES            takes so many bytes from the end of a file
//	flip FILE OFFSET          turns one byte of a file into another
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"), RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "home"))
			env.Values[browserKey] = &browser{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "people": addPeople, "serving": serving, "stopped": stopped, "visit": visit, "value": value,
			"cut": cut, "flip": flip,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if exit := new(exec.ExitError); errors.As(ts.Exec(args[1], args[2:]...), &exit) {
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// withRecord opens the record of a folder past the command line.
func withRecord(ts *testscript.TestScript, dir string, work func(context.Context, *app.Record) error) {
	ctx := context.Background()
	ring, err := app.OpenKeys(ts.MkAbs(dir), strings.TrimSpace(ts.ReadFile("phrase")))
	ts.Check(err)
	rec, err := app.OpenRecord(ctx, app.Options{
		URL: app.Home{Dir: ts.MkAbs(dir)}.Database(), Keys: ring, Now: time.Now, Log: slog.New(slog.DiscardHandler), Existing: true,
	})
	ts.Check(err)
	ts.Check(errors.Join(work(ctx, rec), rec.Close()))
}

func addPeople(ts *testscript.TestScript, _ bool, args []string) {
	withRecord(ts, args[0], func(ctx context.Context, rec *app.Record) error {
		for i, name := range args[1:] {
			n := people.NewPerson{Name: name, Numbers: []people.Number{{Text: fmt.Sprintf("T-%05d", 40_000+i)}}}
			if _, err := rec.People.Add(ctx, authz.System("test"), n); err != nil {
				return err
			}
		}
		return nil
	})
}

func cut(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), info.Size()-n))
}

func flip(ts *testscript.TestScript, _ bool, args []string) {
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := []byte(ts.ReadFile(args[0]))
	text[at] ^= 0xff
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o600))
}

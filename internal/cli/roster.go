package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/roster"
)

type rosterCommand struct {
	Sync    rosterSync    `cmd:"" help:"Hold a prison system's bulk list against our people; what it says becomes claims."`
	Accept  rosterAccept  `cmd:"" help:"Take a claim for true."`
	Confirm rosterConfirm `cmd:"" help:"Say of a question that it is them."`
	Dismiss rosterDismiss `cmd:"" help:"Put a claim aside."`
}

type rosterSync struct {
	phraseFlag
	File   string `arg:"" help:"The list: CSV, XLSX or JSON." type:"path"`
	Layout string `help:"How the list is written, by name." required:"" placeholder:"NAME"`
	AsOf   string `help:"The day the list is of; that in its name or its rows when left out." placeholder:"DATE"`
	DryRun bool   `help:"Say what would be claimed and keep nothing."`
	As     string `help:"Read it as this account." placeholder:"NAME"`
}

// rosterClaim is one claim, as the contract of the command line has it.
type rosterClaim struct {
	ID     string          `json:"claim,omitempty"`
	Person string          `json:"person"`
	Name   string          `json:"name"`
	Row    int             `json:"row,omitempty"`
	From   string          `json:"from,omitempty"`
	To     string          `json:"to,omitempty"`
	On     civil.Day       `json:"on,omitempty"`
	AsOf   civil.Day       `json:"as_of"`
	Why    roster.Why      `json:"why,omitempty"`
	Reason string          `json:"reason,omitempty"`
	Said   string          `json:"said,omitempty"`
	Number string          `json:"number,omitempty"`
	State  roster.State    `json:"state"`
	kind   roster.Kind     // for people
	words  context.Context // and in which language
}

// rosterReport is the answer of a sync.
type rosterReport struct {
	Rows     int           `json:"rows"`
	OursSeen int           `json:"ours_seen"`
	Moved    []rosterClaim `json:"moved"`
	Released []rosterClaim `json:"released"`
	NewDate  []rosterClaim `json:"new_date"`
	NotSeen  []rosterClaim `json:"not_seen"`
	Unsure   []rosterClaim `json:"unsure"`
	Older    []rosterClaim `json:"older"`
	Refused  int           `json:"refused"`
	AsOf     civil.Day     `json:"as_of"`
	Doubt    roster.Doubt  `json:"doubt,omitempty"`
	Withheld int           `json:"not_seen_withheld"`
	Again    bool          `json:"again"`
	Kept     int           `json:"kept"`
	Run      string        `json:"run"` // "" for a dry run
	TookMS   float64       `json:"took_ms"`
	words    context.Context
}

// Run reads a list and prints what it claims.
func (c rosterSync) Run(s *session) error {
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	actor, err := s.actor(rec, c.As)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if errors.Is(err, fs.ErrNotExist) {
		return &missing{Text: "there is no file " + c.File}
	}
	if err != nil {
		return desk.Misused(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err != nil {
		return err
	}
	began := time.Now()
	r, err := rec.Roster.Sync(s, actor, roster.File{Layout: c.Layout, Name: filepath.Base(c.File), Src: f, Size: info.Size(), AsOf: civil.Day(c.AsOf), DryRun: c.DryRun})
	if fault.Is(err, fault.NotFound) {
		return noLayout(c.Layout)
	}
	if err != nil {
		return err
	}
	return c.tell(s, rec, actor, r, time.Since(began))
}

// noLayout says which layouts there are.
func noLayout(name string) error {
	all, err := roster.Layouts()
	if err != nil {
		return err
	}
	text := fmt.Sprintf("there is no layout %q; there are", name)
	for _, l := range all {
		text += " " + l.Key
	}
	return &missing{Text: text}
}

// tell prints the report. What is doubtful or was refused makes it done in part.
func (c rosterSync) tell(s *session, rec *app.Record, actor authz.Actor, r roster.Report, took time.Duration) error {
	catalogue, err := desk.Catalogue()
	if err != nil {
		return err
	}
	words := i18n.With(s, catalogue.Printer("en"))
	list := func(claims []roster.Claim) []rosterClaim {
		out := []rosterClaim{}
		for _, c := range claims {
			out = append(out, claimed(words, c))
		}
		return out
	}
	out := rosterReport{
		Rows: r.Rows, OursSeen: r.OursSeen, Moved: list(r.Of(roster.Moved)), Released: list(r.Of(roster.Released)), NewDate: list(r.Of(roster.NewDate)),
		NotSeen: list(r.Of(roster.NotSeen)), Unsure: list(r.Of(roster.Unsure)), Older: list(r.Older), Refused: r.Refused, AsOf: r.AsOf, Doubt: r.Doubt, Withheld: r.Withheld,
		Again: r.Again, Kept: r.Kept, Run: r.Run, TookMS: float64(took.Microseconds()) / 1000, words: words,
	}
	if err := s.sawPeople(rec, actor, r); err != nil {
		return err
	}
	if err := s.print(out, out.people); err != nil {
		return err
	}
	if r.Refused > 0 || r.Doubt != "" && r.Doubt != roster.NoList {
		return errPartly
	}
	return nil
}

// claimed is a claim for the answer.
func claimed(words context.Context, c roster.Claim) rosterClaim {
	out := rosterClaim{
		ID: c.ID, Person: c.PersonID, Name: c.Person, Row: c.Row, From: c.From, To: c.Place, On: c.On, AsOf: c.AsOf, Why: c.Why, Said: c.NameSaid, Number: c.NumberSaid,
		State: c.State, kind: c.Kind, words: words,
	}
	if c.Why != "" {
		out.Reason = i18n.T(words, "roster.why."+string(c.Why))
	}
	return out
}

// people prints the report for people.
func (o rosterReport) people(w io.Writer) {
	fmt.Fprintf(w, "%d rows as of %s, %d of ours on it: %d moved, %d released, %d new dates, %d not seen, %d to look at\n",
		o.Rows, o.AsOf, o.OursSeen, len(o.Moved), len(o.Released), len(o.NewDate), len(o.NotSeen), len(o.Unsure))
	if o.Doubt != "" {
		fmt.Fprintln(w, i18n.T(o.words, "roster.doubt."+string(o.Doubt)))
	}
	for _, list := range [][]rosterClaim{o.Released, o.Moved, o.NewDate, o.Unsure, o.NotSeen} {
		for _, c := range list {
			fmt.Fprintf(w, "%s: %s", i18n.T(c.words, "roster.kind."+string(c.kind)), c.Name)
			for _, more := range []string{c.From, c.To, string(c.On), c.Reason} {
				if more != "" {
					fmt.Fprintf(w, " · %s", more)
				}
			}
			fmt.Fprintf(w, " (%s)\n", c.ID)
		}
	}
}

// rosterDecision is what deciding a claim takes.
type rosterDecision struct {
	phraseFlag
	Claim string `arg:"" help:"The claim, as the sync printed it."`
	As    string `help:"Decide as this account." placeholder:"NAME"`
}

type rosterAccept struct{ rosterDecision }

// Run accepts a claim.
func (c rosterAccept) Run(s *session) error {
	return c.decide(s, func(rec *app.Record, actor authz.Actor) (bool, error) {
		return rec.Roster.Accept(s, actor, c.Claim, "")
	})
}

type rosterConfirm struct{ rosterDecision }

// Run says of a question that it is them.
func (c rosterConfirm) Run(s *session) error {
	return c.decide(s, func(rec *app.Record, actor authz.Actor) (bool, error) {
		return false, rec.Roster.Confirm(s, actor, c.Claim, "")
	})
}

type rosterDismiss struct{ rosterDecision }

// Run puts a claim aside.
func (c rosterDismiss) Run(s *session) error {
	return c.decide(s, func(rec *app.Record, actor authz.Actor) (bool, error) {
		return false, rec.Roster.Dismiss(s, actor, c.Claim, "")
	})
}

func (c rosterDecision) decide(s *session, do func(*app.Record, authz.Actor) (bool, error)) error {
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	actor, err := s.actor(rec, c.As)
	if err != nil {
		return err
	}
	taken, err := do(rec, actor)
	if fault.Is(err, fault.NotFound) {
		return &missing{Text: "there is no claim " + c.Claim}
	}
	if err != nil {
		return err
	}
	return s.print(map[string]any{"claim": c.Claim, "taken": taken}, func(w io.Writer) { fmt.Fprintln(w, "Done.") })
}

// sawPeople records whom a report names.
func (s *session) sawPeople(rec *app.Record, actor authz.Actor, r roster.Report) error {
	ctx, seen := watched(s)
	trail.SawAll(ctx, trail.Export, append(append([]roster.Claim{}, r.Claims...), r.Older...), func(c roster.Claim) string { return c.PersonID })
	return rec.Witness.Record(ctx, actor, seen)
}

package reckoning

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/rulepacks"
)

// Rules are the commands about rule packs.
type Rules struct {
	List    rulesList    `cmd:"" help:"The procedures there are rules for."`
	Show    rulesShow    `cmd:"" help:"The rules of a procedure, with where they stand."`
	Check   rulesCheck   `cmd:"" help:"Say what is wrong with a file of rules, by line."`
	Install rulesInstall `cmd:"" help:"Install a file of rules in the record."`
	Schema  rulesSchema  `cmd:"" help:"Print the JSON Schema of a file of rules, for editors."`
}

// rulesFrom is where list and show read.
type rulesFrom struct {
	desk.PhraseFlag
	rulesFlag
}

// book gives the rules as due does.
func (f rulesFrom) book(d *desk.Desk) (*rulepacks.Book, error) {
	return Due{PhraseFlag: f.PhraseFlag, rulesFlag: f.rulesFlag}.book(d, &rulepacks.Ask{})
}

type rulesList struct{ rulesFrom }

// ruleVersion is one line of the list.
type ruleVersion struct {
	Procedure    string         `json:"procedure"`
	Title        string         `json:"title"`
	Agency       string         `json:"agency"`
	Jurisdiction string         `json:"jurisdiction"`
	Pack         string         `json:"pack"`
	Version      string         `json:"version"`
	From         civil.Day      `json:"effective_from"`
	To           *civil.Day     `json:"effective_to"`
	Steps        []string       `json:"steps"`
	Citation     string         `json:"citation"`
	VerifiedOn   *civil.Day     `json:"verified_on"`
	Mark         rulepacks.Mark `json:"mark"`
}

// calendarLine is one calendar of the list, which a pack may name.
type calendarLine struct {
	ID         string         `json:"id"`
	Title      string         `json:"title"`
	Citation   string         `json:"citation"`
	VerifiedOn *civil.Day     `json:"verified_on"`
	Mark       rulepacks.Mark `json:"mark"`
}

// Run lists the procedures in every version, and the calendars.
func (c rulesList) Run(d *desk.Desk) error {
	book, err := c.book(d)
	if err != nil {
		return err
	}
	list := []ruleVersion{}
	for _, code := range book.Codes() {
		for _, v := range book.Versions(code) {
			list = append(list, versionLine(v))
		}
	}
	calendars := []calendarLine{}
	for _, c := range book.Calendars() {
		calendars = append(calendars, calendarLine{c.ID, c.Title, c.Citation, orNull(c.VerifiedOn), c.Mark})
	}
	return d.Print(map[string]any{"procedures": list, "calendars": calendars}, func(w io.Writer) {
		for _, v := range list {
			fmt.Fprintf(w, "%-8s %-10s %s (%s) [%s]\n", v.Procedure, v.From, v.Title, v.Agency, v.Mark)
		}
		fmt.Fprintln(w, "\nCalendars of days off:")
		for _, c := range calendars {
			fmt.Fprintf(w, "%-12s %s [%s]\n", c.ID, c.Title, c.Mark)
		}
	})
}

func versionLine(v rulepacks.Version) ruleVersion {
	line := ruleVersion{
		Procedure: v.Code, Title: v.Title, Agency: v.Agency, Jurisdiction: v.Pack.Jurisdiction, Pack: v.Pack.Name, Version: v.Pack.Version,
		From: v.EffectiveFrom, To: orNull(v.EffectiveTo), Citation: v.Citation, VerifiedOn: orNull(v.VerifiedOn), Mark: v.Mark,
	}
	for _, s := range v.Steps {
		line.Steps = append(line.Steps, s.ID)
	}
	return line
}

type rulesShow struct {
	rulesFrom
	Procedure string `arg:"" help:"Short name of the procedure."`
	On        string `help:"As it was in force on this day; today when left out." placeholder:"DAY"`
}

// shownLimit is one limit of the sheet.
type shownLimit struct {
	For      rulepacks.For     `json:"for"`
	Tracks   []rulepacks.Track `json:"tracks,omitempty"`
	N        int               `json:"n"`
	Unit     rulepacks.Unit    `json:"unit"`
	StartsOn []rulepacks.Event `json:"starts_on"`
	Silence  rulepacks.Silence `json:"silence,omitempty"`
	Citation string            `json:"citation"`
	Verified *civil.Day        `json:"verified_on"`
	Mark     rulepacks.Mark    `json:"mark"`
}

// shownStep is one step of the sheet.
type shownStep struct {
	ID     string       `json:"id"`
	Title  string       `json:"title"`
	After  []string     `json:"after"`
	Limits []shownLimit `json:"limits"`
}

// Run prints the rules of a procedure.
func (c rulesShow) Run(d *desk.Desk) error {
	book, err := c.book(d)
	if err != nil {
		return err
	}
	on := civil.Of(d.Now(), nil)
	if c.On != "" {
		if on = civil.Day(c.On); !on.Valid() {
			return desk.Misused(fmt.Errorf("--on: %q is no day like 2026-03-02", c.On))
		}
	}
	v, ok := book.InForce(c.Procedure, on)
	if !ok {
		return unknownStep(book, c.Procedure, "")
	}
	steps := []shownStep{}
	for _, step := range v.Steps {
		steps = append(steps, shown(step))
	}
	return d.Print(struct {
		ruleVersion
		Details []shownStep `json:"details"`
	}{versionLine(v), steps}, func(w io.Writer) { writeRules(w, v) })
}

func shown(s rulepacks.Step) shownStep {
	out := shownStep{ID: s.ID, Title: s.Title, After: append([]string{}, s.After...), Limits: []shownLimit{}}
	for _, l := range s.Limits {
		out.Limits = append(out.Limits, shownLimit{l.For, l.Tracks, l.N, l.Unit, l.StartsOn, l.Silence, l.Citation, orNull(l.VerifiedOn), l.Mark})
	}
	return out
}

func writeRules(w io.Writer, v rulepacks.Version) {
	fmt.Fprintf(w, "%s: %s, %s\n%s [%s]\n%s\n", v.Code, v.Title, v.Agency, v.Citation, v.Mark, v.WhoFiles)
	for _, s := range v.Steps {
		fmt.Fprintf(w, "\n%s  %s\n", s.ID, s.Title)
		for _, l := range s.Limits {
			fmt.Fprintf(w, "    %s: %d %s from %s", l.For, l.N, l.Unit, listed(l.StartsOn))
			if len(l.Tracks) > 0 {
				fmt.Fprintf(w, ", for %s", listed(l.Tracks))
			}
			fmt.Fprintf(w, ": %s [%s]\n", l.Citation, l.Mark)
		}
	}
}

type rulesCheck struct {
	rulesFlag
	File string `arg:"" help:"The file of rules." type:"existingfile"`
}

// wrongLine is one thing that is wrong.
type wrongLine struct {
	Line int    `json:"line"`
	Path string `json:"path"`
	Says string `json:"says"`
}

// Run says everything that is wrong with a file.
func (c rulesCheck) Run(d *desk.Desk) error {
	others, err := c.files()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(c.File)
	if err != nil {
		return desk.Misused(err)
	}
	ctx, err := spoken(d)
	if err != nil {
		return err
	}
	p, err := rulepacks.Read(text, shippedWith(others).CalendarIDs()...)
	wrong, bad := errors.AsType[*rulepacks.Wrong](err)
	if err != nil && !bad {
		return err
	}
	found := []wrongLine{}
	if bad {
		for _, f := range wrong.Findings {
			found = append(found, wrongLine{f.Line, f.Path, i18n.T(ctx, f.Key, f.Args...)})
		}
	}
	printed := d.Print(map[string]any{"ok": !bad, "wrong": found}, func(w io.Writer) { writeCheck(ctx, w, p, wrong) })
	if bad && printed == nil {
		return &desk.Refused{Text: "the file is not in order"}
	}
	return printed
}

func writeCheck(ctx context.Context, w io.Writer, p *rulepacks.Pack, wrong *rulepacks.Wrong) {
	if wrong == nil {
		fmt.Fprintf(w, "%s %s is in order: %d procedures, %d calendars\n", p.Name, p.Version, len(p.Procedures), len(p.Calendars))
		return
	}
	for _, f := range wrong.Findings {
		fmt.Fprintln(w, f.Words(ctx))
	}
}

type rulesInstall struct {
	desk.PhraseFlag
	File string `arg:"" help:"The file of rules." type:"existingfile"`
	From string `help:"Who gave it to you, or where you found it; stays in the trail." required:"" placeholder:"WORDS"`
	As   string `help:"The account that installs it." placeholder:"NAME"`
}

// Run installs a file of rules.
func (c rulesInstall) Run(d *desk.Desk) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return desk.Misused(err)
	}
	rec, err := d.Open(c.PhraseFlag)
	if err != nil {
		return err
	}
	id, err := func() (string, error) {
		actor, err := d.As(rec, c.As)
		if err != nil {
			return "", err
		}
		return rec.Rules.Install(d, actor, text, c.From)
	}()
	if err := errors.Join(err, rec.Close()); err != nil {
		return err
	}
	return d.Print(map[string]any{"id": id}, func(w io.Writer) { fmt.Fprintln(w, "Installed.") })
}

type rulesSchema struct{}

// Run prints the schema.
func (rulesSchema) Run(d *desk.Desk) error {
	_, err := d.Out.Write(rulepacks.Schema())
	return err
}

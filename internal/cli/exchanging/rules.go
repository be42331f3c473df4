// Package exchanging holds the commands by which groups hand facility rules to one
// another.
package exchanging

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/throughcare/throughcare/exchange"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/sheet"
)

// Rules is the commands about the rules of facilities.
type Rules struct {
	Export export  `cmd:"" help:"Write the rules of facilities into a signed file for other groups; never anything about people."`
	Import bringIn `cmd:"" help:"Look at a signed file, or a spreadsheet, of facility rules; with --yes take what is new or was checked later."`
}

type export struct {
	desk.PhraseFlag
	File     string   `arg:"" help:"The file to write; it must not exist." type:"path"`
	Facility []string `help:"Only this facility, by id; may be given several times." placeholder:"ID"`
	As       string   `help:"Make it as this account." placeholder:"NAME"`
}

// exported is the answer.
type exported struct {
	File        string `json:"file"`
	Facilities  int    `json:"facilities"`
	Rules       int    `json:"rules"`
	Held        int    `json:"held_back"` // may name somebody
	Fingerprint string `json:"fingerprint"`
}

// Run makes a file.
func (c export) Run(d *desk.Desk) error {
	if _, err := os.Lstat(c.File); err == nil {
		return desk.Misused(fmt.Errorf("%s is there already", c.File))
	}
	rec, err := d.Open(c.PhraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	actor, err := d.As(rec, c.As)
	if err != nil {
		return err
	}
	file, draft, err := rec.Exchange.Make(d, actor, c.Facility)
	if fault.Is(err, fault.NotFound) {
		return &desk.Missing{Text: "there is no such facility"}
	}
	if err != nil {
		return err
	}
	if err := write(c.File, file); err != nil {
		return err
	}
	out := exported{File: c.File, Facilities: len(draft.Places), Rules: draft.Count(), Held: len(draft.HeldBack)}
	if out.Fingerprint, err = rec.Exchange.Own(d, actor); err != nil {
		return err
	}
	return d.Print(out, out.people)
}

func (o exported) people(w io.Writer) {
	fmt.Fprintf(w, "%d rules of %d facilities are in %s.\n", o.Rules, o.Facilities, o.File)
	if o.Held > 0 {
		fmt.Fprintf(w, "%d stayed here because they may name somebody.\n", o.Held)
	}
	fmt.Fprintf(w, "Our fingerprint, to read out on the telephone: %s\n", o.Fingerprint)
}

// write writes a file that is not there yet.
func write(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // it is meant for others
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

type bringIn struct {
	desk.PhraseFlag
	File   string `arg:"" help:"A signed file (.json), or a spreadsheet (.csv, .xlsx)." type:"path"`
	Yes    bool   `help:"Take what is offered: all that is new or was checked later, but not in the place of what we verified."`
	Trust  string `help:"The six words of the fingerprint, as the other group read them out; once for each group." placeholder:"WORDS"`
	Origin string `help:"Whose spreadsheet it is." placeholder:"NAME"`
	AsOf   string `help:"The day a spreadsheet is of, like 2026-03-01." placeholder:"DAY"`
	As     string `help:"Take it as this account." placeholder:"NAME"`
}

// brought is the answer.
type brought struct {
	Origin      string    `json:"origin"`
	MadeOn      civil.Day `json:"made_on"`
	Fingerprint string    `json:"fingerprint"` // "" for a spreadsheet
	Trusted     bool      `json:"trusted"`
	New         int       `json:"new"`
	Changed     int       `json:"changed"`
	Same        int       `json:"same"`
	Older       int       `json:"older"`
	Wrong       int       `json:"wrong"`
	Unsure      int       `json:"unsure"` // facilities somebody must decide about, on the page
	Offered     int       `json:"offered"`
	Taken       int       `json:"taken"`
	Items       []item    `json:"items"`
}

// item is a rule or an address of the file.
type item struct {
	State     exchange.State `json:"state"`
	Facility  string         `json:"facility"`
	About     string         `json:"about"` // topic of a rule, purpose of an address
	Says      string         `json:"says"`
	Source    string         `json:"source,omitempty"`
	CheckedOn string         `json:"checked_on,omitempty"`
	Offered   bool           `json:"offered"`
}

// Run looks at a file and, where that is asked for, takes it.
func (c bringIn) Run(d *desk.Desk) error {
	if c.AsOf != "" && !civil.Day(c.AsOf).Valid() {
		return desk.Misused(errors.New("--as-of: give a day like 2026-03-01"))
	}
	text, err := read(c.File)
	if err != nil {
		return err
	}
	rec, err := d.Open(c.PhraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	actor, err := d.As(rec, c.As)
	if err != nil {
		return err
	}
	a, err := c.arrive(d, rec, text)
	if err != nil {
		return err
	}
	plan, err := rec.Exchange.Look(d, actor, a)
	if err != nil {
		return err
	}
	out := looked(plan)
	if c.Yes {
		if err := c.take(d, rec, actor, a, plan, &out); err != nil {
			return err
		}
	}
	return d.Print(out, out.people)
}

func read(name string) ([]byte, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &desk.Missing{Text: "there is no file " + name}
	}
	if err != nil {
		return nil, desk.Misused(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(f, exchange.MaxFile+1))
}

func (c bringIn) arrive(ctx context.Context, rec *app.Record, text []byte) (*exchange.Arrival, error) {
	name := filepath.Base(c.File)
	if !exchange.IsSheet(name) {
		return exchange.Arrive(name, text)
	}
	book, err := sheet.Open(bytes.NewReader(text), int64(len(text)), name, sheet.Limits{Bytes: exchange.MaxFile})
	if err != nil {
		return nil, err
	}
	return rec.Exchange.ReadSheet(ctx, book, name, c.Origin, civil.Day(c.AsOf))
}

// take takes what is offered.
func (c bringIn) take(ctx context.Context, rec *app.Record, actor authz.Actor, a *exchange.Arrival, plan exchange.Plan, out *brought) error {
	compared := c.Trust != "" && same(c.Trust, plan.Print)
	switch {
	case c.Trust != "" && !compared:
		return &desk.Refused{Text: "the words of --trust are not those of this file: " + plan.Print}
	case plan.Print != "" && plan.Known == nil && !compared:
		return &desk.Refused{Text: "nobody here has compared this fingerprint yet: " + plan.Print +
			"\nring " + plan.Origin + " on a number you already have, let them read theirs out, and give the words with --trust"}
	}
	offered := plan.Default()
	if len(offered) == 0 {
		return nil
	}
	id, err := rec.Exchange.Receive(ctx, actor, a)
	if err != nil {
		return err
	}
	out.Taken, err = rec.Exchange.Accept(ctx, actor, id, exchange.Taking{Items: offered, Compared: compared})
	out.Trusted = out.Trusted || compared
	return err
}

// same compares two fingerprints, however they were typed.
func same(a, b string) bool {
	return strings.Join(strings.FieldsFunc(strings.ToLower(a), notLetter), " ") == b
}

func notLetter(r rune) bool { return r < 'a' || r > 'z' }

func looked(p exchange.Plan) brought {
	n := p.Counts()
	out := brought{
		Origin: p.Origin, MadeOn: p.MadeOn, Fingerprint: p.Print, Trusted: p.Known != nil, New: n[exchange.New], Changed: n[exchange.Changed],
		Same: n[exchange.Same], Older: n[exchange.Older], Wrong: n[exchange.Wrong], Unsure: p.Unsure(), Offered: len(p.Default()), Items: []item{},
	}
	for _, place := range p.Places {
		name := place.Ours
		if name == "" {
			name = place.Name
		}
		for _, x := range place.Items {
			i := item{State: x.State, Facility: name, Offered: x.Offered()}
			if x.Rule != nil {
				i.About, i.Says, i.Source, i.CheckedOn = x.Rule.Topic, x.Rule.Says, exchange.SourceOf(*x.Rule), x.Rule.CheckedOn.String()
			} else {
				i.About, i.Says, i.Source, i.CheckedOn = string(x.Address.Purpose), strings.Join(x.Address.PostalLines(), ", "), x.Address.Source, x.Address.CheckedOn.String()
			}
			out.Items = append(out.Items, i)
		}
	}
	return out
}

func (o brought) people(w io.Writer) {
	fmt.Fprintf(w, "From %s", o.Origin)
	if o.MadeOn != "" {
		fmt.Fprintf(w, ", of %s", o.MadeOn)
	}
	fmt.Fprintln(w)
	switch {
	case o.Fingerprint == "":
		fmt.Fprintln(w, "A spreadsheet; nobody signed it.")
	case o.Trusted:
		fmt.Fprintf(w, "Fingerprint, compared: %s\n", o.Fingerprint)
	default:
		fmt.Fprintf(w, "Fingerprint, not compared yet: %s\n", o.Fingerprint)
	}
	fmt.Fprintf(w, "%d new, %d differ or were checked later, %d as we have it, %d where ours is as recent or later, %d that cannot be taken\n", o.New, o.Changed, o.Same, o.Older, o.Wrong)
	for _, i := range o.Items {
		if i.State.Takeable() {
			fmt.Fprintf(w, "%s: %s, %s: %s", i.State, i.Facility, i.About, strings.ReplaceAll(i.Says, "\n", " / "))
			for _, more := range []string{i.Source, i.CheckedOn} {
				if more != "" {
					fmt.Fprintf(w, " · %s", more)
				}
			}
			fmt.Fprintln(w)
		}
	}
	if o.Unsure > 0 {
		fmt.Fprintf(w, "%d facilities may be one of ours; open the file on the page to say which\n", o.Unsure)
	}
	if o.Taken > 0 {
		fmt.Fprintf(w, "%d taken.\n", o.Taken)
	} else if o.Offered > 0 {
		fmt.Fprintf(w, "Nothing was written; %d would be taken with --yes.\n", o.Offered)
	}
}

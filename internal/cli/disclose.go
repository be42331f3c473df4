package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/disclosing"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
)

// outFlags say where a packet goes and how it speaks.
type outFlags struct {
	Out    string `help:"File to write: a zip with a paper, the same for a machine, and the files that were included. Must not exist." required:"" placeholder:"FILE"`
	Lang   string `help:"Language of the paper: en or es." default:"en"`
	DryRun bool   `help:"Say what it would hold, and make nothing."`
}

type discloseCommand struct {
	phraseFlag
	outFlags
	Person    []string `help:"Whom the order names: a number, a whole name or an id; may be given several times." required:"" sep:"none" placeholder:"WHO"`
	Kind      []string `help:"Kinds of things, as entry or stay; all when left out." placeholder:"KIND"`
	Class     []string `help:"Classes of field, C1 to C5; all when left out." placeholder:"CLASS"`
	From      string   `help:"First day." placeholder:"DAY"`
	Until     string   `help:"Last day." placeholder:"DAY"`
	Basis     string   `help:"order, safeguarding or duty." default:"order"`
	Authority string   `help:"Who asks, and receives it." required:"" placeholder:"NAME"`
	Citation  string   `help:"Law or paragraph." required:"" placeholder:"TEXT"`
	Reference string   `help:"Number of the order." placeholder:"TEXT"`
	On        string   `help:"Day of the order." placeholder:"DAY"`
	Reason    string   `help:"Why it has to be told." required:"" placeholder:"TEXT"`
	Notice    []string `help:"Keys of the notices that go with it; all of the country's when left out." placeholder:"KEY"`
}

// Run hands over exactly what an order covers. What names anybody else is
// masked; to decide thing by thing, begin it on the pages.
func (c discloseCommand) Run(s *session) error {
	rec, words, err := s.openPacket(c.phraseFlag, c.outFlags)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	var classes []consent.Class
	for _, one := range c.Class {
		if !slices.Contains(consent.AllClasses(), consent.Class(one)) {
			return desk.Misused(fmt.Errorf("--class: %q is none", one))
		}
		classes = append(classes, consent.Class(one))
	}
	for _, day := range []string{c.From, c.Until, c.On} {
		if day != "" && !civil.Day(day).Valid() {
			return desk.Misused(fmt.Errorf("%q is no day; write it like 2026-03-02", day))
		}
	}
	notices := c.Notice
	for _, n := range disclosing.Notices(rec.Packets.Country(s)) {
		if len(c.Notice) == 0 {
			notices = append(notices, n.Key)
		}
	}
	id, err := rec.Packets.BeginOrder(s, authz.System("command line"), disclosing.NewOrder{
		Who: c.Person, Lang: c.Lang, Notices: notices,
		Scope:  disclosing.Scope{Kinds: c.Kind, Classes: consent.Of(classes...), From: civil.Day(c.From), Until: civil.Day(c.Until)},
		Ground: disclosing.Ground{Kind: consent.BasisKind(c.Basis), Audience: c.Authority, Citation: c.Citation, Reference: c.Reference, On: civil.Day(c.On), Reason: c.Reason},
	})
	if err != nil {
		return err
	}
	return s.handOut(rec, id, words, c.outFlags)
}

type exportCommand struct {
	Person exportPerson `cmd:"" help:"Somebody's own record, for themselves."`
}

type exportPerson struct {
	phraseFlag
	outFlags
	ID string `arg:"" help:"Whose: the id, as find prints it."`
}

// Run makes somebody's own record. What names anybody else is masked.
func (c exportPerson) Run(s *session) error {
	rec, words, err := s.openPacket(c.phraseFlag, c.outFlags)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // everything is saved
	id, err := rec.Packets.BeginOwn(s, authz.System("command line"), c.ID, c.Lang)
	if err != nil {
		return err
	}
	return s.handOut(rec, id, words, c.outFlags)
}

// openPacket opens the record for a packet in a language of ours.
func (s *session) openPacket(p phraseFlag, o outFlags) (*app.Record, *i18n.Printer, error) {
	words, err := app.Catalogue()
	if err != nil {
		return nil, nil, err
	}
	if !slices.Contains(words.Languages(), o.Lang) {
		return nil, nil, desk.Misused(fmt.Errorf("--lang: no paper in %q", o.Lang))
	}
	rec, err := s.open(p)
	if err != nil {
		return nil, nil, err
	}
	return rec, words.Printer(o.Lang).At(s.now(), rec.Settings.Current(s).Location()), nil
}

// handed is what a script reads of a packet.
type handed struct {
	Packet  string `json:"packet"`
	Things  int    `json:"things"`
	Masked  int    `json:"masked"`
	LeftOut int    `json:"left_out"`
	Sum     string `json:"sha256,omitempty"` // of record.json
	Out     string `json:"out,omitempty"`
}

// handOut makes a packet and writes it to its file, or says what it would hold.
func (s *session) handOut(rec *app.Record, id string, words *i18n.Printer, o outFlags) error {
	actor := authz.System("command line")
	r, err := rec.Packets.Open(s, actor, id, words)
	if err != nil {
		return err
	}
	include, mask, leave := r.Count()
	h := handed{Packet: id, Things: include + mask, Masked: mask, LeftOut: leave}
	if o.DryRun {
		if err := rec.Packets.Drop(s, actor, id); err != nil {
			return err
		}
		return s.sayHanded(h)
	}
	h.Out = o.Out
	if h.Sum, err = s.writePacket(rec, id, words, o.Out); err != nil {
		return err
	}
	return s.sayHanded(h)
}

// writePacket makes a packet into a file that is not there yet, so that nothing
// is overwritten and nobody else reads it.
func (s *session) writePacket(rec *app.Record, id string, words *i18n.Printer, file string) (sum string, err error) {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", desk.Misused(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	ctx, seen := watched(s)
	out, err := rec.Packets.Make(ctx, authz.System("command line"), id, words)
	if err != nil {
		return "", errors.Join(err, os.Remove(file))
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if err := rec.Witness.Record(ctx, authz.System("command line"), seen); err != nil {
		return "", err
	}
	return out.Sum, out.Zip(f)
}

func (s *session) sayHanded(h handed) error {
	if h.Things == 0 {
		return fault.New(fault.NotFound, "cli: nothing is covered")
	}
	return s.print(h, func(w io.Writer) {
		fmt.Fprintf(w, "%d things, %d of them masked, %d left out\n", h.Things, h.Masked, h.LeftOut)
		if h.Sum != "" {
			fmt.Fprintf(w, "%s: record.json has the SHA-256 %s\n", h.Out, h.Sum)
		}
	})
}

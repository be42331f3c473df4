package disclosing_test

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/consent/consentweb"
	"github.com/throughcare/throughcare/disclosing"
	"github.com/throughcare/throughcare/disclosing/disclosingweb"
	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/vault"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/people/peopleweb"
	"github.com/throughcare/throughcare/timeline"
)

// office is a record with Yusuf and his sister Leila.
type office struct {
	t        *testing.T
	db       *database.DB
	packets  *disclosing.Service
	people   *people.Service
	timeline *timeline.Service
	files    *files.Service
	consent  *consent.Service
	lee, bea authz.Actor
	yusuf    string
	entry    string
	words    *i18n.Printer
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, fn func(*office)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(newOffice(t, db)) })
}

func newOffice(t *testing.T, db *database.DB) *office {
	t.Helper()
	o := &office{t: t, db: db, people: &people.Service{DB: db}, timeline: &timeline.Service{DB: db, Kinds: timeline.NewKinds()}, consent: &consent.Service{DB: db}}
	v, err := vault.Open(t.TempDir(), dbtest.Key())
	must(t, err)
	o.files = &files.Service{DB: db, Vault: v}
	o.packets = &disclosing.Service{
		DB: db, Files: o.files, Organisation: func(context.Context) string { return "Harrow Letters" }, Country: func(context.Context) string { return "US" },
	}
	o.packets.Tellers = []disclosing.Teller{o.people, o.timeline, o.files, o.consent, o.packets}
	perms := authz.Merge(people.Bundle, timeline.Bundle, consent.Bundle, files.Bundle, disclosing.Bundle)
	o.lee = authz.NewActor("lee", "Lee Wong", authz.Solo, authz.SeesAll, perms[authz.Solo]...)
	o.lee.Proven = true
	o.bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesAll, perms[authz.Worker]...)
	catalogue, err := i18n.New(disclosingweb.Locales, consentweb.Locales, peopleweb.Locales)
	must(t, err)
	o.words = catalogue.Printer("en")
	p, err := o.people.Add(t.Context(), o.lee, people.NewPerson{Name: "Yusuf Karimi", Facts: []people.Fact{{Kind: people.FactHealth, Value: "Diabetes", Source: "his letter"}}})
	must(t, err)
	o.yusuf = p.ID
	must(t, o.people.RelateNew(t.Context(), o.lee, people.NewPerson{Name: "Leila Karimi"}, people.Relation{PersonID: p.ID, Relation: "sister", Contact: "555 0100"}))
	o.entry, err = o.timeline.Write(t.Context(), o.lee, timeline.Entry{PersonID: p.ID, Kind: timeline.KindNote, Body: "He worries about Leila.", On: day(t, "2026-02-11")}, "")
	must(t, err)
	return o
}

func day(t *testing.T, text string) partialdate.Date {
	t.Helper()
	d, err := partialdate.Parse(text)
	must(t, err)
	return d
}

func (o *office) own() string {
	o.t.Helper()
	id, err := o.packets.BeginOwn(o.t.Context(), o.lee, o.yusuf, "en")
	must(o.t, err)
	return id
}

func (o *office) made(id string) disclosing.Document {
	o.t.Helper()
	h, err := o.packets.Make(o.t.Context(), o.lee, id, o.words)
	must(o.t, err)
	defer func() { must(o.t, h.Close()) }()
	must(o.t, h.Zip(io.Discard))
	var d disclosing.Document
	must(o.t, json.Unmarshal(h.JSON, &d))
	return d
}

func said(d disclosing.Document) string {
	var all strings.Builder
	for _, s := range d.Things {
		all.WriteString(s.Kind + ":")
		for _, l := range s.Lines {
			all.WriteString(" " + l.Text)
		}
		all.WriteString("\n")
	}
	return all.String()
}

// The sister is masked until somebody decides otherwise; a reason for what is
// left out stands in the packet.
func TestWhatNamesOthersIsMaskedUntilDecided(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		id := o.own()
		text := said(o.made(id))
		if strings.Contains(text, "Leila") || strings.Contains(text, "555") || !strings.Contains(text, "worries about [name withheld].") || !strings.Contains(text, "Diabetes") {
			o.t.Error(text)
		}
		must(o.t, o.packets.Decide(o.t.Context(), o.lee, id, []disclosing.Choice{{Thing: "entry:" + o.entry, Act: disclosing.Include}}))
		if text := said(o.made(id)); !strings.Contains(text, "worries about Leila.") {
			o.t.Error(text)
		}
		err := o.packets.Decide(o.t.Context(), o.lee, id, []disclosing.Choice{{Thing: "entry:" + o.entry, Act: disclosing.Leave}})
		if !fault.Is(err, fault.Invalid) {
			o.t.Errorf("left out without a reason: %v", err)
		}
		must(o.t, o.packets.Decide(o.t.Context(), o.lee, id, []disclosing.Choice{{Thing: "entry:" + o.entry, Act: disclosing.Leave, Reason: "She asked us to."}}))
		d := o.made(id)
		if text := said(d); strings.Contains(text, "worries") || len(d.LeftOut) != 1 || d.LeftOut[0].Reason != "She asked us to." {
			o.t.Errorf("%+v\n%s", d.LeftOut, text)
		}
	})
}

// What somebody has to say stands beside the entry and goes with it.
func TestStatementsStayAndLeaveWithTheEntry(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		today := "2026-03-02"
		st := timeline.Statement{EntryID: o.entry, Body: "I never said that.", How: "letter", On: day(o.t, "2026-03-01")}
		must(o.t, o.timeline.State(o.t.Context(), o.lee, st, "2026-03-02"))
		e, _, err := o.timeline.Entry(o.t.Context(), o.lee, o.entry)
		must(o.t, err)
		must(o.t, o.timeline.Correct(o.t.Context(), o.lee, o.entry, e.Rev, "He thinks of Leila.", e.On))
		page, err := o.timeline.Page(o.t.Context(), o.bea, o.yusuf, timeline.Filter{})
		must(o.t, err)
		if said := page.Entries[0].Said; len(said) != 1 || said[0].Body != st.Body {
			o.t.Errorf("%+v", said)
		}
		if text := said(o.made(o.own())); !strings.Contains(text, "statement: I never said that.") || !strings.Contains(text, "edit: He worries about [name withheld].") {
			o.t.Error(text)
		}
		for field, bad := range map[string]timeline.Statement{
			"body": {EntryID: o.entry, How: "letter", On: st.On}, "how": {EntryID: o.entry, Body: "x", How: "x", On: st.On},
			"on": {EntryID: o.entry, Body: "x", How: "letter", On: day(o.t, "2027")},
		} {
			if err := o.timeline.State(o.t.Context(), o.lee, bad, "2026-03-02"); !fault.Is(err, fault.Invalid) {
				o.t.Errorf("%s, %s: %v", field, today, err)
			}
		}
	})
}

// Files go along when somebody decided so, and not before.
func TestFilesGoOnlyWhenIncluded(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		f, err := o.files.Add(o.t.Context(), o.lee, files.New{PersonID: o.yusuf, Name: "letter.pdf", Content: strings.NewReader("%PDF-1.7 heron")})
		must(o.t, err)
		id := o.own()
		for _, thing := range o.made(id).Things {
			if thing.File != "" {
				o.t.Errorf("%+v", thing)
			}
		}
		must(o.t, o.packets.Decide(o.t.Context(), o.lee, id, []disclosing.Choice{{Thing: "file:" + f.ID, Act: disclosing.Include}}))
		found := ""
		for _, thing := range o.made(id).Things {
			found += thing.File
		}
		if found != "files/1.pdf" {
			o.t.Errorf("%q", found)
		}
	})
}

// An order says exactly whom it means, and why.
func TestOrdersAreCheckedWhole(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		good := disclosing.NewOrder{Lang: "en", Who: []string{"yusuf karimi"}, Ground: disclosing.Ground{Kind: consent.Order, Audience: "County court", Citation: "Rule 45", Reason: "The court orders us to tell"}}
		if _, err := o.packets.BeginOrder(o.t.Context(), o.lee, good); err != nil {
			o.t.Fatal(err)
		}
		for name, change := range map[string]func(*disclosing.NewOrder){
			"nobody":      func(n *disclosing.NewOrder) { n.Who = []string{" ", ""} },
			"unknown":     func(n *disclosing.NewOrder) { n.Who = []string{"Karimi"} },
			"no ground":   func(n *disclosing.NewOrder) { n.Ground.Kind = "" },
			"own":         func(n *disclosing.NewOrder) { n.Ground.Kind = consent.Own },
			"no citation": func(n *disclosing.NewOrder) { n.Ground.Citation = " " },
			"no audience": func(n *disclosing.NewOrder) { n.Ground.Audience = "" },
			"no reason":   func(n *disclosing.NewOrder) { n.Ground.Reason = "ordered" },
			"backwards":   func(n *disclosing.NewOrder) { n.Scope.From, n.Scope.Until = "2026-02-01", "2026-01-01" },
			"kinds":       func(n *disclosing.NewOrder) { n.Scope.Kinds = []string{"everything"} },
			"ahead":       func(n *disclosing.NewOrder) { n.Ground.On = "2027-01-01" },
			"long":        func(n *disclosing.NewOrder) { n.Ground.Reference = strings.Repeat("x", 201) },
		} {
			n := good
			change(&n)
			if _, err := o.packets.BeginOrder(o.t.Context(), o.lee, n); !fault.Is(err, fault.Invalid) {
				o.t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Nothing leaves without the right, without having proved who one is, and
// without a line in the ledger.
func TestEveryPacketIsADisclosure(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		id := o.own()
		if again := o.own(); again != id {
			o.t.Error("a second draft was begun")
		}
		asleep := o.lee
		asleep.Proven = false
		for name, actor := range map[string]authz.Actor{"not proven": asleep, "worker": o.bea, "nobody": {}} {
			if _, err := o.packets.Make(o.t.Context(), actor, id, o.words); err == nil {
				o.t.Errorf("%s: made", name)
			}
		}
		o.made(id)
		o.made(id)
		file, err := o.consent.Of(o.t.Context(), o.lee, o.yusuf)
		must(o.t, err)
		if len(file.Disclosures) != 2 || file.Disclosures[0].Basis.Kind != consent.Own || file.Disclosures[0].LinkID != id {
			o.t.Errorf("%+v", file.Disclosures)
		}
		list, err := o.packets.Packets(o.t.Context(), o.lee, 10)
		must(o.t, err)
		if len(list) != 1 || list[0].State != disclosing.Made || list[0].Things == 0 || len(list[0].Sum) != 64 {
			o.t.Errorf("%+v", list)
		}
		if err := o.packets.Drop(o.t.Context(), o.lee, id); !fault.Is(err, fault.Conflict) {
			o.t.Errorf("dropped after it left: %v", err)
		}
	})
}

package app

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/bundle"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/binder"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/rulepacks"
)

// complaint is a complaint in England on its way (acceptance A3).
type complaint struct {
	*testing.T
	rec        *Record
	clock      *dbtest.Clock
	by         authz.Actor
	person, id string
}

func (c *complaint) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
}

// add records what happened on a day, with a scan of it.
func (c *complaint) add(step string, kind way.EventKind, day string, how way.Way) {
	c.Helper()
	c.clock.Set(civil.Day(day).Start(nil).Add(12 * time.Hour))
	var scan bytes.Buffer
	c.must(png.Encode(&scan, image.NewGray(image.Rect(0, 0, 60, 80))))
	f, err := c.rec.Files.Add(c.Context(), c.by, files.New{PersonID: c.person, Name: step + "-" + string(kind) + ".png", Content: &scan})
	c.must(err)
	_, err = c.rec.Grievances.Record(c.Context(), c.by, c.id, way.Event{Kind: kind, Step: step, On: partialdate.Must(day), Way: how, FileID: f.ID, Receipt: "R 12"})
	c.must(err)
}

// due is the day of a clock that runs.
func (c *complaint) due(what rulepacks.For) civil.Day {
	c.Helper()
	list, err := c.rec.Grievances.Clocks(c.Context(), c.by, c.id)
	c.must(err)
	for _, k := range list {
		if k.For == what {
			return k.By
		}
	}
	return ""
}

// A3: the complaint of England and Wales over Easter, to the bundle for the ombudsman.
func TestAComplaintOverEaster(t *testing.T) {
	t.Parallel()
	c := &complaint{T: t, clock: dbtest.NewClock(), by: authz.System("test")}
	c.rec = openTest(t, c.clock)
	c.open()
	c.add("comp1", way.Submitted, "2026-04-02", "box")
	if got := c.due(rulepacks.Response); got != "2026-04-13" {
		t.Errorf("the reply is due %s; Good Friday and Easter Monday are no working days", got)
	}
	c.add("comp1", way.Answered, "2026-04-13", way.Refused)
	if got := c.due(rulepacks.Filing); got != "2026-04-20" {
		t.Errorf("COMP1A by %s", got)
	}
	c.add("comp1a", way.Submitted, "2026-04-20", "box")
	if got := c.due(rulepacks.Response); got != "2026-04-27" {
		t.Errorf("the second reply by %s", got)
	}
	c.add("comp1a", way.Answered, "2026-04-27", way.Refused)
	if got := c.due(rulepacks.Filing); got != "2026-07-27" {
		t.Errorf("the ombudsman by %s", got)
	}
	c.bundle()
}

func (c *complaint) open() {
	c.Helper()
	prison, err := c.rec.Places.Add(c.Context(), c.by, facilities.Facility{Name: "HMP Larch", Country: "GB", Region: "ENG", Kind: facilities.Prison})
	c.must(err)
	p, err := c.rec.People.Add(c.Context(), c.by, people.NewPerson{Name: "Josef Karim", Numbers: []people.Number{{Text: "A1234BC"}}})
	c.must(err)
	c.person = p.ID
	c.clock.Set(civil.Day("2026-04-01").Start(nil).Add(12 * time.Hour))
	c.id, err = c.rec.Grievances.Open(c.Context(), c.by, grievances.New{
		PersonID: c.person, FacilityID: prison, Title: "Post held back", Topic: "mail", What: "Six letters came opened, weeks late.",
		Incident: partialdate.Must("2026-03-30"), Wanted: []string{"His letters, unopened"}, Procedure: "gb-ew",
	})
	c.must(err)
}

// bundle looks at the bundle: COMP1, COMP1A, both replies, the index, and who may have it.
func (c *complaint) bundle() {
	c.Helper()
	words, err := Catalogue()
	c.must(err)
	ctx := i18n.With(c.Context(), words.Printer("en-GB"))
	c.must(c.rec.Grievances.SaveDraft(ctx, c.by, c.id, "ppo", grievances.Typed{Boxes: map[string]string{}, Single: true}))
	f, err := c.rec.Grievances.File(ctx, c.by, c.id)
	c.must(err)
	made := bundle.Make(ctx, f, "Friends Inside", f.Person.Name, c.clock.Now())
	var titles []string
	for _, item := range made.Items {
		titles = append(titles, item.Title)
	}
	all := strings.Join(titles, "\n")
	for _, want := range []string{"COMP1", "COMP1A", "Submitted", "Answered, refused, 13 Apr", "Answered, refused, 27 Apr"} {
		if !strings.Contains(strings.ReplaceAll(all, "Put in", "Submitted"), want) {
			c.Errorf("the bundle lacks %q:\n%s", want, all)
		}
	}
	bound, err := binder.Plain(ctx, made)
	c.must(err)
	file := filepath.Join(c.TempDir(), "bundle.pdf")
	writeFile(c.T, file, bound.PDF)
	if tool, err := exec.LookPath("qpdf"); err == nil {
		if said, err := exec.CommandContext(ctx, tool, "--check", file).CombinedOutput(); err != nil {
			c.Errorf("%s", said)
		}
	}
	if err := c.rec.Grievances.HandOver(ctx, c.by, c.id, "J. Prewitt", "bundle"); !fault.Is(err, fault.Forbidden) {
		c.Errorf("it goes to a lawyer nobody agreed to: %v", err)
	}
	c.must(c.agree("J. Prewitt"))
	c.must(c.rec.Grievances.HandOver(ctx, c.by, c.id, "J. Prewitt", "bundle"))
}

// agree says that they agreed to their lawyer.
func (c *complaint) agree(lawyer string) error {
	_, err := c.rec.Consent.Record(c.Context(), c.by, consent.Answer{PersonID: c.person, Act: consent.Give, Terms: consent.Terms{
		Purpose: "share-lawyer", Audience: consent.Audience{Name: lawyer}, Classes: consent.Of(consent.C1) | consent.Of(consent.C3),
		How: consent.ByLetter, Lang: "en", From: civil.Of(c.clock.Now(), nil), Until: "2027-03-01",
	}})
	return err
}

func writeFile(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

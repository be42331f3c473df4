package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
)

// office is a group at work on one day: one worker, one person inside, and the pages.
type office struct {
	*browser
	by     authz.Actor
	person string
	places map[string]string // facility ids by name
}

// newOffice opens one on a day, with somebody held at the first of the facilities.
func newOffice(t *testing.T, day civil.Day, places ...facilities.Facility) *office {
	t.Helper()
	rec, clock := clocked(t)
	clock.Set(day.Start(nil).Add(12 * time.Hour))
	o := &office{places: map[string]string{}}
	hash, err := staff.HashPhrase(t.Context(), "six quiet herons wait for the tide")
	check(t, err)
	first, err := rec.Staff.First(t.Context(), staff.NewAccount{Name: "Ada Osei", SignIn: "ada", Role: authz.Solo}, hash)
	check(t, err)
	check(t, rec.Settings.Change(t.Context(), authz.System("test"), func(c *settings.Choices) {
		*c = settings.Defaults("US")
		c.Name, c.SetUp = "Friends Inside", settings.Done
	}))
	o.by, err = rec.Staff.Actor(t.Context(), first.ID)
	check(t, err)
	for _, f := range places {
		o.places[f.Name], err = rec.Places.Add(t.Context(), o.by, f)
		check(t, err)
	}
	p, err := rec.People.Add(t.Context(), o.by, people.NewPerson{Name: "Dale Whitcomb", Numbers: []people.Number{{Text: "23871-045"}}})
	check(t, err)
	o.person = p.ID
	entry, err := rec.Staff.EntryLink(t.Context(), first.ID)
	check(t, err)
	o.browser, _ = browse(t, rec, "/enter/"+entry.Token)
	o.move(places[0].Name)
	return o
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) move(to string) {
	o.t.Helper()
	_, err := o.rec.Custody.Move(o.t.Context(), o.by, []string{o.person}, custody.Move{FacilityID: o.places[to], Source: "a letter came back", Confidence: custody.Confirmed})
	check(o.t, err)
}

// open opens a grievance by the form and returns its page.
func (o *office) open(pairs ...string) string {
	o.t.Helper()
	to, status := o.post("/grievances/new", append([]string{"person", o.person, "sight", "case"}, pairs...)...)
	if status != "200 OK" || to == "/grievances/new" {
		o.t.Fatalf("opening led to %s, %s", to, status)
	}
	return to
}

// record fills the form of an event.
func (o *office) record(at, kind, step, on string, pairs ...string) {
	o.t.Helper()
	to, status := o.post(at+"/event?kind="+kind, append([]string{"step", step, "on", on}, pairs...)...)
	if status != "200 OK" || to != at {
		o.t.Fatalf("%s of %s on %s led to %s, %s", kind, step, on, to, status)
	}
}

// says reports what a page says in its main part, with single spaces.
func (o *office) says(path string, want ...string) string {
	o.t.Helper()
	status, body := o.get(path)
	if status != http.StatusOK {
		o.t.Fatalf("%s: %d", path, status)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	check(o.t, err)
	text := strings.Join(strings.Fields(doc.Find("main").Text()), " ")
	for _, w := range want {
		if !strings.Contains(text, w) {
			o.t.Errorf("%s does not say %q:\n%s", path, w, text)
		}
	}
	return text
}

// A7: the remedy of the Federal Bureau of Prisons through four levels, entered in August
// as a worker does who was sent the papers: each date of 3.1.1, the silence at the end, and
// the checklist of exhaustion.
func TestTheFederalRemedyThroughFourLevels(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-08-17", facilities.Facility{Name: "FCI Larch", Country: "US", Kind: facilities.Prison, Level: "federal"})
	g := o.open("place", "FCI Larch", "title", "Insulin given late", "topic", "medical", "incident", "2026-03-02", "procedure", "us-bop", "q.kind", "ordinary")
	o.says(g, "Sunday, March 22", "Safe by Friday, March 20")
	o.record(g, "submitted", "bp-8", "2026-03-04", "way", "hand")
	o.record(g, "answered", "bp-8", "2026-03-10", "way", "refused", "words", "Not possible.")
	o.record(g, "submitted", "bp-9", "2026-03-20", "way", "box", "receipt", "RP229")
	o.record(g, "logged", "bp-9", "2026-03-24", "receipt", "1188-F1")
	o.says(g, "no answer by Monday, April 13. It counts as denied: the next step is open.")
	o.record(g, "answered", "bp-9", "2026-04-14", "way", "refused", "signed_on", "2026-04-10")
	o.says(g, "April 30")
	o.record(g, "submitted", "bp-10", "2026-04-28", "way", "post", "receipt", "9505 5110")
	o.record(g, "logged", "bp-10", "2026-05-05")
	o.says(g, "Thursday, June 4")
	o.record(g, "answered", "bp-10", "2026-06-05", "way", "refused", "signed_on", "2026-06-01")
	o.says(g, "July 1")
	o.record(g, "submitted", "bp-11", "2026-06-25", "way", "post", "receipt", "9505 5111")
	o.record(g, "logged", "bp-11", "2026-07-06")
	o.says(g, "no answer by Saturday, August 15. It counts as denied.", "4 of 4")
	status, body := o.get("/people/" + o.person)
	if status != http.StatusOK || !strings.Contains(body, "Insulin given late") {
		t.Errorf("the person's page does not know of it: %d", status)
	}
}

// A31: a rule changes. What is open keeps its version, what begins later has the new
// one, and who installed it stands with its source.
func TestARuleChanges(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2020-06-20", facilities.Facility{Name: "CSP Larch", Country: "US", Region: "CA", Kind: facilities.Prison, Level: "state"})
	version := func(title, from, to string, days string) string {
		if to != "" {
			to = "\n    effective_to: " + to
		}
		return "  - code: larch\n    title: " + title + "\n    agency: The department\n    applies: {country: US, regions: [CA]}\n    effective_from: " + from + to + `
    calendar: us-ca
    citation: 15 CCR 3480
    mark: unverified
    steps:
      - {id: grievance, title: Form 602, kind: formal, limits: [{for: filing, n: ` + days + `, unit: calendar_day, starts_on: [incident], citation: 15 CCR 3482, mark: unverified}]}
`
	}
	head := "pack: larch\nversion: \"%\"\ntitle: CA 602\njurisdiction: US-CA\nprocedures:\n"
	install := func(n, from, text string) {
		t.Helper()
		_, err := o.rec.Rules.Install(t.Context(), o.by, []byte(strings.Replace(head, "%", n, 1)+text), from)
		check(t, err)
	}
	install("1", "The handbook of 2011", version("Form 602, old", "2011-01-28", "", "30"))
	enter := func(day string) string {
		return o.open("place", "CSP Larch", "title", "Property of "+day, "topic", "property", "incident", day, "procedure", "larch")
	}
	kept := enter("2020-06-10")
	o.says(kept, "July 10", "30 calendar days")
	install("2", "The regulation of 1 June 2020", version("Form 602", "2020-06-01", "", "60")+version("Form 602, old", "2011-01-28", "2020-05-31", "30"))
	o.says(kept, "July 10", "30 calendar days")
	o.says(enter("2020-05-20"), "June 19", "30 calendar days")
	o.says(enter("2020-06-10"), "August 9", "60 calendar days")
	o.says("/clocks/packs", "The regulation of 1 June 2020", "Ada Osei")
}

// A2, the flag: somebody is moved in the middle, and the matter says where to file now until
// somebody has looked.
func TestAMoveFlagsWhatIsOpen(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-05", facilities.Facility{Name: "HMP Larch", Country: "GB", Region: "ENG", Kind: facilities.Prison},
		facilities.Facility{Name: "HMP Birch", Country: "GB", Region: "ENG", Kind: facilities.Prison})
	g := o.open("place", "HMP Larch", "title", "Post held back", "topic", "mail", "incident", "2026-03-02", "procedure", "gb-ew")
	o.record(g, "submitted", "comp1", "2026-03-03", "way", "box")
	o.record(g, "answered", "comp1", "2026-03-05", "way", "refused")
	if text := o.says(g); strings.Contains(text, "HMP Birch") {
		t.Errorf("Birch before the move: %s", text)
	}
	o.move("HMP Birch")
	o.says(g, "HMP Birch", "because it happened at HMP Larch")
	status, body := o.get("/")
	if status != http.StatusOK || !strings.Contains(body, "See where to file now for Dale Whitcomb") {
		t.Errorf("Today does not say that Dale was moved in the middle of it")
	}
	if to, _ := o.post(g + "/looked"); to != g {
		t.Errorf("looked led to %s", to)
	}
	if _, body := o.get("/"); strings.Contains(body, "See where to file now") {
		t.Error("Today still says it after somebody has looked")
	}
}

// An event is corrected, its letter is printed, and one that never was is taken out.
func TestAnEventIsCorrectedAndTakenOut(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-05", facilities.Facility{Name: "Larch", Country: "US", Region: "TX", Kind: facilities.Prison, Level: "state"})
	g := o.open("place", "Larch", "title", "Fans broken", "topic", "hygiene", "incident", "2026-03-02", "procedure", "us-tx")
	to, status := o.post(g+"/event?kind=more-time", "step", "step-1", "way", "asked", "on", "2026-03-05", "until", "2026-03-27", "words", "He was in hospital for nine days.")
	if status != "200 OK" || !strings.HasSuffix(to, "/letter") {
		t.Fatalf("asking led to %s, %s", to, status)
	}
	o.says(to, "Dale Whitcomb", "23871-045", "March 17", "March 27", "He was in hospital for nine days.", "Fans broken")
	event := strings.TrimSuffix(to, "/letter")
	_, body := o.get(event)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	check(t, err)
	rev, _ := doc.Find("input[name=rev]").Attr("value")
	if words := doc.Find("textarea[name=words]").Text(); !strings.Contains(words, "nine days") || rev == "" {
		t.Fatalf("the form holds %q, revision %q", words, rev)
	}
	if to, status := o.post(event, "rev", "another", "way", "asked", "on", "2026-03-05", "words", "Ten days."); to != event || status != "409 Conflict" {
		t.Errorf("a change over another's led to %s, %s", to, status)
	}
	if to, status := o.post(event, "rev", rev, "way", "asked", "on", "2027-03-05", "words", "Ten days."); to != event || status != "422 Unprocessable Entity" {
		t.Errorf("a day to come led to %s, %s", to, status)
	}
	if to, status := o.post(event, "rev", rev, "way", "granted", "on", "2026-03-05", "until", "2026-03-27", "words", "Granted by telephone."); to != g || status != "200 OK" {
		t.Errorf("the correction led to %s, %s", to, status)
	}
	o.says(g, "March 27", "Granted by telephone.")
	if status, _ := o.get(event + "/letter"); status != http.StatusNotFound {
		t.Errorf("a letter that asks for what was granted: %d", status)
	}
	if to, status := o.post(event + "/strike"); to != g || status != "200 OK" {
		t.Errorf("taking it out led to %s, %s", to, status)
	}
	o.says(g, "March 17")
	if status, _ := o.get(event); status != http.StatusNotFound {
		t.Errorf("it is still there: %d", status)
	}
}

// A6: neutral arbitration of a grievance in South Carolina. The day by the rule, marked
// as unverified; a standing policy has no limit; an advocate is no neutral; an agreement
// of three promises has three days; and the formal clock stands on the page all the while.
func TestNeutralArbitrationBesideTheClock(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-04", facilities.Facility{Name: "Larch CI", Country: "US", Region: "SC", Kind: facilities.Prison, Level: "state"})
	g := o.open("place", "Larch CI", "title", "Mail opened", "topic", "mail", "incident", "2026-03-02", "procedure", "us-sc")
	o.says(g, "Thursday, March 12", "GA-01.12 (2014) · unverified")
	policy := o.open("place", "Larch CI", "title", "One letter a day", "topic", "policy", "incident", "2026-03-02", "procedure", "us-sc", "q.kind", "policy")
	if text := o.says(policy, "Ackerman"); strings.Contains(text, "March 12") {
		t.Errorf("a standing policy has a limit: %s", text)
	}
	grievance := strings.TrimPrefix(g, "/grievances/")
	a, status := o.post("/arbitration/new", "person", o.person, "grievance", grievance, "title", "Mail opened", "other", "The department", "asks", "Letters unopened")
	if status != "200 OK" || a == "/arbitration/new" {
		t.Fatalf("beginning led to %s, %s", a, status)
	}
	o.says(a, "The formal clock goes on", "Step 1", "Thursday, March 12")
	if to, status := o.post(a+"/neutral", "neutral", o.by.ID); status != "422 Unprocessable Entity" || to != a+"/neutral" {
		t.Errorf("the advocate as neutral led to %s, %s", to, status)
	}
	if to, status := o.post(a+"/neutral", "name", "Judge Ortiz, retired"); to != a {
		t.Errorf("a neutral from outside led to %s, %s", to, status)
	}
	if to, status := o.post(a+"/sitting", "on", "2026-03-20", "at", "14:00", "place", "Library"); to != a {
		t.Errorf("a sitting led to %s, %s", to, status)
	}
	o.says(a, "The talks run past the formal clock: Step 1", "Put it in now", "Judge Ortiz")
	if to, status := o.post(a+"/agreement", "words", "Letters are opened before him.", "promise.0", "A log", "side.0", "other", "follow.0", "2026-04-01",
		"promise.1", "A notice on the wing", "side.1", "other", "follow.1", "2026-04-15", "promise.2", "He brings each case", "side.2", "person", "follow.2", "2026-05-01"); to != a {
		t.Fatalf("the agreement led to %s, %s", to, status)
	}
	o.says(a, "A log", "A notice on the wing", "He brings each case", "Apr 1", "Apr 15", "May 1", "The formal clock goes on", "Thursday, March 12")
}

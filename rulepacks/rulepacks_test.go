package rulepacks_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// book is the packs that come with the program.
func book(t testing.TB) *rulepacks.Book {
	t.Helper()
	files, err := rulepacks.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	var packs []*rulepacks.Pack
	for _, f := range files {
		packs = append(packs, f.Pack)
	}
	return rulepacks.NewBook(packs, nil)
}

func on(event rulepacks.Event, date string) map[rulepacks.Event]rulepacks.When {
	return map[rulepacks.Event]rulepacks.When{event: {Date: partialdate.Must(date)}}
}

// example is one worked example of the material: a limit, its citation, and the dates
// it comes to. Safe is given where the material gives it.
type example struct {
	citation, procedure, step string
	track                     rulepacks.Track
	event                     rulepacks.Event
	day                       string
	what                      rulepacks.For
	legal, safe, extended     civil.Day
	mark                      rulepacks.Mark
}

var examples = []example{
	// The federal chain, acceptance A7.
	{"28 CFR 542.14(a)", "us-bop", "bp-9", "", rulepacks.Incident, "2026-03-02", rulepacks.Filing, "2026-03-22", "2026-03-20", "", rulepacks.Secondary},
	{"28 CFR 542.18", "us-bop", "bp-9", "", rulepacks.Logged, "2026-03-24", rulepacks.Response, "2026-04-13", "", "2026-05-03", rulepacks.Secondary},
	{"28 CFR 542.15(a)", "us-bop", "bp-10", "", rulepacks.AnswerSigned, "2026-04-10", rulepacks.Filing, "2026-04-30", "2026-04-29", "", rulepacks.Verified},
	{"28 CFR 542.18", "us-bop", "bp-10", "", rulepacks.Logged, "2026-05-05", rulepacks.Response, "2026-06-04", "", "2026-07-04", rulepacks.Secondary},
	{"28 CFR 542.15(a)", "us-bop", "bp-11", "", rulepacks.AnswerSigned, "2026-06-01", rulepacks.Filing, "2026-07-01", "", "", rulepacks.Verified},
	{"28 CFR 542.18", "us-bop", "bp-11", "", rulepacks.Logged, "2026-07-06", rulepacks.Response, "2026-08-15", "", "2026-09-04", rulepacks.Secondary},
	{"28 CFR 542.18", "us-bop", "bp-9", rulepacks.Emergency, rulepacks.Logged, "2026-03-24", rulepacks.Response, "2026-03-27", "", "", rulepacks.Unverified},
	{"28 CFR 115.52", "us-prea", "grievance", "", rulepacks.Submitted, "2026-03-05", rulepacks.Response, "2026-06-03", "", "2026-08-12", rulepacks.Verified},
	// South Carolina, acceptance A6; California on both sides of 1 June 2020, A31.
	{"GA-01.12", "us-sc", "step-1", "", rulepacks.Incident, "2026-03-02", rulepacks.Filing, "2026-03-12", "", "", rulepacks.Unverified},
	{"Stutts", "us-sc", "alc", "", rulepacks.AnswerReceived, "2026-04-02", rulepacks.Filing, "2026-05-02", "", "", rulepacks.Verified},
	{"15 CCR", "us-ca", "602-1", "", rulepacks.Incident, "2020-05-20", rulepacks.Filing, "2020-06-19", "", "", rulepacks.Unverified},
	{"15 CCR", "us-ca", "602-1", "", rulepacks.Incident, "2020-06-10", rulepacks.Filing, "2020-08-09", "", "", rulepacks.Secondary},
	{"pamphlet", "us-tx", "step-1", "", rulepacks.Incident, "2026-03-02", rulepacks.Filing, "2026-03-17", "", "", rulepacks.Verified},
	{"pamphlet", "us-tx", "step-1", rulepacks.Medical, rulepacks.Submitted, "2026-03-10", rulepacks.Response, "2026-04-24", "", "2026-06-08", rulepacks.Verified},
	{"7 NYCRR 701.5", "us-ny", "grievance", "", rulepacks.Incident, "2026-03-02", rulepacks.Filing, "2026-03-23", "", "", rulepacks.Verified},
	{"Part 702", "us-ny", "superintendent", "", rulepacks.AnswerReceived, "2026-03-20", rulepacks.Filing, "2026-03-31", "2026-03-26", "", rulepacks.Verified},
	// Florida's own example: 1 December and 15 days is 16 December.
	{"33-103", "us-fl", "formal", "", rulepacks.AnswerReceived, "2026-12-01", rulepacks.Filing, "2026-12-16", "", "", rulepacks.Verified},
	// England and Wales over Easter, acceptance A3.
	{"Prisoner Complaints", "gb-ew", "comp1", "", rulepacks.Submitted, "2026-04-02", rulepacks.Response, "2026-04-13", "", "", rulepacks.Secondary},
	{"Ombudsman", "gb-ew", "comp1a", "", rulepacks.AnswerReceived, "2026-04-13", rulepacks.Filing, "2026-04-20", "", "", rulepacks.Verified},
	{"Prisoner Complaints", "gb-ew", "comp1a", "", rulepacks.Submitted, "2026-04-20", rulepacks.Response, "2026-04-27", "", "", rulepacks.Secondary},
	{"Ombudsman", "gb-ew", "ppo", "", rulepacks.AnswerSigned, "2026-04-27", rulepacks.Filing, "2026-07-27", "", "", rulepacks.Verified},
	{"rule 123", "gb-sct", "icc", "", rulepacks.AnswerReceived, "2026-03-02", rulepacks.Filing, "2026-03-16", "", "", rulepacks.Verified},
	{"rule 124", "gb-sct", "pcf2", "", rulepacks.Submitted, "2026-03-02", rulepacks.Response, "2026-03-09", "", "", rulepacks.Verified},
}

func TestWorkedExamples(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range examples {
		t.Run(c.procedure+"/"+c.step+"/"+c.day, func(t *testing.T) {
			t.Parallel()
			got, ok := clockFor(t, b, rulepacks.Ask{Procedure: c.procedure, Step: c.step, Track: c.track, Events: on(c.event, c.day)}, c.what)
			if !ok {
				return
			}
			if got.Legal != c.legal || c.extended != got.Extended || c.safe != "" && got.Safe != c.safe {
				t.Errorf("%s by %s, safe %s, extended %s; the material has %s, %s, %s", c.what, got.Legal, got.Safe, got.Extended, c.legal, c.safe, c.extended)
			}
			if got.Limit.Mark != c.mark || !strings.Contains(got.Limit.Citation, c.citation) {
				t.Errorf("it stands in %q, marked %s; the material has %s, %s", got.Limit.Citation, got.Limit.Mark, c.citation, c.mark)
			}
			if got.Safe > got.Legal || got.Extended != "" && got.Extended < got.Legal {
				t.Errorf("safe %s, legal %s, extended %s are not in order", got.Safe, got.Legal, got.Extended)
			}
		})
	}
}

// clockFor counts one clock.
func clockFor(t *testing.T, b *rulepacks.Book, ask rulepacks.Ask, what rulepacks.For) (rulepacks.Clock, bool) {
	t.Helper()
	clocks, err := b.Due(ask)
	for _, c := range clocks {
		if c.For == what {
			return c, true
		}
	}
	t.Errorf("no clock for %s among %d, %v", what, len(clocks), err)
	return rulepacks.Clock{}, false
}

// A standing policy has no deadline in South Carolina, with the case that says so
// (A6), and none runs for a report of sexual abuse.
func TestWhatHasNoLimit(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		ask      rulepacks.Ask
		citation string
	}{
		{rulepacks.Ask{Procedure: "us-sc", Step: "step-1", Track: rulepacks.PolicyNotIncident, Events: on(rulepacks.Incident, "2026-03-02")}, "Ackerman"},
		{rulepacks.Ask{Procedure: "us-prea", Step: "grievance", Events: on(rulepacks.Incident, "2019-03-02")}, "115.52"},
	} {
		if got, ok := clockFor(t, b, c.ask, rulepacks.Filing); ok && (!got.Unlimited || got.Legal != "" || !strings.Contains(got.Limit.Citation, c.citation)) {
			t.Errorf("%+v by %q, %q", got.Limit, got.Legal, got.Limit.Citation)
		}
	}
}

// Every name that scripts rely on is there.
func TestNamesOfTheContract(t *testing.T) {
	t.Parallel()
	b := book(t)
	for code, steps := range map[string]string{
		"us-bop": "bp-8 bp-9 bp-10 bp-11", "us-prea": "grievance", "us-sc": "step-1 step-2 alc", "us-tx": "step-1 step-2", "us-ca": "602-1 602-2",
		"us-ny": "grievance superintendent corc", "us-fl": "informal formal secretary", "gb-ew": "comp1 comp1a comp2 dirf ppo", "gb-sct": "pcf1 icc pcf2 spso",
	} {
		v, ok := b.InForce(code, "2026-03-02")
		if !ok {
			t.Errorf("no procedure %s", code)
			continue
		}
		for _, id := range strings.Fields(steps) {
			if _, ok := v.Step(id); !ok {
				t.Errorf("%s has no step %s", code, id)
			}
		}
	}
}

func BenchmarkDue(b *testing.B) {
	bk := book(b)
	ask := rulepacks.Ask{Procedure: "us-bop", Step: "bp-10", Events: on(rulepacks.AnswerSigned, "2026-04-10")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := bk.Due(ask); err != nil {
			b.Fatal(err)
		}
	}
}

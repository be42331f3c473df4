package peopleweb_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Whoever is led to an entry finds it marked, however far back it lies; what is
// not theirs is not marked, and the page is as always.
func TestBeingLedToAnEntry(t *testing.T) {
	t.Parallel()
	o := open(t)
	far := o.entry(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: "the first swallow", On: partialdate.Must("2020-04-01")})
	middle := o.entry(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: "a heron", On: partialdate.Must("2020-05-01")})
	for i := range 20 {
		o.entry(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: fmt.Sprint("note ", i), On: partialdate.Must("2021-01")})
	}
	for _, id := range []string{far, middle} {
		page := o.get(o.url("?entry=" + id))
		if page.Count(".line li.meant") != 1 || page.Attr(".line li.meant", "id") != "e-"+id || page.Attr(".line li.meant", "aria-current") != "true" {
			t.Errorf("%d entries are marked: %s", page.Count(".line li.meant"), page.Text(".line li.meant"))
		}
	}
	if page := o.get(o.url("?entry=" + middle)); strings.Contains(page.Text(".line"), "note 3") || !strings.Contains(page.Text(".line"), "the first swallow") {
		t.Errorf("the page does not begin at the entry: %s", page.Text(".line"))
	}
	other := o.add(people.NewPerson{Name: "Other"})
	plain := o.get(o.url("")).Count(".line > li")
	for _, url := range []string{o.url("?entry=nope"), o.url("?entry=" + other)} {
		if page := o.get(url); page.Count(".line li.meant") != 0 || page.Count(".line > li") != plain {
			t.Errorf("%s: %d points, %d marked", url, page.Count(".line > li"), page.Count(".line li.meant"))
		}
	}
}

// A title leads where its kind says.
func TestTheTitleOfAFileLeadsToTheFile(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.pages.Timeline.Kinds.Register(timeline.Kind{Key: "scan", TitleKey: "timeline.kind.note", Group: timeline.Files, Icon: "note", Href: "/files/{id}"})
	entry := o.entry(o.ruth, timeline.Entry{Kind: "scan", Body: "x", On: partialdate.Must("2026-03-01"), Link: timeline.Link{Kind: "file", ID: "019a"}})
	if got := o.get(o.url("")).Attr("#e-"+entry+" a", "href"); got != "/files/019a" {
		t.Error(got)
	}
}

package journeys

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// caseload is a file of 297 cases: case i was last heard of on 2 March 2026
// less i mod 60 days, and is to be written to every 42.
func caseload(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("Name,Number,Last contact,Contact interval\n")
	given := strings.Fields("Aaron Beatriz Cedric Dolores Elias Farah Gustavo Hannah Isaac")
	family := strings.Fields("Abbott Baptiste Castillo Dawson Espinoza Farrell Guzman Hakimi Iverson Jefferson Kowalski Lindqvist Mbeki Navarro Okafor Petrov Quintana Ramirez Sandoval Tolliver Underwood Vasquez Whitaker Xiong Yilmaz Zapata Ashworth Bergstrom Chaudhry Delacroix Eriksen Fontaine Goldberg")
	for i := 1; i <= 297; i++ {
		day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -(i % 60)).Format(time.DateOnly)
		fmt.Fprintf(&b, "%s %s,K-%04d,%s,42\n", given[i%9], family[i%33], 7_000+13*i, day)
	}
	file := filepath.Join(t.TempDir(), "caseload.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// A lone worker brings in 297 cases, sees what the day holds, and writes down
// ten contacts with the keyboard alone.
func TestCaseload(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		fresh(t, v)
		bring(v, caseload(t))
		v.open("/")
		if got := v.text(".tally"); got != "83 overdue · 5 due today · 297 active · 0 without a next action" {
			t.Fatalf("Today counts %q", got)
		}
		for range 10 {
			logContact(v)
		}
		if got := v.text(".tally"); got != "73 overdue · 5 due today · 297 active · 0 without a next action" {
			t.Errorf("after ten contacts Today counts %q", got)
		}
	})
}

// logContact writes down a contact with the first person on Today who waits for
// one: four inputs, no mouse.
func logContact(v *visitor) {
	v.t.Helper()
	v.tabTo(`e.innerText.startsWith("Log contact")`)
	v.arrive("open the form", chromedp.KeyEvent(kb.Enter))
	v.tabTo(`e.name==="channel"`)
	v.keys(kb.ArrowDown)
	v.tabTo(`e.name==="what"`)
	v.write("Wrote back about the visit.")
	v.tabTo(`e.name==="next"`)
	v.write("Ask how it went")
	v.tabTo(`e.name==="next_on"`)
	v.write("20 mar")
	v.arrive("log it", chromedp.KeyEvent(kb.Enter))
	v.see("Logged a contact with")
	if v.path() != "/" {
		v.t.Fatalf("logging leads to %s", v.path())
	}
}

// tabTo presses Tab until the focus e is where it is wanted.
func (v *visitor) tabTo(where string) {
	v.t.Helper()
	for range 150 {
		v.keys(kb.Tab)
		if ask[bool](v, `(e=>`+where+`)(document.activeElement)`) {
			return
		}
	}
	v.t.Fatalf("no way by keyboard to %s, at %s", where, v.path())
}

// write types where the focus is.
func (v *visitor) write(text string) {
	v.t.Helper()
	v.do("type", chromedp.KeyEvent(text))
}

// bring imports a file of cases by the pages.
func bring(v *visitor, file string) {
	v.t.Helper()
	v.open("/import")
	v.tap(`main [name="what"][value="cases"]`)
	v.upload("file", file)
	v.press("Look at it")
	v.see("What do the columns mean?")
	v.press("Check the rows")
	v.wait("before anything is saved")
	v.press("Save 297 rows")
	v.wait("What was brought in")
	v.see("297 people added")
}

// wait waits for the page of long work to lead on, as its reader does: with
// script it does so itself, without the page is loaded again.
func (v *visitor) wait(words string) {
	v.t.Helper()
	deadline := time.Now().Add(patience)
	for !strings.Contains(v.text("body"), words) {
		if time.Now().After(deadline) {
			v.t.Fatalf("the work does not end, at %s:\n%s", v.path(), v.text("body"))
		}
		time.Sleep(200 * time.Millisecond)
		if !v.script && strings.HasPrefix(v.path(), "/jobs/") {
			v.open(v.path())
		}
	}
}

package journeys

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/throughcare/throughcare/internal/demo"
)

// Find somebody by a name that is spelt wrong and turned round.
func TestFind(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		office(t, v, 30)
		v.open("/me")
		v.search("karmi yusif")
		v.see("some letters differ, in another order")
		if strings.Contains(v.path(), "karmi") {
			t.Errorf("what was looked for stands in the address: %s", v.path())
		}
		v.press("Yusuf Karimi")
		v.see("0418-OI-22")
		v.search("harrow farsi")
		v.see("At Harrow Ridge")
		if got := v.texts("#people ~ * .hits .what, .hits .what"); len(got) == 0 || !strings.HasPrefix(got[0], "Yusuf Karimi") {
			t.Errorf("a place and a language find %q", got)
		}
		v.search("zzyzx qqq")
		v.see("Nothing found")
		if v.script {
			suggested(v)
		}
	})
}

// search types into the field at the top and presses Enter.
func (v *visitor) search(words string) {
	v.t.Helper()
	field := chromedp.CSS("#find")
	v.arrive("search "+words, chromedp.Clear(field), chromedp.SendKeys(field, words+kb.Enter))
}

// suggested chooses with the keys alone from what is offered while typing.
func suggested(v *visitor) {
	v.t.Helper()
	field := chromedp.CSS("#find")
	v.do("look back", chromedp.Focus(field), chromedp.KeyEvent(kb.ArrowDown), chromedp.WaitVisible(chromedp.CSS("#found [role=option]")))
	if first := v.text("#found [role=option]"); !strings.HasPrefix(first, "Yusuf Karimi") {
		v.t.Errorf("who was looked at last is %q", first)
	}
	v.keys(kb.Escape)
	v.do("type a beginning", chromedp.SendKeys(field, "yusu"), chromedp.WaitVisible(chromedp.CSS("#found [role=option]")))
	if v.attr("#find", "aria-expanded") != "true" {
		v.t.Error("a screen reader is not told of the list")
	}
	v.keys(kb.ArrowDown)
	if active := v.attr("#find", "aria-activedescendant"); !strings.HasPrefix(active, "hit-") || v.count(`#`+active+`[aria-selected="true"]`) != 1 {
		v.t.Errorf("the arrow marks %q", active)
	}
	v.keys(kb.Escape)
	if v.attr("#find", "aria-expanded") != "false" || v.attr("#find", "aria-activedescendant") != "" {
		v.t.Error("Escape leaves the list open")
	}
	v.do("type on", chromedp.SendKeys(field, "f"), chromedp.WaitVisible(chromedp.CSS("#found [role=option]")))
	v.arrive("choose", chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	v.see("0418-OI-22")
}

// Add somebody who may be there already: first one is asked, then it is done,
// and then taken back.
func TestAddPerson(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		office(t, v, 30)
		v.open("/people/new")
		v.fill("name", "Yusif Karimi", "number", "55-901")
		if v.script {
			v.see("Is it this person?") // while one types
		}
		v.press("Add")
		v.see("Is it this person?")
		if got := v.value("number"); got != "55-901" {
			t.Errorf("what was typed is gone: the number is %q", got)
		}
		v.press("This is somebody else: add")
		v.see("Added Yusif Karimi.")
		person := v.path()
		if !strings.HasPrefix(person, "/people/") {
			t.Fatalf("adding leads to %s", person)
		}
		v.press("Undo")
		v.see("Taken back")
		v.search("Yusif Karimi")
		v.missing("55-901")
	})
}

// Twelve people were moved in one night: one form, one line on each timeline,
// and one way back.
func TestMoveTwelve(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		office(t, v, 60)
		v.open("/people/move")
		from := v.texts("main .ls a")[0]
		v.press(from)
		boxes := v.count(`main [name="person"]`)
		if boxes < 12 {
			t.Fatalf("only %d people at %s", boxes, from)
		}
		for i := boxes; i > 12; i-- { // they stayed
			v.tap(fmt.Sprintf(`main li:nth-child(%d) [name="person"]`, i))
		}
		to := "Pine Hollow"
		if strings.Contains(from, to) {
			to = "Harrow Ridge"
		}
		v.tap(`main [name="state"][value="held"]`)
		v.fill("to", to, "unit", "B-2", "since", "today", "source", "telephone")
		v.press("Record the move")
		if v.count(`main [name="place"]`) > 0 {
			v.tap(`main [name="place"]`)
			v.press("Record the move")
		}
		v.see("Recorded that 12 people are at " + to)
		v.press("Undo")
		v.see("Taken back")
		v.open("/people/move")
		v.see(from)
	})
}

// Leave the desk and come back: the screen shows nothing in between.
func TestLock(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		office(t, v, 30)
		v.search("karimi")
		v.press("Yusuf Karimi")
		person := v.path()
		v.lock()
		v.see("The screen is locked")
		v.missing("Karimi")
		v.open(person)
		v.missing("Karimi")
		v.fill("phrase", "not the pass phrase at all")
		v.press("Unlock")
		v.missing("Karimi")
		v.fill("phrase", demo.Phrase)
		v.press("Unlock")
		v.open(person)
		v.see("Yusuf Karimi")
	})
}

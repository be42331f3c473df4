package journeys

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// From Today to an appeal on the way: the clock with how it was counted, the form to
// sign, what the appeal needs, that it was put in, and back again.
func TestGrievance(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		office(t, v, 30)
		v.open("/grievances")
		v.press("Insulin given late, 14 times since August")
		v.see("Step 2 appeal: in by")
		v.see("How we counted")
		if got := v.count(".days li"); got < 11 {
			t.Errorf("the strip has %d days", got)
		}
		at := v.path()
		v.press("Write the form")
		v.see("Before it is printed:")
		if got := v.value("box.previous_answer"); !strings.Contains(got, "within policy") {
			t.Errorf("the answer is not on the form: %q", got)
		}
		v.compose("box.about", "Policy is 07:00 and 17:00. On fourteen evenings it came after 20:00.")
		v.tap(`[name="single"]`)
		v.press("Save the draft")
		v.see("Saved the draft")
		if got := v.value("box.about"); !strings.HasPrefix(got, "Policy is 07:00") {
			t.Errorf("the draft holds %q", got)
		}
		v.missing("Before it is printed:")
		v.press("Print to sign")
		v.see("On fourteen evenings it came after 20:00.")

		v.open(at)
		v.press("It was filed")
		v.fill("on", "2027-03-02", "receipt", "88-1555")
		v.press("Save")
		v.see("still to come")
		if got := v.value("receipt"); got != "88-1555" {
			t.Errorf("what was typed is gone: the receipt is %q", got)
		}
		v.fill("on", "today")
		v.press("Save")
		v.see("they must answer by")
		v.see("88-1555")
		v.press("Undo")
		v.see("Step 2 appeal: in by")
		v.press("Compare them")
		if got := v.texts("main tbody th a"); len(got) < 4 {
			t.Errorf("the pattern has only %q", got)
		}
	})
}

// A day that was typed wrong is put right where it stands, and what never was is taken out.
func TestGrievanceCorrected(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		office(t, v, 30)
		v.open("/grievances")
		v.press("Choir letters sent back as incitement")
		at := v.path()
		v.open(at + "/event?kind=more-time&step=step-1")
		v.see("no form to be had")
		v.tap(`[name="way"][value="asked"]`)
		v.fill("on", "today")
		v.compose("words", "No form to be had for six days.")
		v.press("Save")
		v.see("I ask for more time")
		v.see("No form to be had for six days.")
		v.open(at)
		v.press("Step 1: asked for more time")
		v.compose("words", "No form to be had for seven days.")
		v.press("Save")
		v.see("seven days")
		v.open(at)
		v.press("Step 1: asked for more time")
		v.press("It never happened")
		v.missing("Step 1: asked for more time")
		v.press("Undo")
		v.see("Step 1: asked for more time")
	})
}

// compose types into a field of several lines in place of what stands there.
func (v *visitor) compose(name, text string) {
	v.t.Helper()
	field := chromedp.CSS(`main [name="` + name + `"]`)
	v.do("go to "+name, chromedp.Focus(field))
	ask[bool](v, `(document.activeElement.select(), true)`)
	v.write(text)
}

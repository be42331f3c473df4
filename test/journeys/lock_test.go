package journeys

import (
	"log/slog"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/demo"
)

// lateOffice is office with a clock that the test moves; the browser's is moved
// with it, on the page that is open.
func lateOffice(t *testing.T, v *visitor) (later func(time.Duration)) {
	t.Helper()
	var moved atomic.Int64
	now := clock()
	rec, err := app.OpenRecord(t.Context(), app.Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "record.tcdb"), Keys: demo.NewKeys(), Log: slog.New(slog.DiscardHandler), Quick: true,
		Now: func() time.Time { return now().Add(time.Duration(moved.Load())) },
	})
	if err != nil {
		t.Fatal(err)
	}
	link, err := demo.Fill(t.Context(), rec, 20)
	if err != nil {
		t.Fatal(err)
	}
	served(t, v, rec)
	v.open(link)
	return func(d time.Duration) {
		moved.Add(int64(d))
		if v.script {
			v.eval(`(() => { const was = Date.now; const by = ` + ms(d) + `; Date.now = () => was() + by; return "" })()`)
		}
	}
}

func ms(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

func (v *visitor) eval(script string) {
	v.t.Helper()
	ask[string](v, script)
}

// Somebody types, is called away, and comes back: the screen shows nothing until
// they have said who they are, and what they typed is there. With script the page
// locks by itself; without, it is the form that finds the lock.
func TestAnIdleScreenKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		later := lateOffice(t, v)
		v.open("/people/new")
		v.fill("name", "Oluwaseun Adebayo-Whitfield")
		later(16 * time.Minute)
		if v.script {
			v.arrive("come back", chromedp.KeyEvent("x"))
		} else {
			v.arrive("save", chromedp.Click(chromedp.CSS(`main form[action="/people/new"] .acts button, main form[action="/people/new"] button`)))
		}
		v.see("The screen is locked")
		v.missing("Oluwaseun")
		v.fill("phrase", demo.Phrase)
		v.press("Unlock")
		v.see("Your text is still here")
		v.press("Send it now")
		v.see("Oluwaseun Adebayo-Whitfield")
	})
}

// Another window was in use meanwhile: nothing is locked, and nothing is lost.
func TestAScreenIsNotLockedWhileAnotherIsUsed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		if !v.script {
			t.Skip("a page without script does nothing by itself")
		}
		later := lateOffice(t, v)
		v.open("/people/new")
		v.fill("name", "Oluwaseun")
		later(10 * time.Minute)
		v.eval(`fetch("/me").then(() => "")`) // the other window
		v.eval(`new Promise(done => setTimeout(() => done(""), 300))`)
		later(10 * time.Minute)
		v.keys("y")
		v.eval(`new Promise(done => setTimeout(() => done(""), 300))`)
		v.keys("z")
		if path := v.path(); path != "/people/new" {
			t.Errorf("led to %s", path)
		}
		if shown := v.texts(`html:not(.idle) h1`); len(shown) == 0 {
			t.Error("the page stays hidden")
		}
	})
}

// One press of the keys hides the screen and keeps what was typed.
func TestTheLockIsAKeyAway(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		office(t, v, 20)
		v.open("/people/new")
		v.fill("name", "Oluwaseun Adebayo")
		if !v.script {
			v.lock()
			v.see("The screen is locked")
			return
		}
		v.arrive("Ctrl Shift L", chromedp.KeyEvent("L", chromedp.KeyModifiers(chromedp.ModifierCtrl, chromedp.ModifierShift)))
		v.see("The screen is locked")
		v.fill("phrase", demo.Phrase)
		v.press("Unlock")
		v.press("Send it now")
		v.see("Oluwaseun Adebayo")
	})
}

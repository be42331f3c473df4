// Package journeys walks through the work in a real browser, each way twice:
// with script and without.
package journeys

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long anything may take before a journey is lost. It is long:
// what is slow is measured elsewhere.
const patience = 20 * time.Second

// chromium is the browser all journeys share; nil where there is none.
var chromium context.Context

func TestMain(m *testing.M) {
	os.Exit(withBrowser(m.Run))
}

func withBrowser(run func() int) int {
	path := ""
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		return run()
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1280, 900),
		chromedp.Flag("lang", "en-US"))
	all, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, end := chromedp.NewContext(all)
	defer end()
	if err := chromedp.Do(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "journeys: the browser does not start:", err)
		return 1
	}
	chromium = ctx
	return run()
}

// each runs a journey with script and without.
func each(t *testing.T, walk func(t *testing.T, v *visitor)) {
	t.Helper()
	if chromium == nil {
		t.Skip("no Chromium here; make test installs it")
	}
	for _, way := range []string{"with script", "without script"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			walk(t, newVisitor(t, way == "with script"))
		})
	}
}

// visitor is somebody at a browser of their own.
type visitor struct {
	t      *testing.T
	ctx    context.Context
	base   string
	script bool
	loads  chan struct{}
}

func newVisitor(t *testing.T, script bool) *visitor {
	t.Helper()
	ctx, end := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	v := &visitor{t: t, ctx: ctx, script: script, loads: make(chan struct{}, 64)}
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, page.Enable, page.EnableParams{}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script})
		return err
	}))
	if err == nil {
		err = chromedp.Listen(ctx, v.hear)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// hear notes that a page was loaded.
func (v *visitor) hear(event any) {
	if _, ok := event.(*page.EventLoadEventFired); ok {
		select {
		case v.loads <- struct{}{}:
		default:
		}
	}
}

type step = chromedp.Action[chromedp.Void]

// do does something, and ends the journey with a picture of words when it takes
// too long.
func (v *visitor) do(what string, actions ...step) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		v.t.Fatalf("%s: %v\nat %s:\n%s", what, err, v.path(), v.text("body"))
	}
}

// arrive does something that leads to another page, and waits until it is
// there.
func (v *visitor) arrive(what string, actions ...step) {
	v.t.Helper()
	for len(v.loads) > 0 {
		<-v.loads
	}
	v.do(what, actions...)
	select {
	case <-v.loads:
	case <-time.After(patience):
		v.t.Fatalf("%s leads nowhere\nat %s:\n%s", what, v.path(), v.text("body"))
	}
	v.whole()
}

// whole holds the page against what every page has to keep to, as the browser
// sees it.
func (v *visitor) whole() {
	v.t.Helper()
	for _, fault := range v.faults() {
		v.t.Errorf("%s: %s", v.path(), fault)
	}
}

// open goes to an address of the record.
func (v *visitor) open(path string) {
	v.t.Helper()
	v.arrive("open "+path, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		res, err := chromedp.Call(ctx, page.Navigate, page.NavigateParams{URL: v.base + path})
		if err == nil && res.ErrorText != "" {
			err = fmt.Errorf("%s", res.ErrorText)
		}
		return err
	}))
}

// press presses a button, or follows a link, by its words.
func (v *visitor) press(words string) {
	v.t.Helper()
	v.arrive("press "+words, chromedp.Click(chromedp.Search(worded(words))))
}

// tap presses a button that does not lead away.
func (v *visitor) tap(selector string) {
	v.t.Helper()
	v.do("tap "+selector, chromedp.Click(chromedp.CSS(selector)))
}

func worded(words string) string {
	return fmt.Sprintf(`//main//button[normalize-space(.)=%[1]s] | //main//a[normalize-space(.)=%[1]s]`, `"`+words+`"`)
}

// lock presses the button at the top that hides the screen.
func (v *visitor) lock() {
	v.t.Helper()
	v.arrive("lock", chromedp.Click(chromedp.CSS(".top .lock button")))
}

// fill types into fields: name, text pairs. What stood there is replaced.
func (v *visitor) fill(pairs ...string) {
	v.t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		field := chromedp.CSS(`main [name="` + pairs[i] + `"]`)
		v.do("fill "+pairs[i], chromedp.Clear(field), chromedp.SendKeys(field, pairs[i+1]))
	}
}

// keys presses keys one after the other, wherever the focus is.
func (v *visitor) keys(keys ...string) {
	v.t.Helper()
	for _, k := range keys {
		v.do("press a key", chromedp.KeyEvent(k))
	}
}

// see waits until words are on the page.
func (v *visitor) see(words string) {
	v.t.Helper()
	deadline := time.Now().Add(patience)
	for !strings.Contains(v.text("body"), words) {
		if time.Now().After(deadline) {
			v.t.Fatalf("%q is not at %s:\n%s", words, v.path(), v.text("body"))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// missing fails when words are on the page.
func (v *visitor) missing(words string) {
	v.t.Helper()
	if strings.Contains(v.text("body"), words) {
		v.t.Errorf("%q is at %s:\n%s", words, v.path(), v.text("body"))
	}
}

// text is the text of the first element, as a reader sees it, with single
// spaces; "" when there is none.
func (v *visitor) text(selector string) string {
	return ask[string](v, `(()=>{const e=document.querySelector(`+quote(selector)+`);return e?e.innerText.replace(/\s+/g," ").trim():""})()`)
}

// texts are the texts of all elements.
func (v *visitor) texts(selector string) []string {
	return ask[[]string](v, `[...document.querySelectorAll(`+quote(selector)+`)].map(e=>e.innerText.replace(/\s+/g," ").trim())`)
}

// attr is an attribute of the first element.
func (v *visitor) attr(selector, name string) string {
	return ask[string](v, `(()=>{const e=document.querySelector(`+quote(selector)+`);return e&&e.getAttribute(`+quote(name)+`)||""})()`)
}

// count is how many elements there are.
func (v *visitor) count(selector string) int {
	return ask[int](v, `document.querySelectorAll(`+quote(selector)+`).length`)
}

// path is the address without the host.
func (v *visitor) path() string {
	return ask[string](v, `location.pathname+location.search`)
}

// ask asks the page something, past its own script, which may be off.
func ask[T any](v *visitor, script string) T {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	for try := 0; ; try++ { // a page that is just leaving answers nothing
		answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
		if err == nil {
			return answer
		}
		if try == 5 {
			v.t.Fatalf("the page does not answer: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func quote(s string) string { return fmt.Sprintf("%q", s) }

// value is what stands in a field.
func (v *visitor) value(name string) string {
	return ask[string](v, `document.querySelector(`+quote(`main [name="`+name+`"]`)+`).value`)
}

// upload puts a file into a field.
func (v *visitor) upload(name, file string) {
	v.t.Helper()
	v.do("choose a file", chromedp.SetUploadFiles(chromedp.CSS(`input[type=file][name="`+name+`"]`), []string{file}))
}

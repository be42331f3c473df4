package journeys

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Twenty letters are logged with the keys alone: the number, Enter, what is asked, Enter.
// How long a machine takes for each is printed; how long somebody takes is more, by
// what they read and think.
func TestTwentyLettersByKeyboard(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		office(t, v, 60)
		v.open("/people?who=mine")
		var numbers []string
		for _, n := range v.texts("main tbody .num") {
			if !slices.Contains(numbers, n) {
				numbers = append(numbers, n)
			}
		}
		if len(numbers) < 10 {
			t.Fatalf("only %d numbers", len(numbers))
		}
		v.open("/mail")
		var took []time.Duration
		for i := range 20 {
			began := time.Now()
			number := numbers[i%len(numbers)]
			v.write(number) // the cursor is in the search field
			v.arrive("Enter", chromedp.KeyEvent(kb.Enter))
			v.see(number)
			v.write(fmt.Sprintf("Book %d", i+1)) // and now in what they ask for
			v.arrive("Enter", chromedp.KeyEvent(kb.Enter))
			v.see("Logged")
			if v.path() != "/mail" {
				t.Fatalf("letter %d leads to %s", i+1, v.path())
			}
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		t.Logf("median %.1f s a letter, longest %.1f s, by a machine", took[10].Seconds(), took[19].Seconds())
		v.press("Queues")
		v.see("Book 1")
		v.open("/mail")
		v.arrive("undo", chromedp.Click(chromedp.CSS(`.side form[action$="/undo"] button`)))
		v.see("Taken back")
	})
}

// A letter of somebody nobody knows is kept, and found to be somebody's.
func TestUnknownSender(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, v *visitor) {
		office(t, v, 20)
		v.open("/mail")
		v.write("zzyzx qqq")
		v.arrive("Enter", chromedp.KeyEvent(kb.Enter))
		v.press("Log it as from an unknown sender")
		v.press("Log it")
		v.see("what can be read of the sender")
		v.fill("as_read", "K...rimi 0418")
		v.press("Log it")
		v.open("/mail/unknown")
		v.see("K...rimi 0418")
		v.tap(`main tbody th a`)
		v.fill("q", "karimi yusuf")
		v.arrive("find", chromedp.Click(chromedp.CSS(`form[action$="/whose"] button`)))
		v.see("0418-OI-22")
		v.arrive("it is theirs", chromedp.Click(chromedp.CSS(`form[action$="/belongs"] button`)))
		v.see("Whose letter is it?")
		v.see("Yusuf Karimi")
	})
}

package label_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/label"
)

var slip = label.Slip{Code: "L-20418", Asked: "Farsi–English dictionary, chess openings", Limits: "Paperback, new, up to 3, under 2 kg. No stickers.", Who: "Karimi 0418-OI-22, Harrow Ridge"}

func TestSlip(t *testing.T) {
	t.Parallel()
	held := slip
	held.Mark = "FILL ON 2 DECEMBER"
	s := find(t, "Avery 5163")
	r, pages := printed(t, label.Job{Sheet: s, Items: []label.Item{slip, held}})
	if r.Printed != 2 || len(pages[0].texts) != 4+5 {
		t.Fatalf("%+v, %d lines", r, len(pages[0].texts))
	}
	if got := read128(t, pages[0].bars[:len(pages[0].bars)/2]); got != "L-20418" {
		t.Errorf("a scanner reads %q", got)
	}
	for _, b := range pages[0].bars {
		if b.Width < 0.54 {
			t.Errorf("a bar of %.2f points", b.Width)
		}
	}
	wordy := slip
	wordy.Asked = strings.Repeat("Farsi–English dictionary, ", 60)
	if r, _ := printed(t, label.Job{Sheet: s, Items: []label.Item{wordy}}); r.Printed != 0 || r.Left[0].Why != label.TooTight {
		t.Errorf("%+v", r)
	}
}

func TestReplyFitsHalfASheet(t *testing.T) {
	t.Parallel()
	reply := label.Reply{From: from, To: yusuf.To, Day: "2 March 2026", Title: "We cannot send this to you", Paragraphs: []string{"You asked for a hardback. Your prison takes paperbacks only.", "کتاب جلد سخت پذیرفته نمی\u200cشود."}, Code: "L-20418"}
	for _, name := range []string{"Plain paper A4, cut in two", "Plain paper Letter, cut in two"} {
		r, pages := printed(t, label.Job{Sheet: find(t, name), Items: []label.Item{reply, reply}})
		if r.Printed != 2 || r.Pages != 1 || len(pages[0].said) != 2 {
			t.Errorf("%s: %+v", name, r)
		}
	}
	reply.Paragraphs = []string{strings.Repeat("because of this ", 600)}
	if r, _ := printed(t, label.Job{Sheet: find(t, "Plain paper A4, cut in two"), Items: []label.Item{reply}}); r.Pages != 0 || r.Left[0].Why != label.TooTight {
		t.Errorf("%+v", r)
	}
}

// The address shows through the window however the letter slips, and nothing else does.
func TestLetterShowsItsAddress(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Envelope #10", "Envelope DL", "Envelope C5"} {
		envelope := find(t, name)
		letter := label.Letter{From: from, To: yusuf.To, Day: "2 March 2026", Title: "Your letter", Paragraphs: []string{"Dear Yusuf,", strings.Repeat("the dictionary is on its way. ", 300)}, Ref: "L-20418"}
		var out bytes.Buffer
		r, err := label.Letters(&out, envelope, []label.Letter{letter}, made)
		if err != nil || r.Pages < 2 || r.Sheets[0] != r.Pages || len(r.Left) != 0 {
			t.Fatalf("%s: %+v %v", name, r, err)
		}
		if laid := label.Lay(envelope, []label.Letter{letter}); laid.Pages != r.Pages || laid.Sheets[0] != r.Sheets[0] {
			t.Errorf("%s: laid out as %+v, printed as %+v", name, laid, r)
		}
		first := drawn(t, out.Bytes())[0]
		slackX, slackY := max(envelope.Width-first.width, 0), max(envelope.Height-envelope.Folds[0], 0)
		w, seen := envelope.Window, 0
		for _, m := range first.texts {
			always := m.X >= w.X && m.X <= w.X+w.Width-slackX && m.Y-m.Size*0.8 >= w.Y-0.5 && m.Y <= w.Y+w.Height-slackY
			ever := m.X <= w.X+w.Width && m.X >= w.X-slackX && m.Y >= w.Y-slackY && m.Y-m.Size*0.8 <= w.Y+w.Height
			if always {
				seen++
			} else if ever {
				t.Errorf("%s: letters at %+v show through the window %+v", name, m, *w)
			}
		}
		if seen != len(yusuf.To) {
			t.Errorf("%s: %d lines of the address always show", name, seen)
		}
	}
}

func TestLettersThatCannotBePrinted(t *testing.T) {
	t.Parallel()
	good := label.Letter{From: from, To: yusuf.To, Paragraphs: []string{"Dear Yusuf"}}
	thai, tall, none := good, good, good
	thai.Paragraphs = []string{"สวัสดี"}
	tall.To = strings.Split(strings.Repeat("a line;", 20), ";")
	none.Paragraphs = nil
	var out bytes.Buffer
	r, err := label.Letters(&out, find(t, "Envelope #10"), []label.Letter{thai, good, tall, none}, made)
	if err != nil || r.Pages != 1 || len(r.Left) != 3 || r.Sheets[1] != 1 || r.Sheets[0]+r.Sheets[2]+r.Sheets[3] != 0 {
		t.Fatalf("%+v %v", r, err)
	}
	if r.Left[0].Letters == "" || r.Left[1].Why != label.TooTight || r.Left[2].Why != label.NothingYet {
		t.Errorf("%+v", r.Left)
	}
}

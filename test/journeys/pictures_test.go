package journeys

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/demo"
)

// sheetOfOthers is a spreadsheet as somebody keeps it: people the demo knows
// under other spellings, people it does not, and a date that cannot be.
const sheetOfOthers = `Name	Number	Born	Prison	Next
Joseph Kareem	0418-OI-22	1988	Harrow Ridge	write about the board
Darnel Pike	0392-DP-11	3/11/1979	Harrow Ridge	call
Oluwaseun Bakare	1410-OB-20	12/5/1991	Pine Hollow	first letter
Tuyen Pham	1411-TP-20	31/02/90	Larch Creek	first letter
Ana Lucia Benitez	1175-AB-19	1990	Pine Hollow	books
`

// TestPictures makes the pictures of the README, from the demo, in the folder
// that PICTURES names.
func TestPictures(t *testing.T) {
	folder := os.Getenv("PICTURES")
	if folder == "" {
		t.Skip("PICTURES names no folder; see scripts/pictures")
	}
	if chromium == nil {
		t.Fatal("no Chromium here")
	}
	began := time.Now()
	morning := func() time.Time { return time.Date(2026, 11, 19, 15, 4, 0, 0, time.UTC).Add(time.Since(began)) }
	rec, err := app.OpenRecord(t.Context(), app.Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "record.tcdb"), Keys: demo.NewKeys(), Now: morning, Log: slog.New(slog.DiscardHandler), Quick: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	link, err := demo.Fill(t.Context(), rec, 297)
	if err != nil {
		t.Fatal(err)
	}
	v := newVisitor(t, true)
	served(t, v, rec)
	v.open(link)
	for name, way := range map[string]func(){
		"today":    func() { v.open("/") },
		"people":   func() { v.open("/people") },
		"person":   func() { v.open("/"); v.press("Parole packet for Yusuf Karimi") },
		"facility": func() { v.open("/facilities"); v.press("Harrow Ridge Correctional Facility") },
		"import":   func() { checked(t, v) },
	} {
		way()
		v.picture(filepath.Join(folder, name+".png"), 1280, 960)
	}
	v.open("/")
	v.picture(filepath.Join(folder, "today-phone.png"), 390, 844)
}

// checked brings the sheet of others in, up to the check.
func checked(t *testing.T, v *visitor) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "Letters of 2026 FINAL (2).tsv")
	if err := os.WriteFile(file, []byte(sheetOfOthers), 0o600); err != nil {
		t.Fatal(err)
	}
	v.open("/import")
	v.upload("file", file)
	v.press("Look at it")
	v.see("What do the columns mean?")
	v.press("Check the rows")
	v.wait("before anything is saved")
}

// picture keeps what a window of a size shows.
func (v *visitor) picture(file string, width, height int64) {
	v.t.Helper()
	v.do("set the window", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		size := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1}
		_, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, size)
		return err
	}))
	shot, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		v.t.Fatal(err)
	}
	if err := os.WriteFile(file, shot, 0o600); err != nil {
		v.t.Fatal(err)
	}
}

package imports_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/dbtest"
)

// roll is a list of n people with numbers, births, facilities and units.
func roll(n int, seed uint64) string {
	rng := rand.New(rand.NewPCG(seed, 7))
	given := strings.Fields("James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Tomás Sarah Carlos Karen Luis Nancy José Lisa Ahmed Betty Dmitri Margaret Wei Sandra Nguyen Ashley Kwame Dorothy Paul Kimberly Andre Emily Kevin Donna")
	syllables := strings.Fields("ba ber bo cal car da del den do fer fin gar gon ha har hol jack jo kin la lan lo mac mar mo mon ne nor o pa per ra ri ro sa san sil son ta tor va vil wa wel zu")
	family := func() string {
		s := ""
		for range 2 + rng.IntN(2) {
			s += syllables[rng.IntN(len(syllables))]
		}
		return strings.ToUpper(s[:1]) + s[1:]
	}
	var b strings.Builder
	b.WriteString("Name,DOC Number,DOB,Facility,Housing Unit\n")
	for i := range n {
		fmt.Fprintf(&b, "%s %s,A%06d,%04d-%02d-%02d,%s,%c-%03d\n", given[rng.IntN(len(given))], family(), i*7%1000000+int(seed)*1000000,
			1950+rng.IntN(55), 1+rng.IntN(12), 1+rng.IntN(28), []string{"Harrow Ridge Correctional Institution", "Pine Hollow State Prison"}[rng.IntN(2)], 'A'+rune(rng.IntN(6)), rng.IntN(400))
	}
	return b.String()
}

// BenchmarkImport brings in a hundred thousand people, with the check for
// duplicates, into an encrypted file; user and system time and the peak of
// memory are told beside the time of the clock.
func BenchmarkImport(b *testing.B) {
	const n = 100_000
	text := roll(n, 1)
	for b.Loop() {
		w := open(b, dbtest.SQLite(b, time.Now))
		cpu := cpuSeconds()
		batch, counts := w.bring(imports.People, text)
		if counts.Created+counts.Maybe < n*99/100 {
			b.Fatalf("%+v", counts)
		}
		_ = batch
		b.ReportMetric(cpuSeconds()-cpu, "cpu-s/op")
		b.ReportMetric(peakMiB(b), "peak-MiB")
	}
}

// BenchmarkCases brings in twenty thousand people with their cases: nine rows
// of the record for each.
func BenchmarkCases(b *testing.B) {
	text := strings.NewReplacer("Housing Unit", "Next step").Replace(roll(20_000, 1))
	for b.Loop() {
		w := open(b, dbtest.SQLite(b, time.Now))
		cpu := cpuSeconds()
		if _, counts := w.bring(imports.Cases, text); counts.Created < 19_000 {
			b.Fatalf("%+v", counts)
		}
		b.ReportMetric(cpuSeconds()-cpu, "cpu-s/op")
	}
}

// BenchmarkCheck is the check of ten thousand rows against a hundred thousand
// people of the same names.
func BenchmarkCheck(b *testing.B) {
	w := open(b, dbtest.SQLite(b, time.Now))
	w.bring(imports.People, roll(100_000, 1))
	text := roll(10_000, 2)
	for b.Loop() {
		cpu := cpuSeconds()
		_, counts := w.check(imports.People, text)
		b.ReportMetric(cpuSeconds()-cpu, "cpu-s/op")
		b.ReportMetric(float64(counts.Maybe), "maybe")
	}
}

// BenchmarkUndo takes twenty thousand people back, who came in two parts or
// more.
func BenchmarkUndo(b *testing.B) {
	w := open(b, dbtest.SQLite(b, time.Now))
	text := roll(20_000, 1)
	for b.Loop() {
		batch, counts := w.bring(imports.People, text)
		cpu := cpuSeconds()
		if err := w.Undo(b.Context(), w.ruth, batch.ID, nil); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(cpuSeconds()-cpu, "cpu-s/op")
		if left := w.everybody(); left != 0 {
			b.Fatalf("%d of %d are left", left, counts.Created)
		}
	}
}

// peakMiB is the most memory this process has had, where the system tells.
func peakMiB(b *testing.B) float64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var kib float64
		if _, err := fmt.Sscanf(lines.Text(), "VmHWM: %f kB", &kib); err == nil {
			return kib / 1024
		}
	}
	b.Log("no peak of memory to read")
	return 0
}

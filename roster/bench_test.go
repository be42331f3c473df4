package roster

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// BenchmarkSync holds a list of a million rows against twenty thousand people,
// of whom nearly all are on it.
func BenchmarkSync(b *testing.B) {
	db := dbtest.SQLite(b, time.Now)
	bus := event.NewBus()
	s := &Service{DB: db, Bus: bus, Places: &facilities.Service{DB: db, Bus: bus}, Custody: &custody.Service{DB: db, Bus: bus}}
	actor := authz.System("bench")
	rng := rand.New(rand.NewPCG(1, 2))
	name := func() string {
		return fmt.Sprintf("Fam%04x %s", rng.IntN(1<<16), []string{"John", "Mary", "José", "Dmitri", "Ann"}[rng.IntN(5)])
	}
	path := filepath.Join(b.TempDir(), "list.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	out := bufio.NewWriter(f)
	fmt.Fprintln(out, "TDCJ Number,Name,Current Facility,Gender,Race,DOB,Projected Release")
	err = trail.Write(b.Context(), db, actor, &trail.Deed{Action: "bench"}, func(tx *trail.Tx) error {
		at, err := facilities.Add(context.Background(), tx, facilities.Facility{Name: "Polunsky Unit", Kind: facilities.Prison, Region: "TX", Country: "US"})
		if err != nil {
			return err
		}
		for i := range 1_000_000 {
			n, born := name(), fmt.Sprintf("%04d-%02d-%02d", 1950+i%50, 1+i%12, 1+i%28)
			fmt.Fprintf(out, "%08d,%s,Polunsky Unit,M,W,%s,#NULL!\n", i, n, born)
			if i%50 != 0 {
				continue
			}
			p, err := people.Add(context.Background(), tx, nil, people.NewPerson{Name: n, Born: partialdate.Must(born), Numbers: []people.Number{{Text: fmt.Sprintf("%08d", i), Issuer: "TDCJ"}}})
			if err != nil {
				return err
			}
			if i%100 == 0 {
				_, err = custody.Place(context.Background(), tx, bus, "2026-03-02", custody.NewStay{PersonID: p.ID, FacilityID: at})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || out.Flush() != nil {
		b.Fatal(err)
	}
	info, _ := f.Stat()
	for b.Loop() {
		r, err := s.Sync(b.Context(), actor, File{Layout: tdcj, Name: "list.csv", Src: f, Size: info.Size()})
		if err != nil || r.Rows != 1_000_000 || r.OursSeen < 19_000 {
			b.Fatalf("%v: %d rows, %d seen", err, r.Rows, r.OursSeen)
		}
		b.ReportMetric(float64(len(r.Claims)), "claims")
	}
	status, _ := os.Open("/proc/self/status")
	for lines := bufio.NewScanner(status); lines.Scan(); {
		var kib float64
		if _, err := fmt.Sscanf(lines.Text(), "VmHWM: %f kB", &kib); err == nil {
			b.ReportMetric(kib/1024, "peak-MiB")
		}
	}
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/roster"
)

// How long a prison's list is, how many people it is held against, and how long and
// how much memory that may take.
const (
	listRows  = 1_000_000
	oneOfOurs = 50 // one row in so many is of somebody of ours
	quickList = 10 * time.Second
	smallList = 300 // MiB
)

// synced is what a process says that has read a list.
type synced struct {
	Took, Processor time.Duration
	PeakKiB         int64
	Rows, Ours      int
	Claims          int
}

// measureRoster holds a list of a million rows against twenty thousand people in a
// process of its own, so that the memory is the reading's, with what making both takes.
func measureRoster(ctx context.Context, _ setup) ([]line, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, "-syncing")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var did synced
	if err := json.Unmarshal(out, &did); err != nil {
		return nil, err
	}
	if did.Rows != listRows || did.Ours < listRows/oneOfOurs*9/10 || did.Claims == 0 {
		return nil, fmt.Errorf("%d rows read, %d of ours seen, %d claims", did.Rows, did.Ours, did.Claims)
	}
	what := fmt.Sprintf("A list of %s rows against %s people, %s claims kept", thousands(listRows), thousands(listRows/oneOfOurs), thousands(did.Claims))
	return []line{
		{what: what, measured: fmt.Sprintf("%.1f s (processor %.1f s)", did.Took.Seconds(), did.Processor.Seconds()), target: "< 10 s", met: did.Took < quickList},
		{what: "… and the most memory it took", measured: fmt.Sprintf("%d MiB", did.PeakKiB>>10), target: "< 300 MiB", met: did.PeakKiB>>10 < smallList},
	}, nil
}

// syncing is the process that makes a record and a list, and reads it as the command
// line does.
func syncing(ctx context.Context, _ setup) error {
	dir, err := os.MkdirTemp("", "throughcare-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // invented people
	rec, err := open(ctx, filepath.Join(dir, "record.tcdb"), 0)
	if err != nil {
		return err
	}
	did, err := syncedIn(ctx, rec, filepath.Join(dir, "list.csv"))
	if err := errors.Join(err, rec.Close()); err != nil {
		return err
	}
	if _, err := fmt.Sscanf(field("/proc/self/status", "VmHWM"), "%d kB", &did.PeakKiB); err != nil {
		note("the system does not tell how much memory was taken")
	}
	return json.NewEncoder(os.Stdout).Encode(did)
}

func syncedIn(ctx context.Context, rec *app.Record, path string) (did synced, err error) {
	f, err := os.Create(path)
	if err != nil {
		return did, err
	}
	defer func() { _ = f.Close() }() // it was only read at the end
	if err := peopleAndList(ctx, rec, f); err != nil {
		return did, err
	}
	info, err := f.Stat()
	if err != nil {
		return did, err
	}
	began, cpu := time.Now(), processCPU()
	r, err := rec.Roster.Sync(ctx, authz.System("bench"), roster.File{Layout: "tdcj_high_value_data_set", Name: "list.csv", Src: f, Size: info.Size()})
	return synced{Took: time.Since(began), Processor: processCPU() - cpu, Rows: r.Rows, Ours: r.OursSeen, Claims: r.Kept}, err
}

// peopleAndList writes a list and keeps one in fifty of it in the record, half of them
// without a place, so that the list has something to say.
func peopleAndList(ctx context.Context, rec *app.Record, f *os.File) error {
	draw := rand.New(rand.NewPCG(1, 2))
	out := bufio.NewWriter(f)
	fmt.Fprintln(out, "TDCJ Number,Name,Current Facility,Gender,Race,DOB,Projected Release")
	err := trail.Write(ctx, rec.DB, authz.System("bench"), &trail.Deed{Action: "demo.filled", Irrevocable: true}, func(tx *trail.Tx) error {
		at, err := facilities.Add(ctx, tx, facilities.Facility{Name: "Polunsky Unit", Kind: facilities.Prison, Region: "TX", Country: "US"})
		if err != nil {
			return err
		}
		for i := range listRows {
			name := fmt.Sprintf("Fam%04x %s", draw.IntN(1<<16), []string{"John", "Mary", "José", "Dmitri", "Ann"}[draw.IntN(5)])
			born := fmt.Sprintf("%04d-%02d-%02d", 1950+i%50, 1+i%12, 1+i%28)
			fmt.Fprintf(out, "%08d,%s,Polunsky Unit,M,W,%s,#NULL!\n", i, name, born)
			if i%oneOfOurs > 0 {
				continue
			}
			p, err := people.Add(ctx, tx, nil, people.NewPerson{Name: name, Born: partialdate.Must(born), Numbers: []people.Number{{Text: fmt.Sprintf("%08d", i), Issuer: "TDCJ"}}})
			if err == nil && i%(2*oneOfOurs) == 0 {
				_, err = custody.Place(ctx, tx, rec.Bus, "2026-03-02", custody.NewStay{PersonID: p.ID, FacilityID: at})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return errors.Join(err, out.Flush())
}

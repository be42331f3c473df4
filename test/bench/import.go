package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/sheet"
)

// Targets of an import.
const (
	importRows    = 100_000
	quickImport   = 20 * time.Second
	leastImporter = 400 // MiB
)

// imported is what a process says that has imported a file.
type imported struct {
	Took, Processor time.Duration
	PeakKiB         int64
	Created         int
}

// measureImport imports a list of 100,000 people in a process of its own, so
// that the memory is the import's alone.
func measureImport(ctx context.Context, s setup) ([]line, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, "-importing", "-names", s.names)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var did imported
	if err := json.Unmarshal(out, &did); err != nil {
		return nil, err
	}
	if did.Created < importRows*9/10 {
		return nil, fmt.Errorf("only %d people were added", did.Created)
	}
	of := fmt.Sprintf("Import of %s rows, checked for doubles, %s added", thousands(importRows), thousands(did.Created))
	return []line{
		{what: of, measured: fmt.Sprintf("%.1f s (processor %.1f s)", did.Took.Seconds(), did.Processor.Seconds()), target: "< 20 s", met: did.Took < quickImport},
		{what: "… and the most memory it took", measured: fmt.Sprintf("%d MiB", did.PeakKiB>>10), target: "< 400 MiB", met: did.PeakKiB>>10 < leastImporter},
	}, nil
}

// importing is the process that imports. It reads a file, checks it against an
// empty record and saves it, as the pages do.
func importing(ctx context.Context, s setup) error {
	dir, err := os.MkdirTemp("", "throughcare-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // invented people
	rec, err := open(ctx, filepath.Join(dir, "record.tcdb"), 0)
	if err != nil {
		return err
	}
	if _, err := demo.Fill(ctx, rec, 20); err != nil {
		return errors.Join(err, rec.Close())
	}
	actor := authz.System("bench")
	file := list(s)
	began, cpu := time.Now(), processCPU()
	pieces, err := sheet.ReadPieces(bytes.NewReader(file), 100<<20)
	if err != nil {
		return errors.Join(err, rec.Close())
	}
	progress := func(context.Context, int, int) error { return nil }
	batch, err := rec.Imports.Upload(ctx, actor, imports.People, "list.csv", pieces)
	if err == nil {
		_, err = rec.Imports.Check(ctx, actor, batch.ID, progress)
	}
	var counts imports.Counts
	if err == nil {
		counts, err = rec.Imports.Save(ctx, actor, batch.ID, progress)
	}
	did := imported{Took: time.Since(began), Processor: processCPU() - cpu, Created: counts.Created}
	if err := errors.Join(err, rec.Close()); err != nil {
		return err
	}
	if _, err := fmt.Sscanf(field("/proc/self/status", "VmHWM"), "%d kB", &did.PeakKiB); err != nil {
		note("the system does not tell how much memory was taken")
	}
	return json.NewEncoder(os.Stdout).Encode(did)
}

// list is a file of people with numbers, days of birth and places.
func list(s setup) []byte {
	people := size{people: importRows}.population(s)
	var b bytes.Buffer
	b.WriteString("Name,DOC Number,DOB,Facility,Housing Unit\n")
	for i := range importRows {
		e := people.Next()
		at := []string{"Harrow Ridge Correctional Facility", "Pine Hollow State Prison"}[i%2]
		fmt.Fprintf(&b, "%s,%s,%s,%s,%c-%03d\n", e.Names[0], e.Numbers[0], e.Born, at, 'A'+i%6, i%400)
	}
	return b.Bytes()
}

package dbtest

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"
)

// SmallDisk returns a folder on a disk of its own of a size, "3m", and what gives
// it another one. It skips the test where that needs rights nobody has.
func SmallDisk(t *testing.T, size string) (folder string, resize func(size string)) {
	t.Helper()
	folder = t.TempDir()
	mount := func(options string) error {
		return exec.CommandContext(t.Context(), "mount", "-o", options, "-t", "tmpfs", "tmpfs", folder).Run()
	}
	if runtime.GOOS != "linux" || os.Getuid() != 0 || mount("size="+size) != nil {
		t.Skip("needs Linux and the right to mount a small disk")
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", folder).Run(); err != nil {
			t.Error(err)
		}
	})
	return folder, func(size string) {
		t.Helper()
		if err := mount("remount,size=" + size); err != nil {
			t.Fatal(err)
		}
	}
}

// Victim starts the test binary again with an environment variable, "NAME=value",
// hears each line it prints, and kills it within 60 ms after so many of them.
func Victim(t *testing.T, variable string, lines int, hear func(line string)) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), variable)
	var complaint bytes.Buffer
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	heard := 0
	for said := bufio.NewScanner(out); said.Scan(); {
		hear(said.Text())
		if heard++; heard == lines {
			time.AfterFunc(rand.N(60*time.Millisecond), func() { _ = child.Process.Kill() })
		}
	}
	_ = child.Wait() // it was killed
	if heard == 0 || complaint.Len() > 0 {
		t.Fatalf("the victim said %d lines, and: %s", heard, complaint.String())
	}
}

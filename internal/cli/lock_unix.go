//go:build unix

package cli

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/throughcare/throughcare/internal/app"
)

// heard locks the record when the program is told to (SIGUSR1), and says in the
// folder who is to be told.
func (s *session) heard(server *app.Server) (ended func(), err error) {
	if err := os.MkdirAll(server.Dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(server.Dir, servedName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return func() {}, f.Close() // another program serves it, and is the one to be told
	}
	err = errors.Join(f.Truncate(0), write(f, strconv.Itoa(os.Getpid())+" "+rand.Text()))
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGUSR1)
	go func() {
		for range told {
			server.Lock()
		}
	}()
	return func() { _ = os.Remove(path); _ = f.Close() }, err // a file that stays is not locked
}

func write(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// tellToLock signals the program that serves the record of a folder, and waits
// until another has taken its place. A program that does not hold the file is
// not ours to signal.
func tellToLock(dir string) error {
	path := filepath.Join(dir, servedName)
	before := holder(path)
	pid, err := strconv.Atoi(strings.SplitN(before, " ", 2)[0])
	if err != nil || pid <= 1 {
		return errNotServed
	}
	if err := syscall.Kill(pid, syscall.SIGUSR1); err != nil {
		return fmt.Errorf("tell the program to lock: %w", err)
	}
	for range 100 {
		if now := holder(path); now != before && now != "" {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.New("the program that serves the record did not lock it")
}

// holder is what the program wrote that holds a file: its number, and a word of
// its own, because the one that takes its place has the same number. "" when
// nobody holds it.
func holder(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // and with it our lock
	if syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) == nil {
		return ""
	}
	b := make([]byte, 64)
	n, _ := f.ReadAt(b, 0) // it is short
	return string(b[:n])
}

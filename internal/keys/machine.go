package keys

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"time"

	"filippo.io/age"
)

// A machine slot lets the record be opened without a person, as after a power
// cut at night. Its key lies in a file on the same machine, and so whoever takes
// the whole machine has the record: it is made only when somebody asks for it.

// ErrOpenFile is a key file that others on the machine can read.
var ErrOpenFile = errors.New("others on this machine can read the key file; make its mode 0600")

// NewMachine makes the content of a key file for the machine, and its public
// half. It is kept nowhere, and opens nothing before UseMachine.
func NewMachine() (content []byte, recipient string, err error) {
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, "", fmt.Errorf("keys: make a machine slot: %w", err)
	}
	content = fmt.Appendf(nil, "# Opens a record of Throughcare without a person. Whoever has this file and the record reads everything.\n%s\n", identity)
	return content, identity.Recipient().String(), nil
}

// UseMachine lets the key file of a public half open the record, in place of the
// one before.
func (r *Ring) UseMachine(recipient string, now time.Time) error {
	return r.use("make a machine slot", recipient, now, func(f *file) **ageSlot { return &f.Machine })
}

// MakeMachine makes a machine slot, in place of the one before, and writes its
// key to a new file that only its owner can read.
func (r *Ring) MakeMachine(path string, now time.Time) error {
	content, recipient, err := NewMachine()
	if err != nil {
		return err
	}
	if err := writeKey(path, content); err != nil {
		return fmt.Errorf("keys: make a machine slot: %w", err)
	}
	return r.UseMachine(recipient, now)
}

func writeKey(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

// DropMachine ends unattended starts. The key file opens nothing any more, except
// copies of the file of the slots made before.
func (r *Ring) DropMachine() error {
	return r.drop("end unattended starts", func(f *file) **ageSlot { return &f.Machine })
}

// OpenWithMachine unlocks the data key with the key in a file.
func OpenWithMachine(dir, path string) (*Ring, error) {
	identity, err := readKey(path)
	if err != nil {
		return nil, fmt.Errorf("keys: machine: %w", err)
	}
	return open(dir, func(_ file, s slots) ([]byte, error) { return s.Machine.opens(identity) })
}

func readKey(path string) (*age.HybridIdentity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o007 != 0 {
		err = ErrOpenFile
	}
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, identityPrefix) {
			if identity, err := age.ParseHybridIdentity(line); err == nil {
				return identity, nil
			}
		}
	}
	return nil, fs.ErrInvalid // its text could quote the secret
}

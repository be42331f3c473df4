package keys

import (
	"fmt"
	"time"
)

// State says which ways there are to the data key. It holds no secret.
type State struct {
	Sheet   string    // the mark of the recovery sheet
	Tested  time.Time // when somebody last typed the sheet back, or zero
	Council string    // the mark of the council; "" when there is none
	Machine bool      // the record can be opened without a person
	Since   time.Time // when that was made possible
	Altered *Altered  // the database file was not as it was left
}

// Kept reports whether the ring has a key file. One that has none ends with the
// program.
func (r *Ring) Kept() bool { return r.dir != "" }

// State reads which ways there are now.
func (r *Ring) State() (State, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f, err := load(r.dir)
	if err == nil && !f.authentic(r.key) {
		err = ErrDamaged
	}
	if err != nil {
		return State{}, fmt.Errorf("keys: state: %w", err)
	}
	s := State{Sheet: Mark(f.Recovery.Recipient), Tested: f.Tested, Altered: f.Altered}
	if f.Council != nil {
		s.Council = Mark(f.Council.Recipient)
	}
	if f.Machine != nil {
		s.Machine, s.Since = true, f.Machine.Made
	}
	return s, nil
}

// TestSheet reports whether what somebody typed from the sheet is whole, and
// keeps that it was tried. The errors are those of OpenWithRecovery.
func (r *Ring) TestSheet(words string, now time.Time) error {
	identity, err := parseSheet(words)
	if err != nil {
		return fmt.Errorf("keys: test the sheet: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	err = r.change(func(f *file) error {
		if _, err := f.Recovery.unlock(identity); err != nil {
			return err
		}
		f.Tested = now.UTC().Truncate(time.Second)
		return nil
	})
	if err != nil {
		return fmt.Errorf("keys: test the sheet: %w", err)
	}
	return nil
}

package app

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/throughcare/throughcare/internal/keys"
)

// unseal settles which key the record has, and compares its file with what it
// was when it was last closed well. An altered file is opened all the same: the
// doctor and the log say so, and the trail says what of it is not ours.
func (o Options) unseal() error {
	ring, path, ok := o.closedFile()
	if !ok {
		return nil
	}
	if err := settle(ring, o.URL); err != nil {
		return err
	}
	altered, err := ring.Unseal(path, o.Now())
	if errors.Is(err, fs.ErrNotExist) { // whoever opens it says so in better words
		return nil
	}
	if altered != nil {
		o.Log.Warn("the file of the record is not as it was left", "left", altered.Left, "noticed", altered.Noticed)
	}
	return err
}

// closedFile is the keys and the file of a record that is sealed while it is closed:
// one in SQLite, with a key file.
func (o Options) closedFile() (ring *keys.Ring, path string, ok bool) {
	ring, ok = o.Keys.(*keys.Ring)
	path, isFile := sqliteFile(o.URL)
	return ring, path, ok && isFile && ring.Kept()
}

// seal keeps what the file is. Where the log is still there, another program has
// the record open, and seals it when it ends.
func (rec *Record) seal() error {
	ring, path, ok := rec.closedFile()
	if !ok {
		return nil
	}
	if _, err := os.Stat(path + "-wal"); err == nil {
		return nil
	}
	return ring.SealFile(path, rec.Now())
}

// left is what the doctor says of the file since it was closed.
func (rec *Record) left() Check {
	c := Check{Name: "the file is as it was left", OK: true, Detail: "nothing else wrote to it"}
	ring, _, ok := rec.closedFile()
	if !ok {
		c.Detail = "not kept for this record"
		return c
	}
	s, err := ring.State()
	switch {
	case err != nil:
		c.OK, c.Detail = false, err.Error()
	case s.Altered != nil:
		c.OK = false
		c.Detail = "it was closed on " + s.Altered.Left.Format(time.RFC3339) + " and was another one when it was opened on " + s.Altered.Noticed.Format(time.RFC3339) +
			"; an older copy was put back, or another program wrote to it; when you know why: throughcare keys seen"
	}
	return c
}

// ways is what the doctor says of the ways to the key.
func (rec *Record) ways() Check {
	c := Check{Name: "ways to the key", OK: true, Detail: "pass phrase, recovery sheet"}
	ring, ok := rec.Keys.(*keys.Ring)
	if !ok || !ring.Kept() {
		c.Detail = "keys that are kept nowhere"
		return c
	}
	s, err := ring.State()
	if err != nil {
		return Check{Name: c.Name, Detail: err.Error()}
	}
	if s.Council != "" {
		c.Detail += ", council " + s.Council
	}
	if s.Machine {
		c.Detail += ", this machine by itself: a thief of the whole machine gets everything"
	}
	if s.Tested.IsZero() || rec.Now().Sub(s.Tested) > sheetEvery {
		c.Detail += "; the sheet was not typed back within a year (throughcare keys test)"
	}
	return c
}

// sheetEvery is how often somebody should type the sheet back.
const sheetEvery = 365 * 24 * time.Hour

package database

import (
	"context"

	"github.com/ncruces/go-sqlite3"
)

// The write-ahead log is copied into the file when it has grown by a thousand
// pages. A connection that only reads does it, beside whoever writes next, so
// that no commit waits for it: it takes longer than a page on the screen may.
// Beyond four times as many the writer copies by itself, so that a log which is
// written faster than it is copied does not grow without end.
const (
	foldPages = 1000
	foldNow   = 4
)

// watchLog has the writer look at the log after each of its commits.
func (e *sqliteEngine) watchLog(writer *conn) {
	writer.db.WALHook(func(db *sqlite3.Conn, _ string, pages int) error {
		switch {
		case pages >= foldNow*e.foldAt:
			e.copyLog(db)
		case pages >= e.foldAt && e.folding.CompareAndSwap(false, true):
			go e.fold()
		}
		return nil
	})
}

// fold copies the log with a connection that reads.
func (e *sqliteEngine) fold() {
	defer e.folding.Store(false)
	_ = e.readers.use(context.Background(), func(c *conn) error { // a record that is being closed folds its log itself
		e.copyLog(c.db)
		return nil
	})
}

// copyLog copies what can be copied while others read and write. The commit that
// led here stands; what fails on the disk ends writing from the next one on, as
// after any other failure.
func (e *sqliteEngine) copyLog(db *sqlite3.Conn) {
	_, _, err := db.WALCheckpoint("main", sqlite3.CHECKPOINT_PASSIVE)
	if disk := ofDisk(context.Background(), "database: fold", err); disk != nil {
		_ = e.breakOff(disk, disk) // remembered there
	}
}

package database

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// begin starts the copy on the connection that writes: so the copy hears of
// everything that is written through it, and need not begin again.
func (k *rekeying) begin(ctx context.Context) error {
	if err := dropCopy(k.path); err != nil {
		return err
	}
	if err := k.e.lock(ctx); err != nil {
		return err
	}
	defer k.e.unlock()
	if err := k.e.mayWrite(ctx); err != nil {
		return err
	}
	address := k.e.uri(k.path) + "&hexkey=" + hex.EncodeToString(k.Key)
	if err := blank(ctx, k.path, address); err != nil {
		return k.e.copyFault(k.path, err)
	}
	var err error
	k.writer = k.e.writer
	if k.copy, err = k.writer.db.BackupInit("main", address); err != nil {
		return k.e.copyFault(k.path, err)
	}
	return nil
}

// blank makes the file to copy into. It has a head that asks for checksums: those
// of pages are made as they are written, and the head might be written last.
func blank(ctx context.Context, path, address string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return err
	}
	c, err := sqlite3.OpenContext(ctx, address)
	if err != nil {
		return err
	}
	err = c.Exec(fmt.Sprintf(`PRAGMA page_size=%d`, block))
	if err == nil {
		err = c.EnableChecksums("main")
	}
	if err == nil {
		err = c.Exec(`CREATE TABLE blank (id BIGINT)`)
	}
	return errors.Join(err, c.Close())
}

// follow copies until little is left.
func (k *rekeying) follow(ctx context.Context) error {
	for {
		left, err := k.piece(ctx, copyPages)
		if err != nil {
			return err
		}
		k.step(StepCopying)
		if left <= copyPages {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(copyPause):
		}
	}
}

// piece copies some pages. The last are left: a copy that is whole follows no more.
func (k *rekeying) piece(ctx context.Context, pages int) (left int, err error) {
	if err := k.e.lock(ctx); err != nil {
		return 0, err
	}
	defer k.e.unlock()
	if err := k.ready(ctx); err != nil {
		return 0, err
	}
	if k.total > 0 && k.left <= pages {
		return k.left, nil
	}
	if k.total == 0 {
		pages = 1 // it is not known yet how many there are
	}
	if _, err := k.copy.Step(pages); err != nil {
		return 0, k.e.copyFault(k.path, err)
	}
	k.left, k.total = k.copy.Remaining(), k.copy.PageCount()
	return k.left, nil
}

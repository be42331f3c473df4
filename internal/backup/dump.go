package backup

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// Options say for whom a backup is and what travels with it.
type Options struct {
	Recipients []age.Recipient
	Keys       Keys                         // may be nil
	Files      Files                        // beside the record; nil when there are none
	Progress   func(table string, rows int) // called after each table; may be nil
}

// Write writes a backup of one moment to w. Reading does not hold up those who
// write.
func Write(ctx context.Context, db *database.DB, w io.Writer, o Options) (Manifest, error) {
	if len(o.Recipients) == 0 {
		return Manifest{}, ErrNoRecipient
	}
	if err := oneKind(o.Recipients); err != nil {
		return Manifest{}, err
	}
	sealed, err := age.Encrypt(w, o.Recipients...)
	if err != nil {
		return Manifest{}, fmt.Errorf("backup: encrypt: %w", err)
	}
	packed, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return Manifest{}, fmt.Errorf("backup: pack: %w", err)
	}
	d := &dump{out: bufio.NewWriterSize(packed, 1<<16), hash: sha256.New(), options: o}
	err = db.Read(ctx, func(tx *database.Tx) error { return d.all(ctx, tx) })
	for _, finish := range []func() error{d.out.Flush, packed.Close, sealed.Close} {
		if err == nil {
			err = finish()
		}
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("backup: write: %w", err)
	}
	return d.manifest, nil
}

// dump is a backup being written.
type dump struct {
	out      *bufio.Writer
	hash     hash.Hash
	options  Options
	manifest Manifest
}

func (d *dump) all(ctx context.Context, tx *database.Tx) error {
	name, err := schema(ctx, tx)
	if err != nil {
		return err
	}
	newest, err := newestChange(ctx, tx)
	if err != nil {
		return err
	}
	head, err := trail.Head(ctx, tx)
	if err != nil {
		return err
	}
	sections, err := tables(ctx, tx)
	if err != nil {
		return err
	}
	h := Header{Format: format, Version: version, At: tx.Now(), Engine: string(tx.Engine()), Schema: name, Keys: d.options.Keys}
	if err := d.write(h); err != nil {
		return err
	}
	d.manifest = Manifest{At: h.At, Schema: name, Trail: newest, Head: head}
	for _, s := range sections {
		if err := d.table(ctx, tx, s); err != nil {
			return fmt.Errorf("table %s: %w", s.Table, err)
		}
	}
	if err := d.files(ctx); err != nil {
		return fmt.Errorf("files: %w", err)
	}
	d.manifest.SHA256 = hex.EncodeToString(d.hash.Sum(nil))
	return d.write(last{d.manifest})
}

func (d *dump) table(ctx context.Context, tx *database.Tx, s section) error {
	if err := d.write(s); err != nil {
		return err
	}
	sum, err := rowsOf(ctx, tx, s, d.line)
	if err != nil {
		return err
	}
	t := sum.table(s.Table)
	d.manifest.Tables = append(d.manifest.Tables, t)
	if d.options.Progress != nil {
		d.options.Progress(t.Name, t.Rows)
	}
	return d.write(closing{t})
}

// rowsOf encodes and sums up every row of a table; each may be nil.
func rowsOf(ctx context.Context, tx *database.Tx, s section, each func([]byte) error) (*sum, error) {
	values, dest := make([]any, len(s.Columns)), make([]any, len(s.Columns))
	for i := range dest {
		dest[i] = &values[i]
	}
	total := &sum{}
	return total, database.Each(ctx, tx, func(scan database.Scan) error {
		if err := scan(dest...); err != nil {
			return err
		}
		line, err := encode(values)
		if err != nil {
			return err
		}
		total.add(line)
		if each == nil {
			return nil
		}
		return each(line)
	}, s.query())
}

func (d *dump) write(v any) error {
	line, err := jsonLine(v)
	if err != nil {
		return err
	}
	return d.line(line)
}

func (d *dump) line(line []byte) error {
	d.hash.Write(line)
	d.hash.Write([]byte{'\n'})
	if _, err := d.out.Write(line); err != nil {
		return err
	}
	return d.out.WriteByte('\n')
}

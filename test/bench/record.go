package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/search/searchtest"
)

// monday is when the records were made and are read: they do not age.
var monday = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

var began = time.Now()

// clock goes on from monday.
func clock() time.Time { return monday.Add(time.Since(began)) }

// openKeys are the keys of records that hold nothing but invented people.
type openKeys struct{}

// Derive gives 32 bytes for a purpose.
func (openKeys) Derive(label keys.Label) []byte {
	sum := sha256.Sum256([]byte("invented:" + label))
	return sum[:]
}

func open(ctx context.Context, path string, cacheMiB int) (*app.Record, error) {
	return app.OpenRecord(ctx, app.Options{
		URL: "sqlite:" + path, Keys: openKeys{}, Now: clock, Log: slog.New(slog.DiscardHandler), CacheMiB: cacheMiB, Quick: true,
	})
}

// made returns the path of a record of a size, made now or on an earlier run
// with the same schema.
func made(ctx context.Context, s setup, size size) (string, error) {
	schema, err := schemaOf(ctx)
	if err != nil {
		return "", err
	}
	path := filepath.Join(s.dir, fmt.Sprintf("%d-%d-%s.tcdb", size.people, size.entries, schema))
	if _, err := os.Stat(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	began := time.Now()
	note("making a record of %d people and %d entries", size.people, size.people*size.entries)
	if err := removeOld(s.dir, size); err != nil {
		return "", err
	}
	fresh := path + ".part"
	if err := fill(ctx, fresh, s, size); err != nil {
		return "", err
	}
	note("made in %s", time.Since(began).Round(time.Second))
	return path, os.Rename(fresh, path)
}

// schemaOf is a short hash of all tables, indexes and triggers.
func schemaOf(ctx context.Context) (string, error) {
	dir, err := os.MkdirTemp("", "throughcare-bench-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(dir) }() // an empty record
	rec, err := open(ctx, filepath.Join(dir, "empty.tcdb"), 0)
	if err != nil {
		return "", err
	}
	defer func() { _ = rec.Close() }() // it was only read
	hash := sha256.New()
	err = rec.DB.Read(ctx, func(tx *database.Tx) error {
		return database.Each(ctx, tx, func(scan database.Scan) error {
			var text string
			if err := scan(&text); err != nil {
				return err
			}
			_, err := hash.Write([]byte(text))
			return err
		}, `SELECT coalesce(sql, '') FROM sqlite_schema ORDER BY name`)
	})
	return fmt.Sprintf("%x", hash.Sum(nil)[:6]), err
}

// removeOld deletes records of a size with another schema.
func removeOld(dir string, size size) error {
	old, err := filepath.Glob(filepath.Join(dir, fmt.Sprintf("%d-%d-*", size.people, size.entries)))
	for _, file := range old {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}

// size says how large a record is.
type size struct {
	people     int
	entries    int // of each
	colleagues int // besides those of the demo, each with as many cases as the demo's worker
	texts      bool
}

// ownCases is the caseload of the demo's worker.
const ownCases = 297

// surnames is how many there are among so many people.
func (z size) surnames() int { return min(140_000, max(12_000, z.people*2/5)) }

func (z size) population(s setup) *searchtest.Population {
	return searchtest.New(7, z.surnames(), s.names)
}

// targets are people of the record, evenly spread, who will be asked for.
func (z size) targets(s setup, n int) []search.Entry {
	p := z.population(s)
	var out []search.Entry
	for i := range z.people {
		if e := p.Next(); i%max(1, z.people/n) == 0 {
			out = append(out, e)
		}
	}
	return out
}

// fill makes a record: the demo's organisation, and many others like its
// people.
func fill(ctx context.Context, path string, s setup, z size) error {
	rec, err := open(ctx, path, 400)
	if err != nil {
		return err
	}
	if _, err := demo.Fill(ctx, rec, ownCases); err != nil {
		return errors.Join(err, rec.Close())
	}
	f := &filler{rec: rec, size: z, people: z.population(s)}
	err = rec.DB.Write(ctx, func(tx *database.Tx) error { return f.fill(ctx, tx) })
	return errors.Join(err, rec.Close())
}

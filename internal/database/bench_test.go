package database_test

import (
	"fmt"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

// benchEach is dbtest.Each for benchmarks, with 10,000 cases in a table.
func benchEach(b *testing.B, fn func(b *testing.B, db *database.DB)) {
	b.Run("sqlite", func(b *testing.B) { fn(b, filled(b, dbtest.SQLite(b, now))) })
	b.Run("postgres", func(b *testing.B) { fn(b, filled(b, dbtest.Postgres(b, now))) })
}

const benchRows = 10_000

func filled(b *testing.B, db *database.DB) *database.DB {
	b.Helper()
	ctx := b.Context()
	err := db.Write(ctx, func(tx *database.Tx) error {
		if _, err := tx.Exec(ctx, `CREATE TABLE kase (id TEXT PRIMARY KEY, worker TEXT NOT NULL, due TEXT NOT NULL, title TEXT NOT NULL, closed BIGINT NOT NULL)`); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `CREATE INDEX kase_due ON kase (worker, due)`); err != nil {
			return err
		}
		for n := range benchRows {
			if _, err := tx.Exec(ctx, `INSERT INTO kase (id, worker, due, title, closed) VALUES (?, ?, ?, ?, ?)`,
				fmt.Sprintf("%036d", n), fmt.Sprintf("w%d", n%40), fmt.Sprintf("2026-%02d-%02d", 1+n%12, 1+n%28), "Answer the letter about the parole hearing", 0); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return db
}

type kase struct {
	id, worker, due, title string
	closed                 bool
}

func scanKase(scan database.Scan) (k kase, err error) {
	return k, scan(&k.id, &k.worker, &k.due, &k.title, &k.closed)
}

func BenchmarkPoint(b *testing.B) {
	benchEach(b, func(b *testing.B, db *database.DB) {
		ctx, n := b.Context(), 0
		for b.Loop() {
			n = (n + 7919) % benchRows
			err := db.Read(ctx, func(tx *database.Tx) error {
				_, err := database.One(ctx, tx, scanKase, `SELECT id, worker, due, title, closed FROM kase WHERE id = ?`, fmt.Sprintf("%036d", n))
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkList50(b *testing.B) {
	benchEach(b, func(b *testing.B, db *database.DB) {
		ctx, n := b.Context(), 0
		for b.Loop() {
			n++
			err := db.Read(ctx, func(tx *database.Tx) error {
				list, err := database.All(ctx, tx, scanKase, `SELECT id, worker, due, title, closed FROM kase WHERE worker = ? ORDER BY due LIMIT 50`, fmt.Sprintf("w%d", n%40))
				if len(list) != 50 {
					b.Fatalf("%d rows", len(list))
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkCommit(b *testing.B) {
	benchEach(b, func(b *testing.B, db *database.DB) {
		ctx, n := b.Context(), 0
		for b.Loop() {
			n = (n + 7919) % benchRows
			err := db.Write(ctx, func(tx *database.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE kase SET due = ? WHERE id = ?`, "2026-05-01", fmt.Sprintf("%036d", n))
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkOpen is the cold start: an encrypted file with the product's schema.
func BenchmarkOpen(b *testing.B) {
	path := b.TempDir() + "/record.db"
	for b.Loop() {
		db, err := database.Open(b.Context(), config(path))
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

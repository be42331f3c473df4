package search

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// folding is the version of Words, NumberKey and the word ids. Whoever changes
// what they return adds one; the index is then made anew when it is next opened.
const folding = 1

// Index answers searches over one database. It is safe for concurrent use.
type Index struct {
	words *vocabulary

	mu     sync.Mutex // guards what follows
	seen   int64      // the highest seq of search_word that was read
	looked time.Time  // when the last seqs were read again
}

// Open loads the words of all names, about 60 bytes of memory for each distinct
// one, and brings the index up to date when words are folded otherwise than when
// it was written.
func Open(ctx context.Context, db *database.DB) (*Index, error) {
	x := &Index{words: newVocabulary()}
	current := false
	err := db.Read(ctx, func(tx *database.Tx) (err error) {
		if current, err = isCurrent(ctx, tx); err != nil || !current {
			return err
		}
		return x.load(ctx, tx)
	})
	if err == nil && !current {
		err = db.Write(ctx, func(tx *database.Tx) error { return x.Rebuild(ctx, tx) })
	}
	if err != nil {
		return nil, fmt.Errorf("search: open: %w", err)
	}
	return x, nil
}

func isCurrent(ctx context.Context, tx *database.Tx) (bool, error) {
	n, err := database.One(ctx, tx, number, `SELECT folding FROM search_state`)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return n == folding, err
}

// number reads the one whole number of a row.
func number(scan database.Scan) (int64, error) {
	var n int64
	err := scan(&n)
	return n, err
}

func (x *Index) load(ctx context.Context, tx *database.Tx) error {
	n, err := database.One(ctx, tx, number, `SELECT count(*) FROM search_word`)
	if err != nil {
		return err
	}
	x.words.grow(int(n))
	x.looked = tx.Now()
	return x.readWords(ctx, tx, 0)
}

// How often, and how far back, words that were committed out of order by
// another process are looked for.
const (
	lookAgain = 10 * time.Second
	lookBack  = 2000
)

// refresh reads the words that other processes added since the last time. On
// PostgreSQL a lower seq can be committed after a higher one, so now and then
// the last ones are read again.
func (x *Index) refresh(ctx context.Context, tx *database.Tx) error {
	x.mu.Lock()
	after := x.seen
	if tx.Engine() == database.Postgres && tx.Now().Sub(x.looked) >= lookAgain {
		x.looked = tx.Now()
		after = max(0, after-lookBack)
	}
	x.mu.Unlock()
	return x.readWords(ctx, tx, after)
}

func (x *Index) readWords(ctx context.Context, tx *database.Tx, after int64) error {
	seen := after
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var word string
		if err := scan(&seen, &word); err != nil {
			return err
		}
		x.words.add(word)
		return nil
	}, `SELECT seq, word FROM search_word WHERE seq > ? ORDER BY seq`, after)
	if err != nil {
		return err
	}
	x.mu.Lock()
	x.seen = max(x.seen, seen)
	x.mu.Unlock()
	return nil
}

// Rebuild makes the tables of names, numbers and words anew from what was put
// in, and this process's memory with them.
func (x *Index) Rebuild(ctx context.Context, tx *database.Tx) error {
	for _, table := range []string{"search_pair", "search_number", "search_word", "search_state"} {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table); err != nil {
			return err
		}
	}
	for after := int64(0); ; {
		rows, err := database.All(ctx, tx, scanRow, selectRow+` WHERE key > ? ORDER BY key LIMIT 5000`, after)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		after = rows[len(rows)-1].key
		var p postings
		for i := range rows {
			p.of(&rows[i])
		}
		if err := x.insert(ctx, tx, &p); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO search_state (folding) VALUES (?)`, folding)
	return err
}

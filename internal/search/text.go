package search

import (
	"context"
	"fmt"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search/fold"
)

// Text is a note that can be found by its words. The note itself stays with
// whoever keeps it; the index holds its words only.
type Text struct {
	ID         string // of the note
	Subject    string // the person it is about, "" when it is about nobody
	Kind       string // what it is, for narrowing a search
	Visibility string // who may read it, in terms of the caller's
	Body       string
}

// TextQuery is a search for notes.
type TextQuery struct {
	Text     string // words that all must occur, "several in quotes" in this order; the last may be cut off
	Limit    int    // most hits; 0 means 10
	Wall     string // SQL condition on text_id, subject_id, kind and visibility that a hit meets; "" for all
	WallArgs []any
}

// TextHit is a note found.
type TextHit struct {
	ID, Subject, Kind string
}

// PutText makes a note findable, in place of what the index had under its id.
func (x *Index) PutText(ctx context.Context, tx *database.Tx, t Text) error {
	if err := textIndexOf(tx).put(ctx, tx, t, textWords(t.Body, mostTextWords)); err != nil {
		return fmt.Errorf("search: put text: %w", err)
	}
	return nil
}

// RemoveText takes a note out of the index. An absent one is no error.
func (x *Index) RemoveText(ctx context.Context, tx *database.Tx, id string) error {
	if err := textIndexOf(tx).remove(ctx, tx, id); err != nil {
		return fmt.Errorf("search: remove text: %w", err)
	}
	return nil
}

// FindText returns the notes that hold all the words asked, those put in last
// first. No text of a query is an error: what is no word separates words.
func (x *Index) FindText(ctx context.Context, tx *database.Tx, q TextQuery) ([]TextHit, error) {
	phrases := phrasesOf(q.Text)
	if len(phrases) == 0 {
		return nil, nil
	}
	if q.Wall == "" {
		q.Wall = "1=1"
	}
	if q.Limit <= 0 {
		q.Limit = usualLimit
	}
	q.Limit = min(q.Limit, highestLimit)
	hits, err := textIndexOf(tx).find(ctx, tx, phrases, q)
	if err != nil {
		return nil, fmt.Errorf("search: find text: %w", err)
	}
	return hits, nil
}

// textIndex is full text as an engine does it.
type textIndex interface {
	put(ctx context.Context, tx *database.Tx, t Text, words []string) error
	remove(ctx context.Context, tx *database.Tx, id string) error
	find(ctx context.Context, tx *database.Tx, phrases []phrase, q TextQuery) ([]TextHit, error)
}

func textIndexOf(tx *database.Tx) textIndex {
	if tx.Engine() == database.Postgres {
		return postgresText{}
	}
	return sqliteText{}
}

// phrase is one or more words in order, the last of which may be the beginning
// of a word.
type phrase struct {
	words []string
	open  bool
}

// Limits on full text. PostgreSQL keeps 16,383 positions of a text and a
// megabyte of words.
const (
	mostTextWords  = 16_000
	mostTextAsked  = 24
	longestTextAsk = 2_000 // runes of a query that are read
)

// phrasesOf reads a query. What stands in double quotes is one phrase; a quote
// that is not closed reaches to the end.
func phrasesOf(text string) []phrase {
	text = fold.Clip(strings.ToValidUTF8(quotes.Replace(text), " "), longestTextAsk)
	var out []phrase
	left := mostTextAsked
	for i, part := range strings.Split(text, `"`) {
		words := textWords(part, left)
		left -= len(words)
		switch {
		case len(words) == 0:
		case i%2 == 1:
			out = append(out, phrase{words: words})
		default:
			for _, w := range words {
				out = append(out, phrase{words: []string{w}})
			}
		}
	}
	if n := len(out); n > 0 && !strings.HasSuffix(text, `"`) && !strings.HasSuffix(text, " ") {
		last := out[n-1].words
		out[n-1].open = len(last[len(last)-1]) >= 3
	}
	return out
}

var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)

// textWords returns the first words of a text, folded as names are.
func textWords(s string, most int) []string {
	words := strings.Fields(fold.Text(s))
	words = words[:min(len(words), most)]
	for i, w := range words {
		words[i] = fold.Clip(w, fold.LongestWord)
	}
	return words
}

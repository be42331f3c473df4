package search

import (
	"context"
	"fmt"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search/fold"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

// Candidate is somebody who is about to be added.
type Candidate struct {
	Entry
	Limit    int    // most hits; 0 means 10
	Wall     string // as in Query
	WallArgs []any
	Memory   *Memory // shared by the candidates of one list, or nil
}

// Memory remembers what the words of one list may be misspellings of, so that a
// word which comes again is compared with the vocabulary once. It belongs to one
// goroutine; names put in after it met a word may be overlooked, so it is for
// one reading of one list.
type Memory struct {
	asked   map[fold.Token]*likeness.Asked
	guesses map[*likeness.Asked][]guess
}

// mostRemembered bounds a memory, about 30 MB of it.
const mostRemembered = 50_000

// NewMemory returns an empty memory.
func NewMemory() *Memory {
	return &Memory{asked: map[fold.Token]*likeness.Asked{}, guesses: map[*likeness.Asked][]guess{}}
}

// word prepares a word, once.
func (m *Memory) word(t fold.Token) *likeness.Asked {
	if m == nil {
		return likeness.NewAsked(t, false)
	}
	a, ok := m.asked[t]
	if !ok {
		a = likeness.NewAsked(t, false)
		if len(m.asked) < mostRemembered {
			m.asked[t] = a
		}
	}
	return a
}

// likely asks the vocabulary for a word, once.
func (m *Memory) likely(v *vocabulary, a *likeness.Asked) []guess {
	if m == nil {
		return v.likely(a, likelyWords)
	}
	found, ok := m.guesses[a]
	if !ok {
		found = v.likely(a, likelyWords)
		if len(m.guesses) < mostRemembered {
			m.guesses[a] = found
		}
	}
	return found
}

// Match returns the subjects a candidate may already be, the likeliest first:
// those with one of its numbers, and those with one of its names or one that is
// a short form, sounds the same or differs in a letter. The candidate's own
// subject, if it has one, is left out. It is meant to be called once for every
// row of an import and looks up less than Find.
//
// A score of 0.9 and above means almost certainly the same person, 0.75 and
// above somebody a person should look at.
func (x *Index) Match(ctx context.Context, tx *database.Tx, c Candidate) ([]Hit, error) {
	f := newFinding(x, tx, describe(c.Entry, c.Memory), c.Wall, c.WallArgs, c.Limit)
	f.not, f.memory = c.Subject, c.Memory
	if err := f.resembling(ctx); err != nil {
		return nil, fmt.Errorf("search: match: %w", err)
	}
	return f.answer((*request).alike), nil
}

// describe makes a request of an entry: each name is a reading of its own.
func describe(e Entry, m *Memory) *request {
	r := &request{born: e.Born}
	for _, name := range e.Names[:min(len(e.Names), mostReadings)] {
		if toks := fold.Tokens(name); len(toks) > 0 {
			words := make([]*likeness.Asked, len(toks))
			for i, t := range toks {
				words[i] = m.word(t)
			}
			r.readings = append(r.readings, words)
		}
	}
	for _, n := range e.Numbers[:min(len(e.Numbers), mostReadings)] {
		if key := newNumber(n); key.key != "" {
			r.numbers = append(r.numbers, key)
		}
	}
	return r
}

// Limits on what is looked up for one candidate.
const (
	likelyWords = 8
	likelyPairs = 16
	likelyOne   = 12 // namesakes of somebody with a single name
)

func (f *finding) resembling(ctx context.Context) error {
	var keys []string
	for _, n := range f.req.numbers {
		keys = append(keys, n.key)
	}
	if len(keys) > 0 {
		if err := f.numbered(ctx, keys, 2); err != nil {
			return err
		}
	}
	for _, words := range f.req.readings {
		if err := f.resemblingName(ctx, words); err != nil {
			return err
		}
	}
	return nil
}

func (f *finding) resemblingName(ctx context.Context, words []*likeness.Asked) error {
	if len(words) == 1 {
		return f.postings(ctx, likelyOne, `word = ? AND other = 0`, int64(idOf(words[0].Text)))
	}
	guesses := make([][]guess, len(words))
	for i, a := range words {
		guesses[i] = f.memory.likely(f.x.words, a)
	}
	all := combine(guesses, len(words), likelyPairs)
	if len(all) == 0 {
		return nil
	}
	there, err := f.present(ctx, all, pairsFirst)
	for _, c := range there {
		if err == nil {
			err = f.holders(ctx, c)
		}
	}
	return err
}

// alike is the score of a match of Match: how likely it is that two descriptions
// are of one person.
func (r *request) alike(m *match) float64 {
	score := 0.88 * m.name
	switch {
	case m.number >= 0.98 && m.name >= likeness.Least:
		score = 0.97
	case m.number >= 0.98:
		score = 0.85
	case m.number >= 0.9 && m.name >= 0.8:
		score = 0.93
	}
	switch m.born {
	case bornSame:
		score += 0.1
	case bornClose:
		score += 0.02
	case bornOther:
		score -= 0.2
	}
	return max(0, min(score, 1))
}

package searchtest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/throughcare/throughcare/internal/search"
)

// Question is a damaged query and who is meant.
type Question struct {
	Damage int // index of Damages
	Text   string
	Meant  search.Entry
}

// Questions Damages what is known of each target in every way, in no order.
func Questions(seed uint64, targets []search.Entry) []Question {
	r := rand.New(rand.NewPCG(seed, 2))
	var out []Question
	for _, e := range targets {
		for i, d := range Damages {
			if text := d.Do(r, e); text != "" {
				out = append(out, Question{i, text, e})
			}
		}
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// Tally counts answers by damage.
type Tally struct {
	asked, found []int
	Missed       []string
}

// NewTally counts from nothing.
func NewTally() *Tally {
	return &Tally{asked: make([]int, len(Damages)), found: make([]int, len(Damages))}
}

// Count takes in one answer.
func (c *Tally) Count(q Question, hits []search.Hit) {
	c.asked[q.Damage]++
	if Damages[q.Damage].Found(q.Meant, hits) {
		c.found[q.Damage]++
	} else {
		c.Missed = append(c.Missed, fmt.Sprintf("%s: %q for %q %s", Damages[q.Damage].Name, q.Text, q.Meant.Names[0], q.Meant.Numbers[0]))
	}
}

// Recall is the share found among the damaged queries.
func (c *Tally) Recall() float64 {
	asked, found := 0, 0
	for i := range Damages {
		if Damages[i].Name != Exact {
			asked, found = asked+c.asked[i], found+c.found[i]
		}
	}
	return float64(found) / float64(asked)
}

// Share is the share found of one damage.
func (c *Tally) Share(damage int) float64 {
	return float64(c.found[damage]) / float64(max(1, c.asked[damage]))
}

// String lists the share of every damage.
func (c *Tally) String() string {
	var b strings.Builder
	for i, d := range Damages {
		fmt.Fprintf(&b, "\n  %-28s %5.1f %% of %d", d.Name, 100*c.Share(i), c.asked[i])
	}
	return b.String()
}

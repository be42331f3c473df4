package trail

import (
	"context"
	"hash"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
)

// cut is one earlier change that lost what it kept of somebody, and the digest
// of what is left.
type cut struct {
	Change string
	By     int64 // number of the entry that cut it
	Digest string
}

// provedBy puts the cuts of an entry into its digest.
func provedBy(h hash.Hash, cuts []cut) {
	slices.SortFunc(cuts, func(a, b cut) int { return strings.Compare(a.Change, b.Change) })
	for _, c := range cuts {
		put(h, appendText(appendText(appendText(nil, "cut"), c.Change), c.Digest))
	}
}

// cuts are those of the whole trail.
type cuts struct {
	of map[string]cut  // the last of every change that was cut
	by map[int64][]cut // of every entry that cut others
}

func cutsOf(ctx context.Context, tx *database.Tx) (cuts, error) {
	all := cuts{of: map[string]cut{}, by: map[int64][]cut{}}
	return all, database.Each(ctx, tx, func(scan database.Scan) error {
		var c cut
		err := scan(&c.Change, &c.By, &c.Digest)
		all.of[c.Change] = c
		all.by[c.By] = append(all.by[c.By], c)
		return err
	}, `SELECT change_id, by_n, digest FROM trail_cut ORDER BY by_n`)
}

// madeBy lists the cuts by the change that made them.
func madeBy(ctx context.Context, tx *database.Tx) (map[string][]cut, error) {
	by := map[string][]cut{}
	return by, database.Each(ctx, tx, func(scan database.Scan) error {
		var c cut
		var maker string
		err := scan(&maker, &c.Change, &c.By, &c.Digest)
		by[maker] = append(by[maker], c)
		return err
	}, `SELECT k.entry, x.change_id, x.by_n, x.digest FROM trail_cut x JOIN trail_chain k ON k.n = x.by_n`)
}

// cutLater is the cut that an entry has suffered from a later one.
func (v *verifier) cutLater(e *entry) (cut, bool) {
	c, ok := v.cuts.of[e.change]
	return c, ok && c.By > e.n
}

// sealedAt is the number of the entry that says what another one keeps: itself,
// or the one that cut it last.
func (v *verifier) sealedAt(e *entry) int64 {
	if c, ok := v.cutLater(e); ok {
		return c.By
	}
	return e.n
}

// wanted is the digest of what an entry still keeps. The one in its own MAC is
// of what it kept at first.
func (v *verifier) wanted(e *entry) string {
	if c, ok := v.cutLater(e); ok {
		return c.Digest
	}
	return e.digest
}

// strayCut looks for cuts that no entry proves: their digests are in nothing
// that is sealed.
func (v *verifier) strayCut(e *entry) bool { return e.change == "" && len(v.cuts.by[e.n]) > 0 }

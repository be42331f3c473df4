package trail

import (
	"context"
	"fmt"
	"hash"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// Report is what Verify found.
type Report struct {
	Changes  int64  `json:"changes"`
	Readings int64  `json:"readings"`
	Rows     int64  `json:"rows"` // of the record, that are as the trail left them
	Head     Anchor `json:"head"`
	Broken   *Break `json:"broken,omitempty"` // nil when everything fits
}

// Break is the first entry that does not fit.
type Break struct {
	N      int64     `json:"n"` // its number; 0 for what stands outside of the chain
	At     time.Time `json:"at,omitzero"`
	Actor  string    `json:"actor,omitempty"`
	Action string    `json:"action,omitempty"`
	Why    Why       `json:"why"`
	Table  string    `json:"table,omitempty"` // of a row of the record
	Row    string    `json:"row,omitempty"`   // its id
}

// Error says which entry does not fit, and why.
func (b *Break) Error() string {
	switch {
	case b.Table != "":
		return fmt.Sprintf("trail: the row %s of %s: %s", b.Row, b.Table, b.Why)
	case b.N == 0:
		return "trail: " + b.Why.String()
	}
	return fmt.Sprintf("trail: entry %d: %s", b.N, b.Why)
}

// Why is what is wrong with an entry.
type Why string

// What can be wrong.
const (
	Missing  Why = "missing"
	Gone     Why = "gone"
	Kept     Why = "kept"
	Altered  Why = "altered"
	Rewrote  Why = "rewritten"
	CutOff   Why = "cut"
	Unsealed Why = "unsealed"
	Loose    Why = "loose"
	LostKey  Why = "key"

	RowAltered Why = "row-altered"
	RowAdded   Why = "row-added"
	RowGone    Why = "row-gone"
)

var whys = map[Why]string{
	Missing:  "the entry before it is missing",
	Gone:     "what it seals is gone",
	Kept:     "what it keeps was altered",
	Altered:  "it was altered, or does not stand where it did",
	Rewrote:  "it is not the entry that the anchor knows: the trail was made anew",
	CutOff:   "the anchor knows this entry, and the trail ends before it: its end was cut off, or an older record put back",
	Unsealed: "there are entries that were never sealed: they were added past the program",
	Loose:    "there are parts of entries that are not there",
	LostKey:  "the key of the trail from before a restore does not open",

	RowAltered: "it is not as any change left it: it was altered past the program",
	RowAdded:   "no change added it: it was put in past the program",
	RowGone:    "there are rows missing that no change removed",
}

// String says it in a sentence.
func (w Why) String() string { return whys[w] }

// Verify makes every MAC of the trail anew, up to the first entry that does not
// fit, and then holds every row of the record against how the trail left it. An anchor from outside of the record also shows what the chain alone
// cannot: that its end was cut off, that the whole record was put back, or that
// somebody with the key made it anew.
func Verify(ctx context.Context, tx *database.Tx, anchors ...Anchor) (Report, error) {
	c, err := chainOf(tx)
	if err != nil {
		return Report{}, err
	}
	return c.verify(ctx, 0, anchors)
}

// VerifyTail is Verify for the newest entries only, to be asked often.
func VerifyTail(ctx context.Context, tx *database.Tx, entries int64) (Report, error) {
	last, err := lastLink(ctx, tx)
	if err != nil {
		return Report{}, err
	}
	c, err := chainOf(tx)
	if err != nil {
		return Report{}, err
	}
	return c.verify(ctx, max(0, last.n-entries), nil)
}

// verify checks what comes after an entry.
func (c chain) verify(ctx context.Context, after int64, anchors []Anchor) (Report, error) {
	v := verifier{chain: c, anchors: anchors}
	if v.last.n = after; after == 0 {
		v.record = record{}
	}
	err := v.begin(ctx)
	for err == nil {
		var page []*entry
		if page, err = v.page(ctx); err != nil || len(page) == 0 {
			break
		}
		err = v.entries(page)
	}
	if err == nil {
		err = v.end(ctx)
	}
	if err == nil && v.record != nil {
		v.report.Rows, err = v.record.compare(ctx, v.tx)
	}
	if broken, ok := err.(*Break); ok { //nolint:errorlint // it is never wrapped here
		v.report.Broken, err = broken, nil
	}
	v.report.Head = v.last.anchor()
	return v.report, err
}

// entry is one link of the chain as it is stored, with what it says.
type entry struct {
	sealed
	mac      string
	there    bool // the change or reading it seals
	args     string
	kept     hash.Hash // of a change: its digest, as far as what it keeps was read
	rows     []kept    // of a change: how it left its rows
	subjects []string  // of a reading
}

func (e *entry) broken(why Why) *Break {
	b := &Break{N: e.n, Why: why}
	if e.there {
		b.At, b.Actor, b.Action = database.FromMicros(e.at), e.actorName, e.action
	}
	return b
}

// verifier walks along the chain.
type verifier struct {
	chain
	anchors []Anchor
	before  []stretch // made with other keys than the chain's
	cuts    cuts
	last    link   // that fits
	record  record // how the trail left the rows, nil when only its tail is looked at
	report  Report
}

// begin reads the keys, and the entry to begin after.
func (v *verifier) begin(ctx context.Context) (err error) {
	if v.before, err = v.stretches(ctx); err != nil {
		return err
	}
	if v.cuts, err = cutsOf(ctx, v.tx); err != nil || v.last.n == 0 {
		return err
	}
	v.last, err = database.One(ctx, v.tx, scanLink, `SELECT n, mac FROM trail_chain WHERE n = ?`, v.last.n)
	if fault.Is(err, fault.NotFound) {
		return &Break{N: v.last.n, Why: Gone}
	}
	return err
}

// pageSize is how many entries are read at once.
const pageSize = 500

// page reads the next entries with all that they seal.
func (v *verifier) page(ctx context.Context) ([]*entry, error) {
	page, err := database.All(ctx, v.tx, scanEntryLink, `SELECT k.n, k.entry, k.digest, k.mac,
		CASE WHEN c.id IS NULL AND r.n IS NULL THEN 0 ELSE 1 END,
		COALESCE(c.at, r.at, 0), COALESCE(c.actor_id, r.actor_id, ''), COALESCE(c.actor_name, r.actor_name, ''),
		COALESCE(c.action, r.look, ''), COALESCE(c.subject_kind, ''), COALESCE(c.subject_id, ''), COALESCE(c.undoes, ''), COALESCE(c.reversible, 0), COALESCE(c.args, '')
		FROM trail_chain k LEFT JOIN change c ON c.id = k.entry LEFT JOIN reading r ON r.n = k.n AND k.entry = ''
		WHERE k.n > ? ORDER BY k.n LIMIT ?`, v.last.n, pageSize)
	if err != nil || len(page) == 0 {
		return nil, err
	}
	if err := v.images(ctx, page); err != nil {
		return nil, err
	}
	return page, v.subjects(ctx, page)
}

func scanEntryLink(scan database.Scan) (*entry, error) {
	var e entry
	err := scan(&e.n, &e.change, &e.digest, &e.mac, &e.there, &e.at, &e.actorID, &e.actorName, &e.action, &e.kind, &e.subject, &e.undoes, &e.keeps, &e.args)
	return &e, err
}

// images feeds what the changes of a page keep into their digests, without
// holding it: an import keeps megabytes.
func (v *verifier) images(ctx context.Context, page []*entry) error {
	byChange := map[string]*entry{}
	var ids []any
	for _, e := range page {
		if e.change != "" {
			e.kept = v.at(v.sealedAt(e)).kept(e.args)
			byChange[e.change] = e
			ids = append(ids, e.change)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return database.Each(ctx, v.tx, func(scan database.Scan) error {
		var id, images string
		var part int64
		if err := scan(&id, &part, &images); err != nil {
			return err
		}
		e := byChange[id]
		keepPart(e.kept, part, images)
		if v.record != nil {
			e.rows = append(e.rows, read(images)...)
		}
		return nil
	}, `SELECT change_id, part, images FROM change_image WHERE change_id IN `+database.In(len(ids))+` ORDER BY change_id, part`, ids...)
}

func (v *verifier) subjects(ctx context.Context, page []*entry) error {
	byN := map[int64]*entry{}
	for _, e := range page {
		byN[e.n] = e
	}
	return database.Each(ctx, v.tx, func(scan database.Scan) error {
		var n int64
		var subject string
		if err := scan(&n, &subject); err != nil {
			return err
		}
		if e := byN[n]; e != nil {
			e.subjects = append(e.subjects, subject)
		}
		return nil
	}, `SELECT n, subject FROM reading_subject WHERE n >= ? AND n <= ?`, page[0].n, page[len(page)-1].n)
}

func (v *verifier) entries(page []*entry) error {
	for _, e := range page {
		if err := v.entry(e); err != nil {
			return err
		}
		v.last = link{e.n, e.mac}
		v.record.follow(e.rows)
		if e.change == "" {
			v.report.Readings++
		} else {
			v.report.Changes++
		}
	}
	return nil
}

// entry checks one entry against the one before it and against the anchors.
func (v *verifier) entry(e *entry) error {
	switch {
	case e.n != v.last.n+1:
		return e.broken(Missing)
	case !e.there:
		return e.broken(Gone)
	case v.strayCut(e):
		return e.broken(Kept)
	}
	e.before = v.last.mac
	if v.at(e.n).mac(e.sealed) != e.mac {
		return e.broken(Altered)
	}
	if v.digest(e) != v.wanted(e) {
		return e.broken(Kept)
	}
	here := link{e.n, e.mac}.anchor()
	for _, a := range v.anchors {
		if a.N == e.n && !a.fits(here.MAC) {
			return e.broken(Rewrote)
		}
	}
	return nil
}

func (v *verifier) digest(e *entry) string {
	if e.change != "" {
		provedBy(e.kept, v.cuts.by[e.n])
		return sum(e.kept)
	}
	return v.at(e.n).seenBy(e.subjects)
}

// end looks for the end that an anchor knows, and for what stands beside the
// chain.
func (v *verifier) end(ctx context.Context) error {
	for _, a := range v.anchors {
		if a.N > v.last.n {
			return &Break{N: a.N, Why: CutOff}
		}
	}
	for by := range v.cuts.by {
		if by > v.last.n {
			return &Break{N: by, Why: Loose}
		}
	}
	if v.record == nil {
		return nil
	}
	for _, beside := range []struct {
		count int64
		query string
		why   Why
	}{
		{v.report.Changes, `SELECT count(*) FROM change`, Unsealed},
		{v.report.Readings, `SELECT count(*) FROM reading`, Unsealed},
		{0, `SELECT count(*) FROM change_image i WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.id = i.change_id)`, Loose},
		{0, `SELECT count(*) FROM reading_subject s WHERE NOT EXISTS (SELECT 1 FROM reading r WHERE r.n = s.n)`, Loose},
		{0, `SELECT count(*) FROM sorted_reading o WHERE NOT EXISTS (SELECT 1 FROM reading_subject s WHERE s.n = o.n AND s.subject = o.subject)`, Loose},
		{0, `SELECT count(*) FROM reading_subject s WHERE s.n <= ` + sortedUntil + `
			AND NOT EXISTS (SELECT 1 FROM sorted_reading o WHERE o.subject = s.subject AND o.n = s.n)`, Loose},
	} {
		n, err := database.One(ctx, v.tx, scanNumber, beside.query)
		if err != nil {
			return err
		}
		if n != beside.count {
			return &Break{Why: beside.why}
		}
	}
	return nil
}

func scanNumber(scan database.Scan) (int64, error) {
	var n int64
	err := scan(&n)
	return n, err
}

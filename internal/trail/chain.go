package trail

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"hash"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// The chain binds the entries of the trail, changes and readings, to one
// another: each has a number and a MAC over itself and the MAC before it, made
// in the transaction of the entry. Whoever alters, removes, adds or swaps
// entries in the database leaves a chain that does not fit; whoever cuts its end
// off, or has the key and makes it anew, is found by an Anchor kept elsewhere.

// sealed is what the MAC of an entry covers.
type sealed struct {
	n         int64
	change    string // its id; "" for a reading
	at        int64
	actorID   string
	actorName string
	action    string // of a reading: the look
	kind      string
	subject   string
	undoes    string
	keeps     int64
	digest    string // of the words and images of a change, of the subjects of a reading
	before    string // the MAC of the entry before
}

// bytes writes the entry so that no two entries are written alike.
func (s sealed) bytes() []byte {
	b := appendText(make([]byte, 0, 512), "entry")
	b = appendNumber(b, s.n)
	b = appendText(b, s.change)
	b = appendNumber(b, s.at)
	for _, field := range [...]string{s.actorID, s.actorName, s.action, s.kind, s.subject, s.undoes} {
		b = appendText(b, field)
	}
	b = appendNumber(b, s.keeps)
	b = appendText(b, s.digest)
	return appendText(b, s.before)
}

func appendNumber(b []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(n)) //nolint:gosec // the bits are meant
}

func appendText[T string | []byte](b []byte, s T) []byte {
	return append(appendNumber(b, int64(len(s))), s...)
}

// chain is the chain in one transaction.
type chain struct {
	tx    *database.Tx
	hash  func() hash.Hash // HMAC-SHA256 under the key of the trail
	blind func(*sealed)    // overlooks a field: for the test that shows that one would be missed
}

func chainOf(tx *database.Tx) (chain, error) {
	mac, err := tx.MAC()
	return chain{tx: tx, hash: mac}, err
}

// lock makes writers to the trail wait for one another, before they have read
// anything: SQLite has one writer anyway, and PostgreSQL would find out at the
// end that two of them had taken the same number, and run one again.
func lock(ctx context.Context, tx *database.Tx) error {
	if tx.Engine() != database.Postgres {
		return nil
	}
	_, err := tx.Exec(ctx, `LOCK TABLE trail_chain IN EXCLUSIVE MODE`)
	return err
}

// append seals an entry as the next of the chain.
func (c chain) append(ctx context.Context, s sealed) error {
	last, err := lastLink(ctx, c.tx)
	if err != nil {
		return err
	}
	s.n, s.before = last.n+1, last.mac
	_, err = c.add(ctx, s)
	return err
}

// add seals an entry that has its place.
func (c chain) add(ctx context.Context, s sealed) (link, error) {
	mac := c.mac(s)
	_, err := c.tx.Exec(ctx, `INSERT INTO trail_chain (n, entry, digest, mac) VALUES (?, ?, ?, ?)`, s.n, s.change, s.digest, mac)
	return link{s.n, mac}, err
}

func (c chain) mac(s sealed) string {
	if c.blind != nil {
		c.blind(&s)
	}
	h := c.hash()
	put(h, s.bytes())
	return sum(h)
}

// The digest of a change is of its words, and of the images it keeps in the
// parts they are stored in. It stands beside the entry and not only in its MAC,
// so that what an entry keeps can be destroyed, where it has to be, and the chain
// still be checked.
func (c chain) kept(args string) hash.Hash {
	h := c.hash()
	put(h, appendText(appendText(nil, "kept"), args))
	return h
}

// keepPart adds a part to what kept began.
func keepPart[T string | []byte](h hash.Hash, part int64, images T) {
	put(h, appendNumber(appendNumber(nil, part), int64(len(images))))
	put(h, []byte(images))
}

// seenBy is the digest of a reading.
func (c chain) seenBy(subjects []string) string {
	b := appendText(nil, "seen")
	for _, s := range slices.Sorted(slices.Values(subjects)) { // engines sort text differently
		b = appendText(b, s)
	}
	h := c.hash()
	put(h, b)
	return sum(h)
}

// put writes to a hash, which takes everything.
func put(h hash.Hash, b []byte) { _, _ = h.Write(b) }

// sum is what was written to a hash, as it is stored.
func sum(h hash.Hash) string { return encode(h.Sum(nil)) }

func encode(b []byte) string { return base64.RawStdEncoding.EncodeToString(b) }

func decode(s string) ([]byte, error) { return base64.RawStdEncoding.Strict().DecodeString(s) }

// link is an entry as the next one needs to know it.
type link struct {
	n   int64
	mac string
}

// anchor is a link for the outside; a MAC that is none has no bytes.
func (l link) anchor() Anchor {
	mac, _ := decode(l.mac)
	return Anchor{l.n, mac}
}

// lastLink is the newest entry, or number 0.
func lastLink(ctx context.Context, tx *database.Tx) (link, error) {
	l, err := database.One(ctx, tx, scanLink, `SELECT n, mac FROM trail_chain ORDER BY n DESC LIMIT 1`)
	if fault.Is(err, fault.NotFound) {
		return link{}, nil
	}
	return l, err
}

func scanLink(scan database.Scan) (l link, err error) {
	err = scan(&l.n, &l.mac)
	return l, err
}

// Head is the newest entry of the chain; its number is 0 when there is none.
// It is what is written down outside of the record.
func Head(ctx context.Context, tx *database.Tx) (Anchor, error) {
	l, err := lastLink(ctx, tx)
	return l.anchor(), err
}

// Newest is when the newest change was made, by the clock of that moment; zero in
// a record in which there is none.
func Newest(ctx context.Context, tx *database.Tx) (time.Time, error) {
	at, err := database.One(ctx, tx, scanNumber, `SELECT COALESCE(max(at), 0) FROM change`)
	if err != nil || at == 0 {
		return time.Time{}, err
	}
	return database.FromMicros(at), nil
}

// First is when the first change of the record was made; now, when there is none.
func First(ctx context.Context, tx *database.Tx) (time.Time, error) {
	at, err := database.One(ctx, tx, scanNumber, `SELECT COALESCE(min(at), ?) FROM change`, database.Micros(tx.Now()))
	return database.FromMicros(at), err
}

package trail

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"strconv"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
)

// program is who begins a chain.
var program = authz.System("trail")

// Begin takes the changes of a record that is older than the chain into it,
// once: the first entry says how many there were. In any other record it does
// nothing.
func Begin(ctx context.Context, db *database.DB) error {
	older := false
	err := db.Read(ctx, func(tx *database.Tx) (err error) {
		older, err = unchained(ctx, tx)
		return err
	})
	if err != nil || !older {
		return err
	}
	return db.Write(ctx, func(tx *database.Tx) error {
		if err := lock(ctx, tx); err != nil {
			return err
		}
		if older, err := unchained(ctx, tx); err != nil || !older { // another process was faster
			return err
		}
		c, err := chainOf(tx)
		if err != nil {
			return err
		}
		return c.adopt(ctx)
	})
}

func unchained(ctx context.Context, tx *database.Tx) (bool, error) {
	n, err := database.One(ctx, tx, scanNumber,
		`SELECT CASE WHEN EXISTS (SELECT 1 FROM change) AND NOT EXISTS (SELECT 1 FROM trail_chain) THEN 1 ELSE 0 END`)
	return n == 1, err
}

// adopt begins the chain, and seals every change there is in the order they
// were made.
func (c chain) adopt(ctx context.Context) error {
	older, err := database.All(ctx, c.tx, scanID, `SELECT id FROM change ORDER BY at, id`)
	if err != nil {
		return err
	}
	first := &Tx{Tx: c.tx, Actor: program, Change: ids.New()}
	if err := first.recordIn(ctx, c, &Deed{Action: "trail.begun", Args: map[string]string{"changes": strconv.Itoa(len(older))}}, first.keepRows); err != nil {
		return err
	}
	for _, id := range older {
		s, err := c.change(ctx, id)
		if err != nil {
			return err
		}
		if err := c.append(ctx, s); err != nil {
			return err
		}
	}
	return c.baseline(ctx)
}

// baseline keeps sums of all rows as an older program left them: from here on
// the trail proves them too.
func (c chain) baseline(ctx context.Context) error {
	var rows []row
	err := eachRow(ctx, c.tx, func(table, id string, values map[string]any) error {
		sum, err := sumOf(table, id, values)
		rows = append(rows, row{Table: table, ID: id, Op: sumOnly, Left: encode(sum[:])})
		return err
	})
	if err != nil {
		return err
	}
	last := &Tx{Tx: c.tx, Actor: program, Change: ids.New(), rows: rows}
	return last.recordIn(ctx, c, &Deed{Action: "trail.compared", Args: map[string]string{"rows": strconv.Itoa(len(rows))}}, last.keepRows)
}

func scanID(scan database.Scan) (id string, err error) {
	err = scan(&id)
	return id, err
}

// change reads back what the chain seals of a change.
func (c chain) change(ctx context.Context, id string) (sealed, error) {
	s := sealed{change: id}
	args, err := database.One(ctx, c.tx, func(scan database.Scan) (args string, err error) {
		return args, scan(&s.at, &s.actorID, &s.actorName, &s.action, &s.kind, &s.subject, &s.undoes, &s.keeps, &args)
	}, `SELECT at, actor_id, actor_name, action, subject_kind, subject_id, undoes, reversible, args FROM change WHERE id = ?`, id)
	if err != nil {
		return s, err
	}
	kept := c.kept(args)
	err = database.Each(ctx, c.tx, func(scan database.Scan) error {
		var part int64
		var images string
		if err := scan(&part, &images); err != nil {
			return err
		}
		keepPart(kept, part, images)
		return nil
	}, `SELECT part, images FROM change_image WHERE change_id = ? ORDER BY part`, id)
	s.digest = sum(kept)
	return s, err
}

// Renew goes on with the chain of a record that was restored and so has a new
// key: it keeps the key before, sealed with the new one, and adds an entry that
// says so. What was anchored before still is.
func Renew(ctx context.Context, db *database.DB, before []byte) error {
	return renew(ctx, db, program, before, "trail.restored")
}

// Rekeyed is Renew for a record whose data key somebody changed.
func Rekeyed(ctx context.Context, db *database.DB, actor authz.Actor, before []byte) error {
	return renew(ctx, db, actor, before, "trail.rekeyed")
}

func renew(ctx context.Context, db *database.DB, actor authz.Actor, before []byte, action string) error {
	return db.Write(ctx, func(tx *database.Tx) error {
		if err := lock(ctx, tx); err != nil {
			return err
		}
		c, err := chainOf(tx)
		if err != nil {
			return err
		}
		last, err := lastLink(ctx, tx)
		if err != nil || last.n == 0 {
			return err
		}
		box, err := sealing(c.hash)
		if err != nil {
			return err
		}
		key := encode(box.Seal(nil, nil, before, appendNumber(nil, last.n)))
		if _, err := tx.Exec(ctx, `INSERT INTO trail_key (n, sealed) VALUES (?, ?)`, last.n, key); err != nil {
			return err
		}
		entry := &Tx{Tx: tx, Actor: actor, Change: ids.New()}
		return entry.recordIn(ctx, c, &Deed{Action: action, Args: map[string]string{"entries": strconv.FormatInt(last.n, 10)}}, entry.keepRows)
	})
}

// sealing is the cipher that the key before is kept with.
func sealing(mac func() hash.Hash) (cipher.AEAD, error) {
	h := mac()
	put(h, appendText(nil, "key"))
	block, err := aes.NewCipher(h.Sum(nil))
	if err != nil {
		return nil, fmt.Errorf("trail: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// stretch is a part of the chain that was made with a key of its own.
type stretch struct {
	last int64 // its last entry
	hash func() hash.Hash
}

// stretches opens the keys before the present one, the newest first.
func (c chain) stretches(ctx context.Context) ([]stretch, error) {
	var sealedKeys []string
	list, err := database.All(ctx, c.tx, func(scan database.Scan) (s stretch, err error) {
		var key string
		err = scan(&s.last, &key)
		sealedKeys = append(sealedKeys, key)
		return s, err
	}, `SELECT n, sealed FROM trail_key ORDER BY n DESC`)
	if err != nil {
		return nil, err
	}
	after := c.hash
	for i := range list {
		key, err := open(after, sealedKeys[i], list[i].last)
		if err != nil {
			return nil, &Break{Why: LostKey}
		}
		list[i].hash = func() hash.Hash { return hmac.New(sha256.New, key) }
		after = list[i].hash
	}
	return list, nil
}

func open(after func() hash.Hash, text string, last int64) ([]byte, error) {
	box, err := sealing(after)
	if err != nil {
		return nil, err
	}
	b, err := decode(text)
	if err != nil {
		return nil, err
	}
	key, err := box.Open(nil, nil, b, appendNumber(nil, last))
	if err != nil {
		return nil, errors.New("trail: another key")
	}
	return key, nil
}

// at is the chain with the key of an entry.
func (v *verifier) at(n int64) chain {
	c := v.chain
	for _, s := range v.before { // the newest first: the oldest that holds it stays
		if n <= s.last {
			c.hash = s.hash
		}
	}
	return c
}

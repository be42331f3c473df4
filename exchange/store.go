package exchange

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// The tables of the exchange.
const (
	keyTable    = "exchange_key"
	madeTable   = "exchange_made"
	fileTable   = "exchange_file"
	signerTable = "exchange_signer"
	placeTable  = "exchange_place"
	ruleTable   = "exchange_rule"
)

// subject is what the trail calls a file; the directory looks at itself anew after a
// change of it.
const subject = "facility-exchange"

func text1(scan database.Scan) (s string, err error) { return s, scan(&s) }

func texts(ctx context.Context, tx *database.Tx, query string, args ...any) ([]string, error) {
	return database.All(ctx, tx, text1, query, args...)
}

// withRules lists the facilities that have a rule that stands.
func withRules(ctx context.Context, tx *database.Tx) ([]string, error) {
	return texts(ctx, tx, `SELECT f.id FROM facility f WHERE f.merged_into = ''
		AND EXISTS (SELECT 1 FROM facility_rule r WHERE r.facility_id = f.id AND r.ended_at = 0) ORDER BY f.name_key, f.id`)
}

// RuledPlace is a facility with rules, to choose from.
type RuledPlace struct {
	ID, Name, Region string
	Rules            int
}

func ruledPlaces(ctx context.Context, tx *database.Tx) ([]RuledPlace, error) {
	return database.All(ctx, tx, func(scan database.Scan) (p RuledPlace, err error) {
		return p, scan(&p.ID, &p.Name, &p.Region, &p.Rules)
	}, `SELECT f.id, f.name, f.region, count(*) FROM facility f JOIN facility_rule r ON r.facility_id = f.id AND r.ended_at = 0
		WHERE f.merged_into = '' GROUP BY f.id, f.name, f.region, f.name_key ORDER BY f.name_key, f.id`)
}

// pairsOf reads rows of two texts into a map.
func pairsOf(ctx context.Context, tx *database.Tx, query string, args ...any) (map[string]string, error) {
	out := map[string]string{}
	return out, database.Each(ctx, tx, func(scan database.Scan) error {
		var key, value string
		err := scan(&key, &value)
		out[key] = value
		return err
	}, query, args...)
}

// followed says of every rule of a facility which one it took the place of.
func followed(ctx context.Context, tx *database.Tx, facilityID string) (map[string]string, error) {
	return pairsOf(ctx, tx, `SELECT id, follows_id FROM facility_rule WHERE facility_id = ?`, facilityID)
}

// codes finds facilities by what directories call them. A double leads to the place it
// is part of.
func codes(ctx context.Context, tx *database.Tx) (map[string]string, error) {
	return pairsOf(ctx, tx, `SELECT c.source || ' ' || c.code, CASE WHEN f.merged_into = '' THEN f.id ELSE f.merged_into END
		FROM facility_code c JOIN facility f ON f.id = c.facility_id`)
}

// came lists which rule of ours came from which of a giver's.
func came(ctx context.Context, tx *database.Tx, giver string) (map[string]string, error) {
	return pairsOf(ctx, tx, `SELECT their, rule_id FROM exchange_rule WHERE giver = ? ORDER BY id`, giver)
}

// decided lists what somebody decided about the places of a giver.
func decided(ctx context.Context, tx *database.Tx, giver string) (map[string]string, error) {
	return pairsOf(ctx, tx, `SELECT place_key, facility_id FROM exchange_place WHERE giver = ? ORDER BY id`, giver)
}

// idOf is the id of the newest row of a giver, "" for none. column is from code.
func idOf(ctx context.Context, tx *database.Tx, table, column, giver, value string) (string, error) {
	ids, err := texts(ctx, tx, `SELECT id FROM `+table+` WHERE giver = ? AND `+column+` = ? ORDER BY id DESC LIMIT 1`, giver, value)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// put writes what a giver's thing is with us, in place of what it was.
func put(ctx context.Context, tx *trail.Tx, table, column, giver, value string, set trail.Set) error {
	id, err := idOf(ctx, tx.Tx, table, column, giver, value)
	if err != nil {
		return err
	}
	if id != "" {
		return tx.Update(ctx, table, id, "", set)
	}
	set["giver"], set[column] = giver, value
	return tx.Insert(ctx, table, ids.New(), set)
}

// Made is a file that was made here.
type Made struct {
	ID     string
	MadeOn civil.Day
	By     string
	Places int
	Rules  int
	Held   int // rules and addresses that stayed because they may name somebody
}

func insertMade(ctx context.Context, tx *trail.Tx, m Made, sum string) error {
	return tx.Insert(ctx, madeTable, m.ID, trail.Set{
		"sum": sum, "made_on": string(m.MadeOn), "made_at": database.Micros(tx.Now()), "made_by": m.By, "places": m.Places, "rules": m.Rules, "held": m.Held,
	})
}

func madeFiles(ctx context.Context, tx *database.Tx) ([]Made, error) {
	return database.All(ctx, tx, func(scan database.Scan) (m Made, err error) {
		return m, scan(&m.ID, &m.MadeOn, &m.By, &m.Places, &m.Rules, &m.Held)
	}, `SELECT id, made_on, made_by, places, rules, held FROM exchange_made ORDER BY id DESC LIMIT 20`)
}

// Received is a file that came in.
type Received struct {
	ID         string
	Rev        string
	Name       string // of the file
	Origin     string
	MadeOn     civil.Day
	Signer     string // public key, base64; "" for a spreadsheet
	At         time.Time
	By         string
	AcceptedAt time.Time // zero while nobody took anything
	AcceptedBy string
	Taken      int
}

const selectFile = `SELECT id, rev, name, origin, made_on, signer, received_at, received_by, accepted_at, accepted_by, taken`

func scanFile(scan database.Scan, more ...any) (f Received, err error) {
	var received, accepted int64
	err = scan(append([]any{&f.ID, &f.Rev, &f.Name, &f.Origin, &f.MadeOn, &f.Signer, &received, &f.By, &accepted, &f.AcceptedBy, &f.Taken}, more...)...)
	f.At = database.FromMicros(received)
	if accepted != 0 {
		f.AcceptedAt = database.FromMicros(accepted)
	}
	return f, err
}

func receivedFiles(ctx context.Context, tx *database.Tx) ([]Received, error) {
	return database.All(ctx, tx, func(scan database.Scan) (Received, error) { return scanFile(scan) }, selectFile+` FROM exchange_file ORDER BY id DESC LIMIT 50`)
}

// fileByID returns a file with its content, or NotFound.
func fileByID(ctx context.Context, tx *database.Tx, id string) (f Received, content string, err error) {
	if !ids.Valid(id) {
		return f, "", fault.New(fault.NotFound, "exchange: by id")
	}
	f, err = database.One(ctx, tx, func(scan database.Scan) (Received, error) { return scanFile(scan, &content) }, selectFile+`, content FROM exchange_file WHERE id = ?`, id)
	return f, content, err
}

// fileBySum is the id of the very same file, "" for none.
func fileBySum(ctx context.Context, tx *database.Tx, sum string) (string, error) {
	all, err := texts(ctx, tx, `SELECT id FROM exchange_file WHERE sum = ? ORDER BY id DESC LIMIT 1`, sum)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}

func insertFile(ctx context.Context, tx *trail.Tx, f Received, sum, content string) error {
	return tx.Insert(ctx, fileTable, f.ID, trail.Set{
		"sum": sum, "name": f.Name, "origin": f.Origin, "made_on": string(f.MadeOn), "signer": f.Signer, "content": content,
		"received_at": database.Micros(tx.Now()), "received_by": tx.Actor.Name, "accepted_at": 0, "accepted_by": "", "taken": 0,
	})
}

// Signer is somebody whose fingerprint was compared.
type Signer struct {
	Key    string // public, base64
	Origin string // what they called themselves then
	At     time.Time
	By     string
}

// signers lists those whose key it is, or who called themselves so.
func signers(ctx context.Context, tx *database.Tx) ([]Signer, error) {
	return database.All(ctx, tx, func(scan database.Scan) (s Signer, err error) {
		var at int64
		err = scan(&s.Key, &s.Origin, &at, &s.By)
		s.At = database.FromMicros(at)
		return s, err
	}, `SELECT signer, origin, trusted_at, trusted_by FROM exchange_signer ORDER BY id DESC`)
}

func insertSigner(ctx context.Context, tx *trail.Tx, key, origin string) error {
	return tx.Insert(ctx, signerTable, ids.New(), trail.Set{"signer": key, "origin": origin, "trusted_at": database.Micros(tx.Now()), "trusted_by": tx.Actor.Name})
}

// seed is what our own key is made from, "" before the first file.
func seed(ctx context.Context, tx *database.Tx) (string, error) {
	all, err := texts(ctx, tx, `SELECT seed FROM exchange_key ORDER BY id LIMIT 1`)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}

func insertSeed(ctx context.Context, tx *trail.Tx, seed string) error {
	return tx.Insert(ctx, keyTable, ids.New(), trail.Set{"seed": seed, "made_at": database.Micros(tx.Now())})
}

// Listen keeps what was decided about places when two of ours turn out to be one.
func Listen(bus *event.Bus) {
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, m facilities.Merged) error {
		return tx.Repoint(ctx, placeTable, "facility_id", m.From, m.Into)
	})
}

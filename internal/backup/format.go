package backup

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/throughcare/throughcare/internal/trail"
)

// What can be wrong with a backup file. The texts are for the person who stands
// before it.
var (
	ErrForeign  = errors.New("this is not a backup of Throughcare")
	ErrWrongKey = errors.New("this key does not open the backup: it was made for other recipients")
	ErrDamaged  = errors.New("the backup is damaged: it was cut short or altered, and nothing of it was used")
	ErrNewer    = errors.New("the backup was made by a newer version of Throughcare; install that version or a later one")
	ErrInUse    = errors.New("the record to restore into is not empty")
)

// The line a backup begins with names the format; other versions are refused.
const (
	format  = "throughcare-backup"
	version = 1
)

// Header is the first line of a backup.
type Header struct {
	Format  string    `json:"format"`
	Version int       `json:"version"`
	At      time.Time `json:"at"`             // the moment everything in it is of
	Engine  string    `json:"engine"`         // it was read from; it restores into any
	Schema  string    `json:"schema"`         // the newest migration
	Keys    Keys      `json:"keys,omitempty"` // by label
}

// Keys are the keys of a record that some of its values are sealed with, by
// label. They travel inside the encrypted file: without them the secrets of
// one-time codes could not be read in a restored record.
type Keys map[string][]byte

// Table is what a backup holds of one table. Sum does not depend on the order
// of the rows: two engines sort text differently.
type Table struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`
	Sum  string `json:"sum"` // of the SHA-256 sums of its rows, modulo 2^256, in hex
}

// Manifest is the last line of a backup: what must have been read before it.
type Manifest struct {
	At     time.Time    `json:"at"`
	Schema string       `json:"schema"`
	Trail  string       `json:"trail"` // the newest change in the trail, or ""
	Head   trail.Anchor `json:"head"`  // the newest entry of its chain
	Tables []Table      `json:"tables"`

	Files     int    `json:"files,omitempty"`      // beside the database
	FileBytes int64  `json:"file_bytes,omitempty"` // of them, encrypted as they lie
	SHA256    string `json:"sha256"`               // of everything before this line
}

// Anchors is what the manifest knows of the chain of the trail: nothing when it
// is older than that.
func (m Manifest) Anchors() []trail.Anchor {
	if m.Head.N == 0 {
		return nil
	}
	return []trail.Anchor{m.Head}
}

// Rows counts all rows. Pieces of files are none.
func (m Manifest) Rows() int {
	n := 0
	for _, t := range m.Tables {
		if t.Name != fileTable {
			n += t.Rows
		}
	}
	return n
}

// kind is how the values of a column are written.
type kind string

const (
	kindText  kind = "text"
	kindWhole kind = "int"
	kindReal  kind = "real"
	kindBytes kind = "bytes" // base64
)

// column is a column of a table, by name.
type column struct {
	Name string `json:"name"`
	Kind kind   `json:"kind"`
}

// section begins a table.
type section struct {
	Table   string   `json:"table"`
	Columns []column `json:"columns"`
}

// closing ends a table; last ends the file.
type (
	closing struct {
		Closes Table `json:"closes"`
	}
	last struct {
		Manifest Manifest `json:"manifest"`
	}
)

// sum adds up rows.
type sum struct {
	rows  int
	total big.Int
}

var modulus = new(big.Int).Lsh(big.NewInt(1), 256)

func (s *sum) add(line []byte) {
	one := sha256.Sum256(line)
	s.total.Add(&s.total, new(big.Int).SetBytes(one[:]))
	s.total.Mod(&s.total, modulus)
	s.rows++
}

func (s *sum) table(name string) Table {
	var all [32]byte
	return Table{Name: name, Rows: s.rows, Sum: hex.EncodeToString(s.total.FillBytes(all[:]))}
}

// encode writes the values of a row as one line, without a line end. Equal rows
// give equal lines, from whatever engine they come.
func encode(values []any) ([]byte, error) {
	for i, v := range values {
		if b, ok := v.([]byte); ok {
			values[i] = base64.StdEncoding.EncodeToString(b)
		}
	}
	return jsonLine(values)
}

func jsonLine(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decode reads a row back into what its columns hold.
func decode(line []byte, columns []column) ([]any, error) {
	var raw []any
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&raw); err != nil {
		return nil, err
	}
	if len(raw) != len(columns) {
		return nil, fmt.Errorf("%d values for %d columns", len(raw), len(columns))
	}
	for i, v := range raw {
		var err error
		if raw[i], err = value(v, columns[i].Kind); err != nil {
			return nil, fmt.Errorf("column %s: %w", columns[i].Name, err)
		}
	}
	return raw, nil
}

// value turns what JSON gives into what a column holds.
func value(v any, k kind) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		switch k {
		case kindText:
			return v, nil
		case kindBytes:
			return base64.StdEncoding.DecodeString(v)
		}
	case json.Number:
		switch k {
		case kindWhole:
			return v.Int64()
		case kindReal:
			return v.Float64()
		}
	}
	return nil, errors.New("a value of another kind")
}

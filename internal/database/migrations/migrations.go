// Package migrations holds the numbered changes of the schema.
package migrations

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// Files are the changes of this program.
//
//go:embed *.sql
var Files embed.FS

// Step is one numbered change of the schema.
type Step struct {
	Name string // "0001_people"
	Text string
}

// Checksum is of the text, in hexadecimal digits: a change that was released is
// never edited.
func (s Step) Checksum() string {
	sum := sha256.Sum256([]byte(s.Text))
	return hex.EncodeToString(sum[:])
}

var fileName = regexp.MustCompile(`^([0-9]{4})_[a-z0-9_]+(\.sqlite|\.postgres)?\.sql$`)

// Read reads the changes for one engine, "sqlite" or "postgres", in order.
// NAME.sql serves both; where the engines differ the twins NAME.sqlite.sql and
// NAME.postgres.sql stand in its place. It refuses a lone twin, and two names with
// one number.
func Read(dir fs.FS, engine string) ([]Step, error) {
	names, err := fs.Glob(dir, "*.sql") // in order of name, hence of number
	if err != nil {
		return nil, fmt.Errorf("database: migrations: %w", err)
	}
	var out []Step
	kinds := map[string]string{} // of each name: "", ".sqlite", ".postgres" or both, joined
	for _, file := range names {
		part := fileName.FindStringSubmatch(file)
		if part == nil {
			return nil, fmt.Errorf("database: migrations: %s is not named NNNN_words.sql", file)
		}
		name := strings.TrimSuffix(strings.TrimSuffix(file, ".sql"), part[2])
		kinds[name] += part[2] + ";"
		if part[2] != "" && part[2] != "."+engine {
			continue
		}
		text, err := fs.ReadFile(dir, file)
		if err != nil {
			return nil, fmt.Errorf("database: migrations: %w", err)
		}
		out = append(out, Step{Name: name, Text: string(text)})
	}
	return out, consistent(kinds)
}

func consistent(kinds map[string]string) error {
	numbers := map[string]string{}
	for name, kind := range kinds {
		if kind != ";" && kind != ".postgres;.sqlite;" {
			return fmt.Errorf("database: migrations: %s needs one file for both engines or one for each", name)
		}
		number := path.Base(name)[:4]
		if other, taken := numbers[number]; taken {
			return fmt.Errorf("database: migrations: %s and %s have the same number", min(name, other), max(name, other))
		}
		numbers[number] = name
	}
	return nil
}

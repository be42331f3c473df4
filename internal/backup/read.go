package backup

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"reflect"

	"filippo.io/age"
)

// handler receives what a backup holds, in order. Any of its functions may be
// nil.
type handler struct {
	header func(Header) error
	table  func(section) error
	row    func(section, []byte) error
	closes func(section) error
}

// Verify reads a whole backup and checks it against its manifest, without
// restoring it.
func Verify(r io.Reader, identities []age.Identity) (Header, Manifest, error) {
	var h Header
	m, err := read(r, identities, handler{
		header: func(got Header) error { h = got; return nil },
		row: func(s section, line []byte) error {
			_, err := decode(line, s.Columns)
			return err
		},
	})
	return h, m, err
}

// read decrypts, unpacks and checks a backup and hands its parts on. What it
// hands on is authentic as far as it goes; only when it returns without an
// error is it whole.
func read(r io.Reader, identities []age.Identity, h handler) (Manifest, error) {
	opened, err := age.Decrypt(r, identities...)
	if err != nil {
		return Manifest{}, openFault(err)
	}
	packed, err := unpack(opened)
	if err != nil {
		return Manifest{}, err
	}
	p := &parser{in: bufio.NewReaderSize(packed, 1<<16), hash: sha256.New(), handler: h}
	if err := p.all(); err != nil {
		return Manifest{}, err
	}
	// The end of the gzip stream carries a sum, the end of the age file a mark:
	// both have to be read.
	if n, err := io.Copy(io.Discard, p.in); err != nil || n != 0 {
		return Manifest{}, fmt.Errorf("%w (something follows its end)", ErrDamaged)
	}
	if n, err := io.Copy(io.Discard, opened); err != nil || n != 0 {
		return Manifest{}, fmt.Errorf("%w (something follows its end)", ErrDamaged)
	}
	return p.manifest, nil
}

// openFault names what is wrong with the beginning of a file.
func openFault(err error) error {
	if _, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		return ErrWrongKey
	}
	return fmt.Errorf("%w (%w)", ErrForeign, err)
}

// unpack begins to read what was encrypted. age notices any damage before
// anybody sees the data, so a beginning that is not gzip is a whole file of
// something else.
func unpack(opened io.Reader) (io.Reader, error) {
	in := bufio.NewReader(opened)
	magic, err := in.Peek(2)
	switch {
	case err != nil && err != io.EOF:
		return nil, damage(err)
	case string(magic) != "\x1f\x8b":
		return nil, ErrForeign
	}
	packed, err := gzip.NewReader(in)
	if err != nil {
		return nil, damage(err)
	}
	return packed, nil
}

func damage(err error) error { return fmt.Errorf("%w (%w)", ErrDamaged, err) }

// parser reads the lines of a backup.
type parser struct {
	in       *bufio.Reader
	hash     hash.Hash
	handler  handler
	header   Header
	tables   []Table
	manifest Manifest
}

func (p *parser) all() error {
	line, err := p.next()
	if err != nil {
		return damage(err)
	}
	if err := p.begin(line); err != nil {
		return err
	}
	for {
		sofar := hex.EncodeToString(p.hash.Sum(nil))
		line, err := p.next()
		if err != nil {
			return damage(err)
		}
		var head struct {
			section
			last
		}
		if err := json.Unmarshal(line, &head); err != nil {
			return damage(err)
		}
		if head.Table == "" {
			return p.end(head.Manifest, sofar)
		}
		if err := p.oneTable(head.section); err != nil {
			return err
		}
	}
}

func (p *parser) begin(line []byte) error {
	if json.Unmarshal(line, &p.header) != nil || p.header.Format != format {
		return ErrForeign
	}
	if p.header.Version != version {
		return ErrNewer
	}
	if p.handler.header == nil {
		return nil
	}
	return p.handler.header(p.header)
}

func (p *parser) oneTable(s section) error {
	if p.handler.table != nil {
		if err := p.handler.table(s); err != nil {
			return err
		}
	}
	total := &sum{}
	for {
		line, err := p.next()
		if err != nil {
			return damage(err)
		}
		if len(line) > 0 && line[0] == '{' {
			return p.close(s, total, line)
		}
		total.add(line)
		if p.handler.row != nil {
			if err := p.handler.row(s, line); err != nil {
				return fmt.Errorf("backup: table %s: %w", s.Table, err)
			}
		}
	}
}

func (p *parser) close(s section, total *sum, line []byte) error {
	var c closing
	if err := json.Unmarshal(line, &c); err != nil || c.Closes != total.table(s.Table) {
		return fmt.Errorf("%w (table %s)", ErrDamaged, s.Table)
	}
	p.tables = append(p.tables, c.Closes)
	if p.handler.closes == nil {
		return nil
	}
	return p.handler.closes(s)
}

func (p *parser) end(m Manifest, sofar string) error {
	if m.SHA256 != sofar || !reflect.DeepEqual(m.Tables, p.tables) || m.Schema != p.header.Schema {
		return fmt.Errorf("%w (its manifest)", ErrDamaged)
	}
	p.manifest = m
	return nil
}

// next reads a line of any length.
func (p *parser) next() ([]byte, error) {
	line, err := p.in.ReadBytes('\n')
	if err == io.EOF && len(line) > 0 {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	p.hash.Write(line)
	return line[:len(line)-1], nil
}

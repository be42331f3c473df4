package rulepacks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Changed says that clocks may fall on other days than before.
type Changed struct{}

// Service is what pages and commands may do with the rules of an installation.
type Service struct {
	DB  *database.DB
	Bus *event.Bus // told of Changed

	mu   sync.Mutex
	now  *shelf
	mark mark // what it was made from
}

// shelf is everything that is installed, read and made ready.
type shelf struct {
	book  *Book
	packs map[string]*Pack // by ID of the installation, withdrawn ones too
}

// Installed is one pack as it came in.
type Installed struct {
	ID          string
	Rev         string
	Name        string
	Version     string
	Title       string
	Sum         string // SHA-256 of the file, in hexadecimal
	Shipped     bool   // came with the program
	From        string // who gave it, in words
	At          time.Time
	By          string
	WithdrawnAt time.Time // zero while it is in use
}

// Ref names the version that a matter keeps.
type Ref struct {
	Pack string // ID of the installed pack
	Code string
	From civil.Day // when the version took effect
}

// Ref is how a matter keeps the version.
func (v Version) Ref() Ref { return Ref{v.Pack.ID, v.Code, v.EffectiveFrom} }

// Book gives the rules as they are installed now, inside a transaction. It is made
// anew only after something was installed, withdrawn or added.
func (s *Service) Book(ctx context.Context, tx *database.Tx) (*Book, error) {
	shelf, err := s.shelf(ctx, tx)
	if err != nil {
		return nil, err
	}
	return shelf.book, nil
}

// Kept finds the version that a matter keeps; NotFound when there is none.
func (s *Service) Kept(ctx context.Context, tx *database.Tx, ref Ref) (Version, error) {
	shelf, err := s.shelf(ctx, tx)
	if err != nil {
		return Version{}, err
	}
	if p := shelf.packs[ref.Pack]; p != nil {
		for i := range p.Procedures {
			if v := (Version{&p.Procedures[i], p}); v.Ref() == ref {
				return v, nil
			}
		}
	}
	return Version{}, fault.New(fault.NotFound, "rulepacks: kept version")
}

// Corrections lists what differs at a facility from a procedure, for Ask.Corrected.
func (s *Service) Corrections(ctx context.Context, tx *database.Tx, facilityID, code string) ([]Correction, error) {
	list, err := correctionsAt(ctx, tx, facilityID, code)
	out := make([]Correction, len(list))
	for i, c := range list {
		out[i] = Correction{c.Step, c.Limit}
	}
	return out, err
}

func (s *Service) shelf(ctx context.Context, tx *database.Tx) (*shelf, error) {
	mark, err := rulesMark(ctx, tx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil && s.mark == mark {
		return s.now, nil
	}
	made, err := readShelf(ctx, tx)
	if err != nil {
		return nil, err
	}
	s.now, s.mark = made, mark
	return made, nil
}

// Rules gives the book to an actor who may read it.
func (s *Service) Rules(ctx context.Context, actor authz.Actor) (b *Book, err error) {
	err = s.read(ctx, actor, "rulepacks: rules", func(tx *database.Tx) error {
		b, err = s.Book(ctx, tx)
		return err
	})
	return b, err
}

// Packs lists what is and was installed, the newest first.
func (s *Service) Packs(ctx context.Context, actor authz.Actor) (list []Installed, err error) {
	err = s.read(ctx, actor, "rulepacks: packs", func(tx *database.Tx) error {
		list, err = installed(ctx, tx)
		return err
	})
	return list, err
}

// File gives the text of an installed pack, as it came in.
func (s *Service) File(ctx context.Context, actor authz.Actor, id string) (p Installed, text string, err error) {
	err = s.read(ctx, actor, "rulepacks: file", func(tx *database.Tx) error {
		p, text, err = packByID(ctx, tx, id)
		return err
	})
	return p, text, err
}

func (s *Service) read(ctx context.Context, actor authz.Actor, op string, fn func(*database.Tx) error) error {
	if !actor.May(MayRead) {
		return fault.New(fault.Forbidden, op)
	}
	return s.DB.Read(ctx, fn)
}

// Install takes a pack in, from whoever is named in words, and returns its ID. The
// pack of the same name that was installed before is withdrawn for new matters. It
// cannot be undone, so that a matter can keep its rules; Withdraw takes it out of
// use.
//
// Faults: Invalid with everything that is wrong with the file, by line; Conflict
// when the very same file is installed.
func (s *Service) Install(ctx context.Context, actor authz.Actor, text []byte, from string) (id string, err error) {
	if !actor.May(MayInstall) {
		return "", fault.New(fault.Forbidden, "rulepacks: install")
	}
	from = strings.TrimSpace(from)
	switch {
	case from == "":
		return "", fault.Bad("rulepacks: install", "from", "rulepacks.install.from.missing")
	case len(from) > maxLine:
		return "", fault.Bad("rulepacks: install", "from", "rulepacks.text.long", "most", maxLine)
	}
	deed := &trail.Deed{Action: "rulepacks.pack.installed", Kind: subject, Irrevocable: true}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		book, err := s.Book(ctx, tx.Tx)
		if err != nil {
			return err
		}
		p, err := Read(text, book.CalendarIDs()...)
		if wrong, ok := errors.AsType[*Wrong](err); ok {
			return wrong.Fault()
		}
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"title": p.Title, "version": p.Version, "from": from}
		deed.ID, err = s.add(ctx, tx, p, text, from, false)
		id = deed.ID
		return err
	})
	return id, err
}

// add puts a pack on the shelf in place of the one of its name.
func (s *Service) add(ctx context.Context, tx *trail.Tx, p *Pack, text []byte, from string, comes bool) (string, error) {
	sum := sha256.Sum256(text)
	i := Installed{
		ID: ids.New(), Name: p.Name, Version: p.Version, Title: p.Title, Sum: hex.EncodeToString(sum[:]),
		Shipped: comes, From: from, At: tx.Now(), By: tx.Actor.Name,
	}
	if err := insertPack(ctx, tx, i, text); err != nil {
		return "", err
	}
	return i.ID, event.Tell(ctx, s.Bus, tx, Changed{})
}

// Withdraw takes a pack out of use for new matters; those that keep it go on by it.
// What comes with the program is withdrawn the same way.
func (s *Service) Withdraw(ctx context.Context, actor authz.Actor, id, rev string) error {
	return s.setWithdrawn(ctx, actor, id, rev, "rulepacks.pack.withdrawn", true)
}

// Restore takes a withdrawn pack into use again.
func (s *Service) Restore(ctx context.Context, actor authz.Actor, id, rev string) error {
	return s.setWithdrawn(ctx, actor, id, rev, "rulepacks.pack.restored", false)
}

func (s *Service) setWithdrawn(ctx context.Context, actor authz.Actor, id, rev, action string, out bool) error {
	if !actor.May(MayInstall) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: subject, ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, _, err := packByID(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"title": p.Title, "version": p.Version}
		at := int64(0)
		if out {
			at = database.Micros(tx.Now())
			if err := s.spare(ctx, tx.Tx, id); err != nil {
				return err
			}
		}
		if err := tx.Update(ctx, packTable, id, rev, trail.Set{"withdrawn_at": at}); err != nil {
			return err
		}
		return event.Tell(ctx, s.Bus, tx, Changed{})
	})
}

// Settle takes in what came with the program since the record was last opened. A
// newer file of the same name takes the older one's place; what somebody installed
// stays above both.
func (s *Service) Settle(ctx context.Context) error {
	files, err := Shipped()
	if err != nil {
		return err
	}
	missing, err := s.missing(ctx, files)
	if err != nil || len(missing) == 0 {
		return err
	}
	deed := &trail.Deed{Action: "rulepacks.packs.came", Kind: subject, Irrevocable: true}
	return trail.Write(ctx, s.DB, authz.System("rulepacks"), deed, func(tx *trail.Tx) error {
		for _, f := range missing {
			if _, err := s.add(ctx, tx, f.Pack, f.Text, "", true); err != nil {
				return err
			}
		}
		deed.Args = map[string]string{"count": count(len(missing))}
		return nil
	})
}

// missing lists the files of the program that are not on the shelf.
func (s *Service) missing(ctx context.Context, files []ShippedFile) (list []ShippedFile, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		have, err := sums(ctx, tx)
		for _, f := range files {
			if sum := sha256.Sum256(f.Text); !have[hex.EncodeToString(sum[:])] {
				list = append(list, f)
			}
		}
		return err
	})
	return list, err
}

// spare refuses to take a pack out whose calendars others count by: they would count
// a holiday as a working day and nobody would know.
func (s *Service) spare(ctx context.Context, tx *database.Tx, id string) error {
	shelf, err := s.shelf(ctx, tx)
	if err != nil {
		return err
	}
	left := map[string]bool{"": true}
	for _, p := range shelf.book.Packs {
		for _, c := range p.Calendars {
			left[c.ID] = left[c.ID] || p.ID != id
		}
	}
	for _, p := range shelf.book.Packs {
		for i := range p.Procedures {
			if c := p.Procedures[i].Calendar; p.ID != id && !left[c] {
				return fault.Bad("rulepacks: withdraw", "", "rulepacks.withdraw.calendar", "calendar", c, "title", p.Title)
			}
		}
	}
	return nil
}

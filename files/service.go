package files

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/vault"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Service is what pages and commands may do with files.
type Service struct {
	DB    *database.DB
	Vault *vault.Vault
	Zone  func(context.Context) *time.Location // of the organisation; nil is UTC
	Most  int64                                // bytes of one file; 0 means 20 MiB
	// Small makes a JPEG of a picture, small enough for a list, and returns an
	// error for what it makes none of. nil makes none.
	Small func(ctx context.Context, picture io.Reader) ([]byte, error)
}

// today is the day it is where the organisation is.
func (s *Service) today(ctx context.Context) civil.Day {
	zone := time.UTC
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// MaxBytes is how large a file may be.
func (s *Service) MaxBytes() int64 {
	if s.Most > 0 {
		return s.Most
	}
	return 20 << 20
}

// New is a file on its way in.
type New struct {
	PersonID string
	EntryID  string // of the timeline; "" makes an entry for the file
	Name     string // as it came
	Content  io.Reader
}

// Add keeps a file with a person. What comes in is encrypted as it arrives. It
// returns NotFound for a person or entry the actor does not see, Forbidden for
// an actor who may not add, and Invalid for a file that is empty, too large or a
// program; nothing of such a file stays.
func (s *Service) Add(ctx context.Context, actor authz.Actor, n New) (File, error) {
	if err := s.mayAdd(ctx, actor, n); err != nil {
		return File{}, err
	}
	sealed, err := s.take(n)
	if err != nil {
		return File{}, err
	}
	if sealed.small, err = s.shrink(ctx, sealed); err != nil {
		return File{}, errors.Join(err, s.Vault.Remove(sealed.ID))
	}
	var f File
	deed := &trail.Deed{Action: "files.file.added", Kind: "person", ID: n.PersonID}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) (err error) { // may be tried again
		f, err = add(ctx, tx, deed, sealed, s.today(ctx))
		return err
	})
	// What a rule refused is surely not in the record. After any other error it
	// may be, and its file stays until it is swept.
	if _, refused := errors.AsType[*fault.Error](err); refused {
		for _, part := range sealed.parts() {
			err = errors.Join(err, s.Vault.Remove(part.Name))
		}
	}
	return f, err
}

// mayAdd is asked before anything is taken in, and again when it is recorded.
func (s *Service) mayAdd(ctx context.Context, actor authz.Actor, n New) error {
	if !actor.May(MayAdd) {
		return fault.New(fault.Forbidden, "files: add")
	}
	return s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, n.PersonID); err != nil || n.EntryID == "" {
			return err
		}
		return entryOf(ctx, tx, actor, n.PersonID, n.EntryID)
	})
}

// entryOf returns nil when a person has such an entry and the actor may read it.
func entryOf(ctx context.Context, tx *database.Tx, actor authz.Actor, personID, entryID string) error {
	e, err := timeline.Readable(ctx, tx, actor, entryID)
	if err == nil && e.PersonID != personID {
		err = fault.New(fault.NotFound, "files: entry of another")
	}
	return err
}

// take encrypts what comes in, and tells what it is.
func (s *Service) take(n New) (File, error) {
	sum := sha256.New()
	limited := &limit{r: n.Content, left: s.MaxBytes()}
	in := bufio.NewReaderSize(io.TeeReader(limited, sum), 4096)
	begin, err := in.Peek(sniffed)
	if err != nil && err != io.EOF {
		return File{}, err
	}
	kind, ends := tell(cleanName(n.Name, nil), begin)
	switch {
	case len(begin) == 0:
		return File{}, refuse("files.bad.empty", n.Name)
	case kind == program:
		return File{}, refuse("files.bad.program", n.Name)
	}
	sealed, err := s.Vault.Put(in)
	if errors.Is(err, errTooLarge) {
		return File{}, refuse("files.bad.large", n.Name, "most", s.MaxBytes()>>20)
	}
	if err != nil {
		return File{}, err
	}
	return File{
		ID: sealed.Name, PersonID: n.PersonID, EntryID: n.EntryID, Name: cleanName(n.Name, ends), Kind: kind, Bytes: sealed.Bytes,
		SHA256: hex.EncodeToString(sum.Sum(nil)), key: sealed.Key,
	}, nil
}

func refuse(key, name string, args ...any) error {
	return fault.Bad("files: add", "file", key, append([]any{"file", cleanName(name, nil)}, args...)...)
}

var errTooLarge = errors.New("files: over the limit")

// limit fails once more than left bytes came.
type limit struct {
	r    io.Reader
	left int64
}

// Read gives what comes, and errTooLarge when it is too much.
func (l *limit) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n, errTooLarge
	}
	return n, err
}

// add records a file that is on the disk, with its entry of the day it came.
func add(ctx context.Context, tx *trail.Tx, deed *trail.Deed, f File, today civil.Day) (File, error) {
	p, err := people.Head(ctx, tx.Tx, tx.Actor, f.PersonID)
	if err != nil {
		return f, err
	}
	deed.Args = map[string]string{"name": p.Name, "file": f.Name, "sha256": f.SHA256}
	f.AddedAt, f.AddedBy, f.AddedName = tx.Now(), tx.Actor.ID, tx.Actor.Name
	if f.EntryID != "" {
		err = entryOf(ctx, tx.Tx, tx.Actor, f.PersonID, f.EntryID)
	} else {
		f.EntryID, err = timeline.Add(ctx, tx, timeline.Entry{
			PersonID: f.PersonID, Kind: KindFile, On: partialdate.On(today), TitleKey: "files.entry.named", TitleArgs: map[string]string{"file": f.Name},
			Link: timeline.Link{Kind: linkKind, ID: f.ID},
		})
	}
	if err != nil {
		return f, err
	}
	return f, insertFile(ctx, tx, f)
}

// List returns the files of a person that the actor may open, the newest first.
// It returns NotFound for a person the actor does not see.
func (s *Service) List(ctx context.Context, actor authz.Actor, personID string) (list []File, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		all, err := filesOf(ctx, tx, personID)
		for _, f := range all {
			if f.inSight(actor) {
				list = append(list, f)
			}
		}
		return err
	})
	return list, err
}

func (f File) sealed() vault.Sealed { return vault.Sealed{Name: f.ID, Key: f.key, Bytes: f.Bytes} }

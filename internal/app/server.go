package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/backup"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/ways"
	"github.com/throughcare/throughcare/staff/staffweb"
	"github.com/throughcare/throughcare/staff/staffweb/gate"
)

// Server answers requests from the first start on: it leads through set-up
// where there is no record, asks for the pass phrase where there is one, and
// then is the application.
type Server struct {
	Home
	Log    *slog.Logger
	Now    func() time.Time
	Served Served
	Cost   keys.Cost // of a guess at the pass phrase; zero for the default
	Code   string    // asked before set-up where others reach this address; "" for none
	Lock   func()    // starts the program anew, locked

	Thumbnails Thumbnails // nil makes none
	Binder     Binder     // nil binds texts only

	gate *gate.Gate
	mu   sync.Mutex
	rec  *Record
	ring *keys.Ring
	rest func() // ends the upkeep and waits for it
}

// Start decides between set-up and unlocking.
func (s *Server) Start() error {
	exists, err := s.Exists()
	if err != nil {
		return err
	}
	words, err := Catalogue()
	if err != nil {
		return err
	}
	s.gate = gate.New(gate.Config{
		Catalogue: func() *i18n.Catalogue { return words }, Log: s.Log, Now: s.Now, Secure: s.Served.Secure,
		SetUp: !exists, Code: s.Code, First: "/setup/recovery",
		Offer:  func() string { phrase, _ := keys.Generate(); return phrase },
		Create: s.create, Open: s.unlock,
	})
	return nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.gate.ServeHTTP(w, r) }

// Unlock opens the record with its pass phrase, before the first request.
func (s *Server) Unlock(ctx context.Context, phrase string) error {
	application, err := s.unlock(ctx, phrase)
	if err == nil {
		s.gate.Admit(application)
	}
	return err
}

// UnlockUnattended opens the record with a key file of the machine.
func (s *Server) UnlockUnattended(ctx context.Context, file string) error {
	ring, err := keys.OpenWithMachine(s.Dir, file)
	if err != nil {
		return err
	}
	application, err := s.open(context.WithoutCancel(ctx), ring, true)
	if err == nil {
		s.gate.Admit(application)
	}
	return err
}

func (s *Server) unlock(ctx context.Context, phrase string) (http.Handler, error) {
	ring, err := OpenKeys(s.Dir, phrase)
	if err != nil {
		return nil, err
	}
	return s.open(context.WithoutCancel(ctx), ring, true)
}

// OpenKeys opens the keys of a folder with the pass phrase, with the words of the
// recovery sheet, or with those of two shares of the council. It returns Invalid
// for words that open nothing.
func OpenKeys(dir, phrase string) (*keys.Ring, error) {
	if keys.IsCouncil(phrase) {
		if ring, err := keys.OpenWithCouncil(dir, phrase); err == nil {
			return ring, nil
		}
	}
	ring, err := keys.Open(dir, phrase)
	if errors.Is(err, keys.ErrWrongPhrase) {
		if recovered, rerr := keys.OpenWithRecovery(dir, phrase); rerr == nil {
			return recovered, nil
		}
		return nil, fault.Bad("app: open keys", "phrase", "gate.unlock.wrong")
	}
	return ring, err
}

func (s *Server) open(ctx context.Context, ring *keys.Ring, existing bool) (http.Handler, error) {
	rec, err := OpenRecord(ctx, Options{URL: s.Database(), FilesDir: s.Files(), Keys: ring, Now: s.Now, Log: s.Log, Existing: existing, Thumbnails: s.Thumbnails, Binder: s.Binder})
	if err != nil {
		ring.Close()
		return nil, err
	}
	if err := rec.Settle(ctx); err != nil {
		ring.Close()
		return nil, errors.Join(err, rec.Close())
	}
	s.mu.Lock()
	s.rec, s.ring, s.rest = rec, ring, upkeep(ctx, rec)
	s.mu.Unlock()
	served := s.Served
	served.Recovery, served.LockRecord, served.LastBackup = s.recovery, s.Lock, s.lastBackup
	served.RecordPhrase = func(ctx context.Context, actor authz.Actor, phrase string) error {
		if err := rec.ChangePhrase(phrase); err != nil {
			return err
		}
		return ways.Note(ctx, rec.DB, actor, ways.Phrase, "")
	}
	return Pages(rec, served)
}

// upkeep looks after the record until rest is called.
func upkeep(ctx context.Context, rec *Record) (rest func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		rec.Upkeep(ctx)
	}()
	return func() { cancel(); <-done }
}

// create makes the record that set-up has planned.
func (s *Server) create(ctx context.Context, plan gate.Plan) (made gate.Made, err error) {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return made, err
	}
	ring, _, err := keys.Create(s.Dir, plan.RecordPhrase, keys.Options{Cost: s.Cost})
	if err != nil {
		return made, err
	}
	if made.Application, err = s.open(context.WithoutCancel(ctx), ring, false); err != nil {
		return made, errors.Join(err, s.Discard())
	}
	if made.Entry, err = s.rec.found(ctx, plan); err != nil {
		return made, err
	}
	return made, nil
}

// found writes the first account and the organisation's choices, and returns a
// link that signs the founder in.
func (rec *Record) found(ctx context.Context, plan gate.Plan) (entry string, err error) {
	first, err := rec.Staff.First(ctx, plan.Account, plan.PhraseHash)
	if err != nil {
		return "", err
	}
	choices := plan.Choices
	choices.SetUp = staffweb.StepRecord // the pages go on from there
	if err := rec.Found(ctx, choices); err != nil {
		return "", err
	}
	link, err := rec.Staff.EntryLink(ctx, first.ID)
	return "/enter/" + link.Token, err
}

// recovery makes a new recovery sheet, in place of the one before.
func (s *Server) recovery(ctx context.Context, actor authz.Actor) (keys.Sheet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sheet, err := s.ring.ReplaceSheet()
	if err != nil {
		return sheet, err
	}
	return sheet, ways.Note(ctx, s.rec.DB, actor, ways.Sheet, sheet.Mark)
}

func (s *Server) lastBackup(ctx context.Context) (time.Time, error) {
	return backup.Last(ctx, s.rec.DB)
}

// Close closes the record, if it is open, and overwrites its key.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rec == nil {
		return nil
	}
	s.rest()
	err := s.rec.Close()
	s.ring.Close()
	s.rec = nil
	return err
}

package retention

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// Eraser is a capability that keeps something about people. ErasePerson removes
// all of it that is about one, inside the change that erases them, and takes
// their name out of what stays with others.
type Eraser interface {
	ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error
}

// Gone is what a change has erased, for those who keep something beside the
// trail.
type Gone struct {
	People  []string
	Rows    map[string]bool // ids of people and of everything that was theirs
	Changes []string        // earlier changes that were about them
}

// Forgetter drops what it keeps of what is gone.
type Forgetter func(ctx context.Context, tx *database.Tx, gone Gone) error

// Files is the capability that keeps files: they go when their rows are gone for
// good.
type Files interface {
	Of(ctx context.Context, tx *database.Tx, personID string) ([]string, error)
	Discard(names []string) error
}

// Ledger is the capability that keeps what proves that sharing was allowed.
type Ledger interface {
	EraseProofs(ctx context.Context, tx *trail.Tx, personID string) error
}

// Special is the capability that keeps what is known of health, faith and
// ethnicity.
type Special interface {
	EraseSpecial(ctx context.Context, tx *trail.Tx, personID string) (int, error)
}

// Accounts is the capability that keeps accounts.
type Accounts interface {
	EraseAccount(ctx context.Context, tx *trail.Tx, accountID string) error
}

// Batches is the capability that keeps the files that were imported.
type Batches interface {
	Strip(ctx context.Context, tx *database.Tx, batchID string) error
}

// Compacter rewrites what it has derived without what was removed.
type Compacter interface {
	Compact(ctx context.Context, tx *database.Tx) error
}

// Service is what pages and commands may do about letting go.
type Service struct {
	DB       *database.DB
	Erasers  []Eraser                                                                      // every capability that keeps something about people, people themselves last
	Parts    func(ctx context.Context, tx *database.Tx, personID string) ([]string, error) // records that became part of somebody's
	Forget   []Forgetter
	Files    Files
	Ledger   Ledger
	Special  Special
	Accounts Accounts
	Batches  Batches
	Index    Compacter
	Zone     func(context.Context) *time.Location // of the organisation; nil is UTC
	Log      *slog.Logger
	List     string // file that names the erased beside the record; "" for none
	// Uptime is how long the machine runs, asleep or awake, by a clock that nobody
	// sets; nil where there is none, and then a clock that is put forward while the
	// program runs is not noticed.
	Uptime func() time.Duration
	// Doubted reports whether the program thinks that its clock was set, and nobody
	// has said yet that it is right; nil trusts it.
	Doubted func(context.Context) bool

	counted counted // for Today

	mu   sync.Mutex // guards last
	last look
}

// Today is the day it is where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	return civil.Of(s.DB.Now(), s.zone(ctx))
}

func (s *Service) zone(ctx context.Context) *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone(ctx)
}

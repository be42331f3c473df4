// Package seconds says what is for two people, and who can be the second: nobody
// opens casework to an account alone where there is somebody to ask.
package seconds

import (
	"context"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// What can wait for a second person.
const (
	Role = "role" // a role that sees more
	Link = "link" // a way into an account that sees casework, past what its owner knows
)

// Life is how long a request waits, and how long a confirmed one is good.
const Life = 72 * time.Hour

// Want is what somebody would do alone.
type Want struct {
	Kind    string
	Role    authz.Role // wanted, or of the account
	Factors bool       // codes and passkeys are lifted too
}

// Waiting is a request that waits for a second person: nobody opens casework to
// an account alone where there is somebody to ask.
type Waiting struct {
	ID        string
	AccountID string
	Name      string // whose account
	Kind      string
	Role      authz.Role
	Factors   bool
	ByID, By  string
	AskedAt   time.Time
	Confirmed bool
	Mine      bool // the reader may confirm it
}

// opensCasework reports a role that can read casework it was not given.
func opensCasework(role authz.Role) bool {
	return role == authz.Worker || role == authz.Lead || role == authz.Solo
}

// Guarded reports whether something is for two people, when there are two: a role
// that sees more than the one before, and a link into an account that has nothing
// but the pass phrase it replaces, or is to have nothing else. more is whether the
// account has more than a pass phrase.
func (w Want) Guarded(before authz.Role, more bool) bool {
	if w.Kind == Role {
		return opensCasework(w.Role) && seesMore(w.Role, before)
	}
	return opensCasework(w.Role) && (w.Factors || !more)
}

func seesMore(to, from authz.Role) bool {
	order := []authz.Role{authz.Administrator, authz.Volunteer, authz.Worker, authz.Lead, authz.Solo}
	return slices.Index(order, to) > slices.Index(order, from)
}

// People are the accounts that can be the second person: leads and those who do
// everything, and where there are none, other administrators. An administrator
// could otherwise make themselves a colleague to agree with.
func People(ctx context.Context, tx *database.Tx, asker, subject string) ([]string, error) {
	for _, roles := range [][]authz.Role{{authz.Lead, authz.Solo}, {authz.Administrator}} {
		list, err := able(ctx, tx, roles, asker, subject)
		if err != nil || len(list) > 0 {
			return list, err
		}
	}
	return nil, nil
}

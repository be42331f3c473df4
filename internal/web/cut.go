package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// lookAgain is how often a download under way looks whether its reader may still
// have it: what is taken away is gone within a second (security design P16).
const lookAgain = 400 * time.Millisecond

// long ago: a deadline that is over, whatever the machine's clock says.
var longAgo = time.Unix(1, 0)

var errCut = errors.New("web: the reader may not have this any more")

// May says whether an actor may still have what is being sent; nil asks no more
// than the route does.
type May func(ctx context.Context, actor authz.Actor) error

// guard sends a file, and cuts the connection when the session ends or is locked,
// the role does not allow the page any more, or may says no. A reader who is slow,
// or does not take anything, is cut too.
func (r *Request) guard(w http.ResponseWriter, may May, write func(io.Writer) error) error {
	if r.Session == nil { // a calendar's address is its own key
		return write(w)
	}
	ctx, stop := context.WithCancel(r.Context())
	defer stop()
	var cut atomic.Bool
	looking := make(chan struct{})
	go func() {
		defer close(looking)
		for r.waits(ctx) {
			if !r.still(ctx, may) {
				cut.Store(true)
				_ = http.NewResponseController(w).SetWriteDeadline(longAgo) // a writer without deadlines is cut at its next part
				return
			}
		}
	}()
	err := write(cutter{w, &cut})
	stop()
	<-looking
	if cut.Load() {
		return errCut
	}
	return err
}

// waits until it is time to look again; false when there is nothing to look for.
func (r *Request) waits(ctx context.Context) bool {
	tick := time.NewTimer(lookAgain)
	defer tick.Stop()
	select {
	case <-tick.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// still reports whether the reader may have the page now. An error that says
// nothing about that is no reason to cut.
func (r *Request) still(ctx context.Context, may May) bool {
	ctx, _ = trail.Watch(ctx) // to look whether one may is no reading
	s, err := r.app.resume(r.WithContext(ctx))
	switch {
	case err != nil:
		return true
	case s == nil || s.Locked || s.ID != r.Session.ID || !s.Actor.May(r.route.Needs):
		return false
	case may == nil:
		return true
	}
	err = may(ctx, s.Actor)
	return !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden)
}

// cutter passes on what is written until it is cut.
type cutter struct {
	to  io.Writer
	cut *atomic.Bool
}

func (c cutter) Write(b []byte) (int, error) {
	if c.cut.Load() {
		return 0, errCut
	}
	return c.to.Write(b)
}

package web

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/trail"
)

// Readings takes down whose casework was shown to whom (security design 3.3).
// What a request reads is gathered on the way (trail.Saw: services say so, and
// people.Visible does for everything about one person), and recorded as one
// reading before the answer leaves. What cannot be recorded is not shown.
type Readings interface {
	Record(ctx context.Context, actor authz.Actor, seen *trail.Seen) error
}

// Elsewhere is what a reading is refused with when there is something to do
// first, on the page To; "" is where one proves who one is.
type Elsewhere struct{ To string }

// Error says so, for the log.
func (e *Elsewhere) Error() string { return "web: elsewhere first" }

// watch begins to gather what the request reads.
func (r *Request) watch() {
	if r.app.Readings == nil {
		return
	}
	ctx, seen := trail.Watch(r.Context())
	r.Request, r.seen = r.WithContext(ctx), seen
}

// witness records what is about to be shown.
func (r *Request) witness() error {
	if r.seen == nil {
		return nil
	}
	return r.app.Readings.Record(r.Context(), r.Actor, r.seen)
}

// unseen forgets what was read and is not shown: the answer leads elsewhere or
// says what went wrong.
func (r *Request) unseen() {
	if r.seen != nil {
		r.seen.Drop()
	}
}

// leftover records what a handler showed that wrote its answer by itself.
func (r *Request) leftover(status int) {
	if status < 200 || status > 299 {
		r.unseen()
	}
	if err := r.witness(); err != nil {
		r.app.Log.ErrorContext(r.Context(), "reading not recorded", "pattern", r.route.Pattern, "request", r.id, "error", err)
	}
}

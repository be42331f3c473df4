package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// answer remembers what was sent, for the log and for repeated forms.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// serve answers one request by its route: a place, a deadline, who asks, may
// they, what did they say, the handler, and a line in the log.
func (a *App) serve(w http.ResponseWriter, hr *http.Request, rt Route) {
	r := a.request(hr, rt)
	out := &answer{ResponseWriter: w}
	defer func() { a.line(r, out) }()
	ctx, cancel := context.WithTimeout(hr.Context(), limits[rt.Class].time)
	defer cancel()
	r.Request = hr.WithContext(ctx)
	deadlines(ctx, w)
	leave, err := a.doors.enter(ctx, rt.Class)
	if err != nil {
		r.speak()
		r.fail(out, err)
		return
	}
	defer leave()
	if err := a.try(out, r); err != nil {
		r.end(out, err)
		return
	}
	r.leftover(out.status)
}

// end answers a request that failed: what has moved leads on, all else says so.
func (r *Request) end(w *answer, err error) {
	asks := r.Method == http.MethodGet && w.status == 0 && r.Session != nil && !r.Session.Locked
	if asks && r.app.Moved != nil && kindOf(err) == fault.NotFound {
		if to := r.app.Moved(r.Context(), r.Actor, r.URL.Path); to != "" {
			r.unseen()
			err = r.leave(w, to)
		}
	}
	if e, ok := errors.AsType[*Elsewhere](err); ok && w.status == 0 {
		r.unseen()
		err = r.lead(w, e.To)
	}
	if err != nil {
		r.fail(w, err)
	}
}

// lead leads to a page, "" to where one proves who one is.
func (r *Request) lead(w http.ResponseWriter, to string) error {
	if to == "" {
		return r.turnAway(w)
	}
	return r.leave(w, to)
}

// try runs the request and turns a panic into an error.
func (a *App) try(w *answer, r *Request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			// The value of a panic may hold anything; the stack holds places only.
			a.Log.ErrorContext(r.Context(), "panic", "pattern", r.route.Pattern, "request", r.id, "stack", string(debug.Stack()))
			err = errors.New("web: panic")
		}
	}()
	if err := a.identify(r); err != nil {
		return err
	}
	if err := a.admit(r); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, a.body(r.route))
	if r.Method == http.MethodPost && !r.route.Raw {
		if err := r.parse(); err != nil {
			return err
		}
	}
	if r.route.Needs != authz.Public && (r.Session == nil || r.Session.Locked) {
		return r.turnAway(w)
	}
	if !r.uses(r.route.Part) {
		return fault.New(fault.NotFound, "web: "+r.route.Pattern)
	}
	if !r.Actor.May(r.route.Needs) {
		return fault.New(fault.Forbidden, "web: "+r.route.Pattern)
	}
	if r.route.Powerful && !r.Actor.Proven {
		return r.turnAway(w)
	}
	return a.handle(w, r)
}

// identify finds out who asks and which language they read.
func (a *App) identify(r *Request) error {
	s, err := a.resume(r.Request)
	if err == nil && s != nil {
		r.Session, r.Actor = s, s.Actor
	}
	r.speak()
	return err
}

// admit refuses what another site made a browser send. A browser too old to
// say where a request comes from (Safari before 16.4) says "null" under our
// referrer policy; it keeps our SameSite cookie from foreign requests, so such
// a request arrives signed out.
func (a *App) admit(r *Request) error {
	err := a.cross.Check(r.Request)
	if err == nil || r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "null" {
		return nil
	}
	return &fault.Error{Kind: fault.Forbidden, Op: "web: " + r.route.Pattern, Err: err}
}

// handle runs the handler; a form that was answered before gets its first
// answer again.
func (a *App) handle(w *answer, r *Request) error {
	if r.Method != http.MethodPost || r.form == nil || a.Answered == nil || r.form.Raw("_once") == "" {
		return a.call(w, r)
	}
	return a.once(w, r)
}

// call runs the handler with the changes it makes gathered.
func (a *App) call(w *answer, r *Request) error {
	r.watch()
	if r.Method == http.MethodPost {
		ctx, changes := trail.Collect(r.Context())
		r.Request, r.changes = r.WithContext(ctx), changes
	}
	return r.route.Handle(w, r)
}

// turnAway leads somebody without an open session to where they get one, and
// somebody who has to prove who they are to where they do. What they typed is
// kept for them.
func (r *Request) turnAway(w http.ResponseWriter) error {
	where := SignInPath
	switch {
	case r.Session == nil:
	case r.Session.Locked:
		where = LockedPath
	default:
		where = ProvePath
	}
	if r.Method == http.MethodPost {
		if err := r.hold(w); err != nil {
			return err
		}
		return r.leave(w, where)
	}
	if to := r.URL.RequestURI(); to != "/" {
		where += "?to=" + url.QueryEscape(to)
	}
	return r.leave(w, where)
}

// leave goes to another page, also when a script asked for a part of this one.
func (r *Request) leave(w http.ResponseWriter, where string) error {
	if r.Fragment() {
		w.Header().Set("HX-Redirect", where)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return r.Go(w, where)
}

// hold keeps a form whose author has to sign in first. A draft that the script saves
// by itself is none: it would take the place of what was sent.
func (r *Request) hold(w http.ResponseWriter) error {
	if r.app.Held == nil || r.form == nil || r.route.Secret || r.route.Pattern == draftsPattern || len(r.form.Values) == 0 {
		return nil
	}
	f := HeldForm{ID: ids.New(), Path: r.URL.Path, Body: r.form.Values.Encode()}
	if r.Session != nil {
		f.AccountID = r.Session.AccountID
	}
	if err := r.app.Held.Hold(r.Context(), f); err != nil {
		return err
	}
	r.app.setCookie(w, heldCookie, f.ID, 24*time.Hour)
	return nil
}

// deadlines bounds how long a client may take to send its body and to take
// the answer. The context's deadline is of the machine's clock, which the
// connection goes by; ours may be set for a test or a demonstration.
func deadlines(ctx context.Context, w http.ResponseWriter) {
	until, ok := ctx.Deadline()
	if !ok {
		return
	}
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(until)                        // not every writer has deadlines
	_ = c.SetWriteDeadline(until.Add(10 * time.Second)) // the same
}

// line writes the request's line in the log: the pattern, never the address.
func (a *App) line(r *Request, w *answer) {
	if a.Log == nil {
		return
	}
	a.Log.InfoContext(r.Context(), "request",
		"pattern", r.route.Pattern, "status", w.status,
		"ms", a.Now().Sub(r.Now).Milliseconds(), "actor", r.Actor.ID, "request", r.id)
}

// missing answers every address there is nothing at.
func missing(http.ResponseWriter, *Request) error {
	return fault.New(fault.NotFound, "web: no such page")
}

// withID puts a person's id into an address.
func withID(href, id string) string { return strings.ReplaceAll(href, "{id}", id) }

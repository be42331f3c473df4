package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
)

// Where somebody is sent who has no open session, or has to prove who they are.
const (
	SignInPath = "/sign-in"
	LockedPath = "/locked"
	ProvePath  = "/prove"
	HeldPath   = "/held"

	// LockRecordPath locks the whole record, for everybody.
	LockRecordPath = "/lock-record"
)

// Session is somebody at work in one browser.
type Session struct {
	ID         string
	Actor      authz.Actor // may do nothing while the session is locked
	AccountID  string      // of its owner, also while it is locked
	Locale     string      // of the catalogue: "en", "en-GB", "es"
	Theme      string      // "", "light" or "dark"
	Density    string      // "" or "compact"
	SingleKeys bool        // single-letter shortcuts are turned on
	Locked     bool        // waits for the pass phrase
	LockAfter  int         // minutes without a touch after which it locks; 0 when nobody knows
	Flash      string      // what happened and was not shown yet; opaque, as given to Keep
	Views      string      // filters of lists; opaque, as given to Keep
	Notices    []Notice    // about the own account, not shown yet in this session

	flash []note
	views []view
}

// Notice is something the owner of a session is told about their own account.
type Notice struct {
	Key   string // of the message, which may name "when" and "about"
	About string
	At    time.Time
}

// Sessions finds sessions and keeps what they remember.
type Sessions interface {
	// Resume finds the session of a token, or NotFound. A session that was
	// idle too long comes back locked.
	Resume(ctx context.Context, token string) (*Session, error)
	// Keep stores what a session remembers. Both texts are encrypted at rest.
	Keep(ctx context.Context, sessionID, flash, views string) error
	// Told notes that a session has shown its notices up to a moment.
	Told(ctx context.Context, sessionID string, until time.Time) error
}

// HeldForm is a form that arrived without an open session.
type HeldForm struct {
	ID        string
	AccountID string // whose locked or ended session sent it, "" when nobody knows
	Path      string // where it was sent
	Body      string // as url.Values.Encode
}

// HeldForms keeps forms for their authors, encrypted, for a day.
type HeldForms interface {
	Hold(ctx context.Context, f HeldForm) error
	// Held returns a form for an account: NotFound when it is somebody else's.
	Held(ctx context.Context, id, accountID string) (HeldForm, error)
	DropHeld(ctx context.Context, id string) error
}

// Answered remembers which showing of a form was saved already, for a day.
type Answered interface {
	// Answer is where the first sending led, or NotFound.
	Answer(ctx context.Context, key string) (location string, err error)
	KeepAnswer(ctx context.Context, key, accountID, location string) error
}

// Drafts keeps what somebody is typing, by account and place.
type Drafts interface {
	SaveDraft(ctx context.Context, accountID, place, body string) error
	// Draft returns what was typed and when, or NotFound.
	Draft(ctx context.Context, accountID, place string) (body string, at time.Time, err error)
	DropDraft(ctx context.Context, accountID, place string) error
}

// Choices keeps how somebody likes a list, such as its columns, by account and
// list.
type Choices interface {
	// Choice returns what was kept, or NotFound.
	Choice(ctx context.Context, accountID, list string) (values string, err error)
	KeepChoice(ctx context.Context, accountID, list, values string) error
}

// note is a sentence to show on the next page, kept as its message so that it
// is said in the reader's language.
type note struct {
	Key  string   `json:"k"`
	Args []string `json:"a,omitempty"` // name, value pairs
	Undo string   `json:"u,omitempty"`
	Bad  bool     `json:"b,omitempty"`
	Back bool     `json:"t,omitempty"` // the change was taken back
}

// view is the state of a list that must not stand in an address.
type view struct {
	ID     string     `json:"i"`
	Values url.Values `json:"v"`
}

// maxViews is how many lists with filters a session remembers.
const maxViews = 20

// open reads what the session remembers; what cannot be read is forgotten.
func (s *Session) open() {
	_ = json.Unmarshal([]byte(s.Flash), &s.flash)
	_ = json.Unmarshal([]byte(s.Views), &s.views)
}

// keep stores what the session remembers.
func (a *App) keep(ctx context.Context, s *Session) error {
	flash, err := pack(s.flash)
	if err != nil {
		return err
	}
	views, err := pack(s.views)
	if err != nil {
		return err
	}
	return a.Sessions.Keep(ctx, s.ID, flash, views)
}

func pack[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	b, err := json.Marshal(list)
	return string(b), err
}

// The cookies. __Host- ties a cookie to this host and to https; on plain
// http, which only localhost may use, the prefix is left off.
const (
	sessionCookie = "throughcare"
	heldCookie    = "throughcare-held"
)

func (a *App) cookieName(name string) string {
	if a.Secure {
		return "__Host-" + name
	}
	return name
}

func (a *App) setCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	c := &http.Cookie{Name: a.cookieName(name), Value: value, Path: "/", Secure: a.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: int(life.Seconds())}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

func (a *App) cookie(r *http.Request, name string) string {
	c, err := r.Cookie(a.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// resume finds the session of a request; nil for nobody.
func (a *App) resume(r *http.Request) (*Session, error) {
	token := a.cookie(r, sessionCookie)
	if token == "" || a.Sessions == nil {
		return nil, nil
	}
	s, err := a.Sessions.Resume(r.Context(), token)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	if s.Locked {
		s.Actor = authz.Actor{}
	}
	s.open()
	return s, nil
}

// SignedIn gives the browser the token of a new session and returns where to
// go: back to a form that was waiting, to the page asked for, or to Today.
func (r *Request) SignedIn(w http.ResponseWriter, token, to string) string {
	r.app.setCookie(w, sessionCookie, token, 0)
	if ids.Valid(r.app.cookie(r.Request, heldCookie)) {
		return HeldPath
	}
	return Local(to)
}

// SignedOut takes the session's token from the browser, with everything the
// browser kept of this site.
func (r *Request) SignedOut(w http.ResponseWriter) {
	r.app.setCookie(w, sessionCookie, "", 0)
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
}

// Token is the session token the browser sent, or "".
func (r *Request) Token() string { return r.app.cookie(r.Request, sessionCookie) }

// Local returns a path of this site as given, and "/" for anything that would
// lead away from it.
func Local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}

package staffweb

import (
	"context"

	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/staff/kept"
)

// Sessions is the accounts as the web kit needs them: it finds who is behind a
// request and keeps what they typed.
type Sessions struct {
	*staff.Service
	Settings *settings.Store
}

// The places of the kit that Sessions fills.
var (
	_ web.Sessions  = Sessions{}
	_ web.HeldForms = Sessions{}
	_ web.Answered  = Sessions{}
	_ web.Drafts    = Sessions{}
	_ web.Choices   = Sessions{}
)

// Resume finds the session of a token, or NotFound.
func (s Sessions) Resume(ctx context.Context, token string) (*web.Session, error) {
	p, err := s.Service.Resume(ctx, token)
	if err != nil {
		return nil, err
	}
	flash, views := s.Remembered(p.Session)
	var notices []web.Notice
	for _, n := range p.Notices {
		notices = append(notices, web.Notice{Key: "staff.notice." + n.What, About: n.About, At: n.At})
	}
	return &web.Session{
		ID: p.Session.ID, Actor: p.Actor, AccountID: p.Account.ID, Locale: s.Settings.Current(ctx).Locale(p.Account.Locale),
		Theme: p.Account.Theme, Density: p.Account.Density, SingleKeys: p.Account.SingleKeys, Locked: p.Session.Locked,
		LockAfter: s.Settings.Current(ctx).LockMinutes,
		Flash:     flash, Views: views, Notices: notices,
	}, nil
}

// Keep stores what a session remembers.
func (s Sessions) Keep(ctx context.Context, session, flash, views string) error {
	return s.KeepSession(ctx, session, flash, views)
}

// Hold keeps a form that arrived without an open session.
func (s Sessions) Hold(ctx context.Context, f web.HeldForm) error {
	return s.Service.Hold(ctx, kept.Held(f))
}

// Held returns a form for its author, or NotFound.
func (s Sessions) Held(ctx context.Context, id, account string) (web.HeldForm, error) {
	f, err := s.Service.Held(ctx, id, account)
	return web.HeldForm(f), err
}

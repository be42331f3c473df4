package webtest

import (
	"context"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
)

// Memory keeps what a server keeps about sessions and forms.
type Memory struct {
	mu      sync.Mutex
	session *web.Session
	held    map[string]web.HeldForm
	answers map[string]string
	drafts  map[string]string
	choices map[string]string
}

func absent(what string) error { return fault.New(fault.NotFound, "webtest: "+what) }

// Resume returns a copy of the session.
func (m *Memory) Resume(_ context.Context, token string) (*web.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.session == nil || token != "token" {
		return nil, absent("session")
	}
	s := *m.session
	return &s, nil
}

// Keep stores flash and views.
func (m *Memory) Keep(_ context.Context, _, flash, views string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.session.Flash, m.session.Views = flash, views
	return nil
}

// Told notes nothing: who is in a test has nothing to be told.
func (m *Memory) Told(context.Context, string, time.Time) error { return nil }

// Choice returns how an account likes a list.
func (m *Memory) Choice(_ context.Context, account, list string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if values, ok := m.choices[account+" "+list]; ok {
		return values, nil
	}
	return "", absent("choice")
}

// KeepChoice keeps it.
func (m *Memory) KeepChoice(_ context.Context, account, list, values string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.choices = with(m.choices, account+" "+list, values)
	return nil
}

// Lock locks the session, or opens it again.
func (m *Memory) Lock(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.session.Locked = on
}

// Hold keeps a form.
func (m *Memory) Hold(_ context.Context, f web.HeldForm) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.held = with(m.held, f.ID, f)
	return nil
}

// Held gives a form to its author.
func (m *Memory) Held(_ context.Context, id, account string) (web.HeldForm, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.held[id]
	if !ok || f.AccountID != "" && f.AccountID != account {
		return f, absent("held form")
	}
	return f, nil
}

// DropHeld forgets a form.
func (m *Memory) DropHeld(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.held, id)
	return nil
}

// Answer finds the first answer of a form.
func (m *Memory) Answer(_ context.Context, key string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	to, ok := m.answers[key]
	if !ok {
		return "", absent("answer")
	}
	return to, nil
}

// KeepAnswer remembers it.
func (m *Memory) KeepAnswer(_ context.Context, key, _, location string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers = with(m.answers, key, location)
	return nil
}

// SaveDraft keeps what is being typed.
func (m *Memory) SaveDraft(_ context.Context, account, place, body string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drafts = with(m.drafts, account+" "+place, body)
	return nil
}

// Draft returns it.
func (m *Memory) Draft(_ context.Context, account, place string) (string, time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	body, ok := m.drafts[account+" "+place]
	if !ok {
		return "", time.Time{}, absent("draft")
	}
	return body, Noon, nil
}

// DropDraft forgets it.
func (m *Memory) DropDraft(_ context.Context, account, place string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.drafts, account+" "+place)
	return nil
}

func with[V any](m map[string]V, key string, value V) map[string]V {
	if m == nil {
		m = map[string]V{}
	}
	m[key] = value
	return m
}

// Views is what is kept of lists, as the session keeps it.
func (m *Memory) Views() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.session.Views
}

// Package clockpage says in the settings that the clock of the machine was set,
// until somebody has seen that it is right.
package clockpage

import (
	"context"
	"embed"
	"net/http"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Pages show it and take it back.
type Pages struct{ Settings *settings.Store }

// Routes are what can be done about it.
func (p *Pages) Routes() []web.Route {
	return []web.Route{{Pattern: "POST /settings/clock", Needs: settings.Manage, Handle: p.right}}
}

// Panels shows it in the settings, before everything else.
func (p *Pages) Panels(to *web.Panels) {
	to.Settings(web.Panel{ID: "clock", TitleKey: "clock.title", Needs: settings.Manage, Order: 1, Render: p.panel})
}

func (p *Pages) panel(ctx context.Context, _ *web.Request, _ string) (templ.Component, error) {
	set := p.Settings.Current(ctx).ClockSet
	if set == nil {
		return nil, nil
	}
	return panel(*set), nil
}

// right keeps that a person has looked at the clock.
func (p *Pages) right(w http.ResponseWriter, r *web.Request) error {
	if err := p.Settings.Change(r.Context(), r.Actor, func(c *settings.Choices) { c.ClockSet = nil }); err != nil {
		return err
	}
	return r.Done(w, "/settings")
}

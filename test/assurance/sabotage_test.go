package main

import (
	"context"
	"net/http"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
)

// open is a way to find sessions whose actors see everybody: the wall is 1=1.
type open struct{ web.Sessions }

func (o open) Resume(ctx context.Context, token string) (*web.Session, error) {
	s, err := o.Sessions.Resume(ctx, token)
	if err == nil {
		s.Actor.Sight, s.Actor.Chapter, s.Actor.Barred = authz.SeesAll, "", false
	}
	return s, err
}

func openWall(pages *web.App) http.Handler {
	c := pages.Config
	c.Sessions = open{c.Sessions}
	return web.New(c)
}

// with is the application with one more route.
func with(pages *web.App, routes ...web.Route) *web.App {
	c := pages.Config
	c.Routes = append(append([]web.Route{}, c.Routes...), routes...)
	return web.New(c)
}

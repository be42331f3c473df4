// Package drillpage shows in the settings when a backup was last restored to see
// that it can be: by the program, once a week, and by a person with the real
// sheet, who should do it once a month.
package drillpage

import (
	"context"
	"embed"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/backup"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// After how long a drill is old.
const (
	stale     = 8 * 24 * time.Hour
	staleHand = 31 * 24 * time.Hour
)

// job is the kind of the job that makes a drill.
const job = "drill"

// Pages show drills and start them.
type Pages struct {
	DB   *database.DB
	Jobs *jobs.Runner
	// Drill makes one.
	Drill func(context.Context) (backup.Drill, error)
}

// Routes are what can be done about drills.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "POST /settings/drill", Needs: settings.Manage, Handle: p.start},
		{Pattern: "POST /settings/drill/by-hand", Needs: settings.Manage, Handle: p.byHand},
	}
}

// Panels shows the last drills in the settings.
func (p *Pages) Panels(to *web.Panels) {
	to.Settings(web.Panel{ID: "drill", TitleKey: "drill.title", Needs: settings.Manage, Order: 10, Render: p.panel})
}

// Results leads from a drill that has ended to where its outcome is shown.
func (p *Pages) Results() map[string]string { return map[string]string{job: "/settings#drill"} }

// view is what the panel shows: the newest drill, and the newest that went well,
// of each kind.
type view struct {
	Last, Good, Hand backup.Drill
	Now              time.Time
}

// Old reports whether nobody should rely on the last drill of the program.
func (v view) Old() bool { return v.Last.Problem != "" || v.Now.Sub(v.Good.At) > stale }

// HandOld reports whether it is time for a person to try the real sheet.
func (v view) HandOld() bool { return v.Now.Sub(v.Hand.At) > staleHand }

func (p *Pages) panel(ctx context.Context, r *web.Request, _ string) (templ.Component, error) {
	v := view{Now: r.Now}
	var err error
	if v.Last, err = backup.LastDrill(ctx, p.DB, false); err != nil {
		return nil, err
	}
	if v.Good, err = backup.LastGoodDrill(ctx, p.DB, false); err != nil {
		return nil, err
	}
	if v.Hand, err = backup.LastGoodDrill(ctx, p.DB, true); err != nil {
		return nil, err
	}
	return panel(v), nil
}

// start makes a drill now, beside everything else.
func (p *Pages) start(w http.ResponseWriter, r *web.Request) error {
	id, err := p.Jobs.Start(r.Context(), job, r.Actor.ID, "record", 0, func(ctx context.Context, _ *jobs.Progress) error {
		d, err := p.Drill(ctx)
		if err == nil && d.Problem != "" {
			err = fault.Bad("drillpage: drill", "", d.Problem)
		}
		return err
	})
	if err != nil {
		return err
	}
	return r.Done(w, jobspage.Href(id))
}

// byHand keeps that a person has restored a backup with the real sheet. It is a
// word given, and so it has a name in the trail.
func (p *Pages) byHand(w http.ResponseWriter, r *web.Request) error {
	if err := backup.NoteDrill(r.Context(), p.DB, r.Actor, backup.Drill{At: r.Now, ByHand: true}); err != nil {
		return err
	}
	return r.Done(w, "/settings#drill")
}

package calendarweb

import (
	"io"
	"net/http"

	"github.com/throughcare/throughcare/calendar"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) feeds(w http.ResponseWriter, r *web.Request) error {
	return p.showFeeds(w, r, web.NewForm(), "")
}

// newFeed makes a feed and shows its address, this once.
func (p *Pages) newFeed(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name", "kinds")
	if err != nil {
		return err
	}
	token, err := p.Calendar.NewFeed(r.Context(), r.Actor, f.Text("name"), f.Text("kinds"))
	switch {
	case f.Take(err):
		return p.showFeeds(w, r, f, "")
	case err != nil:
		return err
	}
	return p.showFeeds(w, r, web.NewForm(), address(r, token))
}

// address is the whole address of a feed as this browser reaches the server.
func address(r *web.Request, token string) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host + "/feeds/" + token
}

func (p *Pages) showFeeds(w http.ResponseWriter, r *web.Request, f *web.Form, address string) error {
	list, err := p.Calendar.Feeds(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("calendar.feeds.title"), Current: "calendar", Form: f}
	return r.Render(w, f.Status(), page, feedsPage(f, list, address))
}

func (p *Pages) endFeed(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if err := p.Calendar.EndFeed(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Done(w, "/calendar/feeds")
}

// feed is what a calendar program reads. It has no session: the address is the
// key, and what it opens is a list of hours and initials.
func (p *Pages) feed(w http.ResponseWriter, r *web.Request) error {
	read, err := p.Calendar.Open(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	printer := p.Catalogue().Printer(p.Locale(r.Request)).At(read.Now, read.Zone)
	ctx := i18n.With(r.Context(), printer)
	words := calendar.Words{Name: read.Feed.Name, Kind: func(it calendar.Item) string { return p.kind(ctx, it) }}
	text := calendar.Write(words, read.Items, read.Now, read.Zone)
	return r.Send(w, "throughcare.ics", "text/calendar; charset=utf-8", func(out io.Writer) error {
		_, err := io.WriteString(out, text)
		return err
	})
}

package mailroomweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/table"
	"github.com/throughcare/throughcare/mailroom"
)

// Where the queues are.
const (
	packPath     = "/mail/pack"
	heldPath     = "/mail/held"
	waitingPath  = "/mail/waiting"
	unknownPath  = "/mail/unknown"
	stoppedPath  = "/mail/stopped"
	returnedPath = "/mail/returned"
)

var (
	queue   = requests("mail-pack", "mail.queue", "mail.queue.empty")
	held    = requests("mail-held", "mail.held", "mail.held.empty")
	stopped = requests("mail-stopped", "mail.stopped", "mail.stopped.empty")
	waiting = letters("mail-waiting", "mail.waiting", "mail.waiting.empty", false)
	unknown = letters("mail-unknown", "mail.unknown", "mail.unknown.empty", true)
	back    = &table.Table[mailroom.ParcelRow]{
		ID: "mail-returned", TitleKey: "mail.returned", EmptyKey: "mail.returned.empty",
		Columns: []table.Column[mailroom.ParcelRow]{
			{Key: "day", TitleKey: "mail.column.returned", Head: true, Text: func(ctx context.Context, r mailroom.ParcelRow) string { return i18n.Day(ctx, string(r.ReturnedOn)) },
				Cell: func(ctx context.Context, r mailroom.ParcelRow) templ.Component {
					return layout.Anchor("/mail/parcels/"+r.ID, i18n.Day(ctx, string(r.ReturnedOn)))
				}},
			{Key: "person", TitleKey: "mail.column.person", Text: func(_ context.Context, r mailroom.ParcelRow) string { return r.Name },
				Cell: func(_ context.Context, r mailroom.ParcelRow) templ.Component {
					return layout.PersonName(name(r.PersonID, r.Who))
				}},
			{Key: "reason", TitleKey: "mail.column.reason", Text: func(ctx context.Context, r mailroom.ParcelRow) string {
				return i18n.T(ctx, "mail.reason."+string(r.Reason))
			}},
			{Key: "words", TitleKey: "mail.column.envelope", Text: func(_ context.Context, r mailroom.ParcelRow) string { return r.Words }},
			{Key: "to", TitleKey: "mail.column.to", Text: func(_ context.Context, r mailroom.ParcelRow) string { return r.Place }},
			{Key: "sent", TitleKey: "mail.column.sent", Text: func(ctx context.Context, r mailroom.ParcelRow) string { return i18n.Day(ctx, string(r.SentOn)) }},
			{Key: "what", TitleKey: "mail.column.what", Text: func(_ context.Context, r mailroom.ParcelRow) string { return r.Offer }},
		},
	}
)

func requests(id, title, empty string) *table.Table[mailroom.RequestRow] {
	return &table.Table[mailroom.RequestRow]{
		ID: id, TitleKey: title, EmptyKey: empty,
		Columns: []table.Column[mailroom.RequestRow]{
			{Key: "code", TitleKey: "mail.column.code", Head: true, Text: func(_ context.Context, r mailroom.RequestRow) string { return r.Code },
				Cell: func(_ context.Context, r mailroom.RequestRow) templ.Component {
					return layout.Anchor(packPath+"/"+r.ID, r.Code)
				}},
			{Key: "person", TitleKey: "mail.column.person", Text: func(_ context.Context, r mailroom.RequestRow) string { return r.Name },
				Cell: func(_ context.Context, r mailroom.RequestRow) templ.Component {
					return layout.PersonName(name(r.PersonID, r.Who))
				}},
			{Key: "words", TitleKey: "mail.column.asks", Text: func(_ context.Context, r mailroom.RequestRow) string { return r.Words }},
			{Key: "at", TitleKey: "mail.column.at", Text: func(ctx context.Context, r mailroom.RequestRow) string { return at(ctx, r.Who) }},
			{Key: "state", TitleKey: "mail.column.state", Text: func(ctx context.Context, r mailroom.RequestRow) string { return state(ctx, r.Request) }},
			{Key: "what", TitleKey: "mail.column.what", Text: func(_ context.Context, r mailroom.RequestRow) string { return r.Offer }},
			{Key: "asked", TitleKey: "mail.column.asked", Text: func(ctx context.Context, r mailroom.RequestRow) string { return i18n.Day(ctx, string(r.AskedOn)) }},
		},
	}
}

func letters(id, title, empty string, nobody bool) *table.Table[mailroom.LetterRow] {
	who := table.Column[mailroom.LetterRow]{Key: "person", TitleKey: "mail.column.person", Text: func(_ context.Context, r mailroom.LetterRow) string { return r.Name },
		Cell: func(_ context.Context, r mailroom.LetterRow) templ.Component {
			return layout.PersonName(name(r.PersonID, r.Who))
		}}
	if nobody {
		who = table.Column[mailroom.LetterRow]{Key: "as-read", TitleKey: "mail.as-read", Text: func(_ context.Context, r mailroom.LetterRow) string { return r.AsRead }}
	}
	return &table.Table[mailroom.LetterRow]{
		ID: id, TitleKey: title, EmptyKey: empty,
		Columns: []table.Column[mailroom.LetterRow]{
			{Key: "received", TitleKey: "mail.column.received", Head: true, Text: func(ctx context.Context, r mailroom.LetterRow) string { return i18n.Day(ctx, string(r.ReceivedOn)) },
				Cell: func(ctx context.Context, r mailroom.LetterRow) templ.Component {
					return layout.Anchor("/mail/letters/"+r.ID, i18n.Day(ctx, string(r.ReceivedOn)))
				}},
			who,
			{Key: "kind", TitleKey: "mail.column.kind", Text: func(ctx context.Context, r mailroom.LetterRow) string { return kindWords(ctx, r.Kind) }},
			{Key: "words", TitleKey: "mail.column.words", Text: func(_ context.Context, r mailroom.LetterRow) string { return r.Words }},
			{Key: "at", TitleKey: "mail.column.at", Text: func(ctx context.Context, r mailroom.LetterRow) string { return at(ctx, r.Who) }},
		},
	}
}

func kindWords(ctx context.Context, k mailroom.Kind) string {
	if k == mailroom.Asks {
		return i18n.T(ctx, "mail.kind.asks")
	}
	return i18n.T(ctx, "mail.kind."+string(k))
}

func name(personID string, w mailroom.Who) layout.Name {
	return layout.Name{Text: w.Name, Href: "/people/" + personID, Script: w.ScriptName, Lang: w.ScriptLang, Number: w.Number}
}

func at(ctx context.Context, w mailroom.Who) string {
	switch {
	case w.Facility != "":
		return w.Facility
	case w.Stay == "":
		return ""
	}
	return i18n.T(ctx, "custody.state."+string(w.Stay))
}

func (p *Pages) listRoutes() []web.Route {
	work := mailroom.MayWork
	return []web.Route{
		{Pattern: "GET " + packPath, Needs: work, Handle: list(p, queue, packPath, p.Mail.Queue)},
		{Pattern: "GET " + heldPath, Needs: work, Handle: list(p, held, heldPath, p.Mail.HeldOnes)},
		{Pattern: "GET " + stoppedPath, Needs: work, Handle: list(p, stopped, stoppedPath, p.Mail.StoppedOnes)},
		{Pattern: "GET " + waitingPath, Needs: work, Handle: list(p, waiting, waitingPath, p.toAnswer)},
		{Pattern: "GET " + unknownPath, Needs: work, Handle: list(p, unknown, unknownPath, p.Mail.Unknown)},
		{Pattern: "GET " + labelsPath, Needs: work, Handle: p.labels},
		{Pattern: "GET " + labelsPath + "/sheet", Needs: work, Handle: p.sheet},
		{Pattern: "POST " + labelsPath + "/printed", Needs: work, Handle: p.printed},
		{Pattern: "GET " + returnedPath, Needs: work, Handle: list(p, back, returnedPath, p.cameBack)},
	}
}

// list is the page of one of the queues.
func list[T any](p *Pages, t *table.Table[T], path string, find finder[T]) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		s, err := t.Read(r)
		if err != nil {
			return err
		}
		rows, err := find(r.Context(), r.Actor)
		if err != nil {
			return err
		}
		if s.CSV {
			return t.Sheet(w, r, s, t.ID, rows)
		}
		c, err := p.Mail.Counts(r.Context(), r.Actor)
		if err != nil {
			return err
		}
		total := len(rows)
		body := t.View(r.Context(), r, s, table.List[T]{Rows: rows[:min(total, s.Limit)], Total: total, Tabs: tabs(r.Context(), path, c)})
		return r.Render(w, http.StatusOK, layout.Page{Title: r.T(t.TitleKey), Current: "mail"}, listPage(r.T(t.TitleKey), body))
	}
}

// tabs are the queues of the desk, with how much is in each.
func tabs(ctx context.Context, path string, c mailroom.Counts) []layout.Tab {
	var out []layout.Tab
	for _, one := range []struct {
		key, path string
		n         int
	}{
		{"mail.queue", packPath, c.Queue}, {"mail.held", heldPath, c.Held}, {"mail.waiting", waitingPath, c.Waiting},
		{"mail.unknown", unknownPath, c.Unknown}, {"mail.stopped", stoppedPath, c.Stopped}, {"mail.returned", returnedPath, -1},
	} {
		t := layout.Tab{Text: i18n.T(ctx, one.key), Href: one.path, Current: one.path == path}
		if one.n >= 0 {
			t.Count = i18n.Number(ctx, one.n)
		}
		out = append(out, t)
	}
	return out
}

type finder[T any] func(context.Context, authz.Actor) ([]T, error)

func (p *Pages) toAnswer(ctx context.Context, actor authz.Actor) ([]mailroom.LetterRow, error) {
	return p.Mail.Letters(ctx, actor, mailroom.ToAnswer)
}

// mostReturned is how many of what came back are listed.
const mostReturned = 500

func (p *Pages) cameBack(ctx context.Context, actor authz.Actor) ([]mailroom.ParcelRow, error) {
	return p.Mail.ReturnedOnes(ctx, actor, mostReturned)
}

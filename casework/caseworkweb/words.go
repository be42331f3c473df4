package caseworkweb

import (
	"context"
	"net/url"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// nextWords says what comes next in a case, the day first.
func nextWords(ctx context.Context, c row) layout.W {
	switch c.State {
	case casework.Active:
		return due(ctx, c.NextOn, c.NextTime, c.NextTitle)
	case "":
		return layout.W{Words: i18n.T(ctx, "casework.none")}
	}
	w := layout.W{Words: stateName(ctx, c.State)}
	if c.Since != "" {
		w.Note = i18n.T(ctx, "casework.since", "day", i18n.Day(ctx, string(c.Since)))
	}
	return w
}

// due words a next action: how late it is, or its day, and what it is.
func due(ctx context.Context, on civil.Day, hour, title string) layout.W {
	w := layout.W{Note: title}
	if title == "" {
		w.Note = i18n.T(ctx, "casework.touch")
	}
	left, ok := i18n.DaysUntil(ctx, string(on))
	switch {
	case !ok:
		return layout.W{Words: i18n.T(ctx, "casework.unset"), Note: i18n.T(ctx, "casework.unset.note"), Tone: layout.Late}
	case left < 0:
		w.Words, w.Tone = i18n.Due(ctx, string(on)), layout.Late
	case left == 0:
		w.Words, w.Tone = i18n.Due(ctx, string(on)), layout.Soon
	case left <= soon:
		w.Words, w.Tone = i18n.Day(ctx, string(on)), layout.Soon
	default:
		w.Words = i18n.Day(ctx, string(on))
	}
	if hour != "" {
		w.Words += " " + hour
	}
	return w
}

// soon is how many days ahead a day is near.
const soon = 7

// channelName words how a word passed; nothing for none.
func channelName(ctx context.Context, c casework.Channel) string {
	if c == "" {
		return ""
	}
	return i18n.T(ctx, "casework.channel."+string(c))
}

// stateName words how a case stands.
func stateName(ctx context.Context, s casework.State) string {
	if s == "" {
		return i18n.T(ctx, "casework.none")
	}
	return i18n.T(ctx, "casework.state."+string(s))
}

// placeWords says where somebody is: a facility, or why none can be named.
func placeWords(ctx context.Context, c row) string {
	switch {
	case c.StayState != "" && c.StayState != "held":
		return i18n.T(ctx, "casework.stay."+c.StayState)
	case c.Facility != "":
		return c.Facility
	}
	return i18n.T(ctx, "casework.stay.unknown")
}

// numberWords says why there is no number.
func numberWords(ctx context.Context, c row) string {
	state := people.State(c.NumberState)
	if state == people.Known {
		state = people.Unknown
	}
	return i18n.T(ctx, "casework.number."+string(state))
}

// next reads a next action.
func (p *Pages) next(r *web.Request, f *web.Form) casework.Next {
	return casework.Next{Words: f.Text("next"), On: r.Day(f, "next_on", partialdate.Coming)}
}

// who is the head of a page about one person.
type who struct {
	casework.Row
	cares []string
}

func (p *Pages) who(r *web.Request, personID string) (w who, err error) {
	if w.Row, err = p.Cases.Row(r.Context(), r.Actor, personID); err != nil {
		return w, err
	}
	full, err := p.People.Person(r.Context(), r.Actor, personID)
	for _, c := range full.TakeCare {
		w.cares = append(w.cares, c.Line)
	}
	return w, err
}

func (w who) name() layout.Name {
	return layout.Name{Text: w.Name, Href: "/people/" + w.PersonID, Script: w.ScriptName, Lang: w.ScriptLang, Number: w.Number}
}

// channels are the ways a word passes, as chips.
func channels(ctx context.Context) []layout.Option {
	return layout.Options(casework.Channels(), func(c casework.Channel) string { return i18n.Capital(channelName(ctx, c)) })
}

// colleagues are those work can be given to.
func (p *Pages) colleagues(r *web.Request, but string) ([]layout.Option, error) {
	list, err := p.Cases.Colleagues(r.Context(), r.Actor)
	var options []layout.Option
	for _, c := range list {
		if c.ID != but {
			options = append(options, layout.Option{Value: c.ID, Label: c.Name})
		}
	}
	return options, err
}

// query is the part of an address from its question mark on.
func query(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.RawQuery == "" {
		return ""
	}
	return "?" + u.RawQuery
}

// nowWords says how a person's case stands: the last word and what is next.
func nowWords(ctx context.Context, c row) string {
	last := i18n.T(ctx, "casework.last.never.sentence")
	if c.LastOn != "" {
		last = i18n.T(ctx, "casework.last.sentence", "day", i18n.Day(ctx, string(c.LastOn)), "how", channelName(ctx, c.LastHow))
	}
	if c.State != casework.Active || c.NextOn == "" {
		return last
	}
	w := due(ctx, c.NextOn, c.NextTime, c.NextTitle)
	return last + " " + i18n.T(ctx, "casework.next.sentence", "what", w.Note, "day", i18n.Day(ctx, string(c.NextOn)))
}

package staffweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/staff/seconds"
)

// hereView is what the page of those who work here shows.
type hereView struct {
	Rows    []accountRow
	Waiting []waitingRow
	Manage  bool // the reader manages accounts
}

// waitingRow is one request that waits for a second person.
type waitingRow struct {
	ID, Account, Words, When string
	Confirmed, Agree, Refuse bool
}

// waitingRows are the requests as the reader sees them.
func (p *Pages) waitingRows(r *web.Request) ([]waitingRow, error) {
	list, err := p.Staff.WaitingForSecond(r.Context(), r.Actor)
	rows := make([]waitingRow, len(list))
	for i, w := range list {
		rows[i] = waitingRow{
			ID: w.ID, Account: w.AccountID, Words: waitingWords(r, w), When: i18n.Instant(r.Context(), w.AskedAt),
			Confirmed: w.Confirmed, Agree: w.Mine, Refuse: !w.Confirmed && (w.Mine || w.ByID == r.Actor.ID),
		}
	}
	return rows, err
}

// waitingWords says what is asked for.
func waitingWords(r *web.Request, w seconds.Waiting) string {
	key := "staff.second." + w.Kind
	if w.Factors {
		key += ".factors"
	}
	return r.T(key, "by", w.By, "name", w.Name, "role", roleName(r.Context(), w.Role))
}

// showWaits leads back to the list, which says that a second person is asked.
func (p *Pages) showWaits(w http.ResponseWriter, r *web.Request) error {
	r.Tell("staff.second.waits")
	return r.Done(w, "/settings/people-here")
}

func (p *Pages) agree(w http.ResponseWriter, r *web.Request) error {
	return p.say(w, r, p.Staff.Agree)
}

func (p *Pages) refuse(w http.ResponseWriter, r *web.Request) error {
	return p.say(w, r, p.Staff.Refuse)
}

func (p *Pages) say(w http.ResponseWriter, r *web.Request, word func(context.Context, authz.Actor, string) error) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if err := word(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Done(w, "/settings/people-here")
}

// secondPanel tells on Today what waits for the reader's word.
func (p *Pages) secondPanel(_ context.Context, r *web.Request, _ string) (templ.Component, error) {
	rows, err := p.waitingRows(r)
	var mine []waitingRow
	for _, w := range rows {
		if w.Agree {
			mine = append(mine, w)
		}
	}
	if err != nil || len(mine) == 0 {
		return nil, err
	}
	return waitingList(mine), nil
}

// passkeysForPower asks everybody for a passkey before what is powerful, or stops
// doing so.
func (p *Pages) passkeysForPower(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("on")
	if err != nil {
		return err
	}
	err = p.Staff.AskPasskeys(r.Context(), r.Actor, f.Ticked("on"))
	if f.Take(err) {
		return p.showSettings(w, r, settingsView{Passkeys: f})
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/settings")
}

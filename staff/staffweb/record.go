package staffweb

import (
	"errors"
	"net/http"

	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/staff/phrases"
)

func (p *Pages) askRecordPhrase(w http.ResponseWriter, r *web.Request) error {
	return p.showRecordPhrase(w, r, web.NewForm(), http.StatusOK)
}

func (p *Pages) showRecordPhrase(w http.ResponseWriter, r *web.Request, f *web.Form, status int) error {
	page := layout.Page{Title: r.T("settings.record.title"), Current: "settings", Form: f}
	return r.Render(w, status, page, recordPhrasePage(f))
}

// changeRecordPhrase gives the record another pass phrase. The old one is not
// asked for: it may be what was lost. The own pass phrase is.
func (p *Pages) changeRecordPhrase(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("own_phrase", "phrase", "phrase_again")
	if err != nil {
		return err
	}
	same(f)
	f.Take(CheckRecordPhrase(f.Raw("phrase"), p.Settings.Current(r.Context()).Name, r.Actor.Name))
	if f.Failed() {
		return p.showRecordPhrase(w, r, f, f.Status())
	}
	err = p.Staff.Prove(r.Context(), r.Actor, f.Raw("own_phrase"), "own_phrase")
	if status, again := refused(f, err); again {
		return p.showRecordPhrase(w, r, f, status)
	}
	if err == nil {
		err = p.RecordPhrase(r.Context(), r.Actor, f.Raw("phrase"))
	}
	if errors.Is(err, keys.ErrWeakPhrase) {
		f.Fail("phrase", "staff.phrase.common")
		return p.showRecordPhrase(w, r, f, f.Status())
	}
	if err != nil {
		return err
	}
	r.Tell("settings.record.changed")
	return r.Done(w, "/settings")
}

// CheckRecordPhrase returns what is wrong with a pass phrase for the record, in
// the field "phrase": the rules of every pass phrase, and those of the keys.
func CheckRecordPhrase(phrase string, own ...string) error {
	if err := phrases.CheckRecord(phrase, "phrase", own...); err != nil {
		return err
	}
	if keys.Strength(phrase) < keys.MinBits {
		return weak()
	}
	return nil
}

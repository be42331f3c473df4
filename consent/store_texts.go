package consent

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const selectText = `SELECT id, rev, purpose, lang, version, body, made_at, made_name FROM consent_text`

func scanText(scan database.Scan) (Text, error) {
	var t Text
	var at int64
	err := scan(&t.ID, &t.Rev, &t.Purpose, &t.Lang, &t.Version, &t.Body, &at, &t.MadeBy)
	t.MadeAt = database.FromMicros(at)
	return t, err
}

// ownTexts lists the organisation's own versions, the oldest first.
func ownTexts(ctx context.Context, tx *database.Tx) ([]Text, error) {
	return database.All(ctx, tx, scanText, selectText+` ORDER BY purpose, lang, version`)
}

func insertText(ctx context.Context, tx *trail.Tx, t Text) error {
	return tx.Insert(ctx, textTable, t.ID, trail.Set{
		"purpose": t.Purpose, "lang": t.Lang, "version": t.Version, "body": t.Body,
		"made_at": database.Micros(tx.Now()), "made_by": tx.Actor.ID, "made_name": tx.Actor.Name,
	})
}

// choice is what an organisation decided about a purpose.
type choice struct {
	key, rev string
	used     bool
	months   int
}

func choices(ctx context.Context, tx *database.Tx) ([]choice, error) {
	return database.All(ctx, tx, func(scan database.Scan) (c choice, err error) {
		return c, scan(&c.key, &c.rev, &c.used, &c.months)
	}, `SELECT id, rev, used, months FROM consent_purpose ORDER BY id`)
}

func (c choice) set() trail.Set {
	used := 0
	if c.used {
		used = 1
	}
	return trail.Set{"used": used, "months": c.months}
}

const selectForm = `SELECT f.id, f.rev, f.person_id, f.purpose, f.audience_id, f.audience, f.classes, f.months, f.lang, f.text_id,
	f.asked_at, f.asked_name, f.ended_at, (SELECT count(*) FROM consent_entry e WHERE e.form_id = f.id) FROM consent_form f`

func scanForm(scan database.Scan) (Form, error) {
	var (
		f              Form
		classes        string
		asked, ended   int64
		linesAnswering int
	)
	err := scan(&f.ID, &f.Rev, &f.PersonID, &f.Purpose, &f.Audience.PersonID, &f.Audience.Name, &classes, &f.Months, &f.Lang, &f.TextID,
		&asked, &f.AskedBy, &ended, &linesAnswering)
	f.Classes, f.AskedAt = readClasses(classes), database.FromMicros(asked)
	f.Open = ended == 0 && linesAnswering == 0
	return f, err
}

func formsOf(ctx context.Context, tx *database.Tx, personID string) ([]Form, error) {
	return database.All(ctx, tx, scanForm, selectForm+` WHERE f.person_id = ? ORDER BY f.asked_at DESC, f.id DESC`, personID)
}

func formByID(ctx context.Context, tx *database.Tx, personID, id string) (Form, error) {
	return database.One(ctx, tx, scanForm, selectForm+` WHERE f.person_id = ? AND f.id = ?`, personID, id)
}

func insertForm(ctx context.Context, tx *trail.Tx, f Form) error {
	return tx.Insert(ctx, formTable, f.ID, trail.Set{
		"person_id": f.PersonID, "purpose": f.Purpose, "audience_id": f.Audience.PersonID, "audience": f.Audience.Name,
		"classes": f.Classes.String(), "months": f.Months, "lang": f.Lang, "text_id": f.TextID,
		"asked_at": database.Micros(tx.Now()), "asked_by": tx.Actor.ID, "asked_name": tx.Actor.Name, "ended_at": 0,
	})
}

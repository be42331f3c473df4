package consent

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// The tables of this capability.
const (
	entryTable      = "consent_entry"
	disclosureTable = "disclosure"
	formTable       = "consent_form"
	textTable       = "consent_text"
	purposeTable    = "consent_purpose"
)

const selectEntry = `SELECT id, rev, person_id, act, of_id, purpose, audience_id, audience, classes, how, lang, text_id, witness,
	from_on, until_on, limits, note, form_id, task_id, from_at, until_at, recorded_at, recorded_by, recorded_name FROM consent_entry`

func scanEntry(scan database.Scan) (Entry, error) {
	var (
		e                     Entry
		classes               string
		from, until, recorded int64
	)
	err := scan(&e.ID, &e.Rev, &e.PersonID, &e.Act, &e.Of, &e.Purpose, &e.Audience.PersonID, &e.Audience.Name, &classes, &e.How, &e.Lang,
		&e.TextID, &e.Witness, &e.From, &e.Until, &e.Limits, &e.Note, &e.FormID, &e.TaskID, &from, &until, &recorded, &e.RecordedBy, &e.RecordedName)
	e.Classes = readClasses(classes)
	e.FromAt, e.RecordedAt = database.FromMicros(from), database.FromMicros(recorded)
	if until != 0 {
		e.UntilAt = database.FromMicros(until)
	}
	return e, err
}

func entriesOf(ctx context.Context, tx *database.Tx, personID string) ([]Entry, error) {
	return database.All(ctx, tx, scanEntry, selectEntry+` WHERE person_id = ? ORDER BY recorded_at, id`, personID)
}

func insertEntry(ctx context.Context, tx *trail.Tx, e Entry) error {
	var until int64
	if !e.UntilAt.IsZero() {
		until = database.Micros(e.UntilAt)
	}
	return tx.Insert(ctx, entryTable, e.ID, trail.Set{
		"person_id": e.PersonID, "act": string(e.Act), "of_id": e.Of, "purpose": e.Purpose,
		"audience_id": e.Audience.PersonID, "audience": e.Audience.Name, "classes": e.Classes.String(),
		"how": string(e.How), "lang": e.Lang, "text_id": e.TextID, "witness": e.Witness, "from_on": string(e.From), "until_on": string(e.Until),
		"limits": e.Limits, "note": e.Note, "form_id": e.FormID, "task_id": e.TaskID, "from_at": database.Micros(e.FromAt), "until_at": until,
		"recorded_at": database.Micros(e.RecordedAt), "recorded_by": e.RecordedBy, "recorded_name": e.RecordedName,
	})
}

func insertDisclosure(ctx context.Context, tx *trail.Tx, id string, d Disclosure) error {
	return tx.Insert(ctx, disclosureTable, id, trail.Set{
		"person_id": d.PersonID, "consent_id": d.ConsentID, "basis": string(d.Basis.Kind), "citation": d.Basis.Citation, "reason": d.Basis.Reason,
		"purpose": d.Purpose, "audience_id": d.Audience.PersonID, "audience": d.Audience.Name, "classes": d.Classes.String(), "what": d.What,
		"link_kind": d.LinkKind, "link_id": d.LinkID, "at": database.Micros(d.At), "by_id": d.ByID, "by_name": d.ByName,
	})
}

const selectDisclosure = `SELECT id, rev, person_id, consent_id, basis, citation, reason, purpose, audience_id, audience, classes, what,
	link_kind, link_id, at, by_id, by_name FROM disclosure`

func scanDisclosure(scan database.Scan) (Disclosure, error) {
	var (
		d       Disclosure
		classes string
		at      int64
	)
	err := scan(&d.ID, &d.Change, &d.PersonID, &d.ConsentID, &d.Basis.Kind, &d.Basis.Citation, &d.Basis.Reason, &d.Purpose,
		&d.Audience.PersonID, &d.Audience.Name, &classes, &d.What, &d.LinkKind, &d.LinkID, &at, &d.ByID, &d.ByName)
	d.Classes, d.At = readClasses(classes), database.FromMicros(at)
	return d, err
}

// disclosuresOf lists what left about a person, the newest first.
func disclosuresOf(ctx context.Context, tx *database.Tx, personID string) ([]Disclosure, error) {
	return database.All(ctx, tx, scanDisclosure, selectDisclosure+` WHERE person_id = ? ORDER BY at DESC, id DESC`, personID)
}

// resting counts what stands on a line of the ledger: disclosures and further
// lines.
func resting(ctx context.Context, tx *database.Tx, entryID string) (int, error) {
	return database.One(ctx, tx, scanInt, `SELECT (SELECT count(*) FROM disclosure WHERE consent_id = ?) +
		(SELECT count(*) FROM consent_entry WHERE of_id = ?)`, entryID, entryID)
}

// shown counts the lines and forms that name a version of a text.
func shown(ctx context.Context, tx *database.Tx, textID string) (int, error) {
	return database.One(ctx, tx, scanInt, `SELECT (SELECT count(*) FROM consent_entry WHERE text_id = ?) +
		(SELECT count(*) FROM consent_form WHERE text_id = ?)`, textID, textID)
}

// exists reports whether a table, named in code, has a row.
func exists(ctx context.Context, tx *database.Tx, table, id string) (bool, error) {
	n, err := database.One(ctx, tx, scanInt, `SELECT count(*) FROM `+table+` WHERE id = ?`, id)
	return n > 0, err
}

func scanInt(scan database.Scan) (n int, err error) { return n, scan(&n) }

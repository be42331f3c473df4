package penpals

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	policyTable   = "penpal_policy"
	insideTable   = "penpal_inside"
	writerTable   = "penpal_writer"
	homeTable     = "penpal_home"
	blockTable    = "penpal_block"
	pairTable     = "penpal_pair"
	stepTable     = "penpal_step"
	letterTable   = "penpal_letter"
	sheetTable    = "penpal_sheet"
	incidentTable = "penpal_incident"

	policyID = "policy"
)

func joined(list []string, by string) string { return strings.Join(list, by) }

func split(text, by string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, by)
}

func policyOf(ctx context.Context, tx *database.Tx) (Policy, error) {
	p, err := database.One(ctx, tx, func(s database.Scan) (p Policy, err error) {
		var box string
		var tells int
		err = s(&p.Rev, &p.NudgeDays, &p.RematchDays, &box, &tells, &p.Coordinator)
		p.Box, p.TellsNumber = split(box, "\n"), tells != 0
		return p, err
	}, `SELECT rev, nudge_days, rematch_days, box, tells_number, coordinator_id FROM penpal_policy WHERE id = ?`, policyID)
	if fault.Is(err, fault.NotFound) {
		return Policy{NudgeDays: Suggestion.NudgeDays, RematchDays: Suggestion.RematchDays}, nil
	}
	return p, err
}

func (p Policy) set() trail.Set {
	return trail.Set{
		"nudge_days": p.NudgeDays, "rematch_days": p.RematchDays, "box": joined(p.Box, "\n"), "tells_number": database.Flag(p.TellsNumber), "coordinator_id": p.Coordinator,
	}
}

func (p Profile) set() trail.Set {
	return trail.Set{
		"languages": joined(p.Languages, ", "), "interests": joined(p.Interests, ", "), "wishes": p.Wishes, "most": p.Most, "asked_on": string(p.AskedOn),
		"state": string(p.State), "state_on": string(p.StateOn), "state_why": p.StateWhy,
	}
}

func (i Inside) set() trail.Set {
	set := i.Profile.set()
	set["person_id"], set["called"], set["author_name"] = i.PersonID, i.Called, i.AuthorName
	return set
}

func (w Writer) set() trail.Set {
	set := w.Profile.set()
	set["name"], set["account_id"], set["way"], set["author_name"] = w.Name, w.AccountID, w.Way, w.AuthorName
	return set
}

// profileColumns are those of both lists, in the order profile reads them.
func profileColumns(t string) string {
	list := strings.Fields("languages interests wishes most asked_on state state_on state_why author_name")
	for i, c := range list {
		list[i] = t + "." + c
	}
	return strings.Join(list, ", ")
}

// profile are where the columns go; done takes the lists apart.
func profile(p *Profile, author *string) (dest []any, done func()) {
	var languages, interests string
	dest = []any{&languages, &interests, &p.Wishes, &p.Most, &p.AskedOn, &p.State, &p.StateOn, &p.StateWhy, author}
	return dest, func() { p.Languages, p.Interests = split(languages, ", "), split(interests, ", ") }
}

func scanInside(s database.Scan, more ...any) (i Inside, err error) {
	dest, done := profile(&i.Profile, &i.AuthorName)
	err = s(append(append([]any{&i.ID, &i.Rev, &i.PersonID, &i.Called}, dest...), more...)...)
	done()
	return i, err
}

func scanWriter(s database.Scan) (w Writer, err error) {
	dest, done := profile(&w.Profile, &w.AuthorName)
	err = s(append([]any{&w.ID, &w.Rev, &w.Name, &w.AccountID, &w.Way}, dest...)...)
	done()
	return w, err
}

var (
	insideColumns = `i.id, i.rev, i.person_id, i.called, ` + profileColumns("i")
	writerColumns = `w.id, w.rev, w.name, w.account_id, w.way, ` + profileColumns("w")
)

func inside(ctx context.Context, tx *database.Tx, id string) (Inside, error) {
	return database.One(ctx, tx, func(s database.Scan) (Inside, error) { return scanInside(s) }, `SELECT `+insideColumns+` FROM penpal_inside i WHERE i.id = ?`, id)
}

// listedInside is the place of somebody on the list, nil for none.
func listedInside(ctx context.Context, tx *database.Tx, personID string) (*Inside, error) {
	list, err := database.All(ctx, tx, func(s database.Scan) (Inside, error) { return scanInside(s) },
		`SELECT `+insideColumns+` FROM penpal_inside i WHERE i.person_id = ? ORDER BY CASE WHEN i.state = 'withdrawn' THEN 1 ELSE 0 END, i.asked_on, i.id`, personID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// insideRows lists who waits inside and lives, the longest first, of people the actor sees.
func insideRows(ctx context.Context, tx *database.Tx, actor authz.Actor, counts counts, apart Apart) ([]InsideRow, error) {
	sight, seen := actor.PersonWall("i.person_id", database.Micros(tx.Now()))
	list, err := database.All(ctx, tx, func(s database.Scan) (r InsideRow, err error) {
		r.Inside, err = scanInside(s, &r.Person, &r.Number, &r.Place)
		return r, err
	}, `SELECT `+insideColumns+`, p.name, p.number, coalesce(f.name, '') FROM penpal_inside i JOIN person p ON p.id = i.person_id
		LEFT JOIN stay t ON t.person_id = i.person_id AND t.current = 1 LEFT JOIN facility f ON f.id = t.facility_id
		WHERE i.state <> 'withdrawn' AND p.died = '' AND `+sight+` ORDER BY i.asked_on, i.id`, seen...)
	for n := range list {
		r := &list[n]
		r.Writing, r.Apart = counts.inside[r.PersonID], apart[[2]string{r.PersonID, ""}]
		no := agrees(ctx, tx, r.PersonID)
		if r.Agreed = no == nil; !r.Agreed && !fault.Is(no, fault.Forbidden) {
			return nil, no
		}
	}
	return list, err
}

func writer(ctx context.Context, tx *database.Tx, id string) (Writer, error) {
	return database.One(ctx, tx, scanWriter, `SELECT `+writerColumns+` FROM penpal_writer w WHERE w.id = ?`, id)
}

// writerRows lists the writers who wait, the longest first.
func writerRows(ctx context.Context, tx *database.Tx, counts counts, apart Apart) (rows []WriterRow, err error) {
	list, err := database.All(ctx, tx, scanWriter, `SELECT `+writerColumns+` FROM penpal_writer w WHERE w.state <> 'withdrawn' ORDER BY w.asked_on, w.id`)
	for _, w := range list {
		rows = append(rows, WriterRow{Writer: w, Writing: counts.writers[w.ID], Apart: apart[[2]string{"", w.ID}]})
	}
	return rows, err
}

func saveWriter(ctx context.Context, tx *trail.Tx, w Writer, actor authz.Actor, today civil.Day) (id string, err error) {
	w.StateOn, w.AuthorName = today, actor.Name
	if w.ID == "" {
		id = ids.New()
		return id, tx.Insert(ctx, writerTable, id, w.set())
	}
	was, err := writer(ctx, tx.Tx, w.ID)
	if err != nil {
		return "", err
	}
	if was.State == w.State {
		w.StateOn = was.StateOn
	}
	return w.ID, tx.Update(ctx, writerTable, w.ID, w.Rev, w.set())
}

// homeOf is where a writer lives, "" where nobody wrote it down. Nothing else reads it.
func homeOf(ctx context.Context, tx *database.Tx, writerID string) (string, error) {
	home, err := database.One(ctx, tx, database.Value[string], `SELECT address FROM penpal_home WHERE id = ?`, writerID)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return home, err
}

func keepHome(ctx context.Context, tx *trail.Tx, writerID, home string) error {
	was, err := homeOf(ctx, tx.Tx, writerID)
	switch {
	case err != nil || was == home:
		return err
	case home == "":
		return tx.Delete(ctx, homeTable, writerID)
	case was == "":
		return tx.Insert(ctx, homeTable, writerID, trail.Set{"address": home})
	}
	return tx.Update(ctx, homeTable, writerID, "", trail.Set{"address": home})
}

func numberOf(ctx context.Context, tx *database.Tx, personID string) (string, error) {
	return database.One(ctx, tx, database.Value[string], `SELECT number FROM person WHERE id = ?`, personID)
}

// active returns Invalid for an account that is not there, or ended.
func active(ctx context.Context, tx *database.Tx, accountID string) error {
	n, err := database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM account WHERE id = ? AND disabled_at = 0`, accountID)
	if err == nil && n == 0 {
		err = fault.Bad("penpals: account", "account", "penpals.account.missing")
	}
	return err
}

// accountName is the name of an account, "" for one that is not there.
func accountName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	name, err := database.One(ctx, tx, database.Value[string], `SELECT name FROM account WHERE id = ?`, id)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return name, err
}

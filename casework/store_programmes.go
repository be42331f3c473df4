package casework

import (
	"context"
	"encoding/json"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	programmeTable = "programme"
	partTable      = "programme_part"
)

// The kinds of part as they are stored.
const (
	partStage    = "stage"
	partQuestion = "question"
	partReason   = "closing-reason"
)

const selectProgramme = `SELECT id, rev, name, about, interval_days, dormant_days, place, ended_at FROM programme`

func scanProgramme(scan database.Scan) (p Programme, err error) {
	var ended int64
	err = scan(&p.ID, &p.Rev, &p.Name, &p.About, &p.IntervalDays, &p.DormantDays, &p.Place, &ended)
	if ended != 0 {
		p.EndedAt = database.FromMicros(ended)
	}
	return p, err
}

// programmes lists all programmes in their order, with their parts, in two queries.
func programmes(ctx context.Context, tx *database.Tx) ([]Programme, error) {
	list, err := database.All(ctx, tx, scanProgramme, selectProgramme+` ORDER BY place, id`)
	if err != nil {
		return nil, err
	}
	at := map[string]*Programme{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	return list, database.Each(ctx, tx, func(scan database.Scan) error { return scanPart(scan, at) },
		`SELECT programme_id, kind, id, name, form, choices FROM programme_part WHERE ended_at = 0 ORDER BY programme_id, kind, place, id`)
}

func scanPart(scan database.Scan, at map[string]*Programme) error {
	var (
		q                        Part
		programme, kind, choices string
	)
	if err := scan(&programme, &kind, &q.ID, &q.Name, &q.Form, &choices); err != nil {
		return err
	}
	if choices != "" {
		if err := json.Unmarshal([]byte(choices), &q.Choices); err != nil {
			return err
		}
	}
	p, ok := at[programme]
	if !ok {
		return nil
	}
	switch kind {
	case partStage:
		p.Stages = append(p.Stages, q)
	case partQuestion:
		p.Questions = append(p.Questions, q)
	case partReason:
		p.Reasons = append(p.Reasons, q)
	}
	return nil
}

// programme returns one programme with its parts, or NotFound.
func programme(ctx context.Context, tx *database.Tx, id string) (Programme, error) {
	p, err := database.One(ctx, tx, scanProgramme, selectProgramme+` WHERE id = ?`, id)
	if err != nil {
		return p, err
	}
	at := map[string]*Programme{p.ID: &p}
	return p, database.Each(ctx, tx, func(scan database.Scan) error { return scanPart(scan, at) },
		`SELECT programme_id, kind, id, name, form, choices FROM programme_part WHERE programme_id = ? AND ended_at = 0 ORDER BY kind, place, id`, id)
}

// firstProgramme gives the id of the programme new cases are in unless said otherwise.
func firstProgramme(ctx context.Context, tx *database.Tx) (string, error) {
	return database.One(ctx, tx, text, `SELECT id FROM programme WHERE ended_at = 0 ORDER BY place, id`)
}

// intervalOf gives the contact interval of a case, in days.
func intervalOf(ctx context.Context, tx *database.Tx, c Case) (int, error) {
	if c.IntervalDays > 0 {
		return c.IntervalDays, nil
	}
	return database.One(ctx, tx, count, `SELECT interval_days FROM programme WHERE id = ?`, c.ProgrammeID)
}

// saveParts brings the parts of one kind to what the form says: changed ones
// are updated, new ones added, missing ones ended, since cases may name them.
func saveParts(ctx context.Context, tx *trail.Tx, programmeID, kind string, had, want []Part) error {
	gone := map[string]bool{}
	for _, q := range had {
		gone[q.ID] = true
	}
	for place, q := range want {
		set, err := partSet(programmeID, kind, place, q)
		if err != nil {
			return err
		}
		if gone[q.ID] {
			delete(gone, q.ID)
			err = tx.Update(ctx, partTable, q.ID, "", set)
		} else {
			err = tx.Insert(ctx, partTable, ids.New(), set)
		}
		if err != nil {
			return err
		}
	}
	for _, q := range had {
		if !gone[q.ID] {
			continue
		}
		if err := tx.Update(ctx, partTable, q.ID, "", trail.Set{"ended_at": database.Micros(tx.Now())}); err != nil {
			return err
		}
	}
	return nil
}

func partSet(programmeID, kind string, place int, q Part) (trail.Set, error) {
	choices := ""
	if len(q.Choices) > 0 {
		b, err := json.Marshal(q.Choices)
		if err != nil {
			return nil, err
		}
		choices = string(b)
	}
	return trail.Set{"programme_id": programmeID, "kind": kind, "name": q.Name, "form": string(q.Form), "choices": choices, "place": place, "ended_at": 0}, nil
}

// lastPlace is the highest place a programme has.
func lastPlace(ctx context.Context, tx *database.Tx) (int, error) {
	return database.One(ctx, tx, count, `SELECT coalesce(max(place), 0) FROM programme`)
}

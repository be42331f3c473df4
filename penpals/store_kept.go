package penpals

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const blockColumns = `b.id, b.rev, b.person_id, b.writer_id, b.kind, b.reason, b.source, b.from_on, b.ended_on, b.ended_why, b.author_name,
	coalesce(p.name, ''), coalesce(w.name, '')`

const blockTables = ` FROM penpal_block b LEFT JOIN person p ON p.id = b.person_id LEFT JOIN penpal_writer w ON w.id = b.writer_id`

func scanBlock(s database.Scan) (b Block, err error) {
	return b, s(&b.ID, &b.Rev, &b.PersonID, &b.WriterID, &b.Kind, &b.Reason, &b.Source, &b.SinceOn, &b.EndedOn, &b.EndedWhy, &b.AuthorName, &b.Person, &b.Writer)
}

func (b Block) set(actor authz.Actor) trail.Set {
	return trail.Set{
		"person_id": b.PersonID, "writer_id": b.WriterID, "kind": string(b.Kind), "reason": b.Reason, "source": b.Source, "from_on": string(b.SinceOn),
		"ended_on": "", "ended_why": "", "author_name": actor.Name,
	}
}

// blockWall narrows blocks to those of people the actor sees, and of writers alone.
func blockWall(tx *database.Tx, actor authz.Actor) (string, []any) {
	sight, seen := actor.PersonWall("b.person_id", database.Micros(tx.Now()))
	return `(b.person_id = '' OR ` + sight + `)`, seen
}

// blocks lists those that hold, the youngest first, without why for whoever may not know.
func blocks(ctx context.Context, tx *database.Tx, actor authz.Actor) ([]Block, error) {
	sight, seen := blockWall(tx, actor)
	list, err := database.All(ctx, tx, scanBlock, `SELECT `+blockColumns+blockTables+` WHERE b.ended_on = '' AND `+sight+` ORDER BY b.from_on DESC, b.id DESC`, seen...)
	if !actor.May(MayReadBlocks) {
		for i := range list {
			list[i].Kind, list[i].Reason, list[i].Source, list[i].Shut = "", "", "", true
		}
	}
	return list, err
}

func block(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Block, error) {
	sight, seen := blockWall(tx, actor)
	return database.One(ctx, tx, scanBlock, `SELECT `+blockColumns+blockTables+` WHERE b.id = ? AND `+sight, append([]any{id}, seen...)...)
}

const incidentColumns = `id, rev, person_id, pair_id, writer_id, about, sort, on_date, words, outcome, closed_on, author_id, author_name, reported_at`

func scanIncident(s database.Scan) (i Incident, err error) {
	var at int64
	err = s(&i.ID, &i.Rev, &i.PersonID, &i.PairID, &i.WriterID, &i.About, &i.Sort, &i.HappenedOn, &i.Words, &i.Outcome, &i.ClosedOn, &i.AuthorID, &i.AuthorName, &at)
	i.ReportedAt = database.FromMicros(at)
	return i, err
}

func (i Incident) set() trail.Set {
	return trail.Set{
		"person_id": i.PersonID, "pair_id": i.PairID, "writer_id": i.WriterID, "about": string(i.About), "sort": string(i.Sort), "on_date": string(i.HappenedOn),
		"words": i.Words, "state": "open", "outcome": "", "closed_on": "", "author_id": i.AuthorID, "author_name": i.AuthorName, "reported_at": database.Micros(i.ReportedAt),
	}
}

func incident(ctx context.Context, tx *database.Tx, id string) (Incident, error) {
	return database.One(ctx, tx, scanIncident, `SELECT `+incidentColumns+` FROM penpal_incident WHERE id = ?`, id)
}

// incidentsOf lists what was reported of a pair, the latest first, as far as a reader may
// know it.
func incidentsOf(ctx context.Context, tx *database.Tx, actor authz.Actor, pairID string) ([]Incident, error) {
	list, err := database.All(ctx, tx, scanIncident, `SELECT `+incidentColumns+` FROM penpal_incident WHERE pair_id = ? ORDER BY reported_at DESC, id DESC`, pairID)
	for i := range list {
		list[i] = list[i].shut(actor)
	}
	return list, err
}

func openIncidents(ctx context.Context, tx *database.Tx, pairID string) (int, error) {
	return database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM penpal_incident WHERE pair_id = ? AND closed_on = ''`, pairID)
}

package sentences

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/release"
)

const table = "sentence"

func scanSentence(scan database.Scan) (s Sentence, err error) {
	var at int64
	var length string
	err = scan(&s.ID, &s.Rev, &s.PersonID, &s.Jurisdiction, &s.Imposed, &length, &s.Track, &s.Remand, &s.TaggedBail, &s.Added, &s.Away,
		&s.JailCredit, &s.TimeCredit, &s.Source, &at, &s.taskID, &s.queried)
	if err != nil {
		return s, err
	}
	s.RecordedAt = database.FromMicros(at)
	if l, err := release.ParseLength(length); err == nil {
		s.Length = l // one that cannot be read is refused where something is made of it
	}
	return s, nil
}

// current reads the sentence that holds; NotFound when none is recorded.
func current(ctx context.Context, tx *database.Tx, personID string) (Sentence, error) {
	return database.One(ctx, tx, scanSentence, `SELECT id, rev, person_id, jurisdiction, imposed_on, length, track, remand, tagged_bail, added, away,
		jail_credit, time_credit, source, recorded_at, task_id, queried FROM sentence WHERE person_id = ? AND ended_at = 0 ORDER BY recorded_at DESC, id DESC LIMIT 1`, personID)
}

func insert(ctx context.Context, tx *trail.Tx, n New) error {
	return tx.Insert(ctx, table, ids.New(), trail.Set{
		"person_id": n.PersonID, "jurisdiction": n.Jurisdiction, "imposed_on": string(n.Imposed), "length": n.Length.String(), "track": n.Track,
		"remand": n.Remand, "tagged_bail": n.TaggedBail, "added": n.Added, "away": n.Away, "jail_credit": n.JailCredit, "time_credit": n.TimeCredit,
		"source": n.Source, "recorded_at": database.Micros(tx.Now()), "recorded_by": tx.Actor.ID, "ended_at": 0, "task_id": "", "queried": "",
	})
}

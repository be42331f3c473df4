package people

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
)

func namesOf(ctx context.Context, tx *database.Tx, personID string) ([]Name, error) {
	return database.All(ctx, tx, func(scan database.Scan) (n Name, err error) {
		return n, scan(&n.ID, &n.Rev, &n.Text, &n.Kind, &n.Lang, &n.Source, &n.Public)
	}, `SELECT id, rev, text, kind, lang, source, public FROM person_name WHERE person_id = ? ORDER BY place, id`, personID)
}

func nameSet(personID string, n Name, place int) trail.Set {
	public := 0
	if n.Public {
		public = 1
	}
	return trail.Set{"person_id": personID, "text": n.Text, "kind": string(n.Kind), "lang": n.Lang, "source": n.Source, "public": public, "place": place}
}

func numbersOf(ctx context.Context, tx *database.Tx, personID string) ([]Number, error) {
	return database.All(ctx, tx, func(scan database.Scan) (n Number, err error) {
		return n, scan(&n.ID, &n.Rev, &n.Text, &n.Issuer, &n.Source)
	}, `SELECT id, rev, text, issuer, source FROM person_number WHERE person_id = ? ORDER BY place, id`, personID)
}

func numberSet(personID string, n Number, place int) trail.Set {
	return trail.Set{"person_id": personID, "text": n.Text, "number_key": search.NumberKey(n.Text), "issuer": n.Issuer, "source": n.Source, "place": place}
}

func languagesOf(ctx context.Context, tx *database.Tx, personID string) ([]Language, error) {
	return database.All(ctx, tx, func(scan database.Scan) (l Language, err error) {
		return l, scan(&l.ID, &l.Rev, &l.Lang, &l.How)
	}, `SELECT id, rev, lang, how FROM person_language WHERE person_id = ? ORDER BY id`, personID)
}

func languageSet(personID string, l Language) trail.Set {
	return trail.Set{"person_id": personID, "lang": l.Lang, "how": string(l.How)}
}

func factsOf(ctx context.Context, tx *database.Tx, personID string) ([]Fact, error) {
	return database.All(ctx, tx, scanFact, `SELECT `+factColumns+` FROM person_fact
		WHERE person_id = ? AND ended_at = 0 ORDER BY recorded_at, id`, personID)
}

func factHistory(ctx context.Context, tx *database.Tx, personID, kind string) ([]Fact, error) {
	return database.All(ctx, tx, scanFact, `SELECT `+factColumns+` FROM person_fact
		WHERE person_id = ? AND kind = ? ORDER BY recorded_at DESC, id DESC`, personID, kind)
}

func kindOfFact(ctx context.Context, tx *database.Tx, personID, factID string) (string, error) {
	return database.One(ctx, tx, func(scan database.Scan) (kind string, err error) { return kind, scan(&kind) },
		`SELECT kind FROM person_fact WHERE id = ? AND person_id = ?`, factID, personID)
}

const factColumns = `id, rev, kind, value, state, source, known_on, recorded_at, recorded_by`

func scanFact(scan database.Scan) (f Fact, err error) {
	var at int64
	err = scan(&f.ID, &f.Rev, &f.Kind, &f.Value, &f.State, &f.Source, &f.KnownOn, &at, &f.RecordedBy)
	f.RecordedAt = database.FromMicros(at)
	return f, err
}

func factSet(tx *trail.Tx, personID string, f Fact) trail.Set {
	return trail.Set{
		"person_id": personID, "kind": f.Kind, "value": f.Value, "state": string(f.State), "source": f.Source,
		"known_on": f.KnownOn.String(), "recorded_at": database.Micros(tx.Now()), "recorded_by": tx.Actor.ID, "ended_at": 0,
	}
}

func careOf(ctx context.Context, tx *database.Tx, personID string) ([]Care, error) {
	return database.All(ctx, tx, func(scan database.Scan) (c Care, err error) {
		return c, scan(&c.ID, &c.Rev, &c.Line, &c.Detail, &c.Reason, &c.ReviewOn)
	}, `SELECT id, rev, line, detail, reason, review_on FROM take_care WHERE person_id = ? AND ended_at = 0 ORDER BY id`, personID)
}

func careSet(personID string, c Care) trail.Set {
	return trail.Set{"person_id": personID, "line": c.Line, "detail": c.Detail, "reason": c.Reason, "review_on": c.ReviewOn.String(), "ended_at": 0}
}

// aroundOf lists who is around a person: only those the actor may see, and
// those who are in the record for their relation alone (a sister, a lawyer).
// Somebody the work is with stays hidden behind their own wall.
func aroundOf(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]Relation, error) {
	return relations(ctx, tx, actor, `r.person_id = ?`, `r.other_id`, personID)
}

// aroundWhom lists the people somebody is around, as far as the actor sees them.
func aroundWhom(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]Relation, error) {
	return relations(ctx, tx, actor, `r.other_id = ?`, `r.person_id`, personID)
}

func relations(ctx context.Context, tx *database.Tx, actor authz.Actor, where, join, personID string) ([]Relation, error) {
	now := database.Micros(tx.Now())
	wall, walled := actor.PersonWall("p.id", now)
	beside, barred := besideWall(actor, now)
	args := slices.Concat(walled, []any{personID}, barred, walled)
	return database.All(ctx, tx, scanRelation, `SELECT r.id, r.rev, r.person_id, r.relation, r.contact, r.when_to_call, r.agreed, r.agreed_on,
		CASE WHEN `+wall+` THEN 1 ELSE 0 END, `+cardColumns+`
		FROM relation r JOIN person p ON p.id = `+join+`
		WHERE `+where+` AND r.ended_at = 0 AND (`+beside+` OR `+wall+`) ORDER BY r.id`, args...)
}

// besideWall holds for those who stand beside somebody and whom whoever sees that
// somebody sees too: relatives, friends, lawyers. A conflict with one, or a
// restriction, hides them here as everywhere.
func besideWall(actor authz.Actor, now int64) (clause string, args []any) {
	hidden, barred := actor.Hidden(now)
	if hidden == "" {
		return `p.kind <> ?`, []any{Supported}
	}
	return `(p.kind <> ? AND p.id NOT IN (` + hidden + `))`, append([]any{Supported}, barred...)
}

func scanRelation(scan database.Scan) (r Relation, err error) {
	o := &r.Other
	return r, scan(&r.ID, &r.Rev, &r.PersonID, &r.Relation, &r.Contact, &r.WhenToCall, &r.Agreed, &r.AgreedOn, &r.Seen,
		&o.ID, &o.Name, &o.ScriptName, &o.ScriptLang, &o.Number, &o.Pronoun, &o.Kind, &o.Dead)
}

func relationSet(r Relation) trail.Set {
	return trail.Set{
		"person_id": r.PersonID, "other_id": r.Other.ID, "relation": r.Relation, "contact": r.Contact,
		"when_to_call": r.WhenToCall, "agreed": string(r.Agreed), "agreed_on": r.AgreedOn.String(), "ended_at": 0,
	}
}

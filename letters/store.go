package letters

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	templateTable = "letter_template"
	versionTable  = "letter_version"
	runTable      = "letter_run"
	textTable     = "letter_text"
	pieceTable    = "letter_piece"
)

func (t Template) set() trail.Set {
	ended := 0
	if t.Ended {
		ended = 1
	}
	return trail.Set{"name": t.Name, "ended": ended}
}

func (v Version) set() trail.Set {
	return trail.Set{"template_id": v.TemplateID, "lang": v.Lang, "title": v.Title, "body": v.Body}
}

func scanTemplate(scan database.Scan) (t Template, err error) {
	var ended int
	err = scan(&t.ID, &t.Rev, &t.Name, &ended)
	t.Ended = ended != 0
	return t, err
}

func scanVersion(scan database.Scan) (v Version, err error) {
	return v, scan(&v.ID, &v.Rev, &v.TemplateID, &v.Lang, &v.Title, &v.Body)
}

func templates(ctx context.Context, tx *database.Tx) ([]Template, error) {
	list, err := database.All(ctx, tx, scanTemplate, `SELECT id, rev, name, ended FROM letter_template ORDER BY ended, name, id`)
	if err != nil {
		return nil, err
	}
	versions, err := database.All(ctx, tx, scanVersion, `SELECT id, rev, template_id, lang, title, body FROM letter_version ORDER BY id`)
	for i := range list {
		for _, v := range versions {
			if v.TemplateID == list[i].ID {
				list[i].Versions = append(list[i].Versions, v)
			}
		}
	}
	return list, err
}

func template(ctx context.Context, tx *database.Tx, id string) (Template, error) {
	t, err := database.One(ctx, tx, scanTemplate, `SELECT id, rev, name, ended FROM letter_template WHERE id = ?`, id)
	if err != nil {
		return t, err
	}
	t.Versions, err = database.All(ctx, tx, scanVersion, `SELECT id, rev, template_id, lang, title, body FROM letter_version WHERE template_id = ? ORDER BY id`, id)
	return t, err
}

const runColumns = `r.id, r.rev, r.name, r.template_id, r.scope, r.facility_id, r.agreed, r.envelope, r.sender, r.dated, r.postage, r.state, r.posted_on,
	r.author_id, r.author_name, r.made_at`

func scanRun(scan database.Scan, more ...any) (r Run, err error) {
	var sender string
	var at int64
	err = scan(append([]any{&r.ID, &r.Rev, &r.Name, &r.TemplateID, &r.Scope, &r.FacilityID, &r.Agreed, &r.Envelope, &sender, &r.Dated, &r.Postage, &r.State, &r.PostedOn,
		&r.AuthorID, &r.AuthorName, &at}, more...)...)
	r.Sender, r.MadeAt = lines(sender), database.FromMicros(at)
	return r, err
}

func (r Run) set() trail.Set {
	return trail.Set{
		"name": r.Name, "template_id": r.TemplateID, "scope": string(r.Scope), "facility_id": r.FacilityID, "agreed": r.Agreed, "envelope": r.Envelope,
		"sender": strings.Join(r.Sender, "\n"), "dated": string(r.Dated), "postage": r.Postage, "state": string(r.State), "posted_on": string(r.PostedOn),
		"author_id": r.AuthorID, "author_name": r.AuthorName, "made_at": database.Micros(r.MadeAt),
	}
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// run returns a run with its words.
func run(ctx context.Context, tx *database.Tx, id string) (Run, error) {
	r, err := database.One(ctx, tx, func(s database.Scan) (Run, error) { return scanRun(s) }, `SELECT `+runColumns+` FROM letter_run r WHERE r.id = ?`, id)
	if err != nil {
		return r, err
	}
	r.Texts, err = database.All(ctx, tx, func(scan database.Scan) (v Version, err error) {
		return v, scan(&v.ID, &v.Rev, &v.Lang, &v.Title, &v.Body)
	}, `SELECT id, rev, lang, title, body FROM letter_text WHERE run_id = ? ORDER BY place`, id)
	return r, err
}

const pieceColumns = `t.id, t.rev, t.run_id, t.place, t.person_id, t.facility_id, t.lang, t.address, t.called, t.number, t.at_place, t.worker, t.pages, t.why, t.warns, t.entry_id`

// scanPiece reads a piece with where its person is now.
func scanPiece(scan database.Scan) (p Piece, err error) {
	var address, warns, stay, at string
	err = scan(&p.ID, &p.Rev, &p.RunID, &p.Place, &p.PersonID, &p.FacilityID, &p.Lang, &address, &p.Called, &p.Number, &p.AtPlace, &p.Worker, &p.Pages, &p.Why, &warns, &p.EntryID, &stay, &at)
	p.Address, p.Warns = lines(address), strings.Fields(warns)
	if p.EntryID == "" && p.Goes() && (stay != "held" || at != p.FacilityID) {
		p.Why = HasMoved
	}
	return p, err
}

func (p Piece) set() trail.Set {
	return trail.Set{
		"run_id": p.RunID, "place": p.Place, "person_id": p.PersonID, "facility_id": p.FacilityID, "lang": p.Lang, "address": strings.Join(p.Address, "\n"),
		"called": p.Called, "number": p.Number, "at_place": p.AtPlace, "worker": p.Worker, "pages": p.Pages, "why": string(p.Why),
		"warns": strings.Join(p.Warns, " "), "entry_id": p.EntryID,
	}
}

// wall narrows pieces to those of people the actor may see.
func wall(tx *database.Tx, actor authz.Actor) (string, []any) {
	return actor.PersonWall("t.person_id", database.Micros(tx.Now()))
}

// pieces lists the letters of a run to people the actor sees, in the order they are posted.
func pieces(ctx context.Context, tx *database.Tx, actor authz.Actor, runID string) ([]Piece, error) {
	sight, seen := wall(tx, actor)
	return database.All(ctx, tx, scanPiece, `SELECT `+pieceColumns+`, coalesce(c.state, ''), coalesce(c.facility_id, '') FROM letter_piece t
		LEFT JOIN stay c ON c.person_id = t.person_id AND c.current = 1 WHERE t.run_id = ? AND `+sight+` ORDER BY t.place, t.id`, append([]any{runID}, seen...)...)
}

// Row is a run in a list, with how many letters the reader sees of it.
type Row struct {
	Run
	Letters int
}

func rows(ctx context.Context, tx *database.Tx, actor authz.Actor, limit int) ([]Row, error) {
	sight, seen := wall(tx, actor)
	return database.All(ctx, tx, func(scan database.Scan) (r Row, err error) {
		r.Run, err = scanRun(scan, &r.Letters)
		return r, err
	}, `SELECT `+runColumns+`, (SELECT count(*) FROM letter_piece t WHERE t.run_id = r.id AND `+sight+`) FROM letter_run r ORDER BY r.made_at DESC, r.id DESC LIMIT ?`, append(seen, limit)...)
}

// lastRun is the run an account made last, or NotFound.
func lastRun(ctx context.Context, tx *database.Tx, account string) (Run, error) {
	return database.One(ctx, tx, func(s database.Scan) (Run, error) { return scanRun(s) },
		`SELECT `+runColumns+` FROM letter_run r ORDER BY CASE WHEN r.author_id = ? THEN 0 ELSE 1 END, r.made_at DESC, r.id DESC LIMIT 1`, account)
}

// inside lists the people held now whom the actor sees: at one facility, or "" for all.
func inside(ctx context.Context, tx *database.Tx, actor authz.Actor, facilityID string) ([]string, error) {
	sight, seen := actor.PersonWall("c.person_id", database.Micros(tx.Now()))
	clause := `c.current = 1 AND c.state IN ('held', 'in-transit') AND ` + sight
	if facilityID != "" {
		clause, seen = clause+` AND c.facility_id = ?`, append(seen, facilityID)
	}
	return database.All(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT c.person_id FROM stay c JOIN person p ON p.id = c.person_id WHERE `+clause+` AND p.kind = '' AND p.died = '' ORDER BY p.sort_key, p.id`, seen...)
}

// Place is a facility with how many people are held there whom a reader sees.
type Place struct {
	ID, Name string
	People   int
}

func places(ctx context.Context, tx *database.Tx, actor authz.Actor) ([]Place, error) {
	sight, seen := actor.PersonWall("c.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(scan database.Scan) (p Place, err error) { return p, scan(&p.ID, &p.Name, &p.People) },
		`SELECT f.id, f.name, count(*) FROM stay c JOIN facility f ON f.id = c.facility_id WHERE c.current = 1 AND c.state = 'held' AND `+sight+`
		GROUP BY f.id, f.name ORDER BY f.name, f.id`, seen...)
}

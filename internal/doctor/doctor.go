// Package doctor looks for what a database cannot know to be wrong with itself:
// rows that point to what is gone, and rows the trail does not know. It reads
// tables and columns from the schema, so that a new capability is looked at
// without being named here.
package doctor

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
)

// Check reads the whole record; with a million rows it takes about a minute.
// Its details count rows and name tables; the rows themselves are named by their
// ids, with the person they are about, and nothing of what they say.
func Check(ctx context.Context, db *database.DB) []database.Check {
	checks := make([]database.Check, 2)
	for i, c := range []struct {
		name, good string
		find       search
	}{
		{"nothing points to what is gone", "every row that belongs to another has it", orphans},
		{"the trail knows every row", "every row was last written by a change in the trail", unknown},
	} {
		checks[i] = database.Check{Name: c.name, Detail: c.good}
		found, err := look(ctx, db, c.find)
		switch {
		case err != nil:
			checks[i].Detail = err.Error()
		case len(found) > 0:
			checks[i].Detail, checks[i].Records = found.told()
		default:
			checks[i].OK = true
		}
	}
	return checks
}

// search looks for one sort of fault.
type search func(context.Context, *database.Tx, schema) (faults, error)

// wrong is one fault: how many rows of a table have it, and some of them.
type wrong struct {
	detail string
	rows   []string
}

type faults []wrong

// mostNamed is how many rows of one fault are named.
const mostNamed = 20

// told says the faults in a line, and names rows.
func (f faults) told() (detail string, rows []string) {
	var said []string
	for _, one := range f {
		said, rows = append(said, one.detail), append(rows, one.rows...)
	}
	return strings.Join(said, "; "), rows
}

func look(ctx context.Context, db *database.DB, find search) (found faults, err error) {
	err = db.Read(ctx, func(tx *database.Tx) error {
		s, err := tables(ctx, tx)
		if err != nil {
			return err
		}
		found, err = find(ctx, tx, s)
		return err
	})
	return found, err
}

// schema is the columns of every table of the record.
type schema map[string][]string

// tables leaves out what is made anew from others.
func tables(ctx context.Context, tx *database.Tx) (schema, error) {
	query, own := `SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND substr(m.name, 1, 7) <> ?`, "sqlite_"
	if tx.Engine() == database.Postgres {
		query, own = `SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t
			ON t.table_schema = c.table_schema AND t.table_name = c.table_name WHERE c.table_schema = current_schema() AND t.table_type = ?`, "BASE TABLE"
	}
	s := schema{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var table, column string
		err := scan(&table, &column)
		if !strings.HasPrefix(table, "search_") {
			s[table] = append(s[table], column)
		}
		return err
	}, query, own)
	return s, err
}

// named gives the table behind a column whose name does not say it: person_id
// points to person, but case_id to case_file.
var named = map[string]string{
	"case": "case_file", "batch": "import_batch", "feed": "calendar_feed", "entry": "timeline_entry", "question": "programme_part",
	"stage": "programme_part", "other": "person", "worker": "account", "author": "account", "by": "account",
	"audience": "person", "consent": "consent_entry", "text": "consent_text", "form": "consent_form", "consent_entry.of": "consent_entry",
	"keep": "person", "merge": "person_merge", "key": "account_key", "matter": "sealed_matter", "recovery": "sealed_recovery",
	"file": "person_file", "grievance.twin": "grievance", "letter": "mail_letter", "request": "mail_request", "offer": "mail_offer", "run": "letter_run", "template": "letter_template", "rule": "facility_rule", "neutral": "account", "owner": "account", "alarm": "task", "paper": "plan_paper", "trip": "family_trip", "form_task": "task", "kept_task": "task", "family_enrolment.programme": "family_programme",
	"chapter_offer.from": "chapter", "chapter_offer.to": "chapter",
	"coordinator": "account", "pair": "penpal_pair", "inside": "penpal_inside", "writer": "penpal_writer",
	"facility_rule.follows": "facility_rule", "facility_pair.a": "facility", "facility_pair.b": "facility", "facility_pair.import": "facility_import",
}

// target is the table whose id a column of table holds, or "".
func (s schema) target(table, column string) string {
	stem, ok := strings.CutSuffix(column, "_id")
	if !ok {
		return ""
	}
	stem = cmp.Or(named[table+"."+stem], named[stem], stem)
	if !slices.Contains(s[stem], "id") {
		return ""
	}
	return stem
}

// orphans finds rows whose owner is gone. The program itself ("system:…") has
// no account, and "" means nobody.
func orphans(ctx context.Context, tx *database.Tx, s schema) (found faults, err error) {
	for _, table := range s.names() {
		for _, column := range s[table] {
			to := s.target(table, column)
			if to == "" {
				continue
			}
			without := fmt.Sprintf(`t.%[2]s <> '' AND substr(t.%[2]s, 1, 7) <> 'system:'
				AND NOT EXISTS (SELECT 1 FROM %[3]s o WHERE o.id = t.%[2]s)`+erased(to), table, column, to)
			n, rows, err := s.rows(ctx, tx, table, column, without)
			if err != nil {
				return nil, err
			}
			if n > 0 {
				found = append(found, wrong{fmt.Sprintf("%d rows of %s without their %s", n, table, to), rows})
			}
		}
	}
	return found, nil
}

// rows counts the rows of a table for which a condition holds, and names the first:
// "task 0192…, case_id 0192…, person 0192…, open /people/0192…".
func (s schema) rows(ctx context.Context, tx *database.Tx, table, column, where string) (n int, named []string, err error) {
	n, err = count(ctx, tx, `SELECT count(*) FROM `+table+` t WHERE `+where)
	if err != nil || n == 0 || !slices.Contains(s[table], "id") {
		return n, nil, err
	}
	person := `''`
	if slices.Contains(s[table], "person_id") && column != "person_id" {
		person = `t.person_id`
	}
	named, err = database.All(ctx, tx, func(scan database.Scan) (string, error) {
		var id, holds, about string
		err := scan(&id, &holds, &about)
		said := table + " " + id + ", " + column + " " + holds
		if about != "" {
			said += ", person " + about
		}
		return said + opens(table, id, about), err
	}, fmt.Sprintf(`SELECT t.id, t.%s, %s FROM %s t WHERE %s ORDER BY t.id LIMIT %d`, column, person, table, where, mostNamed))
	return n, named, err
}

// opens says on which page a row is looked at, where it has one.
func opens(table, id, person string) string {
	switch {
	case table == "person":
		return ", open /people/" + id
	case table == "facility":
		return ", open /facilities/" + id
	case person != "":
		return ", open /people/" + person
	}
	return ""
}

// erased lets rows stay that point to somebody who was erased on purpose: what
// proves that sharing was allowed.
func erased(to string) string {
	if to != "person" {
		return ""
	}
	return ` AND NOT EXISTS (SELECT 1 FROM erased_person e WHERE e.id = t.%[2]s)`
}

// unknown finds rows whose rev is no change: they were written past the trail.
func unknown(ctx context.Context, tx *database.Tx, s schema) (found faults, err error) {
	for _, table := range s.names() {
		if !slices.Contains(s[table], "rev") {
			continue
		}
		n, rows, err := s.rows(ctx, tx, table, "rev", `NOT EXISTS (SELECT 1 FROM change c WHERE c.id = t.rev)`)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			found = append(found, wrong{fmt.Sprintf("%d rows of %s", n, table), rows})
		}
	}
	return found, nil
}

func (s schema) names() []string {
	var names []string
	for name := range s {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func count(ctx context.Context, tx *database.Tx, query string) (int, error) {
	return database.One(ctx, tx, func(scan database.Scan) (int, error) {
		var n int
		err := scan(&n)
		return n, err
	}, query)
}

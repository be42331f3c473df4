package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// untold are columns of tables about people that no packet reads out: what the
// program says to itself, and what stands in another thing that is told.
var untold = strings.Fields(`
	.rev .person_id .other_id .kind .state .sight .author_id .title_key .title_args .link_kind .link_id .case_id .programme_id .worker_id .stage_id .facility_id
	.name_key .sort_key .number_key .script_lang .since_sort .on_sort .recorded_by .added_by .asked_by .by_id .account_id .from_id .to_id .chapter_id .entry_id .packet_id
	.current .beside .place .public .args .act .purpose .basis .confidence .claim .born_state .number_state .agreed .added_name .file_key .small .small_key .of_id .text_id .form_id .task_id
	.audience_id .consent_id .ended_by .wait_until .until_time .is_next .handed .last_contact_how .interval_days .next_on .question_id .since .on_date .due_on .opened_on
	.from_on .from_at .until_at .at .recorded_at .created_at .added_at .asked_at .edited_at .ended_at .months .source_key .direction .by_name .author_name .recorded_name
	.confirmed_by .confirmed_at .ending_by .ending_at .schedule .said_on .keep_id .gone_id .take .received_on .sent_on .again_of .follow_on .given_on .parted_at .lang .imposed_on .queried`)

// Whatever the record holds about a person is told, to the last field. Whoever
// adds a table that names a person, and forgets to tell it, reads about it here.
func TestEverythingAboutAPersonIsTold(t *testing.T) {
	t.Parallel()
	rec := openTest(t, dbtest.NewClock())
	p, err := rec.People.Add(t.Context(), authz.System("test"), people.NewPerson{Name: "Josef Karim"})
	if err != nil {
		t.Fatal(err)
	}
	columns := slices.Concat(besideThem(t, rec, [2]string{"packet", "citation"}), personColumns(t, rec), besideThem(t, rec,
		[2]string{"timeline_edit", "entry_id"}, [2]string{"timeline_statement", "entry_id"}, [2]string{"case_answer", "case_id"}, [2]string{"person_merge", "keep_id"}))
	slices.SortStableFunc(columns, func(a, b column) int { return first(a.table) - first(b.table) })
	rows := mark(t, rec, columns, p.ID)
	told := everythingTold(t, rec, p.ID)
	for _, r := range rows {
		if r.table == "packet" || r.table == "sealed_about" {
			continue // told with whom it is about; and what is sealed, whoever makes a packet is not to know of
		}
		text, there := told[r.id]
		if !there {
			t.Errorf("%s (by %s) is not told: who reads it out?", r.table, r.by)
			continue
		}
		for column, word := range r.words {
			if !strings.Contains(text, word) && !slices.Contains(untold, "."+column) {
				t.Errorf("%s.%s is not told", r.table, column)
			}
		}
	}
}

// first puts the tables first that others point into.
func first(table string) int {
	return -slices.Index([]string{"packet", "timeline_entry", "case_file"}, table)
}

// besideThem are the tables that belong to a person by way of another.
func besideThem(t *testing.T, rec *Record, tables ...[2]string) (out []column) {
	t.Helper()
	for _, c := range tables {
		kinds := map[string]string{}
		err := rec.DB.Read(t.Context(), func(tx *database.Tx) error {
			return database.Each(t.Context(), tx, func(scan database.Scan) error {
				var name, kind string
				err := scan(&name, &kind)
				kinds[name] = kind
				return err
			}, `SELECT name, type FROM pragma_table_info(?)`, c[0])
		})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, column{c[0], c[1], kinds})
	}
	return out
}

// marked is a row in which every text is a word of its own.
type marked struct {
	table, by, id string
	words         map[string]string
}

// mark writes a row to each table, and tables beside others point at the last
// row of those.
func mark(t *testing.T, rec *Record, columns []column, person string) (rows []marked) {
	t.Helper()
	last := map[string]string{}
	err := trail.Write(t.Context(), rec.DB, authz.System("test"), &trail.Deed{Action: "test.marked", Kind: "person"}, func(tx *trail.Tx) error {
		rows = nil
		for _, c := range columns {
			r, set := marked{c.table, c.name, ids.New(), map[string]string{}}, trail.Set{}
			for name, kind := range c.kinds {
				switch {
				case name == "id" || name == "rev":
				case strings.HasPrefix(kind, "BIGINT"):
					set[name] = 0
				case strings.HasSuffix(name, "_id"), slices.Contains(untold, "."+name):
					set[name] = ""
				default:
					r.words[name] = fmt.Sprintf("Mk%dx%s", len(rows), name)
					set[name] = r.words[name]
				}
			}
			set[c.name] = person
			for column, table := range map[string]string{"entry_id": "timeline_entry", "case_id": "case_file", "packet_id": "packet"} {
				if _, there := c.kinds[column]; there {
					set[column] = last[table]
				}
			}
			if _, there := c.kinds["sight"]; there {
				set["sight"] = "case"
			}
			if c.name == "other_id" {
				delete(r.words, "agreed_on") // what the other one said is told to them
			}
			if err := tx.Insert(t.Context(), c.table, r.id, set); err != nil {
				return fmt.Errorf("%s: %w", c.table, err)
			}
			last[c.table] = r.id
			rows = append(rows, r)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// everythingTold is what all capabilities say, by the id of the row.
func everythingTold(t *testing.T, rec *Record, person string) map[string]string {
	t.Helper()
	words, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	err = rec.DB.Read(t.Context(), func(tx *database.Tx) error {
		for _, teller := range rec.Packets.Tellers {
			list, err := teller.Tell(t.Context(), tx, authz.System("test"), person)
			if err != nil {
				return err
			}
			for _, one := range list {
				told[one.ID] += " "
				for _, l := range one.Lines {
					told[one.ID] += l.Text + " " + l.Word + " "
					if !words.Printer("en").Has(l.Label) {
						t.Errorf("there are no words for %s", l.Label)
					}
				}
				if !words.Printer("en").Has("told.kind." + one.Kind) {
					t.Errorf("there are no words for the kind %s", one.Kind)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return told
}

package doctor

import (
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func healthy(t *testing.T, db *database.DB, want ...bool) []database.Check {
	t.Helper()
	checks := Check(t.Context(), db)
	for i, ok := range want {
		if checks[i].OK != ok {
			t.Fatalf("%+v", checks[i])
		}
	}
	return checks
}

func TestCheck(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		healthy(t, db, true, true)
		facility, post := ids.New(), ids.New()
		must(t, trail.Write(ctx, db, authz.System("test"), &trail.Deed{Action: "test", Kind: "x"}, func(tx *trail.Tx) error {
			if err := tx.Insert(ctx, "post", post, trail.Set{"facility_id": facility, "title": "Warden", "contact": "", "source": "", "checked_on": "", "ended_at": 0}); err != nil {
				return err
			}
			return tx.Insert(ctx, "setting", "language", trail.Set{"value": "es"})
		}))
		checks := healthy(t, db, false, true)
		if want := "1 rows of post without their facility"; checks[0].Detail != want {
			t.Errorf("%q, want %q", checks[0].Detail, want)
		}
		if len(checks[0].Records) != 1 || checks[0].Records[0] != "post "+post+", facility_id "+facility {
			t.Errorf("the row is named as %q", checks[0].Records)
		}
		must(t, db.Write(ctx, func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE setting SET rev = 'nobody'`)
			return err
		}))
		checks = healthy(t, db, false, false)
		if !strings.Contains(checks[1].Detail, "setting") {
			t.Error(checks[1].Detail)
		}
		if !slices.Equal(checks[1].Records, []string{"setting language, rev nobody"}) {
			t.Errorf("the row is named as %q", checks[1].Records)
		}
	})
}

// A row that is about somebody says whom, and where they are looked at.
func TestRowsSayWhereToOpenThem(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		person, number, facility := ids.New(), ids.New(), ids.New()
		must(t, db.Write(t.Context(), func(tx *database.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO person (id, rev, name, name_key, sort_key, script_name, script_lang, say_it, pronoun, born, born_state, died, number, number_state, kind, created_at)
				VALUES (?, 'nobody', 'n', 'n', 'n', '', '', '', '', '', '', '', '', '', '', 0)`, person)
			if err == nil {
				_, err = tx.Exec(t.Context(), `INSERT INTO person_number (id, rev, person_id, text, number_key, issuer, source, place) VALUES (?, 'nobody', ?, '', '', '', '', 0)`, number, person)
			}
			return err
		}))
		checks := healthy(t, db, true, false)
		want := []string{"person " + person + ", rev nobody, open /people/" + person, "person_number " + number + ", rev nobody, person " + person + ", open /people/" + person}
		if !slices.Equal(checks[1].Records, want) {
			t.Errorf("%q, want %q", checks[1].Records, want)
		}
		if got := opens("facility", facility, ""); got != ", open /facilities/"+facility {
			t.Error(got)
		}
	})
}

// Every column that points to something is looked at.
func TestColumnsHaveTargets(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		must(t, db.Read(t.Context(), func(tx *database.Tx) error {
			s, err := tables(t.Context(), tx)
			if err != nil {
				return err
			}
			for table, columns := range s {
				for _, c := range columns {
					merged := c == "gone_id" || c == "low_id" || c == "high_id"                                                   // a record that became part of another is no row any more
					free := merged || c == "link_id" || c == "subject_id" || c == "actor_id" || c == "record_id" || c == "row_id" // many kinds, or not ours
					if strings.HasSuffix(c, "_id") && !free && s.target(table, c) == "" {
						t.Errorf("%s.%s points nowhere", table, c)
					}
				}
			}
			return nil
		}))
	})
}

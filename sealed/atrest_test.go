package sealed_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/sealed"
	"github.com/throughcare/throughcare/staff"
)

// cells reads every text of the record, by table and column: what somebody has
// who has the database and its key.
func (o *office) cells() map[string][]string {
	o.t.Helper()
	all := map[string][]string{}
	ctx := o.t.Context()
	query := `SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT' AND substr(m.name, 1, 7) <> ?`
	own := "sqlite_"
	if o.db.Engine() == database.Postgres {
		query, own = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = ?`, "text"
	}
	must(o.t, o.db.Read(ctx, func(tx *database.Tx) error {
		columns, err := database.All(ctx, tx, func(scan database.Scan) (c [2]string, err error) { return c, scan(&c[0], &c[1]) }, query, own)
		for _, c := range columns {
			values, err := database.All(ctx, tx, func(scan database.Scan) (v string, err error) { return v, scan(&v) }, `SELECT coalesce("`+c[1]+`", '') FROM "`+c[0]+`"`)
			if err != nil {
				return err
			}
			all[c[0]+"."+c[1]] = values
		}
		return err
	}))
	return all
}

func (o *office) dump(column string) []string { return o.cells()[column] }

// With the whole database and every key of the record, but no token of a session
// and no pass phrase, nothing of a matter is read.
func TestTheRecordAloneOpensNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		id := o.begin("ben", "Zebulonmark", "Quillfeathermark", "cleo")
		must(t, o.Write(ctx, o.reader("cleo"), id, "Harrowmark"))
		must(t, o.Unname(ctx, o.reader("ben"), id, o.ids["cleo"]))
		half := o.reader("ben").Half
		secrets := []string{"Zebulonmark", "Quillfeathermark", "Harrowmark", half.String(), o.tokens["ben"], "prison-staff"}
		cells := o.cells()
		if len(cells["sealed_entry.body"]) != 2 || len(cells["session_key.wrapped"]) != len(roles) {
			t.Fatalf("looking in the wrong place: %d, %d", len(cells["sealed_entry.body"]), len(cells["session_key.wrapped"]))
		}
		keys := [][]byte{dbtest.Key(), dbtest.TrailKey()}
		for column, values := range cells {
			for _, v := range values {
				for _, s := range secrets {
					if strings.Contains(v, s) || strings.Contains(v, base64.RawStdEncoding.EncodeToString([]byte(s))) {
						t.Errorf("%s holds %q", column, s)
					}
				}
				if opened(keys, v) {
					t.Errorf("a key of the record opens %s", column)
				}
			}
		}
		// every private half that could be read out of the record opens nothing
		for _, v := range cells["sealed_matter.wrapped"] {
			stranger, err := age.GenerateHybridIdentity()
			must(t, err)
			if sealed.Opens(v, stranger) == nil || sealed.Opens(v, half) != nil {
				t.Error("opened by a stranger, or not by who is named")
			}
		}
		for _, token := range []string{"", strings.Repeat("A", 43), o.tokens["cleo"] + "x", cells["session.token_hash"][0]} {
			_, err := o.staff.OwnKey(ctx, token)
			want(t, "a token that is none", err, fault.NotFound)
		}
	})
}

// opened tries keys on what may be a box of ours, in both spellings.
func opened(keys [][]byte, v string) bool {
	for _, spelling := range []*base64.Encoding{base64.RawURLEncoding, base64.RawStdEncoding} {
		raw, err := spelling.DecodeString(v)
		if err != nil || len(raw) < chacha20poly1305.NonceSizeX {
			continue
		}
		for _, k := range keys {
			box, _ := chacha20poly1305.NewX(k)
			if _, err := box.Open(nil, raw[:chacha20poly1305.NonceSizeX], raw[chacha20poly1305.NonceSizeX:], nil); err == nil {
				return true
			}
		}
	}
	return false
}

// How long something is can hardly be told.
func TestLengthsAreRoundedUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		o.begin("ben", "x", "y")
		o.begin("ben", "a much longer title than that", strings.Repeat("words ", 50))
		for _, column := range []string{"sealed_entry.body", "sealed_matter.head"} {
			if got := o.dump(column); len(got) != 2 || len(got[0]) != len(got[1]) {
				t.Errorf("%s: %d and %d", column, len(got[0]), len(got[1]))
			}
		}
	})
}

// The life of a private half: it is in the session that was opened with the pass
// phrase, and nowhere longer.
func TestASessionCarriesTheKey(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		id := o.begin("ben", "x", "y", "cleo")
		gone := func(what, token string) {
			t.Helper()
			_, err := o.staff.OwnKey(ctx, token)
			want(t, what, err, fault.NotFound)
		}
		link, err := o.staff.EntryLink(ctx, o.ids["ben"])
		must(t, err)
		e, err := o.staff.Enter(ctx, link.Token, staff.Browser{})
		must(t, err)
		gone("a session without a pass phrase", e.Token)
		p, err := o.staff.Resume(ctx, e.Token)
		must(t, err)
		token, err := o.staff.Unlock(ctx, p.Session, phrase+"ben")
		must(t, err)
		if _, err := o.staff.OwnKey(ctx, token); err != nil {
			t.Errorf("the pass phrase was given: %v", err)
		}
		gone("the token of before", e.Token)
		must(t, o.staff.Lock(ctx, p.Session.ID))
		gone("a session that is locked", token)
		if got := o.dump("session_key.session_id"); len(got) != len(roles) {
			t.Errorf("a session that is locked leaves the half behind: %d", len(got))
		}
		must(t, o.staff.SignOut(ctx, o.ids["ben"], p.Session.ID))
		gone("a session that has ended", token)
		if got := o.dump("session_key.session_id"); len(got) != len(roles) {
			t.Errorf("%d halves are left", len(got))
		}
		// another phrase: the same key
		p, err = o.staff.Resume(ctx, o.tokens["ben"])
		must(t, err)
		o.tokens["ben"], err = o.staff.ChangePhrase(ctx, o.as("ben"), p.Session, phrase+"ben", phrase+"somebody else")
		must(t, err)
		if !o.reads("ben", id) {
			t.Error("a changed pass phrase loses the key")
		}
		in, err := o.staff.SignIn(ctx, "ben", phrase+"somebody else", staff.Browser{})
		must(t, err)
		o.tokens["ben"] = in.Token
		if !o.reads("ben", id) {
			t.Error("the new pass phrase does not open the key")
		}
	})
}

// A pass phrase that was reset takes the key with it: whoever reset it reads
// nothing. Somebody else who is named names them again.
func TestAResetPassPhraseLosesTheKey(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		id := o.begin("ben", "x", "y", "cleo")
		o.reset("cleo")
		if o.reads("cleo", id) {
			t.Fatal("whoever resets a pass phrase reads what is sealed")
		}
		list, err := o.List(ctx, o.reader("cleo"))
		must(t, err)
		if len(list) != 1 || !list[0].Shut || list[0].Title != "" {
			t.Errorf("%+v", list)
		}
		must(t, o.Write(ctx, o.reader("ben"), id, "more"))
		if o.reads("cleo", id) {
			t.Error("writing trusts a new key by itself")
		}
		m, err := o.Matter(ctx, o.reader("ben"), id)
		must(t, err)
		for _, n := range m.Named {
			if n.Renewed != (n.Account == "cleo") {
				t.Errorf("%+v", n)
			}
		}
		want(t, "nobody would open it", o.Unname(ctx, o.reader("ben"), id, o.ids["ben"]), fault.Invalid)
		must(t, o.Name(ctx, o.reader("ben"), id, o.ids["cleo"]))
		if !o.reads("cleo", id) || len(m.Named) != 2 {
			t.Error("named again, and does not read")
		}
	})
}

// What stands in the trail says who did what and when, to nobody outside, and
// cannot be taken back.
func TestTheTrailHoldsNoText(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		o.clock.Add(time.Minute)
		since := o.db.Now()
		id := o.begin("ben", "x", "y", "cleo")
		must(t, o.Write(ctx, o.reader("ben"), id, "more"))
		must(t, o.db.Read(ctx, func(tx *database.Tx) error {
			for _, name := range []string{"ana", "cleo", "eva"} {
				news, err := trail.News(ctx, tx, o.as(name), since, 50)
				if err != nil || len(news) != 0 {
					t.Errorf("%s is told %+v, %v", name, news, err)
				}
			}
			of, err := trail.Of(ctx, tx, sealed.Subject, id, 10)
			if err != nil || len(of) != 2 {
				t.Errorf("%+v, %v", of, err)
			}
			for _, e := range of {
				if e.Reversible {
					t.Errorf("%s can be taken back", e.Action)
				}
				want(t, "undo", trail.Undo(ctx, o.db, authz.System("x"), e.ID), fault.Conflict)
			}
			r, err := trail.Verify(ctx, tx)
			if err != nil || r.Broken != nil {
				t.Errorf("the trail is broken: %+v, %v", r.Broken, err)
			}
			return nil
		}))
	})
}

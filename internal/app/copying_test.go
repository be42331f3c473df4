package app_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/copying"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/staff"
)

// Promise P18: a script that goes through every list, sheet, paper and page gets
// two hundred people, and not one more, without proving who it is.
func TestAScriptDoesNotCopyTheRecord(t *testing.T) {
	t.Parallel()
	rec, clock := clocked(t)
	if _, err := demo.Fill(t.Context(), rec, 320); err != nil {
		t.Fatal(err)
	}
	lee, _, err := rec.Staff.Add(t.Context(), authz.System("test"), staff.NewAccount{Name: "Lee Wong", SignIn: "leewong", Role: authz.Lead})
	if err != nil {
		t.Fatal(err)
	}
	link, err := rec.Staff.EntryLink(t.Context(), lee.ID)
	if err != nil {
		t.Fatal(err)
	}
	b, pages := browse(t, rec, "/enter/"+link.Token)
	clock.Add(10 * time.Minute) // what was proved at the door is long ago
	asked := b.script(pages.Routes())
	n, files := b.copied(lee.ID)
	t.Logf("%d requests: %d people were shown, %d in files", asked, n, files)
	if n < 50 || n > copying.Defaults().People {
		t.Errorf("a script was shown %d people", n)
	}
}

var pattern = regexp.MustCompile(`^GET\s+(\S+)`)

// script asks every list in every form, and then everybody it has heard of.
func (b *browser) script(routes []string) (asked int) {
	folk := map[string]bool{}
	ask := func(path string) {
		asked++
		_, body := b.get(path)
		for _, m := range personLink.FindAllStringSubmatch(body, -1) {
			folk[m[1]] = true
		}
	}
	for _, line := range routes {
		m := pattern.FindStringSubmatch(line)
		if m == nil || strings.Contains(m[1], "{") && m[1] != "/{$}" || m[1] == "/locked" || m[1] == "/sign-in" {
			continue
		}
		path := strings.TrimSuffix(m[1], "{$}")
		for _, query := range []string{"", "?list=everyone", "?list=everyone&show=100", "?list=everyone&show=500", "?list=everyone&format=csv", "?format=xlsx", "?print=1", "?whose=all"} {
			ask(path + query)
		}
		for page := range 8 {
			ask(fmt.Sprintf("%s?list=everyone&page=%d", path, page+2))
		}
	}
	for id := range folk {
		ask("/people/" + id)
		ask("/people/" + id + "/around")
	}
	return asked
}

// copied is how many people of others the trail says an account was shown.
func (b *browser) copied(account string) (n, files int) {
	b.t.Helper()
	err := b.rec.DB.Read(b.t.Context(), func(tx *database.Tx) (err error) {
		count := func(where string) (int, error) {
			return database.One(b.t.Context(), tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
				`SELECT count(DISTINCT s.subject) FROM reading r JOIN reading_subject s ON s.n = r.n WHERE r.actor_id = ? AND s.subject NOT LIKE '%:%'`+where, account)
		}
		if n, err = count(""); err == nil {
			files, err = count(" AND r.look = 'export'")
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return n, files
}

package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
)

func (b *browser) post(path string, pairs ...string) (to, body string) {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	_ = resp.Body.Close() // where it led is what counts
	return resp.Request.URL.Path, resp.Status
}

// From the settings the data key is changed while people work: the page asks
// for the pass phrase of the record and shows a job; afterwards the record opens
// with the same ways, and the trail knows all of it.
func TestAnotherDataKeyFromThePages(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rec := mustKept(t, dir)
	own := "six quiet herons wait for the tide"
	hash, err := staff.HashPhrase(t.Context(), own)
	if err != nil {
		t.Fatal(err)
	}
	first, err := rec.Staff.First(t.Context(), staff.NewAccount{Name: "Ada Osei", SignIn: "ada", Role: authz.Solo}, hash)
	if err != nil {
		t.Fatal(err)
	}
	if err := rec.Settings.Change(t.Context(), authz.System("test"), func(c *settings.Choices) {
		*c = settings.Defaults("US")
		c.Name, c.SetUp = "Friends Inside", settings.Done
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := rec.People.Add(t.Context(), authz.System("test"), people.NewPerson{Name: "Yusuf Karimi"}); err != nil {
		t.Fatal(err)
	}
	entry, err := rec.Staff.EntryLink(t.Context(), first.ID)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := browse(t, rec, "/enter/"+entry.Token)
	if to, status := b.post("/settings/keys/data", "phrase", own); to != "/settings/keys/data" || !strings.HasPrefix(status, "422") {
		t.Fatalf("another pass phrase: %s at %s", status, to)
	}
	ring := rec.Keys.(*keys.Ring)
	before := ring.Derive(keys.Database)
	job, _ := b.post("/settings/keys/data", "phrase", recordPhrase)
	if !strings.HasPrefix(job, "/jobs/") && job != "/settings/keys" {
		t.Fatalf("led to %s", job)
	}
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if _, body := b.get(job); strings.Contains(body, `id="data"`) {
			break
		}
	}
	if string(ring.Derive(keys.Database)) == string(before) {
		t.Fatal("the data key is the one of before")
	}
	r, err := rec.VerifyTrail(t.Context())
	if err != nil || r.Broken != nil {
		t.Fatalf("%v, %v", r.Broken, err)
	}
	var done []trail.Entry
	err = rec.DB.Read(t.Context(), func(tx *database.Tx) (err error) {
		done, err = trail.By(t.Context(), tx, first.ID, time.Time{}, 1)
		return err
	})
	if err != nil || len(done) != 1 || done[0].Action != "trail.rekeyed" {
		t.Errorf("%+v, %v", done, err)
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	mustKept(t, dir)
}

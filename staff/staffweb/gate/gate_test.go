package gate_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/staff/staffweb"
	"github.com/throughcare/throughcare/staff/staffweb/gate"
)

const offer = "amber birch candle drift ember falcon"

// door is a gate with a browser before it.
type door struct {
	*gate.Gate
	t      *testing.T
	now    time.Time
	cookie map[string]string
	locale string
	plan   gate.Plan // what the record was made of
	made   int
	fails  error // of Create and Open
}

func stand(t *testing.T, change func(*gate.Config)) *door {
	t.Helper()
	words, err := i18n.New(layout.Locales, staffweb.Locales, gate.Locales)
	if err != nil {
		t.Fatal(err)
	}
	d := &door{t: t, now: webtest.Noon, cookie: map[string]string{}, locale: "en-US"}
	c := gate.Config{
		Catalogue: func() *i18n.Catalogue { return words }, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return d.now },
		Offer: func() string { return offer }, First: "/setup/recovery",
		Create: func(_ context.Context, p gate.Plan) (gate.Made, error) {
			d.made++
			d.plan = p
			return gate.Made{Application: application(), Entry: "/enter/token"}, d.fails
		},
		Open: func(_ context.Context, phrase string) (http.Handler, error) {
			if d.fails == nil && phrase != offer {
				return nil, fault.New(fault.Invalid, "test")
			}
			return application(), d.fails
		},
	}
	change(&c)
	d.Gate = gate.New(c)
	return d
}

func application() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "application ", r.URL.Path) })
}

func setUp(c *gate.Config) { c.SetUp = true }
func locked(*gate.Config)  {}

func (d *door) get(path string) *webtest.Page {
	return d.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (d *door) post(path string, pairs ...string) *webtest.Page {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return d.do(r)
}

func (d *door) do(r *http.Request) *webtest.Page {
	d.t.Helper()
	r.Header.Set("Accept-Language", d.locale)
	for name, value := range d.cookie {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		d.cookie[c.Name] = c.Value
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
	if err != nil {
		d.t.Fatal(err)
	}
	return &webtest.Page{Status: w.Code, Header: w.Header(), Body: w.Body.String(), To: w.Header().Get("Location"), Doc: doc}
}

// checked fails when a page is not fit for its readers.
func (d *door) checked(p *webtest.Page) *webtest.Page {
	d.t.Helper()
	for _, f := range p.Faults() {
		d.t.Error(f)
	}
	return p
}

func TestNothingAnswersWhileLocked(t *testing.T) {
	t.Parallel()
	d := stand(t, locked)
	for path, to := range map[string]string{
		"/": "/unlock", "/people/018f": "/unlock?to=%2Fpeople%2F018f", "/setup": "/unlock?to=%2Fsetup", "/me?x=1": "/unlock?to=%2Fme%3Fx%3D1",
	} {
		if p := d.get(path); p.Status != 303 || p.To != to {
			t.Errorf("%s: %d to %q", path, p.Status, p.To)
		}
	}
	if p := d.post("/people"); p.Status != 404 && p.Status != 405 {
		t.Errorf("a form is taken: %d", p.Status)
	}
	if p := d.get("/healthz"); p.Body != "locked\n" {
		t.Error(p.Body)
	}
	if p := d.get("/static/throughcare.css"); p.Status >= 400 && p.Status != 404 {
		t.Error(p.Status)
	}
}

func TestUnlock(t *testing.T) {
	t.Parallel()
	d := stand(t, locked)
	p := d.checked(d.get("/unlock?to=%2Fme"))
	to := p.Attr("input[name=to]", "value")
	p = d.checked(d.post("/unlock", "phrase", "wrong", "to", to))
	if p.Status != 422 || p.Attr("input[name=phrase]", "value") != "" {
		t.Fatal(p.Status)
	}
	if p = d.post("/unlock", "phrase", offer, "to", to); p.To != "/me" {
		t.Fatal(p.Status, p.Text(".summary"))
	}
	if p = d.get("/me"); p.Body != "application /me" {
		t.Fatal(p.Body)
	}
	if p = d.get("/healthz"); p.Body != "ok\n" {
		t.Error(p.Body)
	}
	if p = d.get("/unlock?to=https://example.org/"); p.To != "/" {
		t.Fatal(p.To)
	}
}

func TestGuessesOfTheRecordSlowDown(t *testing.T) {
	t.Parallel()
	d := stand(t, locked)
	judged := 0
	for range 2000 {
		if p := d.post("/unlock", "phrase", "wrong"); strings.Contains(p.Body, "not the pass phrase") {
			judged++
		}
		d.now = d.now.Add(time.Second)
	}
	if judged > 15 {
		t.Fatalf("%d guesses were judged in half an hour", judged)
	}
	if p := d.checked(d.post("/unlock", "phrase", offer)); p.To == "/" && judged > 12 {
		t.Fatal("no wait")
	}
	d.now = d.now.Add(time.Hour)
	if p := d.post("/unlock", "phrase", offer); p.To != "/" {
		t.Fatal("locked out for good")
	}
}

func TestWhatIsWrongWithTheRecordIsSaid(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	for _, err := range []error{database.ErrNewerSchema, database.ErrDamaged, database.ErrWrongKey, database.ErrNoFile, database.ErrExposed,
		database.ErrPlaintext, database.ErrDiskFull, keys.ErrNoKeys, keys.ErrDamaged, fmt.Errorf("secret detail")} {
		d := stand(t, locked)
		d.fails = fmt.Errorf("app: open: %w", err)
		p := d.checked(d.post("/unlock", "phrase", offer))
		words := p.Text(".summary li")
		if p.Status != 422 || words == "" || said[words] || strings.Contains(p.Body, "secret detail") {
			t.Errorf("%v: %d %q", err, p.Status, words)
		}
		said[words] = true
	}
}

// throughSetUp goes to the step in which the record is made.
func throughSetUp(d *door) {
	d.t.Helper()
	if p := d.post("/setup", "name", "Harrow Letters", "country", "GB"); p.To != "/setup/account" {
		d.t.Fatalf("%d %s", p.Status, p.Text(".summary"))
	}
	if p := d.post("/setup/account", "name", "Ada Okafor", "sign_in", "", "phrase", "gray herons wade at low tide", "phrase_again", "gray herons wade at low tide", "role", "solo"); p.To != "/setup/record" {
		d.t.Fatalf("%d %s", p.Status, p.Text(".summary"))
	}
}

func TestSetUp(t *testing.T) {
	t.Parallel()
	d := stand(t, setUp)
	d.locale = "es-MX,es;q=0.8"
	if p := d.get("/"); p.To != "/setup" {
		t.Fatal(p.To)
	}
	p := d.checked(d.get("/setup"))
	if p.Attr("option[selected]", "value") != "MX" || p.Attr("html", "lang") != "es" {
		t.Fatal("the country is not guessed from the browser")
	}
	p = d.checked(d.post("/setup", "name", "", "country", "GB"))
	if p.Status != 422 {
		t.Fatal(p.Status)
	}
	throughSetUp(d)
	d.checked(d.get("/setup")) // going back loses nothing
	if p = d.checked(d.get("/setup/account")); p.Attr("input[name=sign_in]", "value") != "ada.okafor" {
		t.Fatal("what was typed is lost")
	}
	if p = d.post("/setup/account", "name", "Ada O", "sign_in", "ada", "phrase", "", "phrase_again", "", "role", "solo"); p.To != "/setup/record" {
		t.Fatal("the pass phrase was not kept")
	}
	p = d.checked(d.get("/setup/record"))
	if p.Text(".offer") != offer {
		t.Fatal(p.Text(".offer"))
	}
	for _, pair := range [][2]string{{"", ""}, {offer, "other"}, {"Harrow Letters Harrow Letters", "Harrow Letters Harrow Letters"}, {"aaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaa"}} {
		if p = d.checked(d.post("/setup/record", "phrase", pair[0], "phrase_again", pair[1])); p.Status != 422 || d.made != 0 {
			t.Fatalf("%q: %d", pair, p.Status)
		}
	}
	p = d.post("/setup/record", "phrase", "  AMBER birch candle  drift ember falcon", "phrase_again", offer)
	if p.To != "/enter/token?to=/setup/recovery" || d.made != 1 {
		t.Fatalf("%d to %q %s", p.Status, p.To, p.Text(".summary"))
	}
	if d.plan.RecordPhrase != offer || d.plan.Account.Name != "Ada O" || d.plan.Choices.Country != "GB" || d.plan.Choices.Language != "es" || !strings.HasPrefix(d.plan.PhraseHash, "$argon2id$") {
		t.Fatalf("%+v", d.plan)
	}
	if p = d.get("/enter/token"); p.Body != "application /enter/token" {
		t.Fatal(p.Body)
	}
}

func TestOwnRecordPhrase(t *testing.T) {
	t.Parallel()
	d := stand(t, setUp)
	throughSetUp(d)
	const own = "marsh violin copper seldom thirty orbit"
	if p := d.post("/setup/record", "phrase", own, "phrase_again", own); p.Status != 303 || d.plan.RecordPhrase != own {
		t.Fatalf("%d %s", p.Status, p.Text(".summary"))
	}
}

func TestAnotherBrowserSeesNothing(t *testing.T) {
	t.Parallel()
	d := stand(t, setUp)
	throughSetUp(d)
	d.cookie = map[string]string{}
	for _, path := range []string{"/setup/account", "/setup/record"} {
		if p := d.get(path); p.To != "/setup" {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := d.get("/setup"); strings.Contains(p.Body, "Harrow Letters") {
		t.Error("another browser reads what was typed")
	}
}

func TestSetUpCode(t *testing.T) {
	t.Parallel()
	d := stand(t, func(c *gate.Config) { c.SetUp, c.Code = true, "QRST-1234" })
	d.checked(d.get("/setup"))
	p := d.checked(d.post("/setup", "name", "Harrow", "country", "US", "code", "guess"))
	if p.Status != 422 {
		t.Fatal(p.Status)
	}
	if p = d.post("/setup", "name", "Harrow", "country", "US", "code", "qrst-1234"); p.To != "/setup/account" {
		t.Fatal(p.Status)
	}
}

func TestAFailedCreationCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	d := stand(t, setUp)
	throughSetUp(d)
	d.fails = database.ErrDiskFull
	if p := d.checked(d.post("/setup/record", "phrase", offer, "phrase_again", offer)); p.Status != 422 || !strings.Contains(p.Text(".summary"), "disk is full") {
		t.Fatal(p.Status)
	}
	d.fails = nil
	if p := d.post("/setup/record", "phrase", offer, "phrase_again", offer); p.Status != 303 {
		t.Fatal(p.Status)
	}
}

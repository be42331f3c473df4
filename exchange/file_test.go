package exchange

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

func testKey() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32)) }

func testContent() *Content {
	return &Content{Origin: "Midwest Pages", MadeOn: "2026-03-02", Places: []Place{{
		Name: "Harrow Ridge", Country: "US", Region: "OH", Codes: []Code{{"us-hifld", "123"}},
		Rules: []Rule{{
			Key: "a", Topic: "books", Says: "At most 3 lb & <no> spirals", Source: "handbook", CheckedOn: partialdate.Must("~2025-06"), Evidence: facilities.Verified,
			Test: &Test{Sort: facilities.Weight, N: 1360, Unit: "lb", Stops: true},
		}},
		Addresses: []Address{{Purpose: facilities.Books, Lines: "PO Box 1", Town: "Harrow", Postcode: "43001"}},
	}}}
}

func testFile(t testing.TB) []byte {
	t.Helper()
	file, err := write(testContent(), testKey())
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	f, err := Read(testFile(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*testContent(), f.Content, cmp.AllowUnexported(partialdate.Date{})); diff != "" {
		t.Error(diff)
	}
	if words := strings.Fields(f.Fingerprint()); len(words) != 6 {
		t.Errorf("fingerprint %q", f.Fingerprint())
	}
	var laid bytes.Buffer // somebody's editor laid it out anew
	if err := json.Compact(&laid, testFile(t)); err != nil {
		t.Fatal(err)
	}
	for _, file := range [][]byte{laid.Bytes(), append([]byte("\xef\xbb\xbf\r\n"), testFile(t)...)} {
		if _, err := Read(file); err != nil {
			t.Errorf("laid out anew: %v", err)
		}
	}
}

// problem is the message of a fault.
func problem(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok && len(f.Problems) > 0 {
		return f.Problems[0].Key
	}
	return ""
}

func TestBadFilesAreRefused(t *testing.T) {
	t.Parallel()
	file := string(testFile(t))
	other, err := write(testContent(), ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	var e, o envelope
	if json.Unmarshal([]byte(file), &e) != nil || json.Unmarshal(other, &o) != nil {
		t.Fatal("not read")
	}
	swapped := e
	swapped.Key, swapped.Fingerprint = o.Key, o.Fingerprint
	dressed := e
	dressed.Fingerprint = o.Fingerprint
	sealed := func(e envelope) string {
		out, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	signedAs := func(content string) string {
		message, err := signed(Version, []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		out := e
		out.Content, out.Signature = json.RawMessage(content), base64Of(ed25519.Sign(testKey(), message))
		return sealed(out)
	}
	for name, c := range map[string]struct{ file, want string }{
		"nothing":           {"", "empty"},
		"blanks":            {" \n\t", "empty"},
		"a spreadsheet":     {"name,state\nHarrow,OH\n", "foreign"},
		"a picture":         {"\x89PNG\r\n\x1a\n\x00", "foreign"},
		"not UTF-8":         {strings.Replace(file, "Harrow", "Harr\xffow", 1), "foreign"},
		"other JSON":        {`{"name": "Harrow"}`, "foreign"},
		"a list":            {`[1, 2]`, "foreign"},
		"more after it":     {file + file, "foreign"},
		"words beside it":   {strings.Replace(file, `"version"`, `"remark": "hello", "version"`, 1), "foreign"},
		"a newer version":   {strings.Replace(file, `"version": 1`, `"version": 2`, 1), "newer"},
		"no version":        {strings.Replace(file, `"version": 1`, `"version": 0`, 1), "foreign"},
		"unsigned":          {strings.Replace(file, e.Signature, "", 1), "unsigned"},
		"without a key":     {strings.Replace(file, e.Key, "", 1), "unsigned"},
		"a word altered":    {strings.Replace(file, "At most 3", "At most 9", 1), "altered"},
		"a date altered":    {strings.Replace(file, "2026-03-02", "2026-03-03", 1), "altered"},
		"origin altered":    {strings.Replace(file, "Midwest", "Mideast", 1), "altered"},
		"signature altered": {strings.Replace(file, e.Signature[:4], "AAAA", 1), "altered"},
		"another key":       {sealed(swapped), "altered"},
		"another print":     {sealed(dressed), "altered"},
		"a person in it":    {signedAs(`{"origin":"M","made_on":"2026-03-02","facilities":[{"name":"H","people":["Yusuf Karimi"]}]}`), "foreign"},
		"nobody's":          {signedAs(`{"origin":" ","made_on":"2026-03-02","facilities":[{"name":"H"}]}`), "origin"},
		"no day":            {signedAs(`{"origin":"M","made_on":"soon","facilities":[{"name":"H"}]}`), "day"},
		"no facility":       {signedAs(`{"origin":"M","made_on":"2026-03-02","facilities":[]}`), "nothing"},
		"null":              {signedAs(`null`), "origin"},
		"too many rules":    {signedAs(`{"origin":"M","made_on":"2026-03-02","facilities":[{"name":"H","rules":[` + strings.Repeat(`{"topic":"books","says":"x","checked_on":""},`, 200) + `{"topic":"books","says":"x","checked_on":""}]}]}`), "many.of"},
		"too large":         {strings.Repeat(" ", MaxFile+1), "large"},
	} {
		_, err := Read([]byte(c.file))
		if !fault.Is(err, fault.Invalid) || problem(err) != "exchange.file."+c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	trimmed := strings.TrimSpace(file)
	for at := 1; at < len(trimmed); at++ {
		if _, err := Read([]byte(trimmed[:at])); problem(err) != "exchange.file.cut" {
			t.Fatalf("cut off after %d bytes: %v", at, err)
		}
	}
}

// What hides in a text or turns it round does not come in, and a rule that breaks our
// rules for rules cannot be taken.
func TestSignedIsNotTrusted(t *testing.T) {
	t.Parallel()
	c := testContent()
	c.Places[0].Name = "Harrow\u202e Ridge\u0000"
	c.Places[0].Rules = []Rule{{Topic: "books", Says: " New\u200b books \r\n\n only ", CheckedOn: partialdate.Must("2026")}, {Topic: "spells", Says: "None"}, {Topic: "books", Says: strings.Repeat("x", 9000)}}
	file, err := write(c, testKey())
	if err != nil {
		t.Fatal(err)
	}
	f, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	p := f.Places[0]
	if p.Name != "Harrow Ridge" || p.Rules[0].Says != "New books\nonly" {
		t.Errorf("%q, %q", p.Name, p.Rules[0].Says)
	}
	var got []State
	for _, c := range compareRules(p.Rules, held{}, f.MadeOn) {
		got = append(got, c.State)
	}
	if diff := cmp.Diff([]State{New, Wrong, Wrong}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(testFile(f))
	f.Add([]byte(`{"format":"throughcare-facility-rules","version":1,"content":{},"key":"","signature":""}`))
	f.Add([]byte(`{"format":"throughcare-facility-rules","version":1,"content":null,"key":"AA==","signature":"AA=="}`))
	good, err := Read(testFile(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := Read(file)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("not refused in words: %v", err)
			}
			return
		}
		// Nobody finds another signature: what is read is what was signed.
		if bytes.Equal(got.Key, good.Key) && !cmp.Equal(got.Content, good.Content, cmp.AllowUnexported(partialdate.Date{})) {
			t.Errorf("read something else: %+v", got)
		}
	})
}

func base64Of(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

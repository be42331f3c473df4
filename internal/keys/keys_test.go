package keys_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"filippo.io/age"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/keys"
)

const phrase = "velvet orchid walnut kayak summer tundra"

var low = keys.Options{Cost: keys.LowCost}

// create makes keys in a new folder and returns what opens them.
func create(t testing.TB) (dir string, sheet keys.Sheet, key []byte) {
	t.Helper()
	dir = t.TempDir()
	ring, sheet, err := keys.Create(dir, phrase, low)
	if err != nil {
		t.Fatal(err)
	}
	defer ring.Close()
	return dir, sheet, ring.Derive(keys.Database)
}

// opens checks that err is as wanted, and that the ring leads to the same key.
func opens(t testing.TB, ring *keys.Ring, err error, want []byte) {
	t.Helper()
	if err != nil {
		t.Error(err)
		return
	}
	if got := ring.Derive(keys.Database); !bytes.Equal(got, want) {
		t.Error("another key came out")
	}
	ring.Close()
}

func wantError(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
}

func TestPhraseAndSheetOpenTheSameKey(t *testing.T) {
	dir, sheet, key := create(t)
	for _, typed := range []string{phrase, "  velvet  orchid walnut kayak\tsummer tundra\n"} {
		ring, err := keys.Open(dir, typed)
		opens(t, ring, err, key)
	}
	words := strings.Join(sheet.Words, " ")
	short := make([]string, len(sheet.Words))
	numbered := ""
	for i, w := range sheet.Words {
		short[i] = w[:min(4, len(w))]
		numbered += fmt.Sprintf("%d. %s\n", i+1, w)
	}
	for _, typed := range []string{words, strings.ToUpper(words), strings.Join(short, "\n"), numbered, sheet.Identity, " " + strings.ToLower(sheet.Identity) + "\n"} {
		ring, err := keys.OpenWithRecovery(dir, typed)
		opens(t, ring, err, key)
	}
}

func TestWrongPhraseAndWrongSheet(t *testing.T) {
	dir, sheet, _ := create(t)
	_, other, _ := create(t)
	_, err := keys.Open(dir, "velvet orchid walnut kayak summer tunnel")
	wantError(t, err, keys.ErrWrongPhrase)
	_, err = keys.Open(dir, "")
	wantError(t, err, keys.ErrWrongPhrase)
	_, err = keys.OpenWithRecovery(dir, strings.Join(other.Words, " "))
	wantError(t, err, keys.ErrWrongSheet)

	swapped := append([]string{}, sheet.Words...)
	i := 0
	for swapped[i] == swapped[i+1] {
		i++
	}
	swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
	_, err = keys.OpenWithRecovery(dir, strings.Join(swapped, " "))
	if !errors.Is(err, keys.ErrMistyped) && !errors.Is(err, keys.ErrWrongSheet) { // one swap in 256 passes the checksum
		t.Errorf("two words swapped: %v", err)
	}
	_, err = keys.OpenWithRecovery(dir, strings.Join(sheet.Words[1:], " "))
	wantError(t, err, keys.ErrMistyped)
	misspelt := append([]string{}, sheet.Words...)
	misspelt[6] = "qwxyz"
	_, err = keys.OpenWithRecovery(dir, strings.Join(misspelt, " "))
	if e, ok := errors.AsType[*keys.WordError](err); !ok || e.Position != 7 || strings.Contains(err.Error(), "qwxyz") {
		t.Errorf("a misspelt word: %v", err)
	}
	_, err = keys.OpenWithRecovery(dir, sheet.Identity[:60]+"Q")
	wantError(t, err, keys.ErrMistyped)
}

func TestFilesThatDoNotOpen(t *testing.T) {
	_, err := keys.Open(t.TempDir(), phrase)
	wantError(t, err, keys.ErrNoKeys)

	dir, _, _ := create(t)
	_, _, err = keys.Create(dir, phrase, low)
	wantError(t, err, keys.ErrExists)

	path := filepath.Join(dir, keys.FileName)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other, _, _ := create(t)
	foreign, err := os.ReadFile(filepath.Join(other, keys.FileName))
	if err != nil {
		t.Fatal(err)
	}
	change := func(from, to string) []byte {
		if !bytes.Contains(good, []byte(from)) {
			t.Fatalf("no %s in the key file", from)
		}
		return bytes.Replace(good, []byte(from), []byte(to), 1)
	}
	for _, tt := range []struct {
		name string
		text []byte
		want error
	}{
		{"empty", nil, keys.ErrDamaged},
		{"cut", good[:len(good)/2], keys.ErrDamaged},
		{"newer", change(`"version": 2`, `"version": 3, "hsm": true`), keys.ErrNewer},
		{"with a field added", change(`"version": 2`, `"version": 2, "note": ""`), keys.ErrDamaged},
		{"all the memory", change(`"memory_kib": 1024`, `"memory_kib": 4000000000`), keys.ErrDamaged},
		{"cheaper than it was made", change(`"passes": 1`, `"passes": 2`), keys.ErrWrongPhrase},
		{"another record's sheet", graft(t, good, foreign, "recovery"), keys.ErrDamaged},
		{"another record's name", graft(t, good, foreign, "record"), keys.ErrWrongPhrase},
		{"no authentication", graft(t, good, []byte(`{"mac":""}`), "mac"), keys.ErrDamaged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := os.WriteFile(path, tt.text, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := keys.Open(dir, phrase)
			wantError(t, err, tt.want)
		})
	}
}

// graft puts one field of another key file into a key file.
func graft(t *testing.T, into, from []byte, field string) []byte {
	t.Helper()
	var a, b map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(into, &a), json.Unmarshal(from, &b)); err != nil {
		t.Fatal(err)
	}
	a[field] = b[field]
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestChangePassphrase(t *testing.T) {
	dir, sheet, key := create(t)
	ring, err := keys.OpenWithRecovery(dir, strings.Join(sheet.Words, " ")) // the phrase was forgotten
	if err != nil {
		t.Fatal(err)
	}
	defer ring.Close()
	wantError(t, ring.ChangePassphrase("summer 2026", low), keys.ErrWeakPhrase)
	again, err := keys.Open(dir, phrase)
	opens(t, again, err, key) // a refused phrase changes nothing

	const next = "lantern gecko porridge atlas willow nickel"
	if err := ring.ChangePassphrase(next, keys.Options{}); err != nil {
		t.Fatal(err)
	}
	_, err = keys.Open(dir, phrase)
	wantError(t, err, keys.ErrWrongPhrase)
	again, err = keys.Open(dir, next)
	opens(t, again, err, key)
	again, err = keys.OpenWithRecovery(dir, strings.Join(sheet.Words, " "))
	opens(t, again, err, key)
}

func TestReplaceSheet(t *testing.T) {
	dir, old, key := create(t)
	ring, err := keys.Open(dir, phrase)
	if err != nil {
		t.Fatal(err)
	}
	defer ring.Close()
	sheet, err := ring.ReplaceSheet()
	if err != nil {
		t.Fatal(err)
	}
	if sheet.Mark == old.Mark || sheet.Mark != keys.Mark(ring.Recipient()) {
		t.Errorf("the sheet is marked %s, the one before %s, the key file %s", sheet.Mark, old.Mark, keys.Mark(ring.Recipient()))
	}
	_, err = keys.OpenWithRecovery(dir, old.Identity)
	wantError(t, err, keys.ErrWrongSheet)
	again, err := keys.OpenWithRecovery(dir, sheet.Identity)
	opens(t, again, err, key)
}

func TestDeriveKeepsPurposesApart(t *testing.T) {
	dir, _, _ := create(t)
	ring, err := keys.Open(dir, phrase)
	if err != nil {
		t.Fatal(err)
	}
	labels := []keys.Label{keys.Database, keys.Attachments, keys.AuditMAC, keys.Sessions, keys.TOTP, keys.SearchBlind}
	seen := map[string]keys.Label{}
	for _, label := range labels {
		key := ring.Derive(label)
		if other, twice := seen[string(key)]; twice || len(key) != 32 {
			t.Errorf("%s has %d bytes, and the key of %q", label, len(key), other)
		}
		seen[string(key)] = label
	}
	for _, shown := range []string{fmt.Sprint(ring), fmt.Sprintf("%v %+v %#v %s", ring, ring, ring, ring)} {
		if strings.Contains(shown, "key:") || !strings.Contains(shown, "hidden") {
			t.Errorf("printed, the ring shows %s", shown)
		}
	}
	ring.Close()
	ring.Close()
	if key := ring.Derive(keys.Database); key != nil {
		t.Error("a closed ring gives keys")
	}
	wantError(t, ring.ChangePassphrase(phrase, low), keys.ErrClosed)
	_, err = ring.ReplaceSheet()
	wantError(t, err, keys.ErrClosed)
}

func TestKeyFileShowsNoKeyAndIsPrivate(t *testing.T) {
	dir, sheet, key := create(t)
	path := filepath.Join(dir, keys.FileName)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, key) || bytes.Contains(text, []byte(sheet.Identity)) || bytes.Contains(text, []byte("velvet")) {
		t.Error("the key file holds a secret")
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.new")); err != nil || left != nil {
		t.Errorf("left behind: %v, error %v", left, err)
	}
}

func TestSheetOpensBackupsToo(t *testing.T) {
	dir, sheet, _ := create(t)
	ring, err := keys.Open(dir, phrase)
	if err != nil {
		t.Fatal(err)
	}
	defer ring.Close()
	recipient, err := age.ParseHybridRecipient(ring.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	identity, err := age.ParseHybridIdentity(sheet.Identity)
	if err != nil || identity.Recipient().String() != recipient.String() {
		t.Errorf("the sheet is not the other half of the recipient: %v", err)
	}
	typed, err := keys.Identity(strings.Join(sheet.Words, "\n"))
	if err != nil || typed.String() != sheet.Identity {
		t.Errorf("the words are not the sheet's identity: %v", err)
	}
}

func TestEverySheetIsReadBack(t *testing.T) {
	dir, _, _ := create(t)
	ring, err := keys.Open(dir, phrase)
	if err != nil {
		t.Fatal(err)
	}
	defer ring.Close()
	for range 20 {
		sheet, err := ring.ReplaceSheet()
		if err != nil {
			t.Fatal(err)
		}
		again, err := keys.OpenWithRecovery(dir, strings.Join(sheet.Words, " "))
		opens(t, again, err, ring.Derive(keys.Database))
	}
}

func TestGeneratedPhrasesAreAccepted(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		p, bits := keys.Generate()
		if bits != 66 || len(strings.Fields(p)) != keys.PhraseWords || seen[p] {
			t.Errorf("%q: %v bits", p, bits)
		}
		seen[p] = true
	}
}

func TestStrength(t *testing.T) {
	for _, tt := range []struct {
		phrase string
		enough bool
	}{
		{"velvet orchid walnut kayak summer tundra", true},
		{"Grandmother's accordion frightened eleven postal inspectors", true},
		{"mein Nachbar züchtet blaue Hühner neben der Autobahn", true},
		{"мой сосед разводит синих куриц возле дороги зимой", true},
		{"f8Kq2#vNz7!pWx4Lm9", true},
		{"qzxkvjwphbtmnrgd", true},
		{"", false},
		{"password", false},
		{"Password123!", false},
		{"Tr0ub4dor&3", false},
		{"summer summer summer summer summer summer summer", false},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
		{"abcdefghijklmnopqrstuvwxyz 0123456789", false},
		{"qwertyuiop asdfghjkl zxcvbnm", false},
		{"correct horse battery staple", false},
		{"To be, or not to be: that is the question", false},
		{"one two three four five six seven eight nine ten", false},
		{"the quick brown fox jumps over the lazy dog!!", false},
		{"Our Father who art in heaven hallowed be thy name", false},
		{"i love my dog", false},
		{"books for prisoners 2019", false},
		{"12345678901234567890123456789012345678901234567890", false},
		{"velvet orchid walnut", false},
	} {
		if bits := keys.Strength(tt.phrase); bits >= keys.MinBits != tt.enough {
			t.Errorf("%q: %.1f bits", tt.phrase, bits)
		}
	}
}

func TestStrengthNeverFallsWhenAWordIsAdded(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := rapid.String().Draw(rt, "phrase")
		more, _ := keys.Generate()
		if a, b := keys.Strength(p), keys.Strength(p+" "+more); b < a-10 || a < 0 {
			rt.Errorf("%q: %.1f bits, and %.1f with %q", p, a, b, more)
		}
	})
}

func BenchmarkOpenAtDefaultCost(b *testing.B) {
	dir := b.TempDir()
	ring, _, err := keys.Create(dir, phrase, keys.Options{})
	if err != nil {
		b.Fatal(err)
	}
	ring.Close()
	for b.Loop() {
		ring, err := keys.Open(dir, phrase)
		if err != nil {
			b.Fatal(err)
		}
		ring.Close()
	}
}

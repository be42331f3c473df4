package form

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/fault"
)

func TestTextIsFitToStoreAndRawIsAsTyped(t *testing.T) {
	t.Parallel()
	typed := "  Yusuf\u202e \u0000 Kari\u0301mi\u2067\r\n x\ufeff "
	f := New("name", typed)
	if got, want := f.Text("name"), "Yusuf Kar\u00edmi x"; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
	if f.Raw("name") != typed {
		t.Errorf("Raw = %q", f.Raw("name"))
	}
	if got, want := New("note", " a\r\nb\rc \n").Lines("note"), "a\nb\nc"; got != want {
		t.Errorf("Lines = %q, want %q", got, want)
	}
}

func TestTextNeverHoldsHiddenCharacters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		got := New("x", rapid.String().Draw(t, "typed")).Text("x")
		if !utf8.ValidString(got) || strings.TrimSpace(got) != got || strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("kept %q", got)
		}
	})
}

func TestTake(t *testing.T) {
	t.Parallel()
	f := New()
	if f.Take(nil) || f.Take(fault.New(fault.NotFound, "x")) || f.Status() != 200 {
		t.Error("taken without a problem")
	}
	if !f.Take(fault.Bad("x", "name", "people.name.missing")) || f.Status() != 422 || f.Problem(t.Context(), "name") == "" {
		t.Error("an invalid form is not shown again")
	}
	if f.Take(errors.New("disk")) {
		t.Error("a defect was taken for a problem of the form")
	}
}

func TestIntAndID(t *testing.T) {
	t.Parallel()
	f := Of(url.Values{"n": {" 12 "}, "big": {"9000"}, "word": {"x"}, "id": {"../etc"}})
	if f.Int("n", 1, 20) != 12 || f.Failed() {
		t.Error("a good number was refused")
	}
	if f.Int("big", 1, 20) != 0 || f.Int("word", 1, 20) != 0 || len(f.Problems) != 2 {
		t.Errorf("problems: %v", f.Problems)
	}
	if f.ID("id") != "" {
		t.Error("accepted an id that is none")
	}
}

func TestOnceStaysWhileTheFormIsShownAgain(t *testing.T) {
	t.Parallel()
	f := New(OnceField, "k")
	if f.Once() != "k" {
		t.Error("the key changed")
	}
	g := New()
	if first := g.Once(); first == "" || g.Once() != first || first == New().Once() {
		t.Error("a fresh form needs one key of its own")
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"45": 45_00, "45.50": 45_50, "45,5": 45_50, "$1,200": 1200_00, "1.200,75": 1200_75, "£ 3": 3_00, "4,500": 4500_00, "": 0, "much": 0, "-5": 0, "1e3": 0, ".5": 50, "0.05": 5,
	} {
		if got := New("amount", text).Money("amount"); got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
}

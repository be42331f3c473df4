package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/i18n"
)

// Every message is used, every key in the code and every deed has its words,
// and all languages say the same things with the same values.
func TestWords(t *testing.T) {
	t.Parallel()
	words, err := app.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	complaints, err := i18n.Check(words, os.DirFS(filepath.Join("..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	for _, complaint := range complaints {
		if !strings.Contains(complaint, "webtest/gallery") { // which brings words of its own
			t.Error(complaint)
		}
	}
}

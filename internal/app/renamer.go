package app

import (
	"context"
	"maps"
	"sync"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/settings"
)

// renamer keeps the catalogue in the organisation's own nouns.
type renamer struct {
	rec   *Record
	plain *i18n.Catalogue

	mu    sync.Mutex
	own   map[string]settings.Noun // that named was made with
	named *i18n.Catalogue
}

func (n *renamer) catalogue() *i18n.Catalogue {
	own := n.rec.Settings.Current(context.Background()).Nouns
	n.mu.Lock()
	defer n.mu.Unlock()
	if maps.Equal(own, n.own) {
		return n.named
	}
	nouns := make(map[string]i18n.Noun, len(own))
	for key, word := range own {
		nouns[key] = i18n.Noun{One: word.One, Many: word.Many}
	}
	named, err := n.plain.Renamed(nouns)
	if err != nil { // a noun the catalogue does not know: our own words are better than none
		named = n.plain
	}
	n.own, n.named = maps.Clone(own), named
	return named
}

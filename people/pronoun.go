package people

import "github.com/throughcare/throughcare/internal/search"

// pronounWords are what people write for the words to speak of somebody, in
// English and Spanish, folded.
var pronounWords = map[string]string{
	"he": "he", "him": "he", "he him": "he", "m": "he", "male": "he", "man": "he", "el": "he", "hombre": "he", "h": "he",
	"she": "she", "her": "she", "she her": "she", "f": "she", "female": "she", "woman": "she", "ella": "she", "mujer": "she",
	"they": "they", "them": "they", "they them": "they", "elle": "they", "x": "they",
}

// ReadPronoun reads what a list calls somebody.
func ReadPronoun(word string) (string, bool) {
	p, ok := pronounWords[search.Fold(word)]
	return p, ok
}

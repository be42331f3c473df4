// Package fold writes names in one way: lower case, without accents, in Latin
// letters, without titles and small words, so that two spellings of one name can
// be compared letter by letter. Cyrillic, Greek, Armenian, Georgian, Hebrew,
// Arabic and Korean are written as the customary passport spellings have them.
package fold

// Package picture knows how photographs are written down: it takes out of one
// what tells more than can be seen in it (where and when it was taken, with whose
// telephone, what it was before it was cut), and makes a small picture of a large
// one.
//
// To clean a picture nothing of it is decoded: its parts are copied one by one,
// and only those that are needed to see it. To make it small it has to be
// decoded, which is done in a confined child only (package thumbnail).
package picture

import (
	"bytes"
	"errors"
)

// What keeps a picture from being cleaned. The texts hold nothing of it.
var (
	// ErrKind is a file of a kind that is not known well enough to promise
	// that nothing is left in it.
	ErrKind = errors.New("picture: not a kind that can be cleaned")
	// ErrBroken is a picture that is not written as its kind has to be.
	ErrBroken = errors.New("picture: cut short or broken")
)

// Clean returns a picture without what its parts tell beside the picture itself:
// no place, time, camera, author, words, preview, or anything after its end. It
// stands as it stood: when it was to be turned to be seen, this is all that is
// kept of what the camera wrote. The pixels are the same, to the last one.
//
// It takes JPEG, PNG and WebP, and returns ErrKind for any other and ErrBroken
// for one that cannot be followed to its end.
func Clean(original []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(original, []byte("\xff\xd8")):
		return cleanJPEG(original)
	case bytes.HasPrefix(original, []byte(pngBegin)):
		return cleanPNG(original)
	case isWebP(original):
		return cleanWebP(original)
	}
	return nil, ErrKind
}

// Turned is how a picture has to be turned to be seen, 1 to 8 as EXIF counts; 1
// is as it stands.
func Turned(original []byte) int {
	switch {
	case bytes.HasPrefix(original, []byte("\xff\xd8")):
		return turnedJPEG(original)
	case bytes.HasPrefix(original, []byte(pngBegin)):
		return turnedPNG(original)
	case isWebP(original):
		return turnedWebP(original)
	}
	return 1
}

package files

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/vault"
	"github.com/throughcare/throughcare/timeline"
)

// KindFile is the kind of the entries of the timeline.
const KindFile = "file"

// linkKind is what an entry of a file is about.
const linkKind = "file"

// TimelineKinds registers what files put on the timeline.
func TimelineKinds(k *timeline.Kinds) {
	k.Register(timeline.Kind{Key: KindFile, TitleKey: "files.entry", Group: timeline.Files, Icon: "note", Href: "/files/{id}"})
}

// File is a file kept with a person.
type File struct {
	ID        string
	PersonID  string
	EntryID   string // the entry of the timeline it belongs to
	Name      string
	Kind      Kind
	Bytes     int64
	SHA256    string // of what it holds, in hex
	AddedAt   time.Time
	AddedBy   string
	AddedName string // as it was then

	key   string         // opens it; see vault
	small vault.Sealed   // its small picture; the name "" is none
	entry timeline.Entry // as far as it says who may read it
}

// HasThumbnail reports whether there is a small picture of it.
func (f File) HasThumbnail() bool { return f.small.Name != "" }

// cleaned are the ends of names of pictures that can be cleaned; the end of a
// name tells what the file holds (see cleanName).
var cleaned = []string{".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp"}

// Cleanable reports whether a copy can be made that holds nothing but the picture.
func (f File) Cleanable() bool {
	return f.Kind == Picture && slices.Contains(cleaned, strings.ToLower(path.Ext(f.Name)))
}

// parts are what of it lies in the folder.
func (f File) parts() []vault.Sealed {
	if f.HasThumbnail() {
		return []vault.Sealed{f.sealed(), f.small}
	}
	return []vault.Sealed{f.sealed()}
}

// inSight reports whether actor may open the file.
func (f File) inSight(actor authz.Actor) bool {
	return actor.May(MayRead) && f.entry.InSight(actor)
}

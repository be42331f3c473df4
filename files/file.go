package files

import (
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/timeline"
)

// KindFile is the kind of the entries of the timeline.
const KindFile = "file"

// linkKind is what an entry of a file is about.
const linkKind = "file"

// TimelineKinds registers what files put on the timeline.
func TimelineKinds(k *timeline.Kinds) {
	k.Register(timeline.Kind{Key: KindFile, TitleKey: "files.entry", Group: timeline.Files, Icon: "note"})
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
	entry timeline.Entry // as far as it says who may read it
}

// inSight reports whether actor may open the file.
func (f File) inSight(actor authz.Actor) bool {
	return actor.May(MayRead) && f.entry.InSight(actor)
}

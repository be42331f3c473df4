package timeline

import (
	"fmt"
	"slices"
	"strings"
)

// Kind is a sort of entry. Capabilities register theirs at start.
type Kind struct {
	Key      string // "letter"; what Entry.Kind holds
	TitleKey string // message for its title; ".in" or ".out" is added when the entry has a direction
	Group    string // the tab it is counted under, one of Groups
	Icon     string // name of a glyph of the layout; of "letter" there are two, by direction
	Bad      bool   // shown as a set-back: something came back, was refused
	Hidden   bool   // out of sight it is not there at all, instead of a stub (safety notes)
	Href     string // where its title leads, with {id} of what it is linked to; "" is the page of the entry
}

// The tabs of the timeline.
const (
	Letters = "letters"
	Talks   = "talks"
	Notes   = "notes"
	Legal   = "legal"
	Files   = "files"
	Moves   = "moves"
)

// Groups lists the tabs in the order shown.
func Groups() []string { return []string{Letters, Talks, Notes, Legal, Files, Moves} }

// The kinds that people log by hand and that no other capability owns.
const (
	KindNote    = "note"
	KindCall    = "call"
	KindVisit   = "visit"
	KindMeeting = "meeting"
	KindLetter  = "letter"
	KindEmail   = "email"
	KindMessage = "message"
)

// Kinds is the register of kinds. It is filled by the composition root before
// the first request and only read afterwards.
type Kinds struct {
	byKey map[string]Kind
	order []string
}

// NewKinds returns a register holding the kinds that are logged by hand.
func NewKinds() *Kinds {
	k := &Kinds{byKey: map[string]Kind{}}
	k.Register(
		byHand(KindNote, Notes, "note"), byHand(KindCall, Talks, "call"), byHand(KindVisit, Talks, "visits"), byHand(KindMeeting, Talks, "people"),
		byHand(KindLetter, Letters, "letter"), byHand(KindEmail, Letters, "mail"), byHand(KindMessage, Talks, "call"),
	)
	return k
}

// byHand is a kind that is logged by hand.
func byHand(key, group, icon string) Kind {
	return Kind{Key: key, TitleKey: "timeline.kind." + key, Group: group, Icon: icon}
}

// Register adds kinds. It panics on a kind without key, title or known group,
// and on a key that is taken: both are mistakes in the program.
func (k *Kinds) Register(kinds ...Kind) {
	for _, kind := range kinds {
		_, taken := k.byKey[kind.Key]
		if kind.Key == "" || kind.TitleKey == "" || taken || !slices.Contains(Groups(), kind.Group) {
			panic(fmt.Sprintf("timeline: cannot register the kind %q", kind.Key))
		}
		k.byKey[kind.Key] = kind
		k.order = append(k.order, kind.Key)
	}
}

// Kind returns the kind of an entry. One that is not registered (its
// capability is switched off) reads as a note.
func (k *Kinds) Kind(key string) Kind {
	if kind, ok := k.byKey[key]; ok {
		return kind
	}
	return Kind{Key: key, TitleKey: "timeline.kind.other", Group: Notes, Icon: "note"}
}

// TitleKey is the message key of an entry's title.
func (k *Kinds) TitleKey(e Entry) string {
	kind := k.Kind(e.Kind)
	switch {
	case e.Stub:
		return kind.TitleKey
	case e.TitleKey != "":
		return e.TitleKey
	case e.Direction != "":
		return kind.TitleKey + "." + e.Direction
	}
	return kind.TitleKey
}

// Icon is the glyph of an entry.
func (k *Kinds) Icon(e Entry) string {
	icon := k.Kind(e.Kind).Icon
	switch {
	case e.Stub:
		return "lock"
	case icon == "letter" && e.Direction == In:
		return "letter-in"
	case icon == "letter":
		return "letter-out"
	}
	return icon
}

// Href is where the title of an entry leads, or "" for the entry's own page.
func (k *Kinds) Href(e Entry) string {
	if to := k.Kind(e.Kind).Href; to != "" && e.Link.ID != "" {
		return strings.ReplaceAll(to, "{id}", e.Link.ID)
	}
	return ""
}

// in returns the keys of the kinds of one group, in the order registered.
func (k *Kinds) in(group string) []string {
	return k.where(func(kind Kind) bool { return kind.Group == group })
}

// hidden returns the keys of the kinds that leave no stub.
func (k *Kinds) hidden() []string { return k.where(func(kind Kind) bool { return kind.Hidden }) }

func (k *Kinds) where(ok func(Kind) bool) []string {
	var keys []string
	for _, key := range k.order {
		if ok(k.byKey[key]) {
			keys = append(keys, key)
		}
	}
	return keys
}

package disclosing

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"sync"

	"github.com/throughcare/throughcare/consent"
)

// Notice is what a law wants said on a paper that leaves, with where it stands
// and whether somebody has held it against the law.
type Notice struct {
	Key      string          `json:"key"`
	Country  string          `json:"country"` // two letters
	Classes  []consent.Class `json:"classes"` // it goes with things of these
	Title    string          `json:"title"`
	Text     string          `json:"text"`
	Citation string          `json:"citation"`
	Mark     string          `json:"mark"` // "verified" or "unverified"
	Note     string          `json:"note"` // for whoever decides whether it applies
}

//go:embed notices/*.json
var noticeFiles embed.FS

// notices are those that come with the program. They are law, and stay in its
// language.
var notices = sync.OnceValue(func() (all []Notice) {
	names, err := noticeFiles.ReadDir("notices")
	if err != nil {
		panic(err) // the folder is named above
	}
	for _, n := range names {
		text, err := noticeFiles.ReadFile(path.Join("notices", n.Name()))
		if err != nil {
			panic(err)
		}
		var some []Notice
		if err := json.Unmarshal(text, &some); err != nil {
			panic(fmt.Errorf("disclosing: %s: %w", n.Name(), err)) // a test reads every file
		}
		all = append(all, some...)
	}
	return all
})

// Notices lists what the laws of a country may want said.
func Notices(country string) []Notice {
	return slices.DeleteFunc(slices.Clone(notices()), func(n Notice) bool { return n.Country != country })
}

// chosen are the notices of a packet by their keys, as far as something in it is
// of their class.
func chosen(keys []string, things []Thing) (list []Notice) {
	for _, n := range notices() {
		touches := slices.ContainsFunc(things, func(t Thing) bool { return t.Act != Leave && slices.Contains(n.Classes, t.Class) })
		if slices.Contains(keys, n.Key) && touches {
			list = append(list, n)
		}
	}
	return list
}

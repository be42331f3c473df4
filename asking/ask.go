package asking

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// State says how an ask stands.
type State string

// The states of an ask.
const (
	Open    State = "open"
	Allowed State = "allowed"
	Refused State = "refused"
)

// Ask is somebody's wish to read an entry.
type Ask struct {
	ID, Rev    string
	EntryID    string
	PersonID   string
	AccountID  string // whose wish it is
	Account    string // name
	Why        string
	At         time.Time // UTC
	State      State
	Answer     string // words of whoever answered
	By         string // name of who answered
	AnsweredAt time.Time
	Until      time.Time // of Allowed: when the loan ends
}

// View is an ask as its asker, or one who may answer it, sees it.
type View struct {
	Ask
	Person   string // name
	Entry    timeline.Entry
	Mine     bool            // the reader asked
	Readings []trail.Reading // of the entry, by those it was lent to; for those who may answer
}

// MaxWords is the longest reason and answer, in characters.
const MaxWords = 500

// Longest is for how many days an entry is lent at most.
const Longest = 90

// words cleans what somebody says; it has to be something.
func words(field, said string) (string, []fault.Problem) {
	said = strings.TrimSpace(said)
	switch n := utf8.RuneCountInString(said); {
	case n == 0:
		return said, []fault.Problem{{Field: field, Key: "asking." + field + ".missing"}}
	case n > MaxWords:
		return said, []fault.Problem{{Field: field, Key: "asking.words.long", Args: []any{"count", MaxWords}}}
	}
	return said, nil
}

// The tasks of this capability. They name who asks and whose timeline it is on,
// and nothing of the entry.
const (
	TaskAsked    = "entry-asked"
	TaskAnswered = "entry-answered"
)

const linkAsk = "ask"

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	href := func(t tasks.Task) string { return "/people/" + t.PersonID + "/asks/" + t.Link.ID }
	kind := func(key string) tasks.Kind {
		return tasks.Kind{
			Key: key, TitleKey: "asking.task." + key, CountKey: "asking.count." + key, ReasonKey: "asking.reason." + key,
			Weight: tasks.WeightLetter, ActionKey: "asking.action." + key, Href: href,
		}
	}
	return []tasks.Kind{kind(TaskAsked), kind(TaskAnswered)}
}

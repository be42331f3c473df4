package families

import (
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// LinkKind is what entries and tasks of a household are linked to.
const LinkKind = "household"

const entryKind = "household"

// TimelineKinds registers what families put on the timeline of the relative a household
// was opened for. Nothing goes on that of the person inside.
func TimelineKinds(k *timeline.Kinds) {
	k.Register(timeline.Kind{Key: entryKind, Icon: "people", TitleKey: "families.entry", Group: timeline.Notes, Href: "/family/{id}"})
}

// The kinds of tasks.
const (
	TaskCall  = "family-call"  // call back
	TaskScore = "family-score" // somebody's programme ends: how do they stand now
)

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	kind := func(key string, href func(tasks.Task) string) tasks.Kind {
		stem := "families.task." + key
		return tasks.Kind{Key: key, TitleKey: stem, CountKey: stem + ".count", ReasonKey: stem + ".reason", Weight: tasks.WeightOwn, ActionKey: stem + ".action", Href: href, Needs: MayRead}
	}
	return []tasks.Kind{
		kind(TaskCall, func(tasks.Task) string { return "/family/calls" }),
		kind(TaskScore, func(t tasks.Task) string { return "/family/programmes/" + t.Link.ID }),
	}
}

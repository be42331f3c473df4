package arbitration

import (
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// LinkKind is what tasks and entries of a matter are linked to.
const LinkKind = "arbitration"

const entryKind = "arbitration"

// TimelineKinds registers what arbitration puts on the timeline.
func TimelineKinds(k *timeline.Kinds) {
	k.Register(timeline.Kind{Key: entryKind, Icon: "scales", TitleKey: "arbitration.entry", Group: timeline.Legal, Href: "/arbitration/{id}"})
}

// The kinds of tasks.
const (
	TaskSitting = "arbitration-sitting" // a sitting takes place
	TaskPromise = "arbitration-promise" // a promise is to be looked at
)

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	href := func(t tasks.Task) string { return "/arbitration/" + t.Link.ID }
	kind := func(key string, weight int) tasks.Kind {
		return tasks.Kind{
			Key: key, TitleKey: "arbitration.task." + key, CountKey: "arbitration.task." + key + ".count", ReasonKey: "arbitration.task." + key + ".reason",
			Weight: weight, ActionKey: "arbitration.task." + key + ".action", Href: href, Needs: MayRead,
		}
	}
	return []tasks.Kind{kind(TaskSitting, tasks.WeightLetter), kind(TaskPromise, tasks.WeightOwn)}
}

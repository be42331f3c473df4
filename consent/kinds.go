package consent

import (
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// KindLine is the kind of the entries of the timeline.
const KindLine = "consent"

// The kinds of tasks.
const (
	TaskEnds   = "consent-ends"   // ask again before it ends
	TaskDelete = "consent-delete" // ask recipients to delete what they were given
)

// TimelineKinds registers what consents put on the timeline.
func TimelineKinds(k *timeline.Kinds) {
	k.Register(timeline.Kind{Key: KindLine, TitleKey: "consent.line", Group: timeline.Legal, Icon: "check"})
}

// TaskKinds are the sorts of task consents bring.
func TaskKinds() []tasks.Kind {
	href := func(t tasks.Task) string { return "/people/" + t.PersonID + "/consent" }
	return []tasks.Kind{
		{
			Key: TaskEnds, TitleKey: "consent.task.ends.title", CountKey: "consent.task.ends.count", ReasonKey: "consent.task.ends.reason",
			Weight: tasks.WeightWeek, ActionKey: "consent.task.open", Href: href, Needs: MayRead,
		},
		{
			Key: TaskDelete, TitleKey: "consent.task.delete.title", CountKey: "consent.task.delete.count", ReasonKey: "consent.task.delete.reason",
			Weight: tasks.WeightPromise, ActionKey: "consent.task.open", Href: href, Needs: MayRead,
		},
	}
}

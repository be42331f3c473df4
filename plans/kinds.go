package plans

import (
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// LinkKind is what tasks and entries of a plan are linked to.
const LinkKind = "plan"

const entryKind = "plan"

// TimelineKinds registers what plans put on the timeline.
func TimelineKinds(k *timeline.Kinds) {
	k.Register(timeline.Kind{Key: entryKind, Icon: "house", TitleKey: "plans.entry", Group: timeline.Moves})
}

// The kinds of tasks.
const (
	TaskNeed      = "plan-need"      // something somebody needs to come home
	TaskCall      = "plan-call"      // a call of the first 72 hours
	TaskAlarm     = "plan-alarm"     // a call was missed
	TaskOutcome   = "plan-outcome"   // how did it go
	TaskMoved     = "plan-moved"     // the date moved, and what one sees to with it
	TaskNone      = "plan-none"      // somebody came home without a plan
	TaskCondition = "plan-condition" // a condition ends
)

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	href := func(t tasks.Task) string { return "/people/" + t.PersonID + "/plan" }
	kind := func(key string, weight int) tasks.Kind {
		stem := "plans.task." + key
		return tasks.Kind{
			Key: key, TitleKey: stem, CountKey: stem + ".count", ReasonKey: stem + ".reason",
			Weight: weight, ActionKey: stem + ".action", Href: href, Needs: MayRead,
		}
	}
	return []tasks.Kind{
		kind(TaskNeed, tasks.WeightOwn), kind(TaskCall, tasks.WeightAppointment), kind(TaskAlarm, tasks.WeightSafety),
		kind(TaskOutcome, tasks.WeightOwn), kind(TaskMoved, tasks.WeightPromise), kind(TaskNone, tasks.WeightDeparture), kind(TaskCondition, tasks.WeightOwn),
	}
}

package employment

import (
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// LinkKind is what tasks of a placement are linked to.
const LinkKind = "placement"

const entryKind = "work"

// TimelineKinds registers what work puts on the timeline.
func TimelineKinds(k *timeline.Kinds) {
	k.Register(timeline.Kind{Key: entryKind, Icon: "work", TitleKey: "employment.entry", Group: timeline.Notes})
}

// The kinds of tasks.
const (
	TaskMeet = "work-interview" // somebody has an interview
	TaskForm = "work-form"      // the form of an incentive is due
	TaskKept = "work-kept"      // does the job last
)

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	kind := func(key string, weight int, href string) tasks.Kind {
		stem := "employment.task." + key
		return tasks.Kind{
			Key: key, TitleKey: stem, CountKey: stem + ".count", ReasonKey: stem + ".reason", Weight: weight, ActionKey: stem + ".action",
			Href: func(t tasks.Task) string { return href + t.Link.ID }, Needs: MayRead,
		}
	}
	return []tasks.Kind{
		kind(TaskMeet, tasks.WeightAppointment, "/work/vacancies/"), kind(TaskForm, tasks.WeightPromise, "/work/placements/"), kind(TaskKept, tasks.WeightOwn, "/work/placements/"),
	}
}

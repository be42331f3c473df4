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
	TaskFull = "work-full-time" // somebody in a halfway house must work full time by a day
)

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	kind := func(key string, weight int, href func(tasks.Task) string) tasks.Kind {
		stem := "employment.task." + key
		return tasks.Kind{
			Key: key, TitleKey: stem, CountKey: stem + ".count", ReasonKey: stem + ".reason", Weight: weight, ActionKey: stem + ".action", Href: href, Needs: MayRead,
		}
	}
	linked := func(path string) func(tasks.Task) string {
		return func(t tasks.Task) string { return path + t.Link.ID }
	}
	return []tasks.Kind{
		kind(TaskMeet, tasks.WeightAppointment, linked("/work/vacancies/")), kind(TaskForm, tasks.WeightPromise, linked("/work/placements/")), kind(TaskKept, tasks.WeightOwn, linked("/work/placements/")),
		kind(TaskFull, tasks.WeightPromise, func(t tasks.Task) string { return "/people/" + t.PersonID + "/work" }),
	}
}

package grievances

import (
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// LinkKind is what tasks and entries of a grievance are linked to.
const LinkKind = "grievance"

// The kinds of entries on the timeline. A word somebody sends of a grievance is a
// letter, a call or a note like any other, linked to it.
const (
	entryStep     = "grievance"          // opened, put in, logged, ended
	entryRefused  = "grievance-refused"  // an answer that does not give what was asked
	entryReprisal = "grievance-reprisal" // a reprisal, or the way was barred
)

// TimelineKinds registers what grievances put on the timeline.
func TimelineKinds(k *timeline.Kinds) {
	for _, kind := range []timeline.Kind{
		{Key: entryStep, Icon: "scales"}, {Key: entryRefused, Icon: "scales", Bad: true}, {Key: entryReprisal, Icon: "warning", Bad: true},
	} {
		kind.TitleKey, kind.Group, kind.Href = "grievances.entry", timeline.Legal, "/grievances/{id}"
		k.Register(kind)
	}
}

// The kinds of tasks.
const (
	TaskOurs   = "grievance-clock"  // a step must be taken by a day
	TaskTheirs = "grievance-answer" // they did not answer in time, and one may go on
	TaskChase  = "grievance-chase"  // they did not answer in time, and nothing opens: ask again
	TaskMoved  = "grievance-moved"  // the person moved: where does it go now
)

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	href := func(t tasks.Task) string { return "/grievances/" + t.Link.ID }
	kind := func(key string, weight int, legal bool) tasks.Kind {
		return tasks.Kind{
			Key: key, TitleKey: "grievances.task." + key, CountKey: "grievances.task." + key + ".count", ReasonKey: "grievances.task." + key + ".reason",
			Weight: weight, Legal: legal, ActionKey: "grievances.task." + key + ".action", Href: href, Needs: MayRead,
		}
	}
	return []tasks.Kind{
		kind(TaskOurs, tasks.WeightClock, true), kind(TaskTheirs, tasks.WeightLetter, true), kind(TaskChase, tasks.WeightLetter, true), kind(TaskMoved, tasks.WeightOwn, false),
	}
}

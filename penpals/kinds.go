package penpals

import (
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// LinkKind is what tasks and entries of a pair are linked to.
const LinkKind = "penpal"

const entryKind = "penpal"

// TimelineKinds registers what pen pals put on the timeline.
func TimelineKinds(k *timeline.Kinds) {
	k.Register(timeline.Kind{Key: entryKind, Icon: "mail", TitleKey: "penpals.entry", Group: timeline.Letters, Href: "/penpals/{id}"})
}

// The kinds of tasks.
const (
	TaskNudge    = "penpal-nudge"    // no letter for some days: ask both how it goes
	TaskRematch  = "penpal-rematch"  // still none: offer another pen pal
	TaskIncident = "penpal-incident" // something went wrong, and the pair is paused
)

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	href := func(t tasks.Task) string { return "/penpals/" + t.Link.ID }
	kind := func(key string, weight int) tasks.Kind {
		stem := "penpals.task." + key
		return tasks.Kind{
			Key: key, TitleKey: stem, CountKey: stem + ".count", ReasonKey: stem + ".reason", Weight: weight, ActionKey: stem + ".action", Href: href, Needs: MayRead,
		}
	}
	return []tasks.Kind{kind(TaskNudge, tasks.WeightOwn), kind(TaskRematch, tasks.WeightOwn), kind(TaskIncident, tasks.WeightSafety)}
}

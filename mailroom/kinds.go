package mailroom

import (
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// LinkKind is what tasks and entries of a letter are linked to.
const LinkKind = "mail"

// The kinds of entries on the timeline. A letter is a letter like any other, linked.
const (
	entryMail = "mail"      // sent, stopped, a privileged letter
	entryBack = "mail-back" // something came back
)

// TimelineKinds registers what the post puts on the timeline.
func TimelineKinds(k *timeline.Kinds) {
	for _, kind := range []timeline.Kind{{Key: entryMail, Icon: "mail"}, {Key: entryBack, Icon: "mail", Bad: true}} {
		kind.TitleKey, kind.Group, kind.Href = "mail.entry", timeline.Letters, "/mail/letters/{id}"
		k.Register(kind)
	}
}

// The kinds of tasks.
const (
	TaskRead   = "mail-read"   // their worker should read this letter
	TaskWhere  = "mail-where"  // something came back: where are they
	TaskAppeal = "mail-appeal" // something was refused under a rule: appeal by a day
)

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	href := func(t tasks.Task) string {
		if t.Kind == TaskRead {
			return "/mail/letters/" + t.Link.ID
		}
		return "/mail/parcels/" + t.Link.ID
	}
	kind := func(key string, weight int, legal bool) tasks.Kind {
		return tasks.Kind{
			Key: key, TitleKey: "mail.task." + key, CountKey: "mail.task." + key + ".count", ReasonKey: "mail.task." + key + ".reason",
			Weight: weight, Legal: legal, ActionKey: "mail.task." + key + ".action", Href: href, Needs: MayWork,
		}
	}
	return []tasks.Kind{kind(TaskRead, tasks.WeightLetter, false), kind(TaskWhere, tasks.WeightOwn, false), kind(TaskAppeal, tasks.WeightClock, true)}
}

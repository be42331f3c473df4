package sentences

import "github.com/throughcare/throughcare/tasks"

// TaskQuery is the task to ask the prison how it counted.
const TaskQuery = "query-calculation"

// queryWithin is within how many days the prison is asked.
const queryWithin = 7

// TaskKinds are the sorts of task sentences bring.
func TaskKinds() []tasks.Kind {
	return []tasks.Kind{{
		Key: TaskQuery, TitleKey: "sentences.task.title", CountKey: "sentences.task.count", ReasonKey: "sentences.task.reason",
		Weight: tasks.WeightPromise, ActionKey: "sentences.task.open", Needs: MayRead,
		Href: func(t tasks.Task) string { return "/people/" + t.PersonID + "/release" },
	}}
}

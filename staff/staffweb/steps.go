package staffweb

import (
	"context"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Steps draws the steps of set-up as the line lying down: done names the last
// one that is finished, "" for none. The name of a step is the message
// "setup.step." and its key.
func Steps(ctx context.Context, names []string, done string) []layout.Step {
	state := "to"
	steps := make([]layout.Step, len(names))
	for i := len(names) - 1; i >= 0; i-- {
		if names[i] == done {
			state = ""
			if i+1 < len(names) {
				steps[i+1].State = "now"
			}
		}
		steps[i] = layout.Step{Title: i18n.T(ctx, "setup.step."+names[i]), State: state}
	}
	if done == "" {
		steps[0].State = "now"
	}
	return steps
}

// AllSteps are the steps of set-up in order, for the pages before the record is
// made.
func AllSteps() []string {
	return []string{"organisation", "account", StepRecord, stepRecovery, stepCapabilities, stepWords}
}

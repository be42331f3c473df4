package app

import (
	"context"
	"io"

	"github.com/throughcare/throughcare/arbitration"
	"github.com/throughcare/throughcare/internal/authz"
)

// clocksBeside counts the clocks of a grievance for a matter beside it. Days are all that
// is told of it: the neutral, who does not see the grievance, must know them too.
func (rec *Record) clocksBeside(ctx context.Context, grievanceID string) ([]arbitration.Clock, error) {
	v, err := rec.Grievances.View(ctx, authz.System("arbitration"), grievanceID)
	if err != nil {
		return nil, err
	}
	var list []arbitration.Clock
	for _, c := range v.Line.Running {
		one := arbitration.Clock{By: c.By, Ours: c.For.Ours()}
		if step, ok := v.Version.Step(c.Step); ok {
			one.Step = step.Title
		}
		if one.Ours {
			one.Safe = c.Safe
		}
		list = append(list, one)
	}
	return list, nil
}

// paperBefore opens a paper for the neutral before whom it lies; arbitration has checked
// that it does.
func (rec *Record) paperBefore(ctx context.Context, fileID string) (name string, content io.ReadCloser, err error) {
	f, content, err := rec.Files.Open(ctx, authz.System("arbitration"), fileID)
	return f.Name, content, err
}

package app

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// penpalTeam are the accounts that may mind pairs of pen pals, or write themselves.
func (rec *Record) penpalTeam(ctx context.Context) ([]layout.Option, error) {
	list, err := rec.Casework.Colleagues(ctx, authz.System("penpals"))
	var out []layout.Option
	for _, c := range list {
		out = append(out, layout.Option{Value: c.ID, Label: c.Name})
	}
	return out, err
}

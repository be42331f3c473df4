package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
)

// Visible returns nil when there is such a person and the actor may see them,
// and NotFound otherwise: hidden and missing look the same. Every read of
// anything about one person begins with it.
func Visible(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) error {
	hidden := fault.New(fault.NotFound, "people: visible")
	if !ids.Valid(personID) || !actor.May(MayRead) {
		return hidden
	}
	found, err := visibleRow(ctx, tx, actor, personID)
	if err == nil && !found {
		return hidden
	}
	return err
}

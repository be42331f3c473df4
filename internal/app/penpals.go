package app

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// team lists the accounts there are, for pages on which one is chosen.
func (rec *Record) team(ctx context.Context) ([]layout.Option, error) {
	list, err := rec.Casework.Colleagues(ctx, authz.System("penpals"))
	var out []layout.Option
	for _, c := range list {
		out = append(out, layout.Option{Value: c.ID, Label: c.Name})
	}
	return out, err
}

// sheetUsed keeps where the sheet of a printer goes on, behind labels of pen pals.
func (rec *Record) sheetUsed(ctx context.Context, actor authz.Actor, printer string, next int) error {
	deed := &trail.Deed{Action: "penpals.labels.printed", Kind: "printer", ID: printer}
	return trail.Write(ctx, rec.DB, actor, deed, func(tx *trail.Tx) error { return printers.Used(ctx, tx, printer, next) })
}

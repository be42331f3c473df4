package app

import (
	"github.com/throughcare/throughcare/casework/worker"
	"github.com/throughcare/throughcare/employment"
	"github.com/throughcare/throughcare/families"
	"github.com/throughcare/throughcare/penpals"
	"github.com/throughcare/throughcare/plans"
)

// wireHome gives what is about the way home, and about those who write and wait, what it
// needs.
func (rec *Record) wireHome() {
	rec.Penpals = &penpals.Service{DB: rec.DB, Zone: rec.zone, Organisation: rec.name}
	rec.Tasks.Kinds.Add(penpals.TaskKinds()...)
	rec.Plans = &plans.Service{DB: rec.DB, Zone: rec.zone, Worker: worker.Of}
	rec.Plans.Listen(rec.Bus)
	rec.Tasks.Kinds.Add(plans.TaskKinds()...)
	rec.Families = &families.Service{DB: rec.DB, Index: rec.Index, Zone: rec.zone}
	rec.Tasks.Kinds.Add(families.TaskKinds()...)
	rec.Employment = &employment.Service{DB: rec.DB, Zone: rec.zone}
	rec.Tasks.Kinds.Add(employment.TaskKinds()...)
}

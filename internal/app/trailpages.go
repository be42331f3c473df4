package app

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/web/trailpage"
	"github.com/throughcare/throughcare/people"
)

// trailPages are the pages about the trail, which knows no people by itself.
func (rec *Record) trailPages() *trailpage.Pages {
	return &trailpage.Pages{DB: rec.DB, Name: rec.nameOf, Mine: rec.worksWith}
}

// nameOf is what a person is called; NotFound for hidden and missing alike.
func (rec *Record) nameOf(ctx context.Context, actor authz.Actor, personID string) (name string, err error) {
	err = rec.DB.Read(ctx, func(tx *database.Tx) error {
		p, err := people.Head(ctx, tx, actor, personID)
		name = p.Name
		return err
	})
	return name, err
}

// worksWith reports whether a case of the person is the actor's.
func (rec *Record) worksWith(ctx context.Context, actor authz.Actor, personID string) (bool, error) {
	cases, err := rec.Casework.OfPerson(ctx, actor, personID)
	for _, c := range cases {
		if c.WorkerID == actor.ID {
			return true, nil
		}
	}
	return false, err
}

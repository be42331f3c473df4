package timeline_test

import (
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// asked is timeline.Asked in a transaction of its own.
func (o office) asked(actor authz.Actor, id string) (e timeline.Entry, err error) {
	err = o.DB.Read(o.t.Context(), func(tx *database.Tx) error {
		e, err = timeline.Asked(o.t.Context(), tx, o.Kinds, actor, id)
		return err
	})
	return e, err
}

func TestAskingAndOpening(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		ctx := t.Context()
		shut := o.add(o.lee, timeline.Entry{Kind: timeline.KindNote, Body: "for the lawyers", Sight: timeline.SightLead, Source: "a call"})
		safe := o.add(o.lee, timeline.Entry{Kind: "safety", Body: "x", Sight: timeline.SightLead})
		open := o.add(o.lee, timeline.Entry{Kind: timeline.KindNote, Body: "for all"})
		e, err := o.asked(o.ruth, shut)
		if err != nil || !e.Stub || e.Body != "" || e.Source != "" || e.AuthorID != o.lee.ID {
			t.Errorf("%+v, %v", e, err)
		}
		stranger := authz.NewActor("x", "X", authz.Worker, authz.SeesGranted, append(people.Bundle[authz.Worker], timeline.Bundle[authz.Worker]...)...)
		for name, c := range map[string]struct {
			actor authz.Actor
			id    string
		}{
			"a kind that is hidden": {o.ruth, safe}, "one that can be read": {o.ruth, open}, "of a stranger": {stranger, shut},
			"who reads nobody's": {o.vol, shut}, "none": {o.ruth, "01a00000-0000-7000-8000-000000000000"},
		} {
			if _, err := o.asked(c.actor, c.id); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		before, _, err := o.Entry(ctx, o.lee, shut)
		if err != nil {
			t.Fatal(err)
		}
		for want, try := range map[fault.Kind]func() error{
			fault.NotFound:  func() error { return o.SetSight(ctx, o.ruth, shut, before.Rev, timeline.SightCase) },
			fault.Forbidden: func() error { return o.SetSight(ctx, o.ruth, open, "", timeline.SightLead) },
			fault.Invalid:   func() error { return o.SetSight(ctx, o.lee, shut, before.Rev, "everybody") },
			fault.Conflict:  func() error { return o.SetSight(ctx, o.lee, shut, "stale", timeline.SightCase) },
		} {
			if err := try(); !fault.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		}
		if err := o.SetSight(ctx, o.lee, shut, before.Rev, timeline.SightCase); err != nil {
			t.Fatal(err)
		}
		after, _, err := o.Entry(ctx, o.ruth, shut)
		if err != nil || after.Body != "for the lawyers" {
			t.Errorf("%+v, %v", after, err)
		}
		if found, err := o.Find(ctx, o.ruth, "lawyers", 5); err != nil || len(found) != 1 {
			t.Errorf("found %d, %v", len(found), err)
		}
		if err := trail.Undo(ctx, db, o.lee, after.Rev, timeline.After); err != nil {
			t.Fatal(err)
		}
		if found, err := o.Find(ctx, o.ruth, "lawyers", 5); err != nil || len(found) != 0 {
			t.Errorf("found after undo: %d, %v", len(found), err)
		}
	})
}

func TestKindsAreRegisteredOnce(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]timeline.Kind{
		"taken":    {Key: timeline.KindNote, TitleKey: "x", Group: timeline.Notes},
		"no key":   {TitleKey: "x", Group: timeline.Notes},
		"no title": {Key: "x", Group: timeline.Notes},
		"no group": {Key: "x", TitleKey: "x", Group: "gossip"},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: registered", name)
				}
			}()
			timeline.NewKinds().Register(kind)
		}()
	}
}

func TestTitlesAndGlyphs(t *testing.T) {
	t.Parallel()
	kinds := timeline.NewKinds()
	for _, c := range []struct {
		entry       timeline.Entry
		title, icon string
	}{
		{timeline.Entry{Kind: timeline.KindLetter, Direction: timeline.In}, "timeline.kind.letter.in", "letter-in"},
		{timeline.Entry{Kind: timeline.KindLetter, Direction: timeline.Out}, "timeline.kind.letter.out", "letter-out"},
		{timeline.Entry{Kind: timeline.KindLetter, Direction: timeline.In, Stub: true}, "timeline.kind.letter", "lock"},
		{timeline.Entry{Kind: timeline.KindCall}, "timeline.kind.call", "call"},
		{timeline.Entry{Kind: timeline.KindNote, TitleKey: "own"}, "own", "note"},
		{timeline.Entry{Kind: timeline.KindNote, TitleKey: "own", Stub: true}, "timeline.kind.note", "lock"},
	} {
		if title, icon := kinds.TitleKey(c.entry), kinds.Icon(c.entry); title != c.title || icon != c.icon {
			t.Errorf("%+v: %s, %s", c.entry, title, icon)
		}
	}
}

func TestCorrectable(t *testing.T) {
	t.Parallel()
	perms := timeline.Bundle
	actor := func(id string, role authz.Role) authz.Actor {
		return authz.NewActor(id, id, role, authz.SeesAll, perms[role]...)
	}
	mine := timeline.Entry{AuthorID: "ruth"}
	for name, c := range map[string]struct {
		actor authz.Actor
		entry timeline.Entry
		want  bool
	}{
		"my own": {actor("ruth", authz.Worker), mine, true}, "a colleague's": {actor("bea", authz.Worker), mine, false},
		"a lead": {actor("lee", authz.Lead), mine, true}, "a stub": {actor("lee", authz.Lead), timeline.Entry{AuthorID: "lee", Stub: true}, false},
		"nobody": {authz.Actor{}, timeline.Entry{}, false},
	} {
		if got := timeline.Correctable(c.actor, c.entry); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

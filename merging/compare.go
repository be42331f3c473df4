package merging

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Value is what one record says.
type Value struct {
	Text       string
	Lang       string // of Text, when it is a name in its own script
	State      people.State
	Source     string
	On         partialdate.Date // the day it was said
	recordedAt int64
}

// known reports whether the record says anything.
func (v Value) known() bool { return v.Text != "" }

// Field is something the two records say differently. Take is what Joining.Take
// holds to take it over from the one that goes.
type Field struct {
	Key    string // a group of the head, or a kind of fact
	Take   string
	Fact   bool
	Keep   Value
	Gone   Value
	Prefer bool // what Gone says is newer or better sourced
}

// Differences compares two records. Names, numbers, languages and take-care
// lines are all kept, so only one value of a kind can differ.
func Differences(keep, gone people.Full) []Field {
	fields := []Field{
		{Key: people.TakeName, Keep: nameOf(keep), Gone: nameOf(gone)},
		{Key: people.TakePronoun, Keep: Value{Text: keep.Pronoun}, Gone: Value{Text: gone.Pronoun}},
		{Key: people.TakeKind, Keep: Value{Text: string(keep.Kind)}, Gone: Value{Text: string(gone.Kind)}},
		{Key: people.TakeBorn, Keep: bornOf(keep), Gone: bornOf(gone)},
		{Key: people.TakeDied, Keep: diedOf(keep), Gone: diedOf(gone)},
	}
	for i := range fields {
		f := &fields[i]
		f.Take, f.Prefer = f.Key, better(f.Keep, f.Gone)
	}
	fields[0].Prefer = false                             // the name in use stays, unless somebody says otherwise
	fields[2].Prefer = gone.Kind == people.Supported     // whoever the work is with, it is with
	fields = slices.DeleteFunc(fields, Field.sameOnBoth) // before facts, whose source may differ
	for _, theirs := range gone.Facts {
		ours, both := keep.Fact(theirs.Kind)
		if !both || theirs.Shut || theirs.Kind == people.FactBorn || theirs.Kind == people.FactDied {
			continue
		}
		f := Field{Key: theirs.Kind, Take: theirs.ID, Fact: true, Keep: said(ours), Gone: said(theirs)}
		if f.Prefer = better(f.Keep, f.Gone); !f.sameOnBoth() {
			fields = append(fields, f)
		}
	}
	return fields
}

func (f Field) sameOnBoth() bool {
	return f.Keep.Text == f.Gone.Text && f.Keep.State == f.Gone.State && f.Keep.Lang == f.Gone.Lang
}

// better reports whether what Gone says is to be preferred: it says something
// where Keep does not, it names its source where Keep does not, or it is newer.
func better(keep, gone Value) bool {
	switch {
	case !gone.known():
		return false
	case !keep.known():
		return true
	case (keep.Source == "") != (gone.Source == ""):
		return keep.Source == ""
	}
	switch gone.On.Compare(keep.On) {
	case partialdate.After:
		return true
	case partialdate.Before:
		return false
	}
	return gone.recordedAt > keep.recordedAt
}

func said(f people.Fact) Value {
	return Value{Text: f.Value, State: f.State, Source: f.Source, On: f.KnownOn, recordedAt: database.Micros(f.RecordedAt)}
}

func nameOf(f people.Full) Value {
	v := Value{Text: f.Name}
	if f.ScriptName != "" {
		v.Text, v.Lang = f.Name+" · "+f.ScriptName, f.ScriptLang
	}
	return v
}

// bornOf is the date of birth with where it is known from.
func bornOf(f people.Full) Value {
	fact, _ := f.Fact(people.FactBorn)
	v := said(fact)
	v.Text, v.State = f.Born.String(), f.BornState
	return v
}

// Dead stands for the day of death of somebody whose day nobody knows.
const Dead = "dead"

func diedOf(f people.Full) Value {
	fact, _ := f.Fact(people.FactDied)
	v := said(fact)
	v.Text, v.State = f.Died.String(), people.Known
	if f.Dead {
		v.Text = cmp.Or(v.Text, Dead)
	}
	return v
}

// Standing is what else there is about one of the two.
type Standing struct {
	Entries   int // on the timeline, as far as the actor may know of them
	Deadlines int // open, with a day
	Cases     int // not closed
	Conflicts int // of interest, of anybody
	Shut      int // entries that not everybody on the case reads
	Restrict  bool
	Held      bool // there is a present stay
}

// Comparison lays two records side by side.
type Comparison struct {
	Keep, Gone     people.Full
	Fields         []Field
	KeepHas        Standing
	GoneHas        Standing
	Apart          bool // they belong to two chapters, and cannot be merged
	Rev            string
	KeepTimeline   []timeline.Entry // newest first
	GoneTimeline   []timeline.Entry
	KeepCreated    bool // Keep is the older record
	DistinctBefore bool // somebody decided that they are not the same
}

// entriesShown is how many entries of each are laid side by side.
const entriesShown = 8

// Compare lays two records side by side. It returns NotFound unless the actor
// sees both, and Invalid for a record with itself.
func (s *Service) Compare(ctx context.Context, actor authz.Actor, keep, gone string) (c Comparison, err error) {
	if !actor.May(MayMerge) {
		return c, fault.New(fault.Forbidden, "merging: compare")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		if _, _, err = heads(ctx, tx, actor, keep, gone); err != nil {
			return err
		}
		if c.Keep, err = people.Everything(ctx, tx, actor, keep); err != nil {
			return err
		}
		if c.Gone, err = people.Everything(ctx, tx, actor, gone); err != nil {
			return err
		}
		if c.KeepHas, err = standing(ctx, tx, keep); err != nil {
			return err
		}
		if c.GoneHas, err = standing(ctx, tx, gone); err != nil {
			return err
		}
		if c.DistinctBefore, err = distinct(ctx, tx, keep, gone); err != nil {
			return err
		}
		c.Apart, err = apart(ctx, tx, keep, gone)
		return err
	})
	if err != nil {
		return c, err
	}
	c.Fields, c.Rev = Differences(c.Keep, c.Gone), revOf(c.Keep.Person, c.Gone.Person)
	c.KeepCreated = !c.Keep.CreatedAt.After(c.Gone.CreatedAt)
	if c.KeepTimeline, c.KeepHas.Entries, err = s.entries(ctx, actor, keep); err != nil {
		return c, err
	}
	c.GoneTimeline, c.GoneHas.Entries, err = s.entries(ctx, actor, gone)
	return c, err
}

func (s *Service) entries(ctx context.Context, actor authz.Actor, personID string) ([]timeline.Entry, int, error) {
	page, err := s.Timeline.Page(ctx, actor, personID, timeline.Filter{Limit: entriesShown})
	return page.Entries, page.Total, err
}

// Preferred is what is taken over unless somebody says otherwise.
func (c Comparison) Preferred() []string {
	var take []string
	for _, f := range c.Fields {
		if f.Prefer {
			take = append(take, f.Take)
		}
	}
	return take
}

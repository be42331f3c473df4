package imports

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/people"
)

// What a row may change about somebody we know.
const (
	whatName     = "name"
	whatNumber   = "number"
	whatBorn     = "born"
	whatLanguage = "language"
	whatFact     = "fact"
	whatCare     = "care"
	whatNote     = "note"
	whatPlace    = "at"
	whatUnit     = "unit"
	whatCase     = "case"
	whatContact  = "contact"
)

// comparison is one row held against one person.
type comparison struct {
	*database.Tx
	batch  Batch
	places *placer
	today  civil.Day
	person people.Full
	d      reading.Draft
	all    []Difference
}

// compare lists what a row says differently about somebody we know, or NotFound
// when the actor may not see them. What we know from a newer source stays.
func (s *Service) compare(ctx context.Context, tx *database.Tx, actor authz.Actor, b Batch, places *placer, personID string, d reading.Draft) ([]Difference, error) {
	p, err := people.Everything(ctx, tx, actor, personID)
	if err != nil {
		return nil, err
	}
	c := &comparison{Tx: tx, batch: b, places: places, today: s.Casework.Today(ctx), person: p, d: d}
	c.names()
	c.numbers()
	c.born()
	c.facts()
	for _, part := range []func(context.Context) error{c.place, c.points, c.notes, c.file} {
		if err := part(ctx); err != nil {
			return nil, err
		}
	}
	return c.all, nil
}

func (c *comparison) differs(what, from, to string) {
	c.all = append(c.all, Difference{What: what, From: from, To: to})
}

// fresh calls add for the texts whose key is not among those we have, each once.
func fresh[T any](have []T, keyOf func(T) string, texts []string, key func(string) string, add func(string)) {
	seen := map[string]bool{}
	for _, h := range have {
		seen[keyOf(h)] = true
	}
	for _, text := range texts {
		if k := key(text); text != "" && !seen[k] {
			seen[k] = true
			add(text)
		}
	}
}

// names are those that the person does not have yet, however they are cased
// and accented.
func (c *comparison) names() {
	texts := []string{c.d.Person.Name}
	for _, n := range c.d.Person.Names {
		texts = append(texts, n.Text)
	}
	fresh(c.person.Names, func(n people.Name) string { return search.Fold(n.Text) }, texts, search.Fold,
		func(text string) { c.differs(whatName, "", text) })
}

func (c *comparison) numbers() {
	var texts []string
	for _, n := range c.d.Person.Numbers {
		texts = append(texts, n.Text)
	}
	fresh(c.person.Numbers, func(n people.Number) string { return search.NumberKey(n.Text) }, texts, search.NumberKey,
		func(text string) { c.differs(whatNumber, "", text) })
}

// born compares births: a more precise one is new, another one is not taken
// from a file.
func (c *comparison) born() {
	ours, theirs := c.person.Born, c.d.Person.Born
	diff := Difference{What: whatBorn, From: ours.String(), To: theirs.String()}
	switch {
	case theirs.IsZero() || ours == theirs:
		return
	case ours.IsZero():
	case disjoint(ours, theirs):
		diff.Kept = "imports.kept.born"
	case !finer(theirs, ours):
		return
	}
	c.all = append(c.all, diff)
}

// disjoint reports whether two dates cannot be of one day.
func disjoint(a, b partialdate.Date) bool {
	r := a.Compare(b)
	return r == partialdate.Before || r == partialdate.After
}

// finer reports whether a says more than b.
func finer(a, b partialdate.Date) bool {
	if a.Precision() == b.Precision() {
		return b.About() && !a.About()
	}
	return a.Precision() < b.Precision() && !a.About()
}

// facts are languages, facts and take-care lines that nobody has told yet.
// A fact that is known already is not replaced by a file.
func (c *comparison) facts() {
	for _, l := range c.d.Person.Languages {
		if !slices.ContainsFunc(c.person.Languages, func(have people.Language) bool { return have.Lang == l.Lang }) {
			c.differs(whatLanguage, "", l.Lang)
		}
	}
	for _, f := range c.d.Person.Facts {
		if have, known := c.person.Fact(f.Kind); !known {
			c.differs(whatFact+"."+f.Kind, "", f.Value)
		} else if search.Fold(have.Value) != search.Fold(f.Value) {
			c.all = append(c.all, Difference{What: whatFact + "." + f.Kind, From: have.Value, To: f.Value, Kept: "imports.kept.fact"})
		}
	}
	room := people.MostCare - len(c.person.TakeCare)
	for _, line := range c.d.Care {
		known := slices.ContainsFunc(c.person.TakeCare, func(have people.Care) bool { return have.Line == line })
		if !known && room > 0 {
			c.differs(whatCare, "", line)
			room--
		}
	}
}

// place compares where somebody is. What was checked after the day the list is
// of, or began later than the list says, stays.
func (c *comparison) place(ctx context.Context) error {
	there := c.places.place(c.d.Facility, c.d.Region)
	if there.FacilityID == "" {
		return nil
	}
	now, err := custody.CurrentOf(ctx, c.Tx, c.person.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	diff := Difference{What: whatPlace, From: now.Facility, To: there.Name}
	if now.FacilityID == there.FacilityID {
		if c.d.Unit == "" || now.Unit == c.d.Unit {
			return nil
		}
		diff = Difference{What: whatUnit, From: now.Unit, To: c.d.Unit}
	}
	diff.Kept, diff.Days = c.older(now, there.FacilityID)
	c.all = append(c.all, diff)
	return nil
}

// older says why the file's word on a place is older than ours, or "".
func (c *comparison) older(now custody.Stay, facilityID string) (kept string, days int) {
	claim := c.d.Stay(c.person.ID, facilityID)
	claim.SourceOn = partialdate.On(c.batch.Mapping.AsOf)
	if !now.Outweighs(claim, c.today) {
		return "", 0
	}
	if now.After(c.d.Since) {
		return "imports.kept.newer", 0
	}
	days, _ = now.Age(c.today)
	return "imports.kept.checked", days
}

// points compares the dates of a sentence.
func (c *comparison) points(ctx context.Context) error {
	if len(c.d.Points) == 0 {
		return nil
	}
	all, err := custody.MilestonesOf(ctx, c.Tx, c.person.ID)
	if err != nil {
		return err
	}
	for _, field := range pointFields {
		on, given := c.d.Points[field]
		kind := milestoneKinds[field]
		if !given || on.IsZero() || slices.ContainsFunc(all, func(m custody.Milestone) bool { return m.Kind == kind && m.On == on }) {
			continue
		}
		was := ""
		for _, m := range custody.Best(all) {
			if m.Kind == kind && kind.Once() {
				was = m.On.String()
			}
		}
		c.differs(string(field), was, on.String())
	}
	return nil
}

// pointFields are the fields that are points on somebody's way, in order.
var pointFields = []reading.Field{reading.Sentenced, reading.Hearing, reading.Release}

var milestoneKinds = map[reading.Field]custody.Kind{reading.Release: custody.Release, reading.Sentenced: custody.Sentenced, reading.Hearing: custody.Hearing}

// notes are new unless the very same words stand on the timeline.
func (c *comparison) notes(ctx context.Context) error {
	if len(c.d.Notes) == 0 {
		return nil
	}
	there, err := noted(ctx, c.Tx, c.person.ID, joined(c.d.Notes))
	if err == nil && !there {
		c.differs(whatNote, "", joined(c.d.Notes))
	}
	return err
}

// file compares the case: one is opened where there is none, and a later word
// is kept.
func (c *comparison) file(ctx context.Context) error {
	if c.batch.What != Cases {
		return nil
	}
	open, err := casework.OpenCaseOf(ctx, c.Tx, c.person.ID, c.batch.Mapping.Programme)
	switch {
	case fault.Is(err, fault.NotFound) && c.d.Case.State == casework.Closed:
		return nil
	case fault.Is(err, fault.NotFound):
		c.differs(whatCase, "", string(cmp.Or(c.d.Case.State, casework.Active)))
	case err != nil:
		return err
	case c.d.Case.LastContactOn > open.LastContactOn:
		c.differs(whatContact, string(open.LastContactOn), string(c.d.Case.LastContactOn))
	}
	return nil
}

package demo

import (
	"context"
	"fmt"
	"strconv"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// characters adds the people who have stories.
func (f *filler) characters(ctx context.Context) error {
	for _, c := range f.People {
		if err := f.character(ctx, c); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return nil
}

func (f *filler) character(ctx context.Context, c character) error {
	n, err := f.person(c)
	if err != nil {
		return err
	}
	return f.write(ctx, f.actors[c.Worker], func(tx *trail.Tx) error {
		p, err := people.Add(ctx, tx, f.rec.People.Index, n)
		if err != nil {
			return err
		}
		f.folk[c.Name] = p.ID
		if err := f.custody(ctx, tx, p.ID, c); err != nil {
			return err
		}
		if err := f.around(ctx, tx, p.ID, c); err != nil {
			return err
		}
		file, err := f.open(ctx, tx, p.ID, c)
		if err != nil {
			return err
		}
		if err := f.entries(ctx, tx, p.ID, file.ID, c.Entries); err != nil {
			return err
		}
		return f.duties(ctx, tx, file, c)
	})
}

func (f *filler) person(c character) (people.NewPerson, error) {
	born, err := f.born(c)
	if err != nil {
		return people.NewPerson{}, err
	}
	n := people.NewPerson{
		Name: c.Name, Pronoun: c.Pronoun, SayIt: c.SayIt, Born: born, BornState: people.State(c.BornState),
		NumberState: people.State(c.NumberState), Source: c.Source,
	}
	if c.Number != "" {
		n.Numbers = append(n.Numbers, people.Number{Text: c.Number, Issuer: c.Issuer})
	}
	for _, v := range c.Numbers {
		n.Numbers = append(n.Numbers, people.Number{Text: v.Text, Issuer: v.Issuer})
	}
	for _, v := range c.Names {
		n.Names = append(n.Names, people.Name{Text: v.Text, Kind: people.NameKind(v.Kind), Lang: v.Lang, Source: v.Source})
	}
	for _, v := range c.Languages {
		n.Languages = append(n.Languages, people.Language{Lang: v.Lang, How: people.How(v.How)})
	}
	for _, v := range c.Facts {
		n.Facts = append(n.Facts, people.Fact{Kind: v.Kind, Value: v.Value, State: people.State(v.State), Source: v.Source})
	}
	return n, nil
}

// born is the date of birth as known; a birthday this week is made for today.
func (f *filler) born(c character) (partialdate.Date, error) {
	if c.BornToday == 0 {
		return partialdate.Parse(c.Born)
	}
	tomorrow := string(f.today.Add(1))
	year, err := strconv.Atoi(tomorrow[:4])
	if err != nil {
		return partialdate.Date{}, err
	}
	return partialdate.Parse(strconv.Itoa(year-c.BornToday) + tomorrow[4:])
}

func (f *filler) open(ctx context.Context, tx *trail.Tx, personID string, c character) (casework.Case, error) {
	oldest := c.Heard
	for _, e := range c.Entries {
		oldest = max(oldest, e.Ago)
	}
	n := casework.NewCase{
		PersonID: personID, ProgrammeID: f.programme.ID, WorkerID: f.actors[c.Worker].ID, OpenedOn: f.ago(oldest),
		LastContactOn: f.ago(c.Heard), LastContactHow: casework.Channel(c.How), IntervalDays: c.Interval,
	}
	return casework.Open(ctx, tx, f.today, n)
}

func (f *filler) entries(ctx context.Context, tx *trail.Tx, personID, caseID string, list []event) error {
	for _, e := range list {
		entry := timeline.Entry{
			PersonID: personID, CaseID: caseID, Kind: e.Channel, Body: e.Body, On: partialdate.On(f.ago(e.Ago)), Sight: timeline.Sight(e.Sight),
		}
		switch casework.Channel(e.Channel) {
		case casework.LetterIn:
			entry.Kind, entry.Direction = timeline.KindLetter, timeline.In
		case casework.LetterOut:
			entry.Kind, entry.Direction = timeline.KindLetter, timeline.Out
		}
		if _, err := timeline.Add(ctx, tx, entry); err != nil {
			return err
		}
	}
	return nil
}

// duties adds what must be done. The first one that is a contact or a letter
// takes the place of the next action.
func (f *filler) duties(ctx context.Context, tx *trail.Tx, file casework.Case, c character) error {
	if c.NothingSet {
		return tasks.EndNext(ctx, tx, file.ID, tasks.Done)
	}
	for i, d := range c.Tasks {
		t := tasks.Task{
			PersonID: file.PersonID, CaseID: file.ID, Kind: kindOf(d.Kind), Title: d.Title, Reason: d.Reason,
			DueOn: f.today.Add(d.In), DueTime: d.At, UntilTime: d.Until, WorkerID: file.WorkerID,
		}
		add := tasks.Add
		if i == 0 {
			add = func(ctx context.Context, tx *trail.Tx, t tasks.Task) (tasks.Task, error) {
				return tasks.SetNext(ctx, tx, file.ID, t)
			}
		}
		if _, err := add(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// kindOf is the kind a duty of the cast has here: letters to answer are
// contacts until a mailroom brings its own kind.
func kindOf(kind string) string {
	switch kind {
	case "letter":
		return tasks.KindContact
	case "departure":
		return tasks.KindPromise
	}
	return kind
}

// others adds people without a story: a name, a number, a case, a letter or two.
func (f *filler) others(ctx context.Context, n int) error {
	for i := range max(0, n) {
		c := f.invent(i)
		if err := f.character(ctx, c); err != nil {
			return fmt.Errorf("person %d: %w", i, err)
		}
		f.rest = append(f.rest, f.folk[c.Name])
		f.counted = append(f.counted, counted{f.folk[c.Name], c})
	}
	return nil
}

// invent makes person i. How long ago they were heard of falls off like in a
// real caseload: half within a month, a tenth not for three.
func (f *filler) invent(i int) character {
	pick := func(list []string) string { return list[f.rng.IntN(len(list))] }
	heard := int(f.rng.ExpFloat64() * 34)
	if heard > 200 {
		heard = 200
	}
	at := []string{"harrow", "harrow", "pine", "pine", "larch", "tolland", "northgate"}[f.rng.IntN(7)]
	c := character{
		Name: pick(f.Given) + " " + pick(f.Family), Born: strconv.Itoa(1955 + f.rng.IntN(48)),
		Number: fmt.Sprintf("%04d-%c%c-%02d", 1000+i, 'A'+rune(f.rng.IntN(26)), 'A'+rune(f.rng.IntN(26)), 10+f.rng.IntN(16)), Issuer: "TK DOC",
		At: at, Unit: fmt.Sprintf("%c-%d", 'A'+rune(f.rng.IntN(4)), 100+f.rng.IntN(240)), Since: strconv.Itoa(2016 + f.rng.IntN(10)),
		Source: "Roster", Worker: "ruth", Interval: []int{28, 42, 42, 42, 60, 90}[f.rng.IntN(6)], Heard: heard,
		How: []string{"letter-in", "letter-in", "letter-out", "call"}[f.rng.IntN(4)],
	}
	if i%9 == 8 {
		c.Worker = "samir"
	}
	if at == federal {
		c.Number, c.Issuer = registerNumber(i), "BOP"
	}
	for k := range 1 + f.rng.IntN(3) {
		c.Entries = append(c.Entries, event{Ago: heard + k*40, Channel: c.How, Body: pick(f.Letters)})
	}
	if f.rng.IntN(18) == 0 {
		c.Milestones = append(c.Milestones, point{Kind: "release", In: 3 + f.rng.IntN(60), Claim: "official", Source: "Release sheet"})
	}
	return c
}

// custody is where somebody is and what lies on their way.
func (f *filler) custody(ctx context.Context, tx *trail.Tx, personID string, c character) error {
	since, err := partialdate.Parse(c.Since)
	if err != nil {
		return err
	}
	if c.SinceAgo > 0 {
		since = partialdate.On(f.ago(c.SinceAgo))
	}
	n := custody.NewStay{PersonID: personID, FacilityID: f.places[c.At], Unit: c.Unit, Since: since, Source: c.Source, SourceOn: partialdate.On(f.ago(c.Heard))}
	switch {
	case c.Transit:
		n.State = custody.InTransit
	case c.Released:
		n.State = custody.Released
	}
	if n.FacilityID != "" || n.State != "" {
		if _, err := custody.Place(ctx, tx, f.rec.Bus, f.today, n); err != nil {
			return err
		}
	}
	for _, m := range c.Milestones {
		if err := f.milestone(ctx, tx, personID, m); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) milestone(ctx context.Context, tx *trail.Tx, personID string, m point) error {
	on, err := partialdate.Parse(m.On)
	if err != nil {
		return err
	}
	switch {
	case m.InMonths > 0:
		if on, err = partialdate.Parse("~" + string(f.today.Add(m.InMonths * 30))[:len("2006-01")]); err != nil {
			return err
		}
	case m.On == "":
		on = partialdate.On(f.today.Add(m.In))
	}
	_, err = custody.AddMilestone(ctx, tx, custody.NewMilestone{
		PersonID: personID, Kind: custody.Kind(m.Kind), On: on, At: m.At, Detail: m.Detail, Claim: custody.Claim(m.Claim), Source: m.Source,
	})
	return err
}

// around adds take-care lines and the people around somebody.
func (f *filler) around(ctx context.Context, tx *trail.Tx, personID string, c character) error {
	for _, v := range c.Care {
		care := people.Care{Line: v.Line, Detail: v.Detail, Reason: v.Reason, ReviewOn: partialdate.On(f.today.Add(60))}
		if err := people.AddCare(ctx, tx, personID, care); err != nil {
			return err
		}
	}
	for _, v := range c.Around {
		other, err := people.Add(ctx, tx, f.rec.People.Index, people.NewPerson{Name: v.Name, Kind: people.Kind(v.Kind)})
		if err != nil {
			return err
		}
		agreed, err := partialdate.Parse(v.AgreedOn)
		if err != nil {
			return err
		}
		r := people.Relation{
			PersonID: personID, Other: people.Card{ID: other.ID}, Relation: v.Relation, Contact: v.Contact, WhenToCall: v.When,
			Agreed: people.Agreed(v.Agreed), AgreedOn: agreed,
		}
		if err := people.Relate(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

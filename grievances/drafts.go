package grievances

import (
	"context"
	"strings"
	"time"

	"github.com/throughcare/throughcare/grievances/draft"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/rulepacks"
)

// Draft says that the form of a step was begun.
type Draft struct {
	At    time.Time
	By    string // name of who saved it last
	Words int
}

// Drafted is the form of a step of a grievance as it stands: every box filled with
// what was typed, or from the record where nobody typed anything.
type Drafted struct {
	View
	Step   *rulepacks.Step
	Boxes  []draft.Box
	Extra  int  // pages that are attached
	Single bool // somebody said that it tells of one matter only
	Saved  Draft
	Wrong  []fault.Problem // what does not fit, by the names of the boxes
}

// The boxes that no form has, in which it is kept what a form is checked by.
const (
	boxExtra  = "_extra"
	boxSingle = "_single"
)

// Drafted returns the form of a step, with what is wrong with it. It returns NotFound
// for a step the procedure does not have, and for whoever may not read the words.
func (s *Service) Drafted(ctx context.Context, actor authz.Actor, id, step string) (d Drafted, err error) {
	err = s.read(ctx, actor, "grievances: draft", func(tx *database.Tx) error {
		if d.View, err = s.view(ctx, tx, actor, id); err != nil {
			return err
		}
		var ok bool
		if d.Step, ok = d.Version.Step(step); !ok || d.Shut {
			return fault.New(fault.NotFound, "grievances: draft")
		}
		return s.fill(ctx, tx, &d)
	})
	return d, err
}

func (s *Service) fill(ctx context.Context, tx *database.Tx, d *Drafted) error {
	kept, at, err := boxesOf(ctx, tx, d.ID, d.Step.ID)
	if err != nil {
		return err
	}
	if at != 0 {
		d.Saved = Draft{At: database.FromMicros(at)}
	}
	form := formOf(d.Step)
	for _, f := range form.Fields {
		b := draft.Box{Field: f, Text: d.source(f.From)}
		if k, typed := kept[f.ID]; typed {
			b.Text, b.Typed = k.body, true
			d.Saved.By = k.name
		}
		d.Saved.Words += len(strings.Fields(b.Text))
		d.Boxes = append(d.Boxes, b)
	}
	d.Extra, d.Single = len(kept[boxExtra].body), kept[boxSingle].body != ""
	week, err := filedSince(ctx, tx, d.PersonID, d.Rules.Code, d.ID, d.Today.Add(-6))
	if err != nil {
		return err
	}
	d.Wrong = draft.Check(form, d.Boxes, draft.Said{Extra: d.Extra, Single: d.Single, Week: week})
	return nil
}

// formOf is the form of a step; one whose form nobody has described yet is a page with
// what every form asks for.
func formOf(step *rulepacks.Step) rulepacks.Form {
	if len(step.Form.Fields) > 0 {
		return step.Form
	}
	form := step.Form
	form.Fields = draft.Plain()
	return form
}

// source is what fills a box from the record.
func (d *Drafted) source(from string) string {
	switch from {
	case "name":
		return d.Person.NameInside()
	case "number":
		return d.Person.Number
	case "facility":
		return d.Place.Name
	case "unit":
		return d.Unit
	case "incident_on":
		return written(d.Incident, d.IncidentAt)
	case "about":
		return d.What
	case "wanted":
		return strings.Join(d.Wanted, "\n")
	case "tried":
		return d.tried()
	case "previous_answer":
		return d.previousAnswer()
	case "their_number":
		return d.TheirNumber
	}
	return "" // the day they sign is theirs to write
}

// written is a date as a form takes it; a form is read far from here, so it is written
// in figures, the year first.
func written(on partialdate.Date, at string) string {
	return strings.TrimSpace(strings.TrimPrefix(on.String(), "~") + " " + at)
}

// tried is what was done before, a line each.
func (d *Drafted) tried() string {
	var lines []string
	for _, st := range d.Line.Stages {
		if in := st.Of(way.Submitted); in != nil && st.ID != d.Step.ID {
			lines = append(lines, st.Title+": "+written(in.On, ""))
		}
	}
	return strings.Join(lines, "\n")
}

func (d *Drafted) previousAnswer() string {
	words := ""
	for _, st := range d.Line.Stages {
		if a := st.Of(way.Answered); a != nil && st.ID != d.Step.ID {
			words = strings.TrimSpace(written(a.On, "") + " " + a.Words)
		}
	}
	return words
}

// Typed is what somebody typed into a form.
type Typed struct {
	Boxes  map[string]string // by the ids of the boxes
	Extra  int
	Single bool
}

// SaveDraft keeps what was typed into the form of a step. What does not fit is kept
// too: it is said on the page, and before it is printed.
func (s *Service) SaveDraft(ctx context.Context, actor authz.Actor, id, step string, t Typed) error {
	return s.change(ctx, actor, "grievances.draft.saved", id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		st, ok := m.Version.Step(step)
		if !ok {
			return fault.New(fault.NotFound, "grievances: draft")
		}
		deed.Args["step"] = st.Title
		kept, _, err := boxesOf(ctx, tx.Tx, id, step)
		if err != nil {
			return err
		}
		texts := map[string]string{boxExtra: strings.Repeat("x", min(max(t.Extra, 0), 100)), boxSingle: ""}
		if t.Single {
			texts[boxSingle] = "1"
		}
		for _, f := range formOf(st).Fields {
			if body, typed := t.Boxes[f.ID]; typed {
				texts[f.ID], _ = people.CleanLines(cut(body))
			}
		}
		for _, name := range sorted(texts) {
			if err := putBox(ctx, tx, m.Grievance, step, name, texts[name], kept[name]); err != nil {
				return err
			}
		}
		return nil
	})
}

// cut keeps what a box can hold at the most, so that nobody fills the record with one.
func cut(body string) string {
	if runes := []rune(body); len(runes) > MaxWords {
		return string(runes[:MaxWords])
	}
	return body
}

func putBox(ctx context.Context, tx *trail.Tx, g Grievance, step, name, body string, old box) error {
	switch {
	case old.id == "" && body == "" && strings.HasPrefix(name, "_"):
		return nil
	case old.id == "":
		return tx.Insert(ctx, boxTable, ids.New(), trail.Set{
			"grievance_id": g.ID, "person_id": g.PersonID, "step": step, "box": name, "body": body,
			"saved_at": database.Micros(tx.Now()), "saved_name": tx.Actor.Name,
		})
	case old.body == body:
		return nil
	}
	return tx.Update(ctx, boxTable, old.id, "", trail.Set{"body": body, "saved_at": database.Micros(tx.Now()), "saved_name": tx.Actor.Name})
}

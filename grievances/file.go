package grievances

import (
	"context"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Paper is one thing of the file of a grievance that lies with the person: the proof
// of an event, or what goes with a step.
type Paper struct {
	FileID string
	Name   string
	Step   string     // title of the step; "" for none
	Event  *way.Event // or nil
	Need   *way.Need  // or nil
}

// File is everything of a grievance in its order, for a bundle: the way of it, the
// forms as they were drafted, the papers, and what happened.
type File struct {
	View
	Forms  []Drafted // of the steps that were begun, in the order of the procedure
	Papers []Paper   // in the order of the steps, each once
}

// File returns everything of a grievance. What is taken down is that it was made for
// paper. It returns NotFound as View does, and for whoever may not read the words.
func (s *Service) File(ctx context.Context, actor authz.Actor, id string) (f File, err error) {
	err = s.read(ctx, actor, "grievances: file", func(tx *database.Tx) error {
		if f.View, err = s.view(ctx, tx, actor, id); err != nil {
			return err
		}
		if f.Shut {
			return fault.New(fault.NotFound, "grievances: file")
		}
		trail.Saw(ctx, trail.Print, f.PersonID)
		for i := range f.Version.Steps {
			if _, begun := f.Drafts[f.Version.Steps[i].ID]; !begun {
				continue
			}
			d := Drafted{View: f.View, Step: &f.Version.Steps[i]}
			if err := s.fill(ctx, tx, &d); err != nil {
				return err
			}
			f.Forms = append(f.Forms, d)
		}
		f.Papers = f.papers()
		names, err := fileNames(ctx, tx, f.PersonID)
		for i := range f.Papers {
			f.Papers[i].Name = names[f.Papers[i].FileID]
		}
		return err
	})
	return f, err
}

// papers lists the files of a grievance by its steps, each once.
func (f *File) papers() []Paper {
	var list []Paper
	seen := map[string]bool{"": true}
	add := func(p Paper) {
		if !seen[p.FileID] {
			seen[p.FileID] = true
			list = append(list, p)
		}
	}
	for _, st := range append(f.Line.Stages, way.Stage{}) {
		title, step := "", ""
		if st.Step != nil {
			title, step = st.Title, st.ID
		}
		for i := range f.Course.Events {
			if e := &f.Course.Events[i]; e.Step == step {
				add(Paper{FileID: e.FileID, Step: title, Event: e})
			}
		}
		for i := range f.Kept {
			if n := &f.Kept[i]; n.Step == step {
				add(Paper{FileID: n.FileID, Step: title, Need: n})
			}
		}
	}
	return list
}

// Clocks are the clocks that run on a grievance, for those who work beside it: an
// arbitration warns when talks run past one. It returns NotFound as View does.
func (s *Service) Clocks(ctx context.Context, actor authz.Actor, id string) (list []way.Clock, err error) {
	err = s.read(ctx, actor, "grievances: clocks", func(tx *database.Tx) error {
		g, err := visible(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		m, err := s.matter(ctx, tx, g)
		list = m.Line(s.Today(ctx)).Running
		return err
	})
	return list, err
}

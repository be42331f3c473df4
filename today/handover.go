package today

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Handover is what a shift leaves to the next: what was changed, by person, and
// the lines somebody added.
type Handover struct {
	Since  time.Time // UTC
	People []Changed
	Lines  []Line
	Cut    bool // more was changed than is shown
}

// Changed is one person with what was done about them, newest first.
type Changed struct {
	PersonID, Name string
	Yours          bool
	Deeds          []trail.Entry
}

// Line is a sentence for the next shift.
type Line struct {
	ID, Author string
	At         time.Time // UTC
	PersonID   string    // "" for one about nobody
	Person     string
	Text       string
}

// mostHandover bounds how many changes a hand-over holds.
const mostHandover = 500

// Handover lists what everybody changed since a moment, narrowed to people the
// actor may see; the zero time is when the actor was last here.
func (s *Service) Handover(ctx context.Context, actor authz.Actor, since time.Time) (h Handover, err error) {
	if !actor.May(casework.MayRead) {
		return h, fault.New(fault.Forbidden, "today: handover")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		r := reading{tx: tx, actor: actor, workers: []string{actor.ID}}
		if h.Since = since; since.IsZero() {
			if h.Since, err = r.lastHere(ctx); err != nil {
				return err
			}
		}
		entries, err := trail.News(ctx, tx, actor, h.Since, mostHandover)
		if err != nil {
			return err
		}
		h.Cut = len(entries) == mostHandover
		entries = slices.DeleteFunc(entries, func(e trail.Entry) bool { return !s.tells(actor, e) })
		if h.People, err = r.changed(ctx, entries); err != nil {
			return err
		}
		h.Lines, err = r.lines(ctx, h.Since)
		return err
	})
	trail.SawAll(ctx, trail.List, h.People, func(c Changed) string { return c.PersonID })
	trail.SawAll(ctx, trail.List, h.Lines, func(l Line) string { return l.PersonID })
	return h, err
}

// tells reports whether an actor may be told of a change of this kind.
func (s *Service) tells(actor authz.Actor, e trail.Entry) bool {
	if s.Needs == nil {
		return true
	}
	needs := s.Needs(e.Action)
	return needs == "" || actor.May(needs)
}

// changed sorts entries by person, one's own people first, each by name.
func (r reading) changed(ctx context.Context, entries []trail.Entry) ([]Changed, error) {
	entries = slices.DeleteFunc(entries, func(e trail.Entry) bool { return e.Kind != "person" || e.Undone || e.Undoes != "" })
	seen, err := r.visible(ctx, entries)
	if err != nil {
		return nil, err
	}
	yours, err := r.yours(ctx, seen)
	if err != nil {
		return nil, err
	}
	names, err := r.names(ctx, seen)
	if err != nil {
		return nil, err
	}
	var list []Changed
	at := map[string]int{}
	for _, e := range entries {
		if !seen[e.Subject] {
			continue
		}
		i, known := at[e.Subject]
		if !known {
			i = len(list)
			at[e.Subject] = i
			list = append(list, Changed{PersonID: e.Subject, Name: names[e.Subject], Yours: yours[e.Subject]})
		}
		list[i].Deeds = append(list[i].Deeds, e)
	}
	slices.SortStableFunc(list, func(a, b Changed) int {
		if a.Yours != b.Yours {
			return map[bool]int{true: -1, false: 1}[a.Yours]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return list, nil
}

// maxLine is the longest line of a hand-over, in characters.
const maxLine = 2000

// AddLine adds a line for the next shift, about a person or about nobody.
func (s *Service) AddLine(ctx context.Context, actor authz.Actor, personID, line string) error {
	const op = "today.line.added"
	line = strings.TrimSpace(line)
	switch {
	case !actor.May(casework.MayWrite):
		return fault.New(fault.Forbidden, op)
	case line == "":
		return fault.Bad(op, "line", "today.line.missing")
	case utf8.RuneCountInString(line) > maxLine:
		return fault.Bad(op, "line", "today.line.long")
	}
	deed := &trail.Deed{Action: op, Kind: "handover"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		if personID != "" {
			if err := people.Visible(ctx, tx.Tx, actor, personID); err != nil {
				return err
			}
		}
		deed.ID = ids.New()
		return tx.Insert(ctx, "handover_line", deed.ID, trail.Set{
			"author_id": actor.ID, "author_name": actor.Name, "at": database.Micros(tx.Now()), "person_id": personID, "line": line,
		})
	})
}

package find

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/timeline"
)

// Service answers the field.
type Service struct {
	DB         *database.DB
	Index      *search.Index
	Facilities *facilities.Service
	Timeline   *timeline.Service

	mu     sync.Mutex
	places []peopledPlace // where somebody is; read again once a minute
	readAt time.Time
}

// Person is somebody who was found.
type Person struct {
	ID         string
	Name       string
	ScriptName string
	ScriptLang string
	Numbers    []string
	FacilityID string
	Facility   string // where they are, "" when not known
	Score      float64
	Why        []search.Why // empty for a hit of filters alone
}

// Note is an entry that was found.
type Note struct {
	timeline.Entry
	PersonName string
}

// Answer is everything found.
type Answer struct {
	Filters []Filter // words that were taken as a place or a language
	People  []Person
	Places  []facilities.Guess
	Notes   []Note
}

// Empty reports that nothing was found.
func (a Answer) Empty() bool { return len(a.People)+len(a.Places)+len(a.Notes) == 0 }

// Limits of an answer, and of what is asked.
const (
	MostPeople = 25
	mostPlaces = 5
	mostNotes  = 10
	mostText   = 200
	// clear is the score from which a name is meant as it stands, although its
	// words could be filters too.
	clear = 0.92
)

// Ask answers a text for an actor, with at most limit people; 0 is MostPeople.
func (s *Service) Ask(ctx context.Context, actor authz.Actor, text string, limit int) (Answer, error) {
	var a Answer
	text = strings.TrimSpace(text)
	if runes := []rune(text); len(runes) > mostText {
		text = string(runes[:mostText])
	}
	var err error
	if a.People, a.Filters, err = s.People(ctx, actor, text, limit); err != nil || text == "" {
		return a, err
	}
	if a.Places, err = s.Places(ctx, actor, text, mostPlaces); err != nil {
		return a, err
	}
	a.Notes, err = s.notes(ctx, actor, text) // each reader's own at least
	return a, err
}

// Recent lists the people whose page the actor opened last, of those they still
// may see.
func (s *Service) Recent(ctx context.Context, actor authz.Actor, limit int) (list []Person, err error) {
	if !actor.May(MayFind) {
		return nil, fault.New(fault.Forbidden, "find: recent")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		ids, err := trail.Visited(ctx, tx, actor.ID, limit)
		if err != nil {
			return err
		}
		wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
		known, err := seen(ctx, tx, ids, wall, args)
		for _, id := range ids {
			if p, ok := known[id]; ok {
				list = append(list, p)
			}
		}
		return err
	})
	return list, err
}

// Places finds facilities by name, for those who may see them.
func (s *Service) Places(ctx context.Context, actor authz.Actor, text string, limit int) ([]facilities.Guess, error) {
	if !actor.May(facilities.MayRead) {
		return nil, nil
	}
	return s.Facilities.Find(ctx, actor, text, limit)
}

// People finds people, and says which words it took as filters. Words that name
// a place or a language narrow the rest, unless the text is clearly somebody's
// name; where nothing but such words is given, both are meant: whoever is called
// Harrow comes first, and everybody at Harrow Ridge after them.
func (s *Service) People(ctx context.Context, actor authz.Actor, text string, limit int) (list []Person, filters []Filter, err error) {
	if !actor.May(MayFind) {
		return nil, nil, fault.New(fault.Forbidden, "find: people")
	}
	if limit <= 0 || limit > 200 {
		limit = MostPeople
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		q := query{ctx: ctx, tx: tx, index: s.Index, limit: limit}
		q.wall, q.args = actor.PersonWall("subject_id", database.Micros(tx.Now()))
		if list, err = q.named(text); err != nil {
			return err
		}
		places, err := s.peopled(ctx, tx)
		if err != nil {
			return err
		}
		var rest string
		if filters, rest = split(places, text); len(filters) == 0 {
			return nil
		}
		list, filters, err = q.within(list, filters, rest)
		return err
	})
	return list, filters, err
}

// within narrows what was found by name to the filters, where anybody is left
// then.
func (q *query) within(byName []Person, filters []Filter, rest string) ([]Person, []Filter, error) {
	namesakes := byName[:countClear(byName)]
	if len(namesakes) > 0 && rest != "" {
		return byName, nil, nil
	}
	q.narrow(filters)
	narrowed, err := q.filtered(rest)
	if err != nil || len(narrowed) == 0 {
		return byName, nil, err
	}
	list := slices.Clone(namesakes)
	for _, p := range narrowed {
		if len(list) < q.limit && !slices.ContainsFunc(namesakes, func(n Person) bool { return n.ID == p.ID }) {
			list = append(list, p)
		}
	}
	return list, filters, nil
}

// countClear is how many of the people, the best first, are meant by their name.
func countClear(list []Person) int {
	n := 0
	for n < len(list) && list[n].Score >= clear {
		n++
	}
	return n
}

// fresh is how long the list of places is good for: a place where the first
// person has just arrived becomes a filter a minute later.
const fresh = time.Minute

func (s *Service) peopled(ctx context.Context, tx *database.Tx) ([]peopledPlace, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.places != nil && tx.Now().Sub(s.readAt).Abs() < fresh {
		return s.places, nil
	}
	places, err := peopled(ctx, tx)
	if err == nil {
		s.places, s.readAt = places, tx.Now()
	}
	return places, err
}

// query is one question for people.
type query struct {
	ctx   context.Context
	tx    *database.Tx
	index *search.Index
	limit int
	wall  string
	args  []any
}

// named finds people by name and number.
func (q *query) named(text string) ([]Person, error) {
	if text == "" {
		return nil, nil
	}
	hits, err := q.index.Find(q.ctx, q.tx, search.Query{Text: text, Limit: q.limit, Wall: q.wall, WallArgs: q.args})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.Subject
	}
	known, err := cards(q.ctx, q.tx, ids)
	if err != nil {
		return nil, err
	}
	var list []Person
	for _, h := range hits {
		if p, ok := known[h.Subject]; ok {
			p.Score, p.Why = h.Score, h.Why
			list = append(list, p)
		}
	}
	return list, nil
}

// filtered finds by name within the filters, or everybody the filters let
// through when no word is left.
func (q *query) filtered(rest string) ([]Person, error) {
	if rest != "" {
		return q.named(rest)
	}
	return through(q.ctx, q.tx, q.wall, q.args, q.limit)
}

// narrow adds filters to the wall.
func (q *query) narrow(filters []Filter) {
	for _, f := range filters {
		clause, args := f.clause()
		q.wall = "(" + q.wall + ") AND " + clause
		q.args = append(q.args, args...)
	}
}

func (s *Service) notes(ctx context.Context, actor authz.Actor, text string) ([]Note, error) {
	entries, err := s.Timeline.Find(ctx, actor, text, mostNotes)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	var notes []Note
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		ids := make([]string, len(entries))
		for i, e := range entries {
			ids[i] = e.PersonID
		}
		known, err := cards(ctx, tx, ids)
		for _, e := range entries {
			notes = append(notes, Note{Entry: e, PersonName: known[e.PersonID].Name})
		}
		return err
	})
	return notes, err
}

package penpals

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// InsideRow is somebody inside who waits, in a list.
type InsideRow struct {
	Inside
	Person  string
	Number  string
	Place   string // "" where nobody knows
	Writing int    // with how many they write
	Agreed  bool   // to be shown to a writer, still
	Apart   bool   // kept from everybody
}

// side is somebody inside as matching sees them: whoever must not be proposed is not free.
func (r InsideRow) side() Side {
	s := Side{ID: r.PersonID, Languages: r.Languages, Interests: r.Interests, AskedOn: r.AskedOn, Free: r.Most - r.Writing}
	if r.State != Waiting || !r.Agreed || r.Apart {
		s.Free = 0
	}
	return s
}

// WriterRow is a writer in a list.
type WriterRow struct {
	Writer
	Writing int
	Apart   bool
}

func (r WriterRow) side() Side {
	s := Side{ID: r.ID, Languages: r.Languages, Interests: r.Interests, AskedOn: r.AskedOn, Free: r.Most - r.Writing}
	if r.State != Waiting || r.Apart {
		s.Free = 0
	}
	return s
}

// Row is a pair in a list.
type Row struct {
	Pair
	Person string
	Writer string
	Stands State     // how it stands today
	Since  civil.Day // and since when
}

// Board is both lists, the pairs, and who could write to each other.
type Board struct {
	Inside      []InsideRow // the longest waiting first
	Writers     []WriterRow
	Pairs       []Row
	Suggestions []Match
	Post        int // letters that lie at the office
	Policy      Policy
	Today       civil.Day
}

// Person finds somebody of the board.
func (b Board) Person(id string) InsideRow {
	for _, r := range b.Inside {
		if r.PersonID == id {
			return r
		}
	}
	return InsideRow{}
}

// Writer finds a writer of the board.
func (b Board) Writer(id string) WriterRow {
	for _, r := range b.Writers {
		if r.ID == id {
			return r
		}
	}
	return WriterRow{}
}

// For lists the writers who could write to somebody, the best first.
func (b Board) For(personID string, apart Apart) []Match {
	p := b.Person(personID).side()
	if p.Free < 1 {
		return nil
	}
	return Candidates(p, b.writers(), apart, b.Today)
}

func (b Board) writers() (list []Side) {
	for _, w := range b.Writers {
		list = append(list, w.side())
	}
	return list
}

// Board returns both lists, narrowed to people the actor sees, and the pairs of theirs.
func (s *Service) Board(ctx context.Context, actor authz.Actor) (b Board, err error) {
	err = s.read(ctx, actor, "penpals: board", func(tx *database.Tx) error {
		b, _, err = s.board(ctx, tx, actor)
		return err
	})
	trail.SawAll(ctx, trail.List, b.Inside, func(r InsideRow) string { return r.PersonID })
	trail.SawAll(ctx, trail.List, b.Pairs, func(r Row) string { return r.PersonID })
	return b, err
}

func (s *Service) board(ctx context.Context, tx *database.Tx, actor authz.Actor) (b Board, apart Apart, err error) {
	b.Today = s.Today(ctx)
	if b.Policy, err = policyOf(ctx, tx); err != nil {
		return b, nil, err
	}
	if apart, err = apartNow(ctx, tx); err != nil {
		return b, nil, err
	}
	counts, err := runningCounts(ctx, tx)
	if err != nil {
		return b, nil, err
	}
	if b.Inside, err = insideRows(ctx, tx, actor, counts, apart); err != nil {
		return b, nil, err
	}
	if b.Writers, err = writerRows(ctx, tx, counts, apart); err != nil {
		return b, nil, err
	}
	if b.Pairs, err = s.rows(ctx, tx, actor, b.Policy, ""); err != nil {
		return b, nil, err
	}
	if b.Post, err = waitingPost(ctx, tx, actor); err != nil {
		return b, nil, err
	}
	if apart, err = apart.withKnown(ctx, tx); err != nil {
		return b, nil, err
	}
	var inside []Side
	for _, r := range b.Inside {
		inside = append(inside, r.side())
	}
	b.Suggestions = Suggest(inside, b.writers(), apart, b.Today)
	return b, apart, nil
}

// rows are pairs as they stand today.
func (s *Service) rows(ctx context.Context, tx *database.Tx, actor authz.Actor, policy Policy, more string, args ...any) ([]Row, error) {
	list, err := pairs(ctx, tx, actor, more, args...)
	for i := range list {
		list[i].Stands, list[i].Since = list[i].Pair.Stands(policy, s.Today(ctx))
	}
	return list, err
}

// Choice is somebody inside, with the writers who could write to them.
type Choice struct {
	InsideRow
	Matches []Match
	Board   Board
}

// Choose lists the writers who could write to somebody on the list, or returns NotFound.
func (s *Service) Choose(ctx context.Context, actor authz.Actor, personID string) (c Choice, err error) {
	err = s.read(ctx, actor, "penpals: choose", func(tx *database.Tx) error {
		board, apart, err := s.board(ctx, tx, actor)
		if err != nil {
			return err
		}
		c.Board, c.InsideRow = board, board.Person(personID)
		if c.ID == "" {
			return fault.New(fault.NotFound, "penpals: choose")
		}
		c.Matches = board.For(personID, apart)
		return nil
	})
	if err == nil {
		trail.Saw(ctx, trail.Page, personID)
	}
	return c, err
}

// View is everything of a pair as one reader sees it.
type View struct {
	Row
	Inside    Inside
	Other     Writer // without where they live
	Number    string
	Place     string
	Reasons   []Reason
	Letters   []Letter // the latest first
	Steps     []Step   // the oldest first
	Sheets    []Sheet
	Incidents []Incident
	Agreed    bool
	Minds     string // the name of who minds it
	Policy    Policy
	Today     civil.Day
}

// View returns a pair about somebody the actor sees, or NotFound.
func (s *Service) View(ctx context.Context, actor authz.Actor, id string) (v View, err error) {
	err = s.read(ctx, actor, "penpals: view", func(tx *database.Tx) error {
		v.Today = s.Today(ctx)
		if v.Policy, err = policyOf(ctx, tx); err != nil {
			return err
		}
		rows, err := s.rows(ctx, tx, actor, v.Policy, " AND m.id = ?", id)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fault.New(fault.NotFound, "penpals: view")
		}
		v.Row = rows[0]
		return s.load(ctx, tx, actor, &v)
	})
	if err == nil {
		trail.Saw(ctx, trail.Page, v.PersonID)
	}
	return v, err
}

// load reads what belongs to a pair.
func (s *Service) load(ctx context.Context, tx *database.Tx, actor authz.Actor, v *View) (err error) {
	read := func(fn func() error) {
		if err == nil {
			err = fn()
		}
	}
	read(func() (err error) { v.Inside, err = inside(ctx, tx, v.InsideID); return err })
	read(func() (err error) { v.Other, err = writer(ctx, tx, v.WriterID); return err })
	read(func() (err error) { v.Number, err = numberOf(ctx, tx, v.PersonID); return err })
	read(func() (err error) { v.Letters, err = lettersOf(ctx, tx, v.ID); return err })
	read(func() (err error) { v.Steps, err = stepsOf(ctx, tx, v.ID); return err })
	read(func() (err error) { v.Sheets, err = sheetsOf(ctx, tx, v.ID); return err })
	read(func() (err error) { v.Incidents, err = incidentsOf(ctx, tx, actor, v.ID); return err })
	read(func() (err error) { v.Minds, err = accountName(ctx, tx, v.CoordinatorID); return err })
	read(func() error {
		_, reach, err := whereabouts(ctx, tx, v.PersonID)
		v.Place = reach.Name
		return err
	})
	read(func() error {
		err := agrees(ctx, tx, v.PersonID)
		v.Agreed = err == nil
		if fault.Is(err, fault.Forbidden) {
			return nil
		}
		return err
	})
	v.Reasons = Reasons(side(v.PersonID, v.Inside.Profile), side(v.WriterID, v.Other.Profile), v.Today)
	return err
}

func side(id string, p Profile) Side {
	return Side{ID: id, Languages: p.Languages, Interests: p.Interests, AskedOn: p.AskedOn}
}

// OfPerson returns the place on the list of somebody, nil for none, and their pairs.
func (s *Service) OfPerson(ctx context.Context, actor authz.Actor, personID string) (listed *Inside, list []Row, err error) {
	err = s.read(ctx, actor, "penpals: of person", func(tx *database.Tx) error {
		policy, err := policyOf(ctx, tx)
		if err != nil {
			return err
		}
		if list, err = s.rows(ctx, tx, actor, policy, " AND m.person_id = ?", personID); err != nil {
			return err
		}
		listed, err = listedInside(ctx, tx, personID)
		return err
	})
	return listed, list, err
}

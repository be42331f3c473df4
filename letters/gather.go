package letters

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Batch is how many letters are printed at once.
const Batch = 100

// Step is told how far the making of a run is: letters done since last time, and how many
// of them do not go out.
type Step func(done, all, left int) error

// Make makes a run: whom it goes to, in which language, at which address, and what stands
// in the way of whom. It goes through people by batches, and is one change at the end. It
// returns Invalid by the fields of the form, and NotFound for one person or a facility that
// is not there.
func (s *Service) Make(ctx context.Context, actor authz.Actor, n New, step Step) (runID string, err error) {
	const op = "letters.run.made"
	needs := MayRun
	if n.Scope == ToOne {
		needs = MayWrite
	}
	if err := may(actor, needs, op); err != nil {
		return "", err
	}
	n = n.clean()
	if err := fault.Check(op, n.check()); err != nil {
		return "", err
	}
	g, err := s.begin(ctx, actor, n)
	if err != nil {
		return "", err
	}
	for chunk := range slices.Chunk(g.who, Batch) {
		left, err := g.take(ctx, chunk)
		if err != nil {
			return "", err
		}
		if step != nil {
			if err := step(len(chunk), len(g.who), left); err != nil {
				return "", err
			}
		}
	}
	return g.run.ID, g.keep(ctx, op)
}

// gathering is a run while it is made.
type gathering struct {
	s      *Service
	actor  authz.Actor
	run    Run
	who    []string
	pieces []Piece
	places map[string]facilities.Reach
	today  civil.Day
}

// begin finds the words of a run, and who gets it.
func (s *Service) begin(ctx context.Context, actor authz.Actor, n New) (*gathering, error) {
	g := &gathering{s: s, actor: actor, places: map[string]facilities.Reach{}, today: s.Today(ctx)}
	g.run = Run{
		ID: n.ID, Name: n.Name, TemplateID: n.Template, Scope: n.Scope, FacilityID: n.Facility, Agreed: n.Agreed, Envelope: n.Envelope, Sender: n.Sender, Dated: n.Dated,
		Postage: n.Postage, State: Made, AuthorID: actor.ID, AuthorName: actor.Name, Texts: n.Own,
	}
	if g.run.ID == "" {
		g.run.ID = ids.New()
	}
	err := s.DB.Read(ctx, func(tx *database.Tx) error { return g.words(ctx, tx, n) })
	if err != nil {
		return nil, err
	}
	if n.Scope == ToActive && s.Active != nil {
		g.who, err = s.Active(ctx, actor)
	}
	if err == nil && len(g.who) == 0 {
		err = fault.Bad("letters: make", "scope", "letters.scope.nobody")
	}
	return g, err
}

// words are those of the template, or those of the run; and the people a record can name.
func (g *gathering) words(ctx context.Context, tx *database.Tx, n New) error {
	if n.Template != "" {
		t, err := template(ctx, tx, n.Template)
		if err != nil {
			return err
		}
		if len(t.Versions) == 0 {
			return fault.Bad("letters: make", "template", "letters.template.empty")
		}
		g.run.Texts = t.Versions
		if g.run.Name == "" {
			g.run.Name = t.Name
		}
	}
	if g.run.Name == "" {
		g.run.Name = g.run.Texts[0].Title
	}
	var err error
	switch n.Scope {
	case ToOne:
		g.who, err = []string{n.Person}, people.Visible(ctx, tx, g.actor, n.Person)
	case ToFacility:
		if _, err = g.reach(ctx, tx, n.Facility); err == nil {
			g.who, err = inside(ctx, tx, g.actor, n.Facility)
		}
	case ToAll:
		g.who, err = inside(ctx, tx, g.actor, "")
	}
	return err
}

// reach is how post gets to a facility, read once.
func (g *gathering) reach(ctx context.Context, tx *database.Tx, id string) (facilities.Reach, error) {
	if r, ok := g.places[id]; ok {
		return r, nil
	}
	r, err := facilities.ReachOf(ctx, tx, id)
	if err == nil {
		g.places[id] = r
	}
	return r, err
}

// take makes the letters of some people, and returns how many do not go out.
func (g *gathering) take(ctx context.Context, who []string) (left int, err error) {
	first := len(g.pieces)
	for _, id := range who {
		agreed := true
		if g.run.Agreed != "" && g.s.Agreed != nil {
			if agreed, err = g.s.Agreed(ctx, g.actor, id, g.run.Agreed); err != nil {
				return 0, err
			}
		}
		err := g.s.DB.Read(ctx, func(tx *database.Tx) error {
			p, err := g.piece(ctx, tx, id)
			if err == nil && p.Why == Goes && !agreed {
				p.Why = NotAgreed
			}
			g.pieces = append(g.pieces, p)
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	fresh := g.pieces[first:]
	g.lay(ctx, fresh)
	for _, p := range fresh {
		if !p.Goes() {
			left++
		}
	}
	trail.SawAll(ctx, trail.List, fresh, func(p Piece) string { return p.PersonID })
	return left, nil
}

// piece is the letter to one person, before it is laid out.
func (g *gathering) piece(ctx context.Context, tx *database.Tx, id string) (p Piece, err error) {
	person, err := people.Everything(ctx, tx, g.actor, id)
	if err != nil {
		return p, err
	}
	version, reads := choose(g.run.Texts, person.Languages)
	p = Piece{ID: ids.New(), RunID: g.run.ID, PersonID: id, Called: person.Name, Number: person.Number, Lang: version.Lang}
	if !reads {
		p.Warns = append(p.Warns, WarnLanguage)
	}
	if g.s.Worker != nil {
		if p.Worker, err = g.s.Worker(ctx, tx, id); err != nil {
			return p, err
		}
	}
	stay, err := custody.CurrentOf(ctx, tx, id)
	if fault.Is(err, fault.NotFound) {
		stay, err = custody.Stay{State: custody.Unknown}, nil
	}
	if err != nil {
		return p, err
	}
	switch {
	case person.Dead, stay.State == custody.Released:
		p.Why = AtHome
	case stay.State == custody.InTransit:
		p.Why = InTransit
	case stay.State != custody.Held || stay.FacilityID == "":
		p.Why = Nowhere
	default:
		err = g.address(ctx, tx, &p, person, stay)
	}
	return p, err
}

// address finds where the letter goes, and whether it would be let in.
func (g *gathering) address(ctx context.Context, tx *database.Tx, p *Piece, person people.Full, stay custody.Stay) error {
	r, err := g.reach(ctx, tx, stay.FacilityID)
	if err != nil {
		return err
	}
	p.FacilityID, p.AtPlace = stay.FacilityID, r.Name
	a, standsIn, ok := facilities.AddressFor(r.Addresses, facilities.Letters)
	if !ok {
		p.Why = NoAddress
		return nil
	}
	p.Address = facilities.LettersAddress(person.NameInside(), person.Number, stay.Unit, r.Name, a)
	if standsIn {
		p.Warns = append(p.Warns, WarnStandsIn)
	}
	if a.Stale(g.today) {
		p.Warns = append(p.Warns, WarnStale)
	}
	for _, rule := range r.Rules {
		if rule.Topic != "letters" || rule.Test.Sort != facilities.Nothing {
			continue
		}
		if rule.Test.Stops {
			p.Why = Barred
		} else {
			p.Warns = append(p.Warns, WarnRule)
		}
	}
	return nil
}

// lay lays letters out as they will be printed: how many pages each has, whether its
// address fits, whether our letters have its own.
func (g *gathering) lay(ctx context.Context, list []Piece) {
	var sheets []label.Letter
	var of []int
	for i := range list {
		if list[i].Why == Goes {
			sheets, of = append(sheets, g.s.Letter(ctx, g.run, list[i])), append(of, i)
		}
	}
	report := label.Lay(g.run.Sheet(), sheets)
	for k, i := range of {
		list[i].Pages = report.Sheets[k]
		g.limit(&list[i])
	}
	for _, left := range report.Left {
		list[of[left.Item]].Why = Why(left.Why)
	}
}

// limit holds a letter against the rules of the facility about pages.
func (g *gathering) limit(p *Piece) {
	for _, rule := range g.places[p.FacilityID].Rules {
		if rule.Topic != "letters" || rule.Test.Sort != facilities.Pages || p.Pages <= rule.Test.N {
			continue
		}
		if rule.Test.Stops {
			p.Why = TooMany
		} else if !slices.Contains(p.Warns, WarnRule) {
			p.Warns = append(p.Warns, WarnRule)
		}
	}
}

// keep puts the letters in order, by facility and then as people are listed, and keeps them.
func (g *gathering) keep(ctx context.Context, op string) error {
	slices.SortStableFunc(g.pieces, func(a, b Piece) int {
		return strings.Compare(a.AtPlace+"\x00"+a.FacilityID, b.AtPlace+"\x00"+b.FacilityID)
	})
	goes := 0
	for i := range g.pieces {
		g.pieces[i].Place = i + 1
		if g.pieces[i].Goes() {
			goes++
		}
	}
	deed := &trail.Deed{Action: op, Kind: "letters", ID: g.run.ID, Args: map[string]string{"name": g.run.Name, "count": itoa(goes)}}
	if g.run.Scope == ToOne {
		deed.Kind, deed.ID, deed.Action = "person", g.who[0], "letters.letter.made"
		deed.Args["person"] = g.pieces[0].Called
	}
	return trail.Write(ctx, g.s.DB, g.actor, deed, func(tx *trail.Tx) error {
		g.run.MadeAt = tx.Now()
		if err := tx.Insert(ctx, runTable, g.run.ID, g.run.set()); err != nil {
			return err
		}
		for i, v := range g.run.Texts {
			set := trail.Set{"run_id": g.run.ID, "place": i, "lang": v.Lang, "title": v.Title, "body": v.Body}
			if err := tx.Insert(ctx, textTable, ids.New(), set); err != nil {
				return err
			}
		}
		for _, p := range g.pieces {
			if err := tx.Insert(ctx, pieceTable, p.ID, p.set()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Check says what Make would refuse at once, without making anything.
func (s *Service) Check(ctx context.Context, actor authz.Actor, n New) error {
	if err := may(actor, MayRun, "letters: check"); err != nil {
		return err
	}
	n = n.clean()
	if err := fault.Check("letters: check", n.check()); err != nil {
		return err
	}
	_, err := s.begin(ctx, actor, n)
	return err
}

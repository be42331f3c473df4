package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Places is what is needed of the directory.
type Places interface {
	Gazetteer(ctx context.Context, tx *database.Tx) (*facilities.Gazetteer, error)
}

// Service is what people may do here.
type Service struct {
	DB      *database.DB
	Bus     *event.Bus
	Places  Places
	Custody *custody.Service
	Index   people.Index                         // told of what a list adds to somebody; may be nil
	Zone    func(context.Context) *time.Location // where the organisation is; nil means UTC
}

func (s *Service) today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// File is a list that is about to be read.
type File struct {
	Layout string
	Name   string // of the file
	Src    Source
	Size   int64
	AsOf   civil.Day // the day it is of; "" takes that of its name, of its rows, or today
	DryRun bool      // say what would be claimed, and keep nothing
}

// Doubt says why nobody is missed for a list.
type Doubt string

// The doubts.
const (
	Broken   Doubt = "broken"      // it ends in the middle
	Empty    Doubt = "empty"       // no rows
	Short    Doubt = "short"       // many fewer rows than the list before
	FewOurs  Doubt = "few-of-ours" // hardly anybody of ours is on it
	OlderOne Doubt = "older"       // a newer list was read already
	NoList   Doubt = "partial"     // the layout never names everybody
)

// Report is what came of reading a list.
type Report struct {
	Run      string // "" for a dry run, and for a list that was read before
	AsOf     civil.Day
	Rows     int
	Refused  int
	OursSeen int
	Claims   []Claim // by person, as they stand now
	Older    []Claim // what is older than what we know of the person
	Doubt    Doubt
	Withheld int  // people who were not seen, and are not missed because of Doubt
	Again    bool // the same file was read before
	Kept     int  // claims that are new
}

// Of are the claims of a kind.
func (r Report) Of(kind Kind) []Claim {
	out := []Claim{}
	for _, c := range r.Claims {
		if c.Kind == kind {
			out = append(out, c)
		}
	}
	return out
}

// Sync reads a list and keeps what it claims of the people the actor may see.
// It returns NotFound for a layout nobody knows, and Invalid for what cannot be
// read as one, or is of a day to come.
func (s *Service) Sync(ctx context.Context, actor authz.Actor, f File) (Report, error) {
	const op = "roster: sync"
	if !actor.May(MaySync) {
		return Report{}, fault.New(fault.Forbidden, op)
	}
	layout, err := LayoutOf(f.Layout)
	if err != nil {
		return Report{}, err
	}
	today := s.today(ctx)
	if f.AsOf != "" && (!f.AsOf.Valid() || f.AsOf > today) {
		return Report{}, fault.Bad(op, "as-of", "roster.as-of.wrong")
	}
	if f.AsOf == "" {
		f.AsOf = DayInName(f.Name)
	}
	r := &reading{layout: layout, asOf: f.AsOf, today: today, said: map[int]said{}, places: map[string]string{}}
	var runs []Run
	if err := s.DB.Read(ctx, func(tx *database.Tx) error {
		people, err := oursNow(ctx, tx, actor, "")
		if err != nil {
			return err
		}
		if r.known, err = answered(ctx, tx, layout.Key); err != nil {
			return err
		}
		r.linker = newLinker(layout, people)
		if r.names, err = s.Places.Gazetteer(ctx, tx); err != nil {
			return err
		}
		runs, err = runsOf(ctx, tx, layout.Key, 50)
		return err
	}); err != nil {
		return Report{}, err
	}
	if err := r.read(ctx, f); err != nil {
		return Report{}, err
	}
	out := r.report(runs)
	if f.DryRun {
		return out, nil
	}
	return out, s.keep(ctx, actor, f, layout, runs, r, &out)
}

// keep stores what a list claims, in one change.
func (s *Service) keep(ctx context.Context, actor authz.Actor, f File, layout Layout, runs []Run, r *reading, out *Report) error {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f.Src, 0, f.Size)); err != nil {
		return err
	}
	run := Run{ID: ids.New(), Layout: layout.Key, File: clip(f.Name), Digest: hex.EncodeToString(sum.Sum(nil)), AsOf: r.asOf, Rows: r.rows, Seen: len(r.said), Complete: out.Doubt == "" || out.Doubt == NoList}
	for _, old := range runs {
		out.Again = out.Again || old.Digest == run.Digest && old.AsOf == run.AsOf
	}
	deed := &trail.Deed{Action: "roster.synced", Kind: runTable, ID: run.ID, Args: map[string]string{"list": layout.Title, "day": string(r.asOf)}}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		have, err := claimsOf(ctx, tx.Tx, layout.Key, "")
		if err != nil {
			return err
		}
		if out.Kept, err = weave(ctx, tx, have, out.Claims, run, r.seenIDs()); err != nil {
			return err
		}
		if out.Again {
			return nil
		}
		out.Run = run.ID
		return insertRun(ctx, tx, run)
	})
}

// weave puts new claims beside those that stand: what is said again stands
// once, what somebody dismissed stays so, and what a later list contradicts is
// overtaken.
func weave(ctx context.Context, tx *trail.Tx, have, fresh []Claim, run Run, seen map[string]bool) (kept int, err error) {
	by := map[string][]Claim{}
	for _, c := range have {
		by[c.PersonID] = append(by[c.PersonID], c)
	}
	again := map[string]bool{}
	for i := range fresh {
		c := &fresh[i]
		c.Layout, c.RunID = run.Layout, run.ID
		if old, ok := standing(by[c.PersonID], *c); ok {
			c.ID, c.Rev, c.State, again[old.ID] = old.ID, old.Rev, old.State, true
			continue
		}
		c.ID = ids.New()
		if err := insertClaim(ctx, tx, *c); err != nil {
			return kept, err
		}
		kept++
	}
	for _, old := range have {
		over := old.State == Open || old.State == Dismissed && old.Kind == NotSeen
		if !over || again[old.ID] || !seen[old.PersonID] || old.AsOf > run.AsOf {
			continue
		}
		if err := settle(ctx, tx, old, "", Overtaken); err != nil {
			return kept, err
		}
	}
	return kept, nil
}

// standing finds the claim that says the same already. One that was accepted
// stands for lists up to its day only.
func standing(have []Claim, c Claim) (Claim, bool) {
	for _, old := range have {
		if old.same(c) && (old.State != Accepted || old.AsOf >= c.AsOf) {
			return old, true
		}
	}
	return Claim{}, false
}

// clip keeps a file's name within what is stored.
func clip(name string) string {
	if r := []rune(name); len(r) > 200 {
		return string(r[:200])
	}
	return name
}

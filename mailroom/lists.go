package mailroom

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Who is the person of a row, as far as lists show them.
type Who struct {
	Name, ScriptName, ScriptLang, Number string
	Facility, Unit                       string
	Stay                                 custody.State
}

// LetterRow is a letter in a list.
type LetterRow struct {
	Incoming
	Who
	Requests []Request
}

// RequestRow is a request in a list.
type RequestRow struct {
	Request
	Who
	Offer string
}

// ParcelRow is a parcel in a list.
type ParcelRow struct {
	Parcel
	Who
	Offer string
	Place string // where it was sent to
}

// Counts are the figures of the desk.
type Counts struct {
	Waiting, Held, Unknown, Stopped, Queue, Labels int
}

// Letters lists letters in a state, the oldest first: the promise is to answer in turn.
func (s *Service) Letters(ctx context.Context, actor authz.Actor, state LetterState) (list []LetterRow, err error) {
	err = s.read(ctx, actor, "mail: letters", func(tx *database.Tx) error {
		list, err = letterRows(ctx, tx, actor, ` AND l.state = ? AND l.person_id <> '' ORDER BY l.received_on, l.id`, string(state))
		return err
	})
	trail.SawAll(ctx, trail.List, list, func(r LetterRow) string { return r.PersonID })
	return list, err
}

// Unknown lists the letters of senders nobody knows, the oldest first.
func (s *Service) Unknown(ctx context.Context, actor authz.Actor) (list []LetterRow, err error) {
	err = s.read(ctx, actor, "mail: unknown", func(tx *database.Tx) error {
		list, err = letterRows(ctx, tx, actor, ` AND l.person_id = '' ORDER BY l.received_on, l.id`)
		return err
	})
	return list, err
}

// Letter returns a letter of somebody the actor sees, or of nobody, or NotFound.
func (s *Service) Letter(ctx context.Context, actor authz.Actor, id string) (r LetterRow, err error) {
	err = s.read(ctx, actor, "mail: letter", func(tx *database.Tx) error {
		if _, err := letter(ctx, tx, actor, id); err != nil {
			return err
		}
		list, err := letterRows(ctx, tx, actor, ` AND l.id = ?`, id)
		if err != nil || len(list) == 0 {
			return err
		}
		r = list[0]
		r.Requests, err = requestsOf(ctx, tx, r.ID)
		return err
	})
	if err == nil && r.PersonID != "" {
		trail.Saw(ctx, trail.Page, r.PersonID)
	}
	return r, err
}

// pause is how long somebody may be away from the desk before their next letter begins a
// new session.
const pause = 30 * time.Minute

// Session is what somebody logged since they sat down at the desk, the latest first.
type Session struct {
	Rows    []LetterRow
	Seconds int // from one letter to the next, on average; 0 with fewer than two
}

// Session is the actor's own; figures of others are nobody's business.
func (s *Service) Session(ctx context.Context, actor authz.Actor) (session Session, err error) {
	err = s.read(ctx, actor, "mail: session", func(tx *database.Tx) error {
		rows, err := letterRows(ctx, tx, actor, ` AND l.author_id = ? AND l.logged_at > ? ORDER BY l.logged_at DESC, l.id DESC`,
			actor.ID, database.Micros(tx.Now().Add(-24*time.Hour)))
		if err != nil {
			return err
		}
		session = sitting(rows, tx.Now())
		for i := range session.Rows[:min(len(session.Rows), 10)] {
			if session.Rows[i].Requests, err = requestsOf(ctx, tx, session.Rows[i].ID); err != nil {
				return err
			}
		}
		return nil
	})
	return session, err
}

// sitting cuts rows, the latest first, where somebody was away.
func sitting(rows []LetterRow, now time.Time) (session Session) {
	last, sum := now, time.Duration(0)
	for i, r := range rows {
		gap := last.Sub(r.LoggedAt)
		if gap > pause {
			break
		}
		if i > 0 {
			sum += gap
		}
		session.Rows, last = append(session.Rows, r), r.LoggedAt
	}
	if n := len(session.Rows) - 1; n > 0 {
		session.Seconds = int((sum / time.Duration(n)).Seconds())
	}
	return session
}

// Queue lists what may be packed on a day, those who asked first first; held ones whose
// day has come are among them.
func (s *Service) Queue(ctx context.Context, actor authz.Actor) (list []RequestRow, err error) {
	today := s.Today(ctx)
	return s.requests(ctx, actor, ` AND (q.state = 'queued' OR q.state = 'held' AND q.fill_on <> '' AND q.fill_on <= ?) ORDER BY q.asked_on, q.id`, today)
}

// HeldOnes lists what waits: by the day it waits for, what has no day last.
func (s *Service) HeldOnes(ctx context.Context, actor authz.Actor) (list []RequestRow, err error) {
	return s.requests(ctx, actor, ` AND q.state = 'held' AND (q.fill_on = '' OR q.fill_on > ?)
		ORDER BY CASE WHEN q.fill_on = '' THEN 1 ELSE 0 END, q.fill_on, q.asked_on, q.id`, s.Today(ctx))
}

// StoppedOnes lists what would not arrive, and wants a half-slip in its place.
func (s *Service) StoppedOnes(ctx context.Context, actor authz.Actor) (list []RequestRow, err error) {
	return s.requests(ctx, actor, ` AND q.state = 'stopped' ORDER BY q.asked_on, q.id`)
}

func (s *Service) requests(ctx context.Context, actor authz.Actor, clause string, args ...any) (list []RequestRow, err error) {
	err = s.read(ctx, actor, "mail: requests", func(tx *database.Tx) error {
		list, err = requestRows(ctx, tx, actor, clause, args...)
		return err
	})
	trail.SawAll(ctx, trail.List, list, func(r RequestRow) string { return r.PersonID })
	return list, err
}

// ReturnedOnes lists what came back, the latest first.
func (s *Service) ReturnedOnes(ctx context.Context, actor authz.Actor, limit int) (list []ParcelRow, err error) {
	err = s.read(ctx, actor, "mail: returned", func(tx *database.Tx) error {
		list, err = parcelRows(ctx, tx, actor, ` AND s.returned_on <> '' ORDER BY s.returned_on DESC, s.id DESC LIMIT ?`, limit)
		return err
	})
	trail.SawAll(ctx, trail.List, list, func(r ParcelRow) string { return r.PersonID })
	return list, err
}

// Counts counts what the desk has before it, as far as the actor sees it.
func (s *Service) Counts(ctx context.Context, actor authz.Actor) (c Counts, err error) {
	err = s.read(ctx, actor, "mail: counts", func(tx *database.Tx) error {
		c, err = counts(ctx, tx, actor, s.Today(ctx))
		return err
	})
	return c, err
}

// Label is an address label that waits to be printed.
type Label struct {
	Request
	Name    string
	Address []string // as it is today
	Limits  []facilities.Rule
	Place   string
}

// Labels lists the labels that wait, by where they go, each with the address of today. One
// whose address is not known any more is left out, and stays in the queue.
func (s *Service) Labels(ctx context.Context, actor authz.Actor) (list []Label, err error) {
	err = s.read(ctx, actor, "mail: labels", func(tx *database.Tx) error {
		rows, err := requestRows(ctx, tx, actor, ` AND q.label = 'queued' AND q.state = 'queued' ORDER BY f.name, q.asked_on, q.id`)
		for _, r := range rows {
			t, err := s.table(ctx, tx, actor, r.ID, nil)
			if err != nil {
				return err
			}
			if len(t.Judged.Address) > 0 {
				list = append(list, Label{Request: r.Request, Name: r.Name, Address: t.Judged.Address, Limits: t.Judged.Verdict.Limits, Place: t.Desk.Reach.Name})
			}
		}
		return err
	})
	trail.SawAll(ctx, trail.List, list, func(l Label) string { return l.PersonID })
	return list, err
}

// Printed says that labels were printed. used is part of the same change: it keeps where the
// printer goes on; nil for none.
func (s *Service) Printed(ctx context.Context, actor authz.Actor, ids []string, used func(context.Context, *trail.Tx) error) error {
	return s.write(ctx, actor, "mail.labels.printed", "", func(tx *trail.Tx, deed *trail.Deed) error {
		n := 0
		for _, id := range ids {
			q, err := request(ctx, tx.Tx, actor, id)
			if err != nil {
				return err
			}
			if q.Label != LabelQueued {
				continue
			}
			n++
			if err := tx.Update(ctx, requestTable, id, "", trail.Set{"label": string(LabelPrinted)}); err != nil {
				return err
			}
		}
		deed.Args["count"] = itoa(n)
		if used == nil || n == 0 {
			return nil
		}
		return used(ctx, tx)
	})
}

// OfPerson is the post of somebody: their letters, what they asked for and what was sent.
func (s *Service) OfPerson(ctx context.Context, actor authz.Actor, personID string) (waiting []RequestRow, sent []ParcelRow, err error) {
	err = s.read(ctx, actor, "mail: of person", func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		if waiting, err = requestRows(ctx, tx, actor, ` AND q.person_id = ? AND q.state IN ('queued', 'held', 'stopped') ORDER BY q.asked_on, q.id`, personID); err != nil {
			return err
		}
		sent, err = parcelRows(ctx, tx, actor, ` AND s.person_id = ? ORDER BY s.sent_on DESC, s.id DESC LIMIT 20`, personID)
		return err
	})
	return waiting, sent, err
}

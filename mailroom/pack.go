package mailroom

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/mailroom/verdict"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Packed is what goes into a parcel, as it is entered at the packing table.
type Packed struct {
	Items     []verdict.Item
	Postage   int    // hundredths of the currency
	CheckedBy string // who held it against the rules beside the packer (R-MAIL-6)
	SentOn    civil.Day
	Looked    bool // what must be looked at first was looked at
}

// Table is what the packing table shows of a request.
type Table struct {
	Request
	Desk   Desk
	Judged Judged // with the items entered so far
	Letter *Incoming
	Parcel *Parcel // what was sent for it, the last one
	Ready  bool
}

// Table returns a request for the packing table, weighed with the items entered so far.
// It returns NotFound for one that is not there or about somebody the actor does not see.
func (s *Service) Table(ctx context.Context, actor authz.Actor, requestID string, items []verdict.Item) (t Table, err error) {
	err = s.read(ctx, actor, "mail: table", func(tx *database.Tx) error {
		t, err = s.table(ctx, tx, actor, requestID, items)
		return err
	})
	if err == nil {
		trail.Saw(ctx, trail.Page, t.PersonID)
	}
	return t, err
}

func (s *Service) table(ctx context.Context, tx *database.Tx, actor authz.Actor, requestID string, items []verdict.Item) (t Table, err error) {
	if t.Request, err = request(ctx, tx, actor, requestID); err != nil {
		return t, err
	}
	if t.Desk, err = s.desk(ctx, tx, actor, t.PersonID); err != nil {
		return t, err
	}
	o, err := offer(ctx, tx, t.OfferID)
	if err != nil {
		return t, err
	}
	t.Judged = t.Desk.judge(o, t.AgainOf != "", items)
	t.Ready = t.Request.Ready(t.Desk.Today)
	if t.LetterID != "" {
		l, err := letter(ctx, tx, actor, t.LetterID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return t, err
		}
		t.Letter = &l
	}
	for i := range t.Desk.Sent {
		if t.Desk.Sent[i].RequestID == t.ID {
			t.Parcel = &t.Desk.Sent[i]
			break
		}
	}
	return t, nil
}

// Coded finds a request by the code of its slip, typed or scanned, or NotFound.
func (s *Service) Coded(ctx context.Context, actor authz.Actor, code string) (id string, err error) {
	code = strings.ToUpper(strings.TrimSpace(code))
	err = s.read(ctx, actor, "mail: coded", func(tx *database.Tx) error {
		id, err = coded(ctx, tx, actor, code)
		return err
	})
	return id, err
}

func (p Packed) check(today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	problem(len(p.Items) == 0, "items", "mail.items.missing")
	problem(len(p.Items) > 50, "items", "mail.items.many", "count", 50)
	problem(!p.SentOn.Valid() || p.SentOn > today, "sent", "mail.sent.wrong")
	problem(p.Postage < 0 || p.Postage > 1_000_000, "postage", "mail.postage.wrong")
	problem(utf8.RuneCountInString(p.CheckedBy) > maxLine, "checked", "mail.words.long", "count", maxLine)
	for _, i := range p.Items {
		problem(i.Grams < 0 || i.Grams > 100_000, "items", "mail.weight.wrong")
		problem(utf8.RuneCountInString(i.Title) > maxLine, "items", "mail.words.long", "count", maxLine)
	}
	return bad
}

// Send says that a request was packed and posted. What would not arrive is refused with
// why; what must be looked at first goes only when it was looked at. The person's
// timeline and case know of it. It returns Conflict for a request that was sent already.
func (s *Service) Send(ctx context.Context, actor authz.Actor, requestID, rev string, p Packed) (parcelID string, err error) {
	const op = "mail.parcel.sent"
	today := s.Today(ctx)
	if p.SentOn == "" {
		p.SentOn = today
	}
	p.CheckedBy, _ = people.Clean(p.CheckedBy)
	if err := fault.Check(op, p.check(today)); err != nil {
		return "", err
	}
	q, err := s.Request(ctx, actor, requestID)
	if err != nil {
		return "", err
	}
	err = s.write(ctx, actor, op, q.PersonID, func(tx *trail.Tx, deed *trail.Deed) error {
		t, err := s.table(ctx, tx.Tx, actor, requestID, p.Items)
		if err != nil {
			return err
		}
		if err := t.mayGo(p.Looked); err != nil {
			return err
		}
		deed.Args["code"] = t.Code
		made := t.parcel(actor, p)
		made.MadeAt = tx.Now()
		parcelID = made.ID
		if err := tx.Insert(ctx, parcelTable, made.ID, made.set()); err != nil {
			return err
		}
		if err := tx.Update(ctx, requestTable, q.ID, rev, trail.Set{"state": string(Sent), "label": string(LabelPrinted)}); err != nil {
			return err
		}
		return s.noteOut(ctx, tx, t, made)
	})
	return parcelID, err
}

// mayGo returns why a parcel may not go: it went already, it would not arrive, or nobody
// has looked.
func (t Table) mayGo(looked bool) error {
	const op = "mail: send"
	v := t.Judged.Verdict
	switch {
	case t.State == Sent || t.State == Dropped:
		return fault.New(fault.Conflict, op)
	case v.Sort == verdict.Never, v.Sort == verdict.Wait:
		return fault.Bad(op, "items", "mail.why."+v.Reasons[0].Key, pairs(v.Reasons[0].Args)...)
	case v.Sort == verdict.Check && !looked:
		return fault.Bad(op, "looked", "mail.look.first")
	case len(t.Judged.Address) == 0:
		return fault.Bad(op, "items", "mail.why.address", "at", t.Desk.Reach.Name)
	}
	return nil
}

// pairs are the arguments of a reason as those of a message.
func pairs(args map[string]string) []any {
	var list []any
	for _, k := range slices.Sorted(maps.Keys(args)) {
		list = append(list, k, args[k])
	}
	return list
}

func (t Table) parcel(actor authz.Actor, p Packed) Parcel {
	made := Parcel{
		ID: ids.New(), PersonID: t.PersonID, RequestID: t.ID, OfferID: t.OfferID, FacilityID: t.Desk.Stay.FacilityID, Address: t.Judged.Address,
		Postage: p.Postage, PackedBy: actor.Name, CheckedBy: p.CheckedBy, SentOn: p.SentOn, AuthorName: actor.Name,
	}
	for _, i := range p.Items {
		made.Weight += i.Grams
		made.Items = append(made.Items, i.Title)
	}
	return made
}

func (s *Service) noteOut(ctx context.Context, tx *trail.Tx, t Table, p Parcel) error {
	e := timeline.Entry{
		PersonID: t.PersonID, Kind: entryMail, TitleKey: "mail.entry.sent", TitleArgs: map[string]string{"what": t.Judged.Name, "code": t.Code},
		Body: joined(p.Items), On: on(p.SentOn), Link: timeline.Link{Kind: LinkKind, ID: t.LetterID},
	}
	if _, err := timeline.Add(ctx, tx, e); err != nil || s.Heard == nil {
		return err
	}
	return s.Heard(ctx, tx, t.PersonID, p.SentOn, true)
}

// Request returns a request about somebody the actor sees, or NotFound.
func (s *Service) Request(ctx context.Context, actor authz.Actor, id string) (q Request, err error) {
	err = s.read(ctx, actor, "mail: request", func(tx *database.Tx) error {
		q, err = request(ctx, tx, actor, id)
		return err
	})
	return q, err
}

// Place puts a request where somebody wants it: into the queue with a label or without,
// or held until a day. What would not arrive stays stopped.
func (s *Service) Place(ctx context.Context, actor authz.Actor, id, rev string, way Way, until civil.Day) error {
	today := s.Today(ctx)
	if way == Hold && (!until.Valid() || until <= today) {
		return fault.Bad("mail: place", "until", "mail.until.past")
	}
	return s.changeRequest(ctx, actor, "mail.request.placed", id, func(tx *trail.Tx, deed *trail.Deed, t Table) error {
		q := t.Request
		q.place(t.Judged.Verdict, way, until)
		return tx.Update(ctx, requestTable, id, rev, trail.Set{"state": string(q.State), "fill_on": string(q.FillOn), "why": q.Why, "label": string(q.Label)})
	})
}

// Drop says that a request is not wanted any more.
func (s *Service) Drop(ctx context.Context, actor authz.Actor, id, rev string) error {
	return s.changeRequest(ctx, actor, "mail.request.dropped", id, func(tx *trail.Tx, _ *trail.Deed, _ Table) error {
		return tx.Update(ctx, requestTable, id, rev, trail.Set{"state": string(Dropped), "label": string(LabelNone)})
	})
}

// changeRequest makes one change to a request that was not sent yet.
func (s *Service) changeRequest(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, *trail.Deed, Table) error) error {
	q, err := s.Request(ctx, actor, id)
	if err != nil {
		return err
	}
	if q.State == Sent {
		return fault.New(fault.Conflict, action)
	}
	return s.write(ctx, actor, action, q.PersonID, func(tx *trail.Tx, deed *trail.Deed) error {
		t, err := s.table(ctx, tx.Tx, actor, id, nil)
		if err != nil {
			return err
		}
		deed.Args["code"] = t.Code
		return fn(tx, deed, t)
	})
}

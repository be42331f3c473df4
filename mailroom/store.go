package mailroom

import (
	"context"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	letterTable  = "mail_letter"
	requestTable = "mail_request"
	parcelTable  = "mail_parcel"
	offerTable   = "mail_offer"
)

const letterColumns = `l.id, l.rev, l.person_id, l.kind, l.received_on, l.postmark, l.opened_on, l.back_address, l.back_words, l.as_read, l.words, l.file_id,
	l.entry_id, l.state, l.author_id, l.author_name, l.logged_at`

func scanLetter(scan database.Scan, more ...any) (l Incoming, err error) {
	var at int64
	err = scan(append([]any{&l.ID, &l.Rev, &l.PersonID, &l.Kind, &l.ReceivedOn, &l.Postmark, &l.OpenedOn, &l.Back, &l.BackWords, &l.AsRead, &l.Words, &l.FileID,
		&l.EntryID, &l.State, &l.AuthorID, &l.AuthorName, &at}, more...)...)
	l.LoggedAt = database.FromMicros(at)
	return l, err
}

func (l Incoming) set() trail.Set {
	return trail.Set{
		"person_id": l.PersonID, "kind": string(l.Kind), "received_on": string(l.ReceivedOn), "postmark": l.Postmark.String(), "opened_on": string(l.OpenedOn),
		"back_address": string(l.Back), "back_words": l.BackWords, "as_read": l.AsRead, "words": l.Words, "file_id": l.FileID, "entry_id": l.EntryID,
		"state": string(l.State), "author_id": l.AuthorID, "author_name": l.AuthorName, "logged_at": database.Micros(l.LoggedAt),
	}
}

const requestColumns = `q.id, q.rev, q.code, q.person_id, q.letter_id, q.offer_id, q.words, q.state, q.fill_on, q.why, q.again_of, q.label, q.asked_on,
	q.author_id, q.author_name, q.made_at`

func scanRequest(scan database.Scan, more ...any) (q Request, err error) {
	var at int64
	err = scan(append([]any{&q.ID, &q.Rev, &q.Code, &q.PersonID, &q.LetterID, &q.OfferID, &q.Words, &q.State, &q.FillOn, &q.Why, &q.AgainOf, &q.Label, &q.AskedOn,
		&q.AuthorID, &q.AuthorName, &at}, more...)...)
	q.MadeAt = database.FromMicros(at)
	return q, err
}

func (q Request) set() trail.Set {
	return trail.Set{
		"code": q.Code, "person_id": q.PersonID, "letter_id": q.LetterID, "offer_id": q.OfferID, "words": q.Words, "state": string(q.State),
		"fill_on": string(q.FillOn), "why": q.Why, "again_of": q.AgainOf, "label": string(q.Label), "asked_on": string(q.AskedOn),
		"author_id": q.AuthorID, "author_name": q.AuthorName, "made_at": database.Micros(q.MadeAt),
	}
}

const parcelColumns = `s.id, s.rev, s.person_id, s.request_id, s.offer_id, s.facility_id, s.address, s.items, s.weight, s.postage, s.packed_by, s.checked_by,
	s.sent_on, s.returned_on, s.reason, s.reason_words, s.rule_id, s.author_name, s.made_at`

func scanParcel(scan database.Scan, more ...any) (p Parcel, err error) {
	var at int64
	var address, items string
	err = scan(append([]any{&p.ID, &p.Rev, &p.PersonID, &p.RequestID, &p.OfferID, &p.FacilityID, &address, &items, &p.Weight, &p.Postage, &p.PackedBy, &p.CheckedBy,
		&p.SentOn, &p.ReturnedOn, &p.Reason, &p.Words, &p.RuleID, &p.AuthorName, &at}, more...)...)
	p.Address, p.Items, p.MadeAt = lines(address), lines(items), database.FromMicros(at)
	return p, err
}

func (p Parcel) set() trail.Set {
	return trail.Set{
		"person_id": p.PersonID, "request_id": p.RequestID, "offer_id": p.OfferID, "facility_id": p.FacilityID, "address": joined(p.Address), "items": joined(p.Items),
		"weight": p.Weight, "postage": p.Postage, "packed_by": p.PackedBy, "checked_by": p.CheckedBy, "sent_on": string(p.SentOn),
		"returned_on": string(p.ReturnedOn), "reason": string(p.Reason), "reason_words": p.Words, "rule_id": p.RuleID, "author_name": p.AuthorName,
		"made_at": database.Micros(p.MadeAt),
	}
}

const offerColumns = `id, rev, name, purpose, topic, every_n, every_unit, a_year, near_days, position, ended`

func scanOffer(scan database.Scan) (o Offer, err error) {
	var ended int
	err = scan(&o.ID, &o.Rev, &o.Name, &o.Purpose, &o.Topic, &o.Every.N, &o.Every.Unit, &o.Every.AYear, &o.NearDays, &o.Position, &ended)
	o.Ended = ended != 0
	return o, err
}

func (o Offer) set() trail.Set {
	ended := 0
	if o.Ended {
		ended = 1
	}
	return trail.Set{
		"name": o.Name, "purpose": o.Purpose, "topic": o.Topic, "every_n": o.Every.N, "every_unit": o.Every.Unit, "a_year": o.Every.AYear,
		"near_days": o.NearDays, "position": o.Position, "ended": ended,
	}
}

func offers(ctx context.Context, tx *database.Tx) ([]Offer, error) {
	return database.All(ctx, tx, scanOffer, `SELECT `+offerColumns+` FROM mail_offer ORDER BY ended, position, name, id`)
}

func offer(ctx context.Context, tx *database.Tx, id string) (Offer, error) {
	return database.One(ctx, tx, scanOffer, `SELECT `+offerColumns+` FROM mail_offer WHERE id = ?`, id)
}

// wall narrows rows to those of people the actor may see; of nobody's letters, to all.
func wall(tx *database.Tx, actor authz.Actor, column string) (string, []any) {
	return actor.PersonWall(column, database.Micros(tx.Now()))
}

func letter(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Incoming, error) {
	sight, seen := wall(tx, actor, "l.person_id")
	return database.One(ctx, tx, func(s database.Scan) (Incoming, error) { return scanLetter(s) },
		`SELECT `+letterColumns+` FROM mail_letter l WHERE l.id = ? AND (l.person_id = '' OR `+sight+`)`, append([]any{id}, seen...)...)
}

func request(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Request, error) {
	sight, seen := wall(tx, actor, "q.person_id")
	return database.One(ctx, tx, func(s database.Scan) (Request, error) { return scanRequest(s) },
		`SELECT `+requestColumns+` FROM mail_request q WHERE q.id = ? AND `+sight, append([]any{id}, seen...)...)
}

func parcel(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Parcel, error) {
	sight, seen := wall(tx, actor, "s.person_id")
	return database.One(ctx, tx, func(s database.Scan) (Parcel, error) { return scanParcel(s) },
		`SELECT `+parcelColumns+` FROM mail_parcel s WHERE s.id = ? AND `+sight, append([]any{id}, seen...)...)
}

// coded finds a request by the code of its slip.
func coded(ctx context.Context, tx *database.Tx, actor authz.Actor, code string) (string, error) {
	sight, seen := wall(tx, actor, "q.person_id")
	return database.One(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT q.id FROM mail_request q WHERE q.code = ? AND `+sight, append([]any{code}, seen...)...)
}

// waitingOf lists the requests of a person that wait for something, the oldest first.
func waitingOf(ctx context.Context, tx *database.Tx, personID string) ([]Request, error) {
	return database.All(ctx, tx, func(s database.Scan) (Request, error) { return scanRequest(s) },
		`SELECT `+requestColumns+` FROM mail_request q WHERE q.person_id = ? AND q.state IN ('queued', 'held', 'stopped') ORDER BY q.asked_on, q.id`, personID)
}

// parcelsOf lists what was sent to a person, the latest first.
func parcelsOf(ctx context.Context, tx *database.Tx, personID string) ([]Parcel, error) {
	return database.All(ctx, tx, func(s database.Scan) (Parcel, error) {
		var again string
		p, err := scanParcel(s, &again)
		p.Again = again != ""
		return p, err
	}, `SELECT `+parcelColumns+`, coalesce(q.again_of, '') FROM mail_parcel s LEFT JOIN mail_request q ON q.id = s.request_id
		WHERE s.person_id = ? ORDER BY s.sent_on DESC, s.id DESC`, personID)
}

// askedBefore lists what a person asked for, the latest first, each once.
func askedBefore(ctx context.Context, tx *database.Tx, personID string) ([]string, error) {
	return database.All(ctx, tx, func(scan database.Scan) (words string, err error) {
		var at int64
		return words, scan(&words, &at)
	}, `SELECT q.words, max(q.made_at) FROM mail_request q WHERE q.person_id = ? GROUP BY q.words ORDER BY max(q.made_at) DESC LIMIT 8`, personID)
}

// nextNumber is the number of the next slip: one more than the highest there was.
func nextNumber(ctx context.Context, tx *database.Tx) (int, error) {
	last, err := database.One(ctx, tx, func(scan database.Scan) (code string, err error) { return code, scan(&code) },
		`SELECT code FROM mail_request ORDER BY length(code) DESC, code DESC LIMIT 1`)
	if fault.Is(err, fault.NotFound) {
		return 1, nil
	}
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(strings.TrimPrefix(last, codePrefix))
	return n + 1, err
}

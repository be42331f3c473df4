package asking

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
)

const askTable = "entry_ask"

const selectAsk = `SELECT q.id, q.rev, q.entry_id, q.person_id, q.account_id, a.name, q.why, q.at, q.state, q.answer, coalesce(b.name, ''), q.answered_at, q.until_at
	FROM entry_ask q JOIN account a ON a.id = q.account_id LEFT JOIN account b ON b.id = q.by_id`

func scanAsk(scan database.Scan) (a Ask, err error) {
	var at, answered, until int64
	err = scan(&a.ID, &a.Rev, &a.EntryID, &a.PersonID, &a.AccountID, &a.Account, &a.Why, &at, &a.State, &a.Answer, &a.By, &answered, &until)
	a.At, a.AnsweredAt, a.Until = database.FromMicros(at), database.FromMicros(answered), database.FromMicros(until)
	return a, err
}

func insertAsk(ctx context.Context, tx *trail.Tx, a Ask) error {
	return tx.Insert(ctx, askTable, a.ID, trail.Set{
		"entry_id": a.EntryID, "person_id": a.PersonID, "account_id": a.AccountID, "why": a.Why, "at": database.Micros(a.At), "state": string(Open),
		"answer": "", "by_id": "", "answered_at": 0, "until_at": 0,
	})
}

// askOf returns an ask for an entry of a person, or NotFound.
func askOf(ctx context.Context, tx *database.Tx, personID, id string) (Ask, error) {
	return database.One(ctx, tx, scanAsk, selectAsk+` WHERE q.id = ? AND q.person_id = ?`, id, personID)
}

// openAsk returns an account's open ask for an entry; nil for none.
func openAsk(ctx context.Context, tx *database.Tx, entryID, account string) (*Ask, error) {
	a, err := database.One(ctx, tx, scanAsk, selectAsk+` WHERE q.entry_id = ? AND q.account_id = ? AND q.state = ?`, entryID, account, Open)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &a, err
}

// openTasks lists the open tasks an ask gave.
func openTasks(ctx context.Context, tx *database.Tx, askID string) ([]string, error) {
	return database.All(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT id FROM task WHERE link_kind = ? AND link_id = ? AND kind = ? AND state = ? ORDER BY id`, linkAsk, askID, TaskAsked, tasks.Open)
}

// MovePerson gives the asks about entries of one person to another, as the
// entries go, inside the change that makes them one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	return tx.Repoint(ctx, askTable, "person_id", from, to)
}

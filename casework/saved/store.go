package saved

import (
	"context"
	"encoding/json"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	listTable = "saved_list"
	listPage  = "people" // the page whose lists these are
)

const selectList = `SELECT l.id, l.rev, l.account_id, coalesce(a.name, ''), l.name, l.shared, l.place, l.filter
	FROM saved_list l LEFT JOIN account a ON a.id = l.account_id`

func scanList(scan database.Scan) (l List, err error) {
	var filter string
	if err = scan(&l.ID, &l.Rev, &l.OwnerID, &l.Owner, &l.Name, &l.Shared, &l.Place, &filter); err != nil {
		return l, err
	}
	return l, json.Unmarshal([]byte(filter), &l.Values)
}

// listsOf lists an account's own lists and those of the team.
func listsOf(ctx context.Context, tx *database.Tx, accountID string) ([]List, error) {
	return database.All(ctx, tx, scanList, selectList+` WHERE l.page = ? AND (l.account_id = ? OR l.shared = 1) ORDER BY l.shared, l.place, l.id`,
		listPage, accountID)
}

func oneList(ctx context.Context, tx *database.Tx, id string) (List, error) {
	return database.One(ctx, tx, scanList, selectList+` WHERE l.page = ? AND l.id = ?`, listPage, id)
}

// countLists says how many lists an account has, and the last place of one.
func countLists(ctx context.Context, tx *database.Tx, accountID string) (n, last int, err error) {
	err = database.Each(ctx, tx, func(scan database.Scan) error { return scan(&n, &last) },
		`SELECT count(*), coalesce(max(place), 0) FROM saved_list WHERE page = ? AND account_id = ?`, listPage, accountID)
	return n, last, err
}

func insertList(ctx context.Context, tx *trail.Tx, l List) error {
	filter, err := json.Marshal(l.Values)
	if err != nil {
		return err
	}
	if len(filter) > maxFilter {
		return fault.New(fault.TooLarge, "casework: save list")
	}
	return tx.Insert(ctx, listTable, l.ID, trail.Set{
		"account_id": l.OwnerID, "page": listPage, "name": l.Name, "filter": string(filter), "shared": flag(l.Shared), "place": l.Place,
	})
}

package trail

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// Choose says which of the rows a change wrote are to be put back. It sees each
// row once, with what the row holds now.
type Choose func(ctx context.Context, tx *Tx, rows []Touched) (back func(Touched) bool, err error)

// UndoSome is Undo for a change that was many things at once, such as an
// import: what choose leaves out stays as it is. The change then counts as
// undone. The error is that of Undo; there is a Conflict when a row that was
// chosen is stale.
func UndoSome(ctx context.Context, db *database.DB, actor authz.Actor, change string, choose Choose, after ...After) error {
	return undo(ctx, db, actor, change, choose, after)
}

// everyRow is what Undo chooses; nothing has to be looked at for it.
var everyRow Choose

// chosen narrows the images of a change to the rows that are to be put back.
func (tx *Tx) chosen(ctx context.Context, rows []row, choose Choose) ([]row, error) {
	if choose == nil {
		return rows, nil
	}
	touched, err := tx.look(ctx, rows)
	if err != nil {
		return nil, err
	}
	back, err := choose(ctx, tx, touched)
	if err != nil {
		return nil, err
	}
	keep := make(map[[2]string]bool, len(touched))
	for _, t := range touched {
		keep[[2]string{t.Table, t.ID}] = !back(t)
	}
	return slices.DeleteFunc(rows, func(r row) bool { return keep[[2]string{r.Table, r.ID}] }), nil
}

// look reads what the rows of a change hold now.
func (tx *Tx) look(ctx context.Context, rows []row) ([]Touched, error) {
	var all []Touched
	at := map[[2]string]int{}
	for _, r := range slices.Backward(rows) { // the last image of a row says how the change left it
		key := [2]string{r.Table, r.ID}
		if i, seen := at[key]; seen {
			all[i].Added = all[i].Added || r.Op == "+"
			continue
		}
		now, err := tx.Row(ctx, r.Table, r.ID)
		gone := fault.Is(err, fault.NotFound)
		if err != nil && !gone {
			return nil, err
		}
		t := Touched{Table: r.Table, ID: r.ID, Held: now, Added: r.Op == "+", Stale: gone || now["rev"] != r.Rev}
		if r.Op == "-" {
			t.Held, _ = r.columns()
			t.Stale = !gone
		}
		at[key] = len(all)
		all = append(all, t)
	}
	return all, nil
}

// WrittenLater returns those of the owners for whom any table holds a row that
// a later change than the given one wrote: what column, such as person_id,
// says whose the rows are. Taking an owner away would leave such rows behind.
func WrittenLater(ctx context.Context, tx *database.Tx, column string, owners []string, change string) (map[string]bool, error) {
	tables, err := tablesWith(ctx, tx, column)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, table := range tables {
		for some := range slices.Chunk(owners, 64) {
			args := make([]any, 0, 65)
			for i := range 64 { // one text of the statement to prepare
				args = append(args, some[min(i, len(some)-1)])
			}
			err := database.Each(ctx, tx, func(scan database.Scan) error {
				var owner string
				err := scan(&owner)
				found[owner] = true
				return err
			}, `SELECT DISTINCT `+column+` FROM `+table+` WHERE `+column+` IN `+database.In(64)+` AND rev > ?`, append(args, change)...)
			if err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// tablesWith lists the record tables that have a column.
func tablesWith(ctx context.Context, tx *database.Tx, column string) ([]string, error) {
	query := `SELECT m.name FROM sqlite_schema m WHERE m.type = 'table'
		AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) i WHERE i.name = ?) AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) i WHERE i.name = 'rev')
		ORDER BY m.name`
	if tx.Engine() == database.Postgres {
		query = `SELECT c.table_name FROM information_schema.columns c WHERE c.table_schema = current_schema() AND c.column_name = ?
			AND EXISTS (SELECT 1 FROM information_schema.columns r WHERE r.table_schema = c.table_schema AND r.table_name = c.table_name AND r.column_name = 'rev')
			ORDER BY c.table_name`
	}
	return database.All(ctx, tx, func(scan database.Scan) (s string, err error) { return s, scan(&s) }, query, column)
}

// ToldLater returns those of the subjects of a kind that a later change than
// the given one was about, unless that change was taken back.
func ToldLater(ctx context.Context, tx *database.Tx, kind string, subjects []string, change string) (map[string]bool, error) {
	found := map[string]bool{}
	for some := range slices.Chunk(subjects, 64) {
		args := []any{kind}
		for i := range 64 {
			args = append(args, some[min(i, len(some)-1)])
		}
		err := database.Each(ctx, tx, func(scan database.Scan) error {
			var id string
			err := scan(&id)
			found[id] = true
			return err
		}, `SELECT DISTINCT c.subject_id FROM change c WHERE c.subject_kind = ? AND c.subject_id IN `+database.In(64)+` AND c.id > ? AND c.undoes = ''
			AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.id)`, append(args, change)...)
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

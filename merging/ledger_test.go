package merging_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// ledger is a line of what left the record, and of a consent.
func ledger(person string) []row {
	return []row{
		{"disclosure", trail.Set{"person_id": person, "consent_id": "", "basis": "order", "citation": "", "reason": "", "purpose": "x", "audience_id": "", "audience": "", "classes": "C1", "what": "", "link_kind": "", "link_id": "", "at": 1, "by_id": "", "by_name": ""}},
		{"consent_entry", trail.Set{"person_id": person, "act": "given", "of_id": "", "purpose": "x", "audience_id": "", "audience": "", "classes": "C1", "how": "", "lang": "", "text_id": "", "witness": "", "from_on": "", "until_on": "", "limits": "", "note": "", "form_id": "", "task_id": "", "from_at": 1, "until_at": 2, "recorded_at": 1, "recorded_by": "", "recorded_name": ""}},
	}
}

// The ledger follows a person from record to record, and changes in no other
// way: not a word of a line, and not to anybody else.
func TestTheLedgerFollowsAndStaysAsItIs(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		keep, gone, other := o.add("Josef Karim", "0418"), o.add("Joseph Kareem", "0419"), o.add("Amina Karim", "")
		o.insert(ledger(gone)...)
		before := o.images(gone)
		m := o.merge(keep, gone)
		for _, line := range ledger(keep) {
			id := o.one(line.table, keep)
			for _, column := range append(slices.Sorted(maps.Keys(line.set)), "id") {
				set := trail.Set{column: "altered"}
				if _, number := line.set[column].(int); number {
					set[column] = 7
				}
				if column == "person_id" {
					set[column] = other
				}
				if err := o.update(line.table, id, set); err == nil {
					t.Errorf("%s.%s can be overwritten", line.table, column)
				}
			}
		}
		o.part(m)
		same(t, before, o.images(gone))
	})
}

// one is the id of the only row of a table about somebody.
func (o *office) one(table, person string) (id string) {
	o.t.Helper()
	o.must(o.db.Read(o.ctx, func(tx *database.Tx) (err error) {
		id, err = database.One(o.ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) }, `SELECT id FROM `+table+` WHERE person_id = ?`, person)
		return err
	}))
	return id
}

func (o *office) update(table, id string, set trail.Set) error {
	deed := &trail.Deed{Action: "test.altered", Kind: "person"}
	return trail.Write(o.ctx, o.db, o.lead, deed, func(tx *trail.Tx) error { return tx.Update(o.ctx, table, id, "", set) })
}

func TestNobodyIsPartOfTwo(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		keep, gone := o.add("Josef Karim", "0418"), o.add("Joseph Kareem", "0419")
		o.merge(keep, gone)
		_, err := o.Part(o.ctx, o.lead, ids.New())
		o.is(err, fault.NotFound)
		other := o.add("Amina Karim", "")
		if _, err := o.Compare(o.ctx, o.lead, other, gone); !fault.Is(err, fault.NotFound) {
			t.Errorf("merged twice: %v", err)
		}
	})
}

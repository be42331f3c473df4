package people

import (
	"context"
	"maps"
	"slices"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// Joining makes two records of one person one: Gone becomes part of Keep. Take
// holds what is taken over from Gone where the two differ: the groups below,
// and the ids of facts of Gone that replace those of Keep. Everything else of
// Gone is kept beside.
type Joining struct {
	Keep, Gone string
	Take       map[string]bool
}

// What can be taken over from the head of a record.
const (
	TakeName    = "name"
	TakePronoun = "pronoun"
	TakeBorn    = "born"
	TakeDied    = "died"
	TakeKind    = "kind"
)

// taken are the columns of each group.
var taken = map[string][]string{
	TakeName:    {"name", "name_key", "sort_key", "sort_as", "script_name", "script_lang", "say_it"},
	TakePronoun: {"pronoun"},
	TakeBorn:    {"born", "born_state", "born_last"},
	TakeDied:    {"died"},
	TakeKind:    {"kind"},
}

// Taken is the group that a column of the head belongs to, "" for none.
func Taken(column string) string {
	for group, columns := range taken {
		if slices.Contains(columns, column) {
			return group
		}
	}
	return ""
}

// Join makes two records one inside the caller's change. The record of Gone is
// removed; everything this capability keeps about them is then about Keep.
func Join(ctx context.Context, tx *trail.Tx, j Joining) error {
	keep, err := tx.Row(ctx, personTable, j.Keep)
	if err != nil {
		return err
	}
	gone, err := tx.Row(ctx, personTable, j.Gone)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, *trail.Tx, Joining) error{joinNames, joinNumbers, joinLanguages, joinRelations} {
		if err := step(ctx, tx, j); err != nil {
			return err
		}
	}
	if err := joinFacts(ctx, tx, j, keep, gone); err != nil {
		return err
	}
	if err := tx.Repoint(ctx, careTable, "person_id", j.Gone, j.Keep); err != nil {
		return err
	}
	if err := tx.Delete(ctx, personTable, j.Gone); err != nil {
		return err
	}
	return joinHead(ctx, tx, j, keep, gone)
}

// joinHead takes over what was chosen, and a number where there was none.
func joinHead(ctx context.Context, tx *trail.Tx, j Joining, keep, gone map[string]any) error {
	set := trail.Set{}
	take := func(columns ...string) {
		for _, c := range columns {
			if keep[c] != gone[c] {
				set[c] = gone[c]
			}
		}
	}
	for _, group := range slices.Sorted(maps.Keys(taken)) {
		if j.Take[group] {
			take(taken[group]...)
		}
	}
	if keep["number"] == "" && gone["number"] != "" {
		take("number", "number_state")
	}
	if keep["born_last"] == markedMinor {
		delete(set, "born_last") // the mark of either stands, as every wall does
	} else if gone["born_last"] == markedMinor {
		set["born_last"] = markedMinor
	}
	if len(set) == 0 {
		return nil
	}
	return tx.Update(ctx, personTable, j.Keep, "", set)
}

// joinNames keeps every name; one stays in use, and one that both had stands
// there once.
func joinNames(ctx context.Context, tx *trail.Tx, j Joining) error {
	kept, err := heldBy(ctx, tx, nameTable, j.Keep)
	if err != nil {
		return err
	}
	added, err := heldBy(ctx, tx, nameTable, j.Gone)
	if err != nil {
		return err
	}
	known := map[string]held{}
	for _, n := range kept {
		known[n.text("text")] = n
		if j.Take[TakeName] && n.text("kind") == string(NameUsed) {
			if err := tx.Update(ctx, nameTable, n.id, "", trail.Set{"kind": string(NameOther)}); err != nil {
				return err
			}
		}
	}
	for _, n := range added {
		if err := joinName(ctx, tx, j, n, known); err != nil {
			return err
		}
	}
	return nil
}

func joinName(ctx context.Context, tx *trail.Tx, j Joining, n held, known map[string]held) error {
	used := n.text("kind") == string(NameUsed)
	double, twice := known[n.text("text")]
	switch {
	case twice && !(used && j.Take[TakeName]):
		return tx.Delete(ctx, nameTable, n.id)
	case twice:
		if err := tx.Delete(ctx, nameTable, double.id); err != nil {
			return err
		}
	}
	set := trail.Set{"person_id": j.Keep, "place": n.number("place") + laterPlace}
	if used && !j.Take[TakeName] {
		set["kind"] = string(NameOther)
	}
	return tx.Update(ctx, nameTable, n.id, "", set)
}

// joinNumbers keeps every number, those of Gone behind; one that both had from
// one issuer stands there once.
func joinNumbers(ctx context.Context, tx *trail.Tx, j Joining) error {
	return joinOnce(ctx, tx, numberTable, j, func(n held) [2]string { return [2]string{n.text("number_key"), n.text("issuer")} })
}

func joinLanguages(ctx context.Context, tx *trail.Tx, j Joining) error {
	return joinOnce(ctx, tx, languageTable, j, func(l held) [2]string { return [2]string{l.text("lang")} })
}

// joinOnce gives the rows of Gone to Keep, without those Keep has already.
func joinOnce(ctx context.Context, tx *trail.Tx, table string, j Joining, key func(held) [2]string) error {
	kept, err := heldBy(ctx, tx, table, j.Keep)
	if err != nil {
		return err
	}
	added, err := heldBy(ctx, tx, table, j.Gone)
	if err != nil {
		return err
	}
	known := map[[2]string]bool{}
	for _, r := range kept {
		known[key(r)] = true
	}
	for _, r := range added {
		if known[key(r)] {
			err = tx.Delete(ctx, table, r.id)
		} else {
			err = tx.Update(ctx, table, r.id, "", joined(j, r))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// joined is what is written to a row of Gone; rows with a place come behind.
func joined(j Joining, r held) trail.Set {
	set := trail.Set{"person_id": j.Keep}
	if _, ordered := r.columns["place"]; ordered {
		set["place"] = r.number("place") + laterPlace
	}
	return set
}

// joinFacts gives the facts of Gone to Keep. Of two of a kind in force, one
// ends and stays in the history.
func joinFacts(ctx context.Context, tx *trail.Tx, j Joining, keep, gone map[string]any) error {
	kept, err := heldBy(ctx, tx, factTable, j.Keep)
	if err != nil {
		return err
	}
	added, err := heldBy(ctx, tx, factTable, j.Gone)
	if err != nil {
		return err
	}
	loses := losing(j, kept, added, keep, gone)
	for _, f := range append(kept, added...) {
		set := trail.Set{}
		if f.text("person_id") == j.Gone {
			set["person_id"] = j.Keep
		}
		if loses[f.id] {
			set["ended_at"] = database.Micros(tx.Now())
		}
		if len(set) == 0 {
			continue
		}
		if err := tx.Update(ctx, factTable, f.id, "", set); err != nil {
			return err
		}
	}
	return nil
}

// followers are the kinds of facts that say where the head is known from.
func followers() []string { return []string{FactBorn, FactDied} }

func follows(kind string) bool { return slices.Contains(followers(), kind) }

// losing says which facts in force end. Born and died follow the head.
func losing(j Joining, kept, added []held, keep, gone map[string]any) map[string]bool {
	ends := map[string]bool{}
	of := func(list []held, kind string) (id string) {
		for _, f := range list {
			if f.text("kind") == kind && f.number("ended_at") == 0 {
				id = f.id
			}
		}
		return id
	}
	for _, f := range added {
		if f.number("ended_at") != 0 {
			continue
		}
		if mine := of(kept, f.text("kind")); mine != "" {
			if j.Take[f.id] || follows(f.text("kind")) && j.Take[f.text("kind")] {
				ends[mine] = true
			} else {
				ends[f.id] = true
			}
		}
	}
	for _, kind := range followers() {
		switch {
		case keep[kind] == gone[kind]:
		case j.Take[kind]:
			ends[of(kept, kind)] = true
		default:
			ends[of(added, kind)] = true
		}
	}
	return ends
}

// Back strikes out of a row that is put back what would contradict what was
// recorded since: a second fact of a kind in force, a second name in use.
func (s *Service) Back(ctx context.Context, tx *trail.Tx, table, id string, set trail.Set) error {
	if table != factTable && table != nameTable {
		return nil
	}
	columns, err := tx.Row(ctx, table, id)
	if err != nil {
		return err
	}
	row := held{id, columns}
	owner, ok := set["person_id"].(string)
	if !ok {
		owner = row.text("person_id")
	}
	n, column := 0, "kind"
	if _, again := set["ended_at"]; again && table == factTable {
		n, err = inForce(ctx, tx, owner, row.text("kind"), id)
		column = "ended_at"
	} else if set["kind"] == string(NameUsed) {
		n, err = inUse(ctx, tx, owner, id)
	}
	if n > 0 {
		delete(set, column)
	}
	return err
}

// Parted brings the record of somebody in order who was parted from another.
func (s *Service) Parted(ctx context.Context, tx *trail.Tx, personID string) error {
	return nameAgain(ctx, tx, personID)
}

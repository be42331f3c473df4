package facilities

import (
	"cmp"
	"context"
	"errors"
	"strconv"

	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/facilities/placename"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Report is what came of importing a directory.
type Report struct {
	ID        string   `json:"-"` // of the import; its page is /directories/{id}
	Change    string   `json:"-"` // the change to undo
	Source    string   `json:"-"`
	FileName  string   `json:"-"`
	Rows      int      `json:"rows"`
	Places    int      `json:"places"` // rows of one id are one place
	Created   int      `json:"created"`
	Updated   int      `json:"updated"`
	Unchanged int      `json:"unchanged"`
	Merged    int      `json:"merged"`  // with a place another directory knows
	Older     int      `json:"older"`   // left alone: what is stored was said later
	Missing   int      `json:"missing"` // listed by an earlier file of this directory, and not by this one
	Unsure    int      `json:"unsure"`  // pairs for a person to decide
	Refused   []Remark `json:"refused"`
	Notes     []Remark `json:"notes"`
}

// maxRemarks is how many remarks of each sort a report keeps; a file that is
// wrong in every row needs no longer list.
const maxRemarks = 500

// Import reads a directory and brings ours up to date in one change, which can
// be undone. Importing the same file again changes nothing. It returns
// Forbidden, or Invalid when the file is no directory.
func (s *Service) Import(ctx context.Context, actor authz.Actor, d Directory) (Report, error) {
	report, err := s.take(ctx, actor, d, nil)
	if err != nil {
		return report, err
	}
	return report, s.DB.Settle(ctx)
}

// errPreview ends an import that was only to be looked at.
var errPreview = errors.New("facilities: only a preview")

// Preview is Import without changing anything: it reports what would happen.
func (s *Service) Preview(ctx context.Context, actor authz.Actor, d Directory) (Report, error) {
	report, err := s.take(ctx, actor, d, errPreview)
	if errors.Is(err, errPreview) {
		err = nil
	}
	return report, err
}

// take reads a directory and makes the change, unless it is to end in an error.
func (s *Service) take(ctx context.Context, actor authz.Actor, d Directory, end error) (Report, error) {
	const op = "facilities: import"
	if !actor.May(MayImport) {
		return Report{}, fault.New(fault.Forbidden, op)
	}
	towns, err := s.towns(ctx)
	if err != nil {
		return Report{}, err
	}
	c, err := d.Read(towns)
	if err != nil {
		return Report{}, err
	}
	var report Report
	deed := &trail.Deed{Action: "facilities.directory.imported", Kind: importKind}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		report = Report{ID: cmp.Or(d.ID, ids.New()), Change: tx.Change, Source: c.Source, FileName: d.FileName}
		i := &importer{tx: tx, Contents: c, report: &report}
		if err := i.run(ctx); err != nil {
			return err
		}
		deed.ID = report.ID
		deed.Args = map[string]string{"source": c.Source, "count": strconv.Itoa(report.Places)}
		if err := insertImport(ctx, tx, report, c.SaidOn); err != nil {
			return err
		}
		return end
	})
	return report, err
}

// importKind is the subject of the changes that imports make.
const importKind = "facility-import"

// importer applies the steps of one import.
type importer struct {
	tx *trail.Tx
	*directory.Contents
	report *Report
	h      *holdings
}

func (i *importer) run(ctx context.Context) error {
	var err error
	if i.h, err = loadHoldings(ctx, i.tx.Tx); err != nil {
		return err
	}
	r := i.report
	r.Rows, r.Places = i.Rows, len(i.Claims)
	r.Refused, r.Notes = i.Refused[:min(len(i.Refused), maxRemarks)], i.Notes[:min(len(i.Notes), maxRemarks)]
	steps := plan(i.Contents, i.h)
	for n := range steps {
		if err := i.apply(ctx, &steps[n]); err != nil {
			return err
		}
	}
	for n := range steps {
		if err := i.ask(ctx, steps[n]); err != nil {
			return err
		}
	}
	r.Missing = i.missing()
	return nil
}

// missing counts what this directory listed before and does not list now.
func (i *importer) missing() int {
	n, now := 0, map[string]bool{}
	for _, c := range i.Claims {
		now[c.Code] = true
	}
	for code := range i.h.byClaim {
		if code.Source == i.Source && !now[code.Code] {
			n++
		}
	}
	return n
}

func (i *importer) apply(ctx context.Context, s *step) error {
	switch s.outcome {
	case keeps:
		i.report.Unchanged++
		return nil
	case older:
		i.report.Older++
		return nil
	case creates:
		i.report.Created++
		return i.create(ctx, s)
	case merges:
		i.report.Merged++
	case updates:
		i.report.Updated++
	}
	return i.update(ctx, s)
}

// create adds a facility nobody knew.
func (i *importer) create(ctx context.Context, s *step) error {
	s.at = &holding{id: ids.New(), facts: map[string]string{}}
	row := factSet(s.claim.Facts)
	for _, column := range directory.FactColumns {
		if _, said := row[column]; !said {
			row[column] = emptyFact(column)
		}
	}
	row["name_key"] = placename.Key(s.claim.Facts["name"])
	row["source"], row["checked_on"], row["merged_into"] = i.Source, s.claim.SaidOn, ""
	if err := i.tx.Insert(ctx, facilityTable, s.at.id, row); err != nil {
		return err
	}
	return i.claimFor(ctx, s)
}

// update brings a facility up to date with what the directory says now, and
// leaves alone what somebody changed by hand.
func (i *importer) update(ctx context.Context, s *step) error {
	before := make([]directory.Claim, 0, len(s.at.claims)+1)
	after := make([]directory.Claim, 0, len(s.at.claims)+1)
	for _, c := range s.at.claims {
		before = append(before, c.Claim)
		if c != s.was {
			after = append(after, c.Claim)
		}
	}
	after = append(after, *s.claim)
	changed := changedFacts(s.at.facts, directory.Weigh(before), directory.Weigh(after))
	set := factSet(changed)
	if name, ok := changed["name"]; ok {
		set["name_key"] = placename.Key(name)
	}
	if s.claim.SaidOn > s.at.checkedOn {
		set["checked_on"] = s.claim.SaidOn
	}
	if len(set) > 0 {
		if err := i.tx.Update(ctx, facilityTable, s.at.id, "", set); err != nil {
			return err
		}
	}
	return i.claimFor(ctx, s)
}

// changedFacts gives the facts to write: where the facility shows what the
// directories said before, it now shows what they say; where it shows something
// else, a person knew better.
func changedFacts(shown, before, after map[string]string) map[string]string {
	changed := map[string]string{}
	for _, column := range directory.FactColumns {
		if shown[column] == before[column] && shown[column] != after[column] {
			changed[column] = after[column]
		}
	}
	return changed
}

// claimFor keeps what the directory says: the claim, its id, names, addresses.
func (i *importer) claimFor(ctx context.Context, s *step) error {
	now := database.Micros(i.tx.Now())
	if s.was != nil {
		if err := i.tx.Update(ctx, claimTable, s.was.id, s.was.rev, trail.Set{"ended_at": now}); err != nil {
			return err
		}
	}
	if err := insertClaim(ctx, i.tx, s.at.id, i.Source, s.claim); err != nil {
		return err
	}
	for _, code := range append([]Code{{Source: i.Source, Code: s.claim.Code}}, s.claim.Also...) {
		if i.h.byCode[code] != nil {
			continue
		}
		i.h.byCode[code] = s.at
		if err := insertCode(ctx, i.tx, s.at.id, code); err != nil {
			return err
		}
	}
	if err := i.names(ctx, s); err != nil {
		return err
	}
	return i.addresses(ctx, s)
}

// names makes the names this directory uses the ones it says now.
func (i *importer) names(ctx context.Context, s *step) error {
	said := map[string]bool{}
	for _, n := range append([]string{s.claim.Facts["name"]}, s.claim.Names...) {
		said[n] = true
	}
	for _, n := range s.at.names {
		if said[n.Text] {
			delete(said, n.Text)
		} else if n.Source == i.Source {
			if err := i.tx.Delete(ctx, nameTable, n.ID); err != nil {
				return err
			}
		}
	}
	for _, n := range append([]string{s.claim.Facts["name"]}, s.claim.Names...) {
		if said[n] {
			delete(said, n)
			if err := insertName(ctx, i.tx, s.at.id, n, i.Source); err != nil {
				return err
			}
		}
	}
	return nil
}

// addresses ends what this directory no longer says and adds what is new. An
// address another directory already gives is not repeated.
func (i *importer) addresses(ctx context.Context, s *step) error {
	now := database.Micros(i.tx.Now())
	rest := s.claim.Addresses
	for _, held := range s.at.addresses {
		n := len(rest)
		rest = withoutSame(rest, held)
		if held.source == i.Source && n == len(rest) {
			if err := i.tx.Update(ctx, addressTable, held.id, "", trail.Set{"ended_at": now}); err != nil {
				return err
			}
		}
	}
	for _, a := range rest {
		if err := insertClaimAddress(ctx, i.tx, s.at.id, i.Source, s.claim.SaidOn, a); err != nil {
			return err
		}
	}
	return nil
}

func withoutSame(all []directory.Address, held heldAddress) []directory.Address {
	var rest []directory.Address
	for _, a := range all {
		if !a.Same(held.Address) {
			rest = append(rest, a)
		}
	}
	return rest
}

// ask keeps the pairs a person should decide about.
func (i *importer) ask(ctx context.Context, s step) error {
	for _, m := range s.maybe {
		pair := orderedPair(s.at.id, m.at.id)
		if i.h.pairs[pair] {
			continue
		}
		i.h.pairs[pair] = true
		i.report.Unsure++
		if err := insertPair(ctx, i.tx, i.report.ID, pair, m.Verdict); err != nil {
			return err
		}
	}
	return nil
}

func orderedPair(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}

package retention

import (
	"context"
	"errors"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Figure is how much of one sort an erasure takes or leaves: the message
// "retention.figure." + Key names it.
type Figure struct {
	Key string
	N   int
}

// Preview says what an erasure takes and what it leaves.
type Preview struct {
	Goes, Stays []Figure
}

// sorts gives, for tables, what their rows are called in a preview; a table that
// is missing here counts as other.
var sorts = map[string]string{
	"person": "record", "person_name": "record", "person_number": "record", "person_language": "record", "person_fact": "facts", "take_care": "facts",
	"relation": "around", "stay": "places", "milestone": "places", "timeline_entry": "entries", "timeline_edit": "entries", "handover_line": "entries",
	"task": "tasks", "case_file": "cases", "case_answer": "cases", "consent_entry": "consents", "consent_form": "consents", "person_file": "files",
	"access_grant": "access", "access_bar": "access", "restriction": "access", "broken_glass": "access", "chapter_offer": "access",
}

// order is that of the figures of a preview.
var order = []string{"record", "facts", "around", "places", "entries", "tasks", "cases", "consents", "files", "access", "other"}

// hidden begins the names of tables that no figure may tell of: that there is a
// sealed matter is known to those alone who are named in it.
const hidden = "sealed_"

// left gives what stays of tables whose rows are bared and not removed.
var left = map[string]string{"case_span": "figures", "disclosure": "proofs", "consent_entry": "proofs"}

var errPreview = errors.New("retention: only a look")

// Preview counts what erasing somebody would take, by doing it and taking it
// back. The errors are those of Erase.
func (s *Service) Preview(ctx context.Context, actor authz.Actor, personID string) (p Preview, err error) {
	if !actor.May(MayErase) {
		return p, fault.New(fault.Forbidden, "retention: preview")
	}
	err = trail.Write(ctx, s.DB, actor, &trail.Deed{Action: "retention.person.erased", Kind: "person", ID: personID, Irrevocable: true}, func(tx *trail.Tx) error {
		if err := free(ctx, tx.Tx, actor, personID); err != nil {
			return err
		}
		if _, _, err := s.remove(ctx, tx, personID, Tombstone{At: tx.Now(), By: actor.ID}); err != nil {
			return err
		}
		p = count(tx.Written())
		return errPreview
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return p, err
}

func count(rows []trail.Wrote) Preview {
	goes, stays := map[string]int{}, map[string]int{}
	for _, w := range rows {
		switch {
		case strings.HasPrefix(w.Table, hidden):
		case w.Gone && sorts[w.Table] != "":
			goes[sorts[w.Table]]++
		case w.Gone:
			goes["other"]++
		case left[w.Table] != "":
			stays[left[w.Table]]++
		}
	}
	return Preview{Goes: figures(goes, order), Stays: figures(stays, []string{"figures", "proofs"})}
}

func figures(n map[string]int, keys []string) (list []Figure) {
	for _, key := range keys {
		if n[key] > 0 {
			list = append(list, Figure{key, n[key]})
		}
	}
	return list
}

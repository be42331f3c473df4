package facilities

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/facilities/placename"
	"github.com/throughcare/throughcare/facilities/sameplace"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// factSet gives the columns for facts, numbers as numbers.
func factSet(facts map[string]string) trail.Set {
	set := make(trail.Set, len(facts)+4)
	for column, v := range facts {
		switch column {
		case "capacity", "population":
			n, _ := strconv.ParseInt(v, 10, 64) // written by wholeNumber; '' is 0, not known
			set[column] = n
		case "latitude", "longitude":
			f, _ := strconv.ParseFloat(v, 64) // written by coordinate; '' is 0, not known
			set[column] = f
		default:
			set[column] = v
		}
	}
	return set
}

func emptyFact(column string) any {
	switch column {
	case "capacity", "population":
		return int64(0)
	case "latitude", "longitude":
		return float64(0)
	}
	return ""
}

func insertClaim(ctx context.Context, tx *trail.Tx, facilityID, source string, c *directory.Claim) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return tx.Insert(ctx, claimTable, ids.New(), trail.Set{
		"facility_id": facilityID, "source": source, "code": c.Code, "says": string(text),
		"said_on": c.SaidOn, "recorded_at": database.Micros(tx.Now()), "ended_at": 0,
	})
}

func insertCode(ctx context.Context, tx *trail.Tx, facilityID string, c Code) error {
	return tx.Insert(ctx, codeTable, ids.New(), trail.Set{"facility_id": facilityID, "source": c.Source, "code": c.Code})
}

func insertName(ctx context.Context, tx *trail.Tx, facilityID, text, source string) error {
	return tx.Insert(ctx, nameTable, ids.New(), trail.Set{"facility_id": facilityID, "text": text, "name_key": placename.Key(text), "source": source})
}

func insertClaimAddress(ctx context.Context, tx *trail.Tx, facilityID, source, saidOn string, a directory.Address) error {
	return tx.Insert(ctx, addressTable, ids.New(), trail.Set{
		"facility_id": facilityID, "purpose": a.Purpose, "lines": a.Lines, "town": a.Town, "county": a.County,
		"region": a.Region, "postcode": a.Postcode, "country": a.Country, "source": source, "checked_on": saidOn,
		"recorded_at": database.Micros(tx.Now()), "ended_at": 0,
	})
}

func insertPair(ctx context.Context, tx *trail.Tx, importID string, pair [2]string, v sameplace.Verdict) error {
	return tx.Insert(ctx, pairTable, ids.New(), trail.Set{
		"a_id": pair[0], "b_id": pair[1], "likeness": v.Likeness, "reasons": strings.Join(v.Reasons, " "),
		"import_id": importID, "decision": "", "decided_at": 0, "decided_by": "",
	})
}

func insertImport(ctx context.Context, tx *trail.Tx, r Report, saidOn string) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return tx.Insert(ctx, importTable, r.ID, trail.Set{
		"source": r.Source, "file_name": r.FileName, "said_on": saidOn,
		"imported_at": database.Micros(tx.Now()), "imported_by": tx.Actor.Name, "report": string(text),
	})
}

// towns reads every town of the directory, for taking addresses to pieces.
func (s *Service) towns(ctx context.Context) (directory.Towns, error) {
	towns := directory.Towns{}
	err := s.DB.Read(ctx, func(tx *database.Tx) error {
		return database.Each(ctx, tx, func(scan database.Scan) error {
			var region, town string
			err := scan(&region, &town)
			towns.Add(region, town)
			return err
		}, `SELECT DISTINCT region, place FROM facility`)
	})
	return towns, err
}

// ImportRun is one directory that was read, with what came of it.
type ImportRun struct {
	Report
	SaidOn string
	At     int64 // microseconds, UTC
	By     string
}

func scanImport(scan database.Scan) (ImportRun, error) {
	var r ImportRun
	var text string
	err := scan(&r.ID, &r.Change, &r.Source, &r.FileName, &r.SaidOn, &r.At, &r.By, &text)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(text), &r.Report)
}

const selectImport = `SELECT id, rev, source, file_name, said_on, imported_at, imported_by, report FROM facility_import`

// Imports lists the directories that were read, newest first.
func (s *Service) Imports(ctx context.Context, actor authz.Actor) ([]ImportRun, error) {
	var out []ImportRun
	err := s.read(ctx, actor, "facilities: imports", func(tx *database.Tx) (err error) {
		out, err = database.All(ctx, tx, scanImport, selectImport+` ORDER BY imported_at DESC, id DESC LIMIT 100`)
		return err
	})
	return out, err
}

// ImportRun returns one of them, or NotFound.
func (s *Service) ImportRun(ctx context.Context, actor authz.Actor, id string) (ImportRun, error) {
	var r ImportRun
	err := s.read(ctx, actor, "facilities: import run", func(tx *database.Tx) (err error) {
		r, err = database.One(ctx, tx, scanImport, selectImport+` WHERE id = ?`, id)
		return err
	})
	return r, err
}

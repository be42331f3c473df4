package facilities

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/published"
	"github.com/throughcare/throughcare/internal/trail"
)

// The directories in the order they are read, with what must come of them.
var realDirectories = []struct {
	file                           string
	rows, places, created, refused int
}{
	{"us_hifld_2020.csv", 6737, 6737, 6737, 0},
	{"england_wales_prison_register.csv", 174, 173, 173, 0}, // one prison has two lines, for two addresses
	{"us_state_federal_2025.csv", 714, 712, 110, 0},         // two prisons have two lines each
	{"us_bop_codes.csv", 196, 196, 90, 0},
}

func TestImportRealDirectories(t *testing.T) {
	t.Parallel()
	files := map[string][][]string{}
	for _, d := range realDirectories {
		files[d.file] = published.Rows(t, "facilities/"+d.file)
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := &Service{DB: db}, context.Background()
		var reports []Report
		for _, d := range realDirectories {
			begun := time.Now()
			r := mustImport(t, s, asDirectory(d.file, files[d.file]))
			t.Logf("%s: %d rows, %d places, %d created, %d merged, %d doubtful, %d refused, %d notes, %.1f s",
				d.file, r.Rows, r.Places, r.Created, r.Merged, r.Unsure, len(r.Refused), len(r.Notes), time.Since(begun).Seconds())
			if r.Rows != d.rows || r.Places != d.places || r.Created != d.created || r.Created+r.Merged != r.Places || len(r.Refused) != d.refused {
				t.Errorf("%s: %+v", d.file, r)
			}
			reports = append(reports, r)
		}
		before := counts(t, db)
		checkSamePlaces(t, s)
		checkEveryNumber(t, db, files)
		for _, d := range realDirectories {
			again := mustImport(t, s, asDirectory(d.file, files[d.file]))
			if again.Unchanged != again.Places || again.Created+again.Merged+again.Updated+again.Unsure != 0 {
				t.Errorf("%s again: %+v", d.file, again)
			}
		}
		if diff := cmp.Diff(before, counts(t, db)); diff != "" {
			t.Errorf("importing the same files again changed something: %s", diff)
		}
		for _, r := range slices.Backward(reports[1:]) {
			if err := trail.Undo(ctx, db, worker(), r.Change); err != nil {
				t.Error(err)
			}
		}
		if n := counts(t, db); n[facilityTable] != 6737 || n[codeTable] != 6737 || n[pairTable] != 0 {
			t.Errorf("after undo: %v", n)
		}
	})
}

// samePlaces are places that two directories list, compared by hand in the
// files: the number in the directory of 2020, and the name the list of 2025
// gives the same place, or "" where it must not be taken for one of that list.
var samePlaces = []struct{ hifld, name2020, name2025 string }{
	{"10003202", "FCI OTISVILLE, Two Mile Dr", "FCI Otisville"},
	{"10003203", "FCI OTISVILLE CAMP, on the same drive", ""},
	{"10003204", "OTISVILLE CORRECTIONAL FACILITY, of the state", "Otisville Correctional Facility"},
	{"10003135", "FCI RAY BROOK", "FCI Ray Brook"},
	{"10004575", "WAKULLA CORRECTIONAL INSTITUTION", "Wakulla Correctional Institution"},
	{"10004576", "WAKULLA CORRECTIONAL INSTITUTION ANNEX, same address", "Wakulla Correctional Institution Annex"},
	{"10000407", "WAKULLA WORK CAMP, same address", ""},
	{"10000408", "WAKULLA COUNTY DETENTION FACILITY", ""},
	{"10003209", "SING SING CORRECTIONAL FACILITY", "Sing Sing Correctional Facility"},
	{"10000780", "FOLSOM STATE PRISON (FSP)", "Folsom State Prison"},
	{"10006530", "FOLSOM WOMEN'S FACILITY (FWF), 2 km away", ""},
	{"10002309", "PELICAN BAY STATE PRISON (PBSP)", "Pelican Bay State Prison"},
	{"10002287", "ATTICA CORRECTIONAL FACILITY", "Attica Correctional Facility"},
	{"10002893", "DOMINGUEZ STATE PRISON", "Dominguez State Jail"},
	{"10000205", "POLUNSKY PRISON", "Polunsky Unit"},
	{"10000687", "MENARD CORRECTIONAL CENTER", "Menard Correctional Center"},
	{"10006209", "MENARD MEDIUM SECURITY UNIT, same address", "Menard Medium Security Unit"},
	{"10004700", "MENARD COUNTY JAIL, another town", ""},
}

func checkSamePlaces(t *testing.T, s *Service) {
	t.Helper()
	for _, c := range samePlaces {
		f := find(t, s, c.hifld)
		if !slices.Contains(f.Codes, Code{Source: "us-hifld", Code: c.hifld}) {
			t.Fatalf("%s is not found by its number", c.name2020)
		}
		name := ""
		for _, claim := range f.Claims {
			if claim.Source == "us-state-federal" {
				name = claim.Facts["name"]
			}
		}
		if name != c.name2025 {
			t.Errorf("%s is taken for %q, want %q", c.name2020, name, c.name2025)
		}
	}
	otisville := find(t, s, "10003202")
	for _, want := range []Code{{Source: "us-bop", Code: "OTV"}, {Source: "us-hifld", Code: "10003202"}, {Source: "us-state-federal", Code: "federal OTV"}} {
		if !slices.ContainsFunc(otisville.Codes, func(c Code) bool {
			return c.Source == want.Source && strings.EqualFold(strings.ReplaceAll(c.Code, "/", " "), want.Code)
		}) {
			t.Errorf("FCI Otisville has no number %v: %v", want, otisville.Codes)
		}
	}
}

// checkEveryNumber makes sure that no number of any directory was lost, and that
// none stands at two places.
func checkEveryNumber(t *testing.T, db *database.DB, files map[string][][]string) {
	t.Helper()
	at := map[Code]map[string]bool{}
	err := db.Read(context.Background(), func(tx *database.Tx) error {
		return database.Each(context.Background(), tx, func(scan database.Scan) error {
			var id string
			var c Code
			err := scan(&id, &c.Source, &c.Code)
			if at[c] == nil {
				at[c] = map[string]bool{}
			}
			at[c][id] = true
			return err
		}, `SELECT facility_id, source, code FROM facility_code`)
	})
	if err != nil {
		t.Fatal(err)
	}
	for c, places := range at {
		if len(places) != 1 {
			t.Errorf("%v stands at %d places", c, len(places))
		}
	}
	for _, d := range []struct{ file, source, column string }{
		{"us_hifld_2020.csv", "us-hifld", "FACILITYID"}, {"england_wales_prison_register.csv", "england-wales", "prison_id"}, {"us_bop_codes.csv", "us-bop", "facility_code"},
	} {
		rows := files[d.file]
		column := slices.Index(rows[0], d.column)
		for _, row := range rows[1:] {
			if at[Code{Source: d.source, Code: row[column]}] == nil {
				t.Errorf("%s %s is lost", d.source, row[column])
			}
		}
	}
}

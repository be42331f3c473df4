package facilities

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/published"
	"github.com/throughcare/throughcare/internal/trail"
)

func worker() authz.Actor {
	return authz.NewActor("018f0000-0000-7000-8000-000000000001", "Ruth", authz.Worker, authz.SeesAll, Bundle[authz.Worker]...)
}

// asDirectory makes a directory of rows with a heading.
func asDirectory(name string, rows [][]string) Directory {
	return Directory{FileName: name, Header: rows[0], Rows: func(yield func(Row, error) bool) {
		for i, r := range rows[1:] {
			if !yield(Row{Number: i + 2, Cells: r}, nil) {
				return
			}
		}
	}}
}

func mustImport(t *testing.T, s *Service, d Directory) Report {
	t.Helper()
	r, err := s.Import(context.Background(), worker(), d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// counts is how many rows each table of the directory holds.
func counts(t *testing.T, db *database.DB) map[string]int {
	t.Helper()
	n := map[string]int{}
	err := db.Read(context.Background(), func(tx *database.Tx) error {
		for _, table := range []string{facilityTable, codeTable, claimTable, nameTable, addressTable, pairTable} {
			c, err := database.One(context.Background(), tx, func(scan database.Scan) (c int, err error) { return c, scan(&c) }, "SELECT count(*) FROM "+table)
			if err != nil {
				return err
			}
			n[table] = c
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// hifldRows is a directory in HIFLD's layout with the given places.
func hifldRows(places ...string) [][]string {
	header := strings.Split("FACILITYID,NAME,ADDRESS,CITY,STATE,ZIP,TELEPHONE,TYPE,STATUS,CAPACITY,SECURELVL,COUNTYFIPS,VAL_DATE,LAT,LON", ",")
	rows := [][]string{header}
	for _, p := range places {
		rows = append(rows, strings.Split(p, ","))
	}
	return rows
}

func TestNewerFileUpdatesAndKeepsWhatWasChangedByHand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := &Service{DB: db}, context.Background()
		mustImport(t, s, asDirectory("2020.csv", hifldRows(
			"1,PINE HOLLOW CORR INST,1 MAIN ST,HOLLOW,TX,75001,555 1,STATE,OPEN,100,MEDIUM,1,2020/01/01 00:00:00+00,31.5,-95.5",
			"2,HARROW RIDGE CI,2 MAIN ST,HARROW,TX,75002,555 2,STATE,OPEN,200,MEDIUM,1,2020/01/01 00:00:00+00,32.5,-96.5")))
		pine := find(t, s, "Pine Hollow")
		f := pine.Facility
		f.Phone = "555 9"
		if err := s.Change(ctx, worker(), f); err != nil {
			t.Fatal(err)
		}
		newer := hifldRows(
			"1,PINE HOLLOW CORR INST,7 NEW RD,HOLLOW,TX,75001,555 3,STATE,CLOSED,150,MEDIUM,1,2024/01/01 00:00:00+00,31.5,-95.5",
			"2,HARROW RIDGE CI,2 MAIN ST,HARROW,TX,75002,555 2,STATE,OPEN,200,MEDIUM,1,2020/01/01 00:00:00+00,32.5,-96.5")
		r := mustImport(t, s, asDirectory("2024.csv", newer))
		if r.Updated != 1 || r.Unchanged != 1 || r.Created != 0 {
			t.Errorf("newer file: %+v", r)
		}
		now := find(t, s, "Pine Hollow")
		if now.Phone != "555 9" || now.Capacity != 150 || now.Status != Closed || now.CheckedOn != "2024-01-01" {
			t.Errorf("after the newer file: phone %q, capacity %d, status %q, checked %q", now.Phone, now.Capacity, now.Status, now.CheckedOn)
		}
		var streets []string
		for _, a := range now.Addresses {
			streets = append(streets, fmt.Sprint(a.Lines, a.Ended))
		}
		if want := []string{"7 New Rdfalse", "1 Main Sttrue"}; !slices.Equal(streets, want) {
			t.Errorf("addresses %v, want %v", streets, want)
		}
		if len(now.Claims) != 2 || now.Claims[0].Ended || !now.Claims[1].Ended {
			t.Errorf("claims: %+v", now.Claims)
		}
		old := mustImport(t, s, asDirectory("2020.csv", hifldRows(
			"1,PINE HOLLOW CORR INST,1 MAIN ST,HOLLOW,TX,75001,555 1,STATE,OPEN,100,MEDIUM,1,2020/01/01 00:00:00+00,31.5,-95.5")))
		if old.Older != 1 || old.Missing != 1 || find(t, s, "Pine Hollow").Status != Closed {
			t.Errorf("an older file won: %+v", old)
		}
		if err := trail.Undo(ctx, db, worker(), r.Change); err != nil {
			t.Fatal(err)
		}
		if back := find(t, s, "Pine Hollow"); back.Capacity != 100 || back.Phone != "555 9" || len(back.Claims) != 1 {
			t.Errorf("after undo: %+v", back.Facility)
		}
	})
}

func find(t *testing.T, s *Service, text string) Full {
	t.Helper()
	ctx := context.Background()
	hits, err := s.Find(ctx, worker(), text, 3)
	if err != nil || len(hits) == 0 {
		t.Fatalf("find %q: %v %v", text, hits, err)
	}
	f, err := s.Facility(ctx, worker(), hits[0].FacilityID)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestUnknownDirectoryAndRefusedRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := &Service{DB: db}, context.Background()
		d := asDirectory("ours.csv", [][]string{
			{"Prison name", "Address", "City", "State", "Zip", "Mailing address", "Beds", "Country"},
			{"Harrow Ridge CI", "2 Main St", "Harrow", "Texas", "75002", "P.O. Box 9", "200", "USA"},
			{"", "3 Main St", "Harrow", "Texas", "75002", "", "", ""},
			{"Pine Hollow Jail", "4 Main St", "Hollow", "Freedonia", "75001", "", "many", "USA"},
		})
		if _, err := s.Import(ctx, worker(), d); !fault.Is(err, fault.Invalid) {
			t.Errorf("a directory without a name was taken: %v", err)
		}
		d.Source = "Our list"
		r := mustImport(t, s, d)
		if r.Created != 2 || len(r.Refused) != 1 || r.Refused[0].Row != 3 || r.Source != "our-list" {
			t.Errorf("report: %+v", r)
		}
		var notes []string
		for _, n := range r.Notes {
			notes = append(notes, fmt.Sprint(n.Row, " ", n.Key))
		}
		if want := []string{"4 facilities.import.note.region", "4 facilities.import.note.number"}; !slices.Equal(notes, want) {
			t.Errorf("notes %v, want %v", notes, want)
		}
		letters, standsIn, ok := AddressFor(find(t, s, "harrow ridge").Addresses, Letters)
		if !ok || standsIn || letters.Lines != "P.O. Box 9" || letters.Region != "TX" {
			t.Errorf("letters go to %+v", letters)
		}
		if _, err := s.Import(ctx, worker(), asDirectory("x.csv", [][]string{{"a", "b"}, {"1", "2"}})); !fault.Is(err, fault.Invalid) {
			t.Errorf("a file without names was taken: %v", err)
		}
		if _, err := s.Import(ctx, authz.NewActor("x", "X", authz.Volunteer, authz.SeesAll, MayRead), d); !fault.Is(err, fault.Forbidden) {
			t.Errorf("somebody without the permission imported: %v", err)
		}
	})
}

func BenchmarkImportHIFLD(b *testing.B) {
	rows := published.Rows(b, "facilities/us_hifld_2020.csv")
	for b.Loop() {
		s := &Service{DB: dbtest.SQLite(b, func() (t time.Time) { return dbtest.Noon })}
		if _, err := s.Import(context.Background(), worker(), asDirectory("us_hifld_2020.csv", rows)); err != nil {
			b.Fatal(err)
		}
	}
}

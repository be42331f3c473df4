package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/roster"
)

// federal is the place whose people are on the list of the federal prisons.
const federal = "northgate"

// registerNumber is a number as the federal prisons give them.
func registerNumber(i int) string { return fmt.Sprintf("%05d-297", 41000+7*i) }

// counted is somebody without a story as they were invented.
type counted struct {
	id string
	character
}

// inList is a row of the list of the federal prisons, in its own words.
type inList struct {
	Number   string `json:"inmateNum"`
	Last     string `json:"nameLast"`
	First    string `json:"nameFirst"`
	Place    string `json:"faclName"`
	Expected string `json:"projRelDate,omitempty"`
	Released string `json:"actRelDate,omitempty"`
}

// list reads a list of today that says something of each kind: one is there now who
// was in the county jail, one came home, one has another day, one is under a strange
// name, and one is not on it.
func (f *filler) list(ctx context.Context) error {
	var rows []inList
	jailed := false
	for i, c := range f.counted {
		switch {
		case c.At == federal:
			rows = append(rows, f.inList(c.character))
		case c.At == "tolland" && !jailed:
			jailed = true
			c.Number = registerNumber(i)
			gain := people.Gain{Numbers: []people.Number{{Text: c.Number, Issuer: "BOP"}}, Source: "Marshals’ sheet"}
			if err := f.write(ctx, f.ruth(), func(tx *trail.Tx) error {
				return people.Enrich(ctx, tx, f.rec.People.Index, c.id, gain)
			}); err != nil {
				return err
			}
			rows = append([]inList{f.inList(c.character)}, rows...)
		}
	}
	if len(rows) < 6 { // a demo of a few people has nobody there
		return nil
	}
	released, dated, strange := &rows[1], &rows[2], &rows[3]
	released.Place, released.Released = "", american(f.ago(3))
	dated.Expected = american(f.today.Add(240))
	strange.Last, strange.First = "MONTGOMERY", "PERCIVAL"
	rows = append(rows[:4], rows[5:]...)
	text, err := json.Marshal(map[string]any{"Captcha": false, "InmateLocator": rows})
	if err != nil {
		return err
	}
	_, err = f.rec.Roster.Sync(ctx, f.ruth(), roster.File{
		Layout: "bop_inmate_locator", Name: "northgate-" + string(f.today) + ".json", Src: bytes.NewReader(text), Size: int64(len(text)), AsOf: f.today,
	})
	return err
}

func (f *filler) inList(c character) inList {
	first, last, _ := strings.Cut(c.Name, " ")
	return inList{Number: c.Number, Last: strings.ToUpper(last), First: strings.ToUpper(first), Place: "NORTHGATE FEDERAL MEDICAL CENTER"}
}

// american writes a day as the list does.
func american(d civil.Day) string {
	y, m, day := d.Date()
	return fmt.Sprintf("%02d/%02d/%04d", m, day, y)
}

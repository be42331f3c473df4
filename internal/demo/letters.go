package demo

import (
	"context"
	_ "embed"
	"encoding/json"

	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/letters"
)

//go:embed letters.json
var lettersJSON []byte

// lettersFile is what the group writes, and on which printers.
type lettersFile struct {
	Sender    []string
	Printers  []printers.Printer
	Templates []letters.Template
	Run       struct {
		Name, Place, Title, Body string
		Posted                   int // days ago
	}
}

// letters makes the printers, the templates, and a run that was printed and posted.
func (f *filler) letters(ctx context.Context) error {
	var file lettersFile
	if err := json.Unmarshal(lettersJSON, &file); err != nil {
		return err
	}
	for _, p := range file.Printers {
		if _, err := f.rec.Printers.Save(ctx, f.ruth(), p); err != nil {
			return err
		}
	}
	for _, t := range file.Templates {
		id, err := f.rec.Letters.SaveTemplate(ctx, f.ruth(), letters.Template{Name: t.Name})
		if err != nil {
			return err
		}
		for _, v := range t.Versions {
			v.TemplateID = id
			if err := f.rec.Letters.SaveVersion(ctx, f.ruth(), v); err != nil {
				return err
			}
		}
	}
	day := f.ago(file.Run.Posted)
	run, err := f.rec.Letters.Make(ctx, f.ruth(), letters.New{
		Name: file.Run.Name, Own: []letters.Version{{Lang: "en", Title: file.Run.Title, Body: file.Run.Body}}, Scope: letters.ToFacility,
		Facility: f.places[file.Run.Place], Envelope: "Envelope #10", Sender: file.Sender, Dated: day, Postage: 78,
	}, nil)
	if err != nil {
		return err
	}
	return f.rec.Letters.Post(ctx, f.ruth(), run, "", day)
}

// Package filesweb holds the pages about the files of a person: what there is,
// adding more from a computer or with the camera of a telephone, and taking one
// out, as it came or as a copy for sharing. Nothing of what a file holds is ever
// shown on our own origin but a small picture that we made ourselves.
package filesweb

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Locales holds the words of these pages, and of the capability.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages about files.
type Pages struct{ Files *files.Service }

// mostAtOnce is how many files one form takes.
const mostAtOnce = 10

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/files", Needs: files.MayRead, Handle: p.list},
		{Pattern: "POST /people/{id}/files", Needs: files.MayAdd, Handle: p.add, Class: web.Uploads, Body: mostAtOnce*p.Files.MaxBytes() + 1<<20, Raw: true},
		{Pattern: "GET /files/{id}", Needs: files.MayRead, Handle: p.file},
		{Pattern: "GET /files/{id}/thumbnail", Needs: files.MayRead, Handle: p.thumbnail},
		{Pattern: "GET /files/{id}/original", Needs: files.MayRead, Handle: p.original, Class: web.Exports},
		{Pattern: "GET /files/{id}/copy", Needs: files.MayRead, Handle: p.copy, Class: web.Exports},
		{Pattern: "POST /files/{id}/as-it-is", Needs: files.MayAdd, Handle: p.justify},
	}
}

// Panels puts the newest files beside the person, and the way to add one into
// the menu of their page.
func (p *Pages) Panels(to *web.Panels) {
	to.Action(web.Action{TitleKey: "files.menu", Href: "/people/{id}/files", Needs: files.MayAdd, Order: 35})
	to.Person(web.Panel{
		ID: "files", TitleKey: "files.panel", Needs: files.MayRead, Order: 60, LinkKey: "files.all", Link: "/people/{id}/files", Render: p.panel,
	})
}

// few is how many files stand beside the person.
const few = 3

func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	list, err := p.Files.List(ctx, r.Actor, personID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return newest(list[:min(few, len(list))]), nil
}

// href is the address of a file.
func href(f files.File) string { return "/files/" + f.ID }

// mini is the head of the person a page is about.
func mini(v view) layout.Name {
	return layout.Name{Text: v.who.Name, Href: "/people/" + v.who.ID, Script: v.who.ScriptName, Lang: v.who.ScriptLang, Number: v.who.Number}
}

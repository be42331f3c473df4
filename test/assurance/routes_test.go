package main

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/web"
)

// pages is the application of a world.
func (w *world) pages() *web.App {
	w.t.Helper()
	pages, err := app.Pages(w.rec, w.served)
	w.must(err)
	return pages
}

// route is one of the router's, so that a new one is asked the day it is added.
type route struct{ method, pattern string }

func routesOf(pages *web.App, method string) (list []route) {
	for _, line := range pages.Routes() {
		f := strings.Fields(line)
		if f[0] == method {
			list = append(list, route{f[0], strings.TrimSuffix(f[1], "{$}")})
		}
	}
	return list
}

// holders says which tables the ids of a wildcard are in. A wildcard that is
// not here is asked with every id there is.
var holders = map[string][]string{
	"entry": {"timeline_entry"}, "fact": {"person_fact"}, "relation": {"relation"}, "line": {"consent_entry"}, "form": {"consent_form"},
	"date": {"milestone"}, "stay": {"stay"}, "task": {"task"}, "ask": {"entry_ask"}, "other": {"facility"},
	"row": {"facility_address", "facility_rule", "post", "post_holder"},
}

// objects are the ids of everything in the record, by table.
type objects map[string][]string

func (w *world) objects() objects {
	all := objects{}
	for column, values := range w.cells() {
		table, name, _ := strings.Cut(column, ".")
		if name == "id" {
			slices.Sort(values)
			all[table] = values
		}
	}
	delete(all, "session")
	all["group"] = w.groups()
	return all
}

var groupLink = regexp.MustCompile(`/edit/([a-z-]+)"`)

// groups are the forms about a person, as their page of forms lists them.
func (w *world) groups() (list []string) {
	w.t.Helper()
	a := w.visit(w.pages(), "solo").get("/people/" + w.folk["n1"] + "/edit")
	for _, m := range groupLink.FindAllStringSubmatch(string(a.body), -1) {
		list = append(list, m[1])
	}
	if len(list) < 5 {
		w.t.Fatalf("only %v can be edited", list)
	}
	return list
}

// every lists all ids, those that are nothing too.
func (o objects) every() (list []string) {
	list = []string{"nope", "..%2F..%2Fsettings", "%00", "019a0000-0000-7000-8000-000000000000", "health", "names"}
	for _, ids := range o {
		list = append(list, ids...)
	}
	slices.Sort(list)
	return list
}

// values are what a wildcard is replaced by. Every page of a person is asked
// for every person; inner wildcards with what may stand there.
func (o objects) values(pattern, wildcard string, alone bool) []string {
	switch {
	case wildcard == "group":
		return o["group"]
	case wildcard == "purpose":
		return []string{"share-lawyer", "nope"}
	case strings.HasPrefix(pattern, "/files/"):
		return append(slices.Clone(o["person_file"]), o["person"]...)
	case alone:
		return o.every()
	case wildcard == "id" && strings.HasPrefix(pattern, "/people/"):
		return o["person"]
	case wildcard == "id" && strings.HasPrefix(pattern, "/facilities/"):
		return o["facility"]
	}
	list, tables := []string{}, holders[wildcard]
	if wildcard == "row" && strings.HasPrefix(pattern, "/people/") {
		tables = []string{"access_bar", "access_grant", "chapter_offer"}
	}
	for _, table := range tables {
		list = append(list, o[table]...)
	}
	return list
}

// paths are all addresses of a pattern.
func (o objects) paths(pattern string) []string { return o.fill(pattern, pattern) }

func (o objects) fill(pattern, rest string) (list []string) {
	open, end := strings.Index(rest, "{"), strings.Index(rest, "}")
	if open < 0 {
		return []string{rest}
	}
	ends := o.fill(pattern, rest[end+1:])
	for _, value := range o.values(pattern, rest[open+1:end], strings.Count(pattern, "{") == 1) {
		for _, e := range ends {
			list = append(list, rest[:open]+value+e)
		}
	}
	return list
}

// asking are the values of the address that pages look at, beside ids.
var asking = []string{
	"", "format=csv", "format=xlsx", "print=1", "all=1", "show=500", "show=all", "page=2", "only=milestone", "log=1", "which=everyone&limit=500", "channel=call",
	"which=all", "which=needs", "which=unset", "which=quiet", "which=home", "which=number", "which=dormant", "which=waiting", "which=closed", "which=overdue",
	"list=everyone", "list=everyone&show=500", "list=everyone&format=csv", "list=everyone&format=xlsx", "list=everyone&print=1", "list=all", "list=waiting", "list=closed", "list=closed&format=csv", "list=dormant", "list=home&format=csv", "list=number",
	"since=2026-01-01", "until=2026-12-31", "from=2026-01-01&until=2026-12-31", "whose=all",
}

// naming are the values of the address that hold an id.
var naming = map[string][]string{
	"person": {"person"}, "people": {"person", "case_file"}, "about": {"person"}, "to": {"person", "account"}, "from": {"person"}, "for": {"person", "account"}, "whose": {"account"},
	"case": {"case_file"}, "task": {"task"}, "list": {"saved_list"}, "chosen": {"case_file", "person"}, "line": {"consent_entry"}, "form": {"consent_form"},
	"before": {"timeline_entry"}, "after": {"timeline_entry"}, "open": {"case_file", "person"}, "worker": {"account"}, "at": {"facility"},
}

// addresses are all addresses that one route is asked at.
func (o objects) addresses(r route) (list []string) {
	for _, path := range o.paths(r.pattern) {
		list = append(list, path)
		if strings.Contains(r.pattern, "{") {
			continue
		}
		for _, q := range asking[1:] {
			list = append(list, path+"?"+q)
		}
		for name, tables := range naming {
			for _, table := range tables {
				for _, id := range o[table] {
					list = append(list, path+"?"+url.Values{name: {id}}.Encode())
				}
			}
		}
	}
	slices.Sort(list)
	return list
}

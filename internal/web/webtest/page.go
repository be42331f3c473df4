package webtest

import (
	"net/http"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// Page is an answer.
type Page struct {
	Status int
	Header http.Header
	Body   string
	To     string // where a redirect leads
	Doc    *goquery.Document
	app    *App
}

// Text is the text of the first element a selector finds, with single spaces.
func (p *Page) Text(selector string) string {
	return strings.Join(strings.Fields(p.Doc.Find(selector).First().Text()), " ")
}

// Count is how many elements a selector finds.
func (p *Page) Count(selector string) int { return p.Doc.Find(selector).Length() }

// Attr is an attribute of the first element a selector finds.
func (p *Page) Attr(selector, name string) string {
	return p.Doc.Find(selector).First().AttrOr(name, "")
}

// Follow goes where a redirect leads.
func (p *Page) Follow() *Page {
	p.app.t.Helper()
	if p.To == "" {
		p.app.t.Fatalf("status %d leads nowhere", p.Status)
	}
	path, _, _ := strings.Cut(p.To, "#") // a browser keeps the anchor to itself
	return p.app.Get(path)
}

// Check reports everything a page must not be: what a reader with a screen
// reader, without script or in another language would stumble over.
func (p *Page) Check() {
	p.app.t.Helper()
	for _, fault := range p.Faults() {
		p.app.t.Error(fault)
	}
}

// Faults lists what Check reports.
func (p *Page) Faults() []string {
	var list []string
	add := func(bad bool, words string) {
		if bad {
			list = append(list, words)
		}
	}
	add(p.Count("h1") != 1, "a page has one h1")
	add(p.Text("title") == "", "a page has a title")
	add(p.Attr("html", "lang") == "", "a page says its language")
	add(p.Count("main") != 1, "a page has one main part")
	add(p.Count("[style], style") > 0, "inline style")
	add(strings.Contains(p.Body, "⟦"), "untranslated: "+excerpt(p.Body, "⟦"))
	add(strings.Count(p.Body, "<form") != p.Count("form"), "a form stands in a form")
	add(strings.Count(p.Body, "<p>")+strings.Count(p.Body, "<p ") != p.Count("p"), "a block stands in a paragraph")
	list = append(list, p.unlabelled()...)
	list = append(list, p.ids()...)
	p.Doc.Find("script").Each(func(_ int, s *goquery.Selection) {
		add(s.AttrOr("src", "") == "" || s.Text() != "", "inline script")
	})
	p.Doc.Find("a, button, summary").Each(func(_ int, s *goquery.Selection) {
		add(strings.TrimSpace(s.Text()) == "" && s.AttrOr("aria-label", "") == "", "nothing to hear: "+outer(s))
	})
	p.Doc.Find("table").Each(func(_ int, s *goquery.Selection) {
		add(s.Find("th[scope]").Length() == 0 || s.Find("th:not([scope])").Length() > 0, "a table heading without scope")
	})
	p.Doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Get(0).Attr {
			add(strings.HasPrefix(a.Key, "on"), "inline handler: "+outer(s))
		}
	})
	return list
}

// unlabelled lists inputs nobody can tell the meaning of.
func (p *Page) unlabelled() []string {
	var list []string
	p.Doc.Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		labelled := s.AttrOr("type", "") == "hidden" || s.AttrOr("aria-label", "") != "" || s.Closest("label").Length() > 0 ||
			id != "" && p.Count(`label[for="`+id+`"]`) == 1
		if !labelled {
			list = append(list, "no label: "+outer(s))
		}
	})
	return list
}

// ids lists ids used twice and references that lead nowhere.
func (p *Page) ids() []string {
	var list []string
	seen := map[string]bool{}
	p.Doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if seen[id] {
			list = append(list, "two elements with the id "+id)
		}
		seen[id] = true
	})
	for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "form", "list"} {
		p.Doc.Find("[" + name + "]").Each(func(_ int, s *goquery.Selection) {
			for _, id := range strings.Fields(s.AttrOr(name, "")) {
				if !seen[id] {
					list = append(list, name+" leads nowhere: "+id)
				}
			}
		})
	}
	p.Doc.Find(`a[href^="#"]`).Each(func(_ int, s *goquery.Selection) {
		if id := strings.TrimPrefix(s.AttrOr("href", ""), "#"); !seen[id] {
			list = append(list, "a link leads nowhere: #"+id)
		}
	})
	return list
}

func outer(s *goquery.Selection) string {
	html, err := goquery.OuterHtml(s)
	if err != nil {
		return err.Error()
	}
	return html[:min(len(html), 160)]
}

func excerpt(s, mark string) string {
	at := strings.Index(s, mark)
	if at < 0 {
		return ""
	}
	return s[at:min(len(s), at+60)]
}

package peopleweb_test

import (
	"net/url"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/internal/web/webtest"
)

// formOf is what a browser would send of a form as it stands.
func formOf(page *webtest.Page, form string) url.Values {
	values := url.Values{}
	page.Doc.Find(form).First().Find("input,select,textarea").Each(func(_ int, s *goquery.Selection) {
		name, named := s.Attr("name")
		if !named {
			return
		}
		switch {
		case goquery.NodeName(s) == "textarea":
			values.Add(name, trimFirstLine(s.Text()))
		case goquery.NodeName(s) == "select":
			chosen := s.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = s.Find("option")
			}
			values.Add(name, chosen.First().AttrOr("value", ""))
		case s.AttrOr("type", "") == "radio", s.AttrOr("type", "") == "checkbox":
			if _, on := s.Attr("checked"); on {
				values.Add(name, s.AttrOr("value", "on"))
			}
		default:
			values.Add(name, s.AttrOr("value", ""))
		}
	})
	return values
}

// trimFirstLine drops the line break a browser drops at the start of a text area.
func trimFirstLine(s string) string {
	if len(s) > 0 && s[0] == '\n' {
		return s[1:]
	}
	return s
}

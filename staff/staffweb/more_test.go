package staffweb_test

import (
	"testing"

	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/staff/staffweb"
)

// The settings lead to those of other capabilities that the reader may open.
func TestMoreSettings(t *testing.T) {
	t.Parallel()
	o := in(t)
	o.pages.More = []staffweb.More{
		{ID: "open", TitleKey: "settings.words", RemarkKey: "settings.nouns", Href: "/settings/open", Needs: settings.Manage},
		{ID: "shut", TitleKey: "settings.words", RemarkKey: "settings.nouns", Href: "/settings/shut", Needs: "nobody.may"},
	}
	page := o.Get("/settings")
	page.Check()
	if page.Count(`a[href="/settings/open"]`) != 1 || page.Count(`a[href="/settings/shut"]`) != 0 {
		t.Fatal(page.Text(".side"))
	}
}

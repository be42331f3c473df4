// Package layout is the look of every page: the shell around it and the
// components pages are made of. The visual language (the line, the post, the
// sun) and its style sheet stand in static/throughcare.css.
//
// Components take text that is already in the reader's language; the layout's
// own words are in its catalogue. They work without script, in every theme, at
// 320 pixels and on paper.
package layout

import (
	"context"
	"embed"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/form"
)

// Locales holds the words of the shell, the components, forms and tables.
//
//go:embed locales
var Locales embed.FS

// Page says what a handler wants around its body.
type Page struct {
	Title   string     // of the window; browsers keep it, so it holds nobody's name
	Current string     // the id of the navigation entry to mark
	Form    *form.Form // when it has problems, the title says so
	Live    bool       // the body uses htmx
	Bare    bool       // no navigation: sign-in, set-up, unlock
	Script  string     // a further script of static that only this page needs
}

// Frame is what stands around a page. internal/web makes it from the session.
type Frame struct {
	Page
	Organisation   string
	Notice         string // a standing line in the foot: "Sample data. Everyone here is invented."
	User           string // the name of the signed-in account, "" for nobody
	Theme, Density string // "" for the reader's system and comfortable rows
	SingleKeys     bool   // single-letter shortcuts are turned on
	LockAfter      int    // minutes without a touch after which the screen locks, 0 for never
	MayLockRecord  bool   // shows the way to lock the record for everybody
	MayAdd         bool   // shows Add
	Nav            []NavLink
	Flash          []Flash
	Here           string // path and query of this page, for coming back after Undo
}

// NavLink is one entry of the navigation.
type NavLink struct {
	ID, Title, Icon, Href string
	Count                 int    // shown when not 0
	Hot                   bool   // the count cannot wait
	HotWords              string // what the hot count counts, for those who hear it: "urgent"
	Gap                   bool   // begins a new group
	Phone                 bool   // stands in the bar of the phone
}

// Flash says what just happened.
type Flash struct {
	Text string
	Undo string // the id of the change to take back, or ""
	Bad  bool   // it did not happen
}

// Link is a word that leads somewhere.
type Link struct {
	Text, Href string
	Hidden     string // added for those who hear the page: "for Darnell Pike"
	Rel        string // "prev" and "next" of a crumb: the keys [ and ] follow them
}

func (l Link) rel() templ.Attributes {
	if l.Rel == "" {
		return nil
	}
	return templ.Attributes{"rel": l.Rel}
}

// lock says after how long the screen locks, for the script.
func (f Frame) lock() templ.Attributes {
	if f.User == "" || f.LockAfter == 0 {
		return nil
	}
	return templ.Attributes{"data-lock-after": strconv.Itoa(f.LockAfter)}
}

// title is the text of the window: "Error: Add a person · Throughcare".
func (f Frame) title(ctx context.Context) string {
	t := f.Title + " · Throughcare"
	if f.Form.Failed() {
		return i18n.T(ctx, "layout.error.title", "title", t)
	}
	return t
}

// initials of the account, for the round mark.
func (f Frame) initials() string {
	var b strings.Builder
	for i, w := range strings.Fields(f.User) {
		if i < 2 {
			b.WriteString(strings.ToUpper(string([]rune(w)[:1])))
		}
	}
	return b.String()
}

// first name of the account, as shown in the band.
func (f Frame) first() string {
	name, _, _ := strings.Cut(f.User, " ")
	return name
}

// phone lists the entries of the phone's bar, at most four.
func (f Frame) phone() []NavLink {
	var links []NavLink
	for _, l := range f.Nav {
		if l.Phone && len(links) < 4 {
			links = append(links, l)
		}
	}
	return links
}

// orDefault gives s, or d when s is empty.
func orDefault(s, d string) string {
	if s == "" {
		return d
	}
	return s
}

// class joins class names and leaves out empty ones.
func class(names ...string) string {
	return strings.Join(strings.Fields(strings.Join(names, " ")), " ")
}

// current marks the link of the page that is open.
func current(on bool) templ.Attributes {
	if !on {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

// percent is the class that sets --p: "p43". Inline styles are forbidden.
func percent(part, whole int) string {
	if whole <= 0 || part <= 0 {
		return "p0"
	}
	return "p" + itoa(min(100, (part*100+whole/2)/whole))
}

// RowKey marks what a single letter presses in the row where the reader is.
func RowKey(key string) templ.Attributes {
	if key == "" {
		return nil
	}
	return templ.Attributes{"data-row": key}
}

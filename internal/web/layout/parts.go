package layout

import (
	"strconv"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/web/form"
)

// Tone is the colour that repeats what words already say.
type Tone string

// The tones of tags, notes and dates.
const (
	Quiet Tone = ""      // nothing special
	Late  Tone = "late"  // a date that has passed, or must not
	Soon  Tone = "soon"  // a date that comes near
	Sun   Tone = "sun"   // take care
	Brick Tone = "brick" // stop, lost, refused
	Sky   Tone = "sky"   // waiting for somebody else
	Plum  Tone = "plum"  // restricted
	OK    Tone = "ok"    // allowed, chosen
)

// Head is the top of a page: its one h1, a sentence, and the page's actions as
// children.
type Head struct {
	Title  string
	Mark   string // said after the title, underlined in sun: "Four things can’t wait."
	Lead   string
	Crumbs []Link // the way here, at most two
	Hello  bool   // the large heading of Today
}

// Btn is a button, or a link that looks like one.
type Btn struct {
	Text   string
	Hidden string // added for those who hear the page: "for Darnell Pike"
	Icon   string
	Kind   string // "" bordered, "go" the page's main action, "sun" Add, "quiet" a link
	Small  bool
	Key    string // single-letter shortcut, when the reader turned them on
	Name   string // of a submit button that tells which one was pressed
	Value  string
	Attrs  templ.Attributes
}

// W is a date that explains itself: the words carry the meaning.
type W struct {
	Words string // "1 day late"
	Note  string // "was Wed 18 Nov"
	Tone  Tone   // Late, Soon or Quiet
}

// Row is one line of a queue: when, what (verb first), and why it is here.
type Row struct {
	ID    string // anchor, may be empty
	When  W
	Title string
	Href  string
	Name  string // own script of the person meant, beside the title
	Lang  string // of Name
	Why   string
	Tags  []TagText
	Pick  *Pick // a checkbox before the row, for bulk actions
}

// Pick is the checkbox of a row: the name and value it posts, and what it
// chooses, for those who hear it.
type Pick struct{ Name, Value, Label string }

// TagText is a state in a word or two.
type TagText struct {
	Text string
	Tone Tone
}

// Care is one thing that hurts somebody when it is forgotten.
type Care struct{ Strong, Text, Href, LinkText string }

// Step is a point on the line lying down.
type Step struct {
	Title, Note string
	State       string // "" happened, "now", "to" still to come, "bad" went wrong
}

// Entry is one point of a timeline.
type Entry struct {
	ID     string // anchor, may be empty
	State  string // "" happened, "now", "to" still to come, "bad" went wrong, "shut" restricted
	Icon   string
	Title  string
	Href   string // of the title, may be empty
	Date   string
	By     string // who says so, and how we know
	Body   string
	Quote  string
	Tags   []TagText
	Edited string // "edited 3 March", when it was corrected
	Meant  bool   // the reader was led to it: the page opens here, and it is marked
}

// Fact is one thing known about something, with where it is known from.
type Fact struct {
	Term, Value string
	Note        string // source and date
	Href        string
	Unknown     bool // the value says that it is not known
	Number      bool // set in the type for numbers
}

// Tab leads to another view of the same list.
type Tab struct {
	Text, Href string
	Count      string // written beside it; "" for none
	Current    bool
}

// Choice of a menu: a link, or with Post a button that posts to Href.
type Item struct {
	Text, Href string
	Post       bool
	Key        string // single letter that presses it in the row where the reader is
}

// Share is a part of a bar.
type Share struct {
	Label, Href string
	N           int
	Kind        string // "" or "b2", "b3", "b4"
}

// Figure is a number with what it counts.
type Figure struct {
	N, Label string
	Late     bool
}

// Name is how a person is shown: the name they use, and their own script.
type Name struct {
	Text, Href, Script, Lang string
	Number                   string
}

// Number writes a number for an attribute, without separators.
func Number(n int) string { return strconv.Itoa(n) }

func itoa(n int) string { return strconv.Itoa(n) }

func bareClass(on bool) string { return when(on, "bare") }
func gapClass(on bool) string  { return when(on, "gap") }
func badClass(on bool) string  { return when(on, "bad") }

// when gives s if on holds, else nothing.
func when(on bool, s string) string {
	if on {
		return s
	}
	return ""
}

// buttonClass is the look of a button.
func (b Btn) class() string { return class("btn", b.Kind, when(b.Small, "sm")) }

// attrs of a submit button.
func (b Btn) attrs() templ.Attributes {
	a := templ.Attributes{}
	for k, v := range b.Attrs {
		a[k] = v
	}
	if b.Name != "" {
		a["name"], a["value"] = b.Name, b.Value
	}
	if b.Key != "" {
		a["data-key"] = b.Key
	}
	return a
}

// total of the parts of a bar.
func total(parts []Share) int {
	n := 0
	for _, p := range parts {
		n += p.N
	}
	return n
}

// fresh is the key of a form that has no values of its own.
func fresh() string { return (*form.Form)(nil).Once() }

// idAttr is an anchor, when there is one.
func idAttr(id string) templ.Attributes {
	if id == "" {
		return nil
	}
	return templ.Attributes{"id": id}
}

// meantAttr opens the page where the reader was led to, without a script.
func meantAttr(e Entry) templ.Attributes {
	if !e.Meant {
		return nil
	}
	return templ.Attributes{"tabindex": "-1", "autofocus": true, "aria-current": "true"}
}

// stepAttr marks the step where we are.
func stepAttr(s Step) templ.Attributes {
	if s.State != "now" {
		return nil
	}
	return templ.Attributes{"aria-current": "step"}
}

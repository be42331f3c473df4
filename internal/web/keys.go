package web

// key is a line of the table of keys (UX design 4.7). The first four work for
// everybody; single letters only for those who turned them on (WCAG 2.1.4).
type key struct{ Press, WordsKey string }

var keys = []key{
	{"Ctrl K", "web.keys.find"},
	{"Ctrl Enter", "web.keys.send"},
	{"Esc", "web.keys.close"},
	{"Ctrl Shift L", "web.keys.lock"},
	{"/", "web.keys.find"},
	{"g t", "web.keys.today"},
	{"g p", "web.keys.people"},
	{"g c", "web.keys.calendar"},
	{"a", "web.keys.add"},
	{"j k", "web.keys.move"},
	{"[ ]", "web.keys.beside"},
	{"o", "web.keys.open"},
	{"x", "web.keys.choose"},
	{"d", "web.keys.done"},
	{"s", "web.keys.later"},
	{"h", "web.keys.hand"},
	{"l", "web.keys.log"},
	{"u", "web.keys.undo"},
	{"?", "web.keys.this"},
}

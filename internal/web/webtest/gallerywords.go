package webtest

import "testing/fstest"

// GalleryWords are the messages the gallery's navigation and list need.
var GalleryWords = fstest.MapFS{"locales/en.json": {Data: []byte(`{
	"gallery.today": "Today", "gallery.urgent": "urgent", "gallery.people": "People", "gallery.calendar": "Calendar",
	"gallery.facilities": "Facilities", "gallery.settings": "Settings", "gallery.nobody": "No people yet. Add one, or import a spreadsheet.",
	"gallery.name": "Name and number", "gallery.number": "Number", "gallery.at": "At", "gallery.last": "Last word", "gallery.next": "Next",
	"gallery.home": "Home", "gallery.by": "By", "gallery.words": "Name, number, word in a letter", "gallery.any": "Any",
	"gallery.need": "Needs", "gallery.need.plan": "A plan", "gallery.bad.date": "Give a date like 3 Nov or March 2024",
	"gallery.bad.choice": "Choose where the person is, or “not known”", "gallery.bad.all": "Two people have this number already",
	"gallery.told": "Logged: book request from {{.name}}. Label 17 is in the queue."
}`)}}

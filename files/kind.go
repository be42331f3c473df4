package files

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Kind is what a file is, told by what it holds; the messages "files.kind." and
// the kind name it.
type Kind string

// The kinds. Markup is text that a browser or a viewer might run: pages,
// drawings with script. Other is anything we do not know.
const (
	PDF      Kind = "pdf"
	Picture  Kind = "picture"
	Text     Kind = "text"
	Document Kind = "document"
	Sound    Kind = "sound"
	Film     Kind = "film"
	Markup   Kind = "markup"
	Other    Kind = "other"
	program  Kind = "program" // refused
)

// Kinds lists those a file can be of.
func Kinds() []Kind { return []Kind{PDF, Picture, Text, Document, Sound, Film, Markup, Other} }

// sniffed is how much of the beginning of a file tells what it is.
const sniffed = 1024

// signature is what files of a kind begin with.
type signature struct {
	at    int
	begin string
	kind  Kind
	ends  []string // of names, the usual one first; none when any will do
}

// Programs come first: what can be run is refused, whatever else it looks like.
var signatures = []signature{
	{0, "#!AMR", Sound, []string{".amr"}}, // a voice message, and no script
	{0, "MZ", program, nil},
	{0, "\x7fELF", program, nil},
	{0, "\xfe\xed\xfa\xce", program, nil},
	{0, "\xfe\xed\xfa\xcf", program, nil},
	{0, "\xce\xfa\xed\xfe", program, nil},
	{0, "\xcf\xfa\xed\xfe", program, nil},
	{0, "\xca\xfe\xba\xbe", program, nil}, // Java, and programs for several Apple machines
	{0, "dex\n", program, nil},
	{0, "\x00asm", program, nil},
	{0, "#!", program, nil},
	{0, "L\x00\x00\x00\x01\x14\x02\x00", program, nil}, // a Windows shortcut
	{0, "MSCF", program, nil},                          // a Windows cabinet
	{0, "%PDF-", PDF, []string{".pdf"}},
	{0, "\xff\xd8\xff", Picture, []string{".jpg", ".jpeg", ".jpe", ".jfif"}},
	{0, "\x89PNG\r\n\x1a\n", Picture, []string{".png"}},
	{0, "GIF87a", Picture, []string{".gif"}},
	{0, "GIF89a", Picture, []string{".gif"}},
	{0, "II*\x00", Picture, []string{".tif", ".tiff"}},
	{0, "MM\x00*", Picture, []string{".tif", ".tiff"}},
	{8, "WEBP", Picture, []string{".webp"}},
	{4, "ftypheic", Picture, []string{".heic", ".heif"}},
	{4, "ftypheix", Picture, []string{".heic", ".heif"}},
	{4, "ftypmif1", Picture, []string{".heic", ".heif"}},
	{4, "ftypavif", Picture, []string{".avif"}},
	{4, "ftypM4A", Sound, []string{".m4a"}},
	{4, "ftypqt", Film, []string{".mov"}},
	{4, "ftyp", Film, []string{".mp4", ".m4v", ".3gp"}},
	{8, "WAVE", Sound, []string{".wav"}},
	{0, "ID3", Sound, []string{".mp3"}},
	{0, "OggS", Sound, []string{".ogg", ".oga", ".opus"}},
	{0, "fLaC", Sound, []string{".flac"}},
	{0, "{\\rtf", Document, []string{".rtf"}},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Document, []string{".doc", ".xls", ".ppt", ".msg", ".pub"}},
	{30, "mimetypeapplication/vnd.oasis.opendocument", Document, []string{".odt", ".ods", ".odp", ".odg"}},
	{30, "[Content_Types].xml", Document, []string{".docx", ".xlsx", ".pptx"}},
	{30, "_rels/.rels", Document, []string{".docx", ".xlsx", ".pptx"}},
	{30, "word/", Document, []string{".docx"}},
	{30, "xl/", Document, []string{".xlsx"}},
}

// runs are the ends of names that machines run whatever the file holds.
var runs = []string{
	".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".mjs", ".wsf", ".wsh", ".hta", ".msi", ".msp",
	".dll", ".sys", ".cpl", ".lnk", ".url", ".reg", ".jar", ".app", ".apk", ".dmg", ".pkg", ".sh", ".command", ".desktop", ".deb", ".rpm", ".iso",
	".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".ppam", ".chm", ".scf", ".inf", ".gadget", ".appx", ".msix", ".settingcontent-ms",
}

// markup begins what a browser takes for a page or a drawing, in lower case.
var markup = []string{
	"<!doctype", "<html", "<head", "<body", "<script", "<iframe", "<svg", "<?xml", "<style", "<title", "<table", "<div", "<a ", "<p>", "<br", "<b>",
	"<font", "<h1", "<img", "<object", "<embed", "<link", "<meta", "<!--",
}

// tell says what a file is, by how it begins, and what its name may end with.
// Only what can be run is also told by its name.
func tell(name string, begin []byte) (Kind, []string) {
	if slices.Contains(runs, strings.ToLower(path.Ext(name))) {
		return program, nil
	}
	for _, s := range signatures {
		if len(begin) > s.at && bytes.HasPrefix(begin[s.at:], []byte(s.begin)) && s.fits(begin) {
			return s.kind, s.ends
		}
	}
	kind, ends := tellText(begin)
	if kind == Other && slices.Contains(shown, strings.ToLower(path.Ext(name))) {
		ends = []string{".bin"}
	}
	return kind, ends
}

// shown are the ends of names that a browser opens as a page.
var shown = []string{".html", ".htm", ".xhtml", ".xht", ".shtml", ".svg", ".svgz", ".xml", ".xsl", ".mht", ".mhtml", ".swf"}

// fits holds what stands further in against the container it must stand in.
func (s signature) fits(begin []byte) bool {
	switch s.at {
	case 8:
		return bytes.HasPrefix(begin, []byte("RIFF"))
	case 30:
		return bytes.HasPrefix(begin, []byte("PK\x03\x04"))
	}
	return true
}

// tellText tells text from anything else, and a page or drawing from text: by
// any tag of the kind in the beginning, as browsers are generous too.
func tellText(begin []byte) (Kind, []string) {
	text := bytes.TrimPrefix(begin, []byte("\xef\xbb\xbf"))
	for _, order := range []string{"\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(text, []byte(order)) {
			text = bytes.ReplaceAll(text[2:], []byte{0}, nil)
		}
	}
	lower := bytes.ToLower(text)
	for _, tag := range markup {
		if bytes.Contains(lower, []byte(tag)) {
			return Markup, []string{".txt"}
		}
	}
	if bytes.IndexByte(text, 0) >= 0 || !utf8.Valid(whole(text)) {
		return Other, nil
	}
	return Text, []string{".txt", ".csv", ".tsv", ".md", ".log", ".json", ".eml", ".vcf", ".ics"}
}

// whole leaves off a letter that the end of the beginning cuts.
func whole(text []byte) []byte {
	for cut := 1; cut <= min(3, len(text)) && len(text) >= sniffed-4; cut++ {
		if tail := text[len(text)-cut:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return text[:len(text)-cut]
			}
			break
		}
	}
	return text
}

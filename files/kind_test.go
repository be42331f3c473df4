package files_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/fault"
)

const refused files.Kind = ""

// hostile are files that are broken or mean harm, and what becomes of each: its
// kind and its name, or that it is refused.
var hostile = []struct {
	why, name, content string
	kind               files.Kind
	as                 string
}{
	{"a letter", "letter.pdf", "%PDF-1.7\n...", files.PDF, "letter.pdf"},
	{"a photograph", "IMG_1.JPG", "\xff\xd8\xff\xe1\x00\x10Exif", files.Picture, "IMG_1.JPG"},
	{"a picture", "x.png", "\x89PNG\r\n\x1a\n....", files.Picture, "x.png"},
	{"a scan", "x.tif", "II*\x00....", files.Picture, "x.tif"},
	{"from a telephone", "x.heic", "\x00\x00\x00\x18ftypheic", files.Picture, "x.heic"},
	{"a text", "x.txt", "A quiet day.", files.Text, "x.txt"},
	{"a table", "x.csv", "name,number\nA,1", files.Text, "x.csv"},
	{"a text cut in a letter", "x.txt", strings.Repeat("a", 1023) + "é and more", files.Text, "x.txt"},
	{"a document", "x.docx", "PK\x03\x04" + strings.Repeat("\x00", 26) + "[Content_Types].xml", files.Document, "x.docx"},
	{"an old document", "x.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", files.Document, "x.doc"},
	{"a voice message", "x.amr", "#!AMR\n....", files.Sound, "x.amr"},
	{"a spoken message", "x.m4a", "\x00\x00\x00\x18ftypM4A ", files.Sound, "x.m4a"},
	{"nothing", "x.pdf", "", refused, ""},
	{"one byte", "x.pdf", "\x00", files.Other, "x.pdf"},
	{"a zip bomb", "42.zip", "PK\x03\x04" + strings.Repeat("\x00", 26) + "lib 0.zip", files.Other, "42.zip"},
	{"a program called a letter", "letter.pdf", "MZ\x90\x00\x03", refused, ""},
	{"a program of Linux", "letter", "\x7fELF\x02\x01", refused, ""},
	{"a program of Apple", "letter.pdf", "\xcf\xfa\xed\xfe\x07", refused, ""},
	{"a script", "letter.txt", "#!/bin/sh\nrm -rf /", refused, ""},
	{"a letter called a program", "letter.exe", "%PDF-1.7", refused, ""},
	{"a letter with two ends", "letter.pdf.scr", "%PDF-1.7", refused, ""},
	{"an end turned round", "letter\u202efdp.exe", "%PDF-1.7", refused, ""},
	{"an end behind spaces", "letter.exe   ", "hello", refused, ""},
	{"an end behind dots", "letter.exe...", "hello", refused, ""},
	{"a document with macros", "x.docm", "PK\x03\x04" + strings.Repeat("\x00", 26) + "[Content_Types].xml", refused, ""},
	{"a shortcut", "x.txt", "L\x00\x00\x00\x01\x14\x02\x00\x00", refused, ""},
	{"a page", "x.html", "<!DOCTYPE html><script>alert(1)</script>", files.Markup, "x.html.txt"},
	{"a page called a letter", "x.pdf", "  <script>alert(1)</script>", files.Markup, "x.pdf.txt"},
	{"a drawing with script", "x.svg", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, files.Markup, "x.svg.txt"},
	{"a page in UTF-16", "x.txt", "\xff\xfe<\x00s\x00c\x00r\x00i\x00p\x00t\x00>\x00", files.Markup, "x.txt"},
	{"a page behind noise", "x.html", "\x00\x01\x02 noise", files.Other, "x.html.bin"},
	{"a picture called a page", "x.html", "GIF89a<script>", files.Picture, "x.html.gif"},
	{"a letter called a picture", "x.jpg", "%PDF-1.7", files.PDF, "x.jpg.pdf"},
	{"a cut picture", "x.jpg", "\xff\xd8", files.Other, "x.jpg"},
	{"a way out", "../../../etc/passwd", "root:x:0:0", files.Text, "passwd.txt"},
	{"a way out of Windows", `..\..\windows\system32\x.txt`, "hello", files.Text, "x.txt"},
	{"nothing but a way", "../", "hello", files.Text, "_.txt"},
	{"a machine of Windows", "CON.txt", "hello", files.Text, "_CON.txt"},
	{"a name with lines", "a\r\nContent-Type: text/html\r\n\r\n.txt", "hello", files.Text, "html .txt"},
	{"a name with a zero", "a\x00b.txt", "hello", files.Text, "ab.txt"},
	{"a name with quotes", `a"b<c>.txt`, "hello", files.Text, "a_b_c_.txt"},
	{"a huge name", strings.Repeat("ü", 5000) + ".pdf", "%PDF-1.7", files.PDF, strings.Repeat("ü", 116) + ".pdf"},
	{"a name that is no text", "\xff\xfe.txt", "hello", files.Text, "txt.txt"},
	{"a name in Persian", "نامه.pdf", "%PDF-1.7", files.PDF, "نامه.pdf"},
}

func TestHostileAndBrokenFiles(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		kept := 0
		for _, c := range hostile {
			f, err := w.add(w.ruth, c.name, c.content)
			switch {
			case c.kind == refused && !fault.Is(err, fault.Invalid):
				t.Errorf("%s: %v, want it refused", c.why, err)
			case c.kind == refused:
			case err != nil:
				t.Errorf("%s: %v", c.why, err)
			default:
				kept++
				if f.Kind != c.kind || f.Name != c.as {
					t.Errorf("%s: %s %q, want %s %q", c.why, f.Kind, f.Name, c.kind, c.as)
				}
				if got, err := w.open(w.ruth, f.ID); err != nil || got != c.content {
					t.Errorf("%s came out different: %v", c.why, err)
				}
			}
		}
		if len(w.onDisk()) != kept {
			t.Errorf("%d files on the disk for %d kept", len(w.onDisk()), kept)
		}
	})
}

package main

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/thumbnail"
)

// The binary of the tests is also the child that makes thumbnails.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == thumbnail.Command {
		if thumbnail.Child(os.Stdin, os.Stdout) != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// spilled is what every hostile file holds, and what must lie nowhere in clear.
const spilled = "HERON-IN-THE-REEDS-39"

// What becomes of an upload.
const (
	refused = 0
	stays   = 1 << iota
	small   // it has a small picture
	cleaned // there is a copy for sharing
)

// upload is a file that is broken or means harm, and what has to become of it.
type upload struct {
	why, name string
	content   []byte
	becomes   int
}

// photo is a picture of a size, with the mark in a comment.
func photo(w, h int, encode func(*bytes.Buffer, image.Image) error) []byte {
	p := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White})
	var b bytes.Buffer
	if err := encode(&b, p); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asJPEG(b *bytes.Buffer, p image.Image) error { return jpeg.Encode(b, p, nil) }
func asPNG(b *bytes.Buffer, p image.Image) error  { return png.Encode(b, p) }
func asGIF(b *bytes.Buffer, p image.Image) error  { return gif.Encode(b, p, nil) }

func pngChunk(kind string, body []byte) []byte {
	summed := append([]byte(kind), body...)
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body))) // #nosec G115 -- a test
	return binary.BigEndian.AppendUint32(append(out, summed...), crc32.ChecksumIEEE(summed))
}

// announcing is a PNG that says it is of a size that it is not.
func announcing(w, h uint32) []byte {
	b := photo(8, 8, asPNG)
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func within(b []byte, at int, more string) []byte {
	return append(append(bytes.Clone(b[:at]), more...), b[at:]...)
}

// comment puts the mark into a JPEG.
func comment(b []byte) []byte { return within(b, 2, "\xff\xfe\x00\x17"+spilled) }

func uploads() []upload {
	jpg, pic, anim := comment(photo(400, 300, asJPEG)), photo(400, 300, asPNG), photo(40, 30, asGIF)
	zip := "PK\x03\x04" + strings.Repeat("\x00", 26)
	endless := bytes.Repeat([]byte("\xff\xfe\x00\x02"), 1<<20) // a million empty segments
	loop := append([]byte("RIFF\xff\xff\xff\xffWEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00"), spilled...)
	return []upload{
		{"a photograph", "a.jpg", jpg, stays | small | cleaned},
		{"a screenshot with words", "b.png", within(pic, 33, string(pngChunk("tEXt", []byte("Author\x00"+spilled)))), stays | small | cleaned},
		{"a picture that moves", "c.gif", append(anim, spilled...), stays | small},
		{"a photograph with a page behind it", "d.jpg", append(bytes.Clone(jpg), "<script>"+spilled+"</script>"...), stays | small | cleaned},
		{"a photograph with a program behind it", "e.jpg", append(bytes.Clone(jpg), "MZ\x90"+spilled...), stays | small | cleaned},
		{"24 megapixels", "f.jpg", comment(photo(6000, 4000, asJPEG)), stays | small | cleaned},
		{"a flood of dots", "g.png", announcing(60_000, 60_000), stays | cleaned},
		{"a flood of dots, packed", "h.png", photo(12_000, 12_000, asPNG), stays | cleaned},
		{"a picture without dots", "i.png", announcing(0, 0), stays | cleaned},
		{"one of half a thousand million dots", "j.jpg", flood(jpg), stays | cleaned},
		{"half a photograph", "k.jpg", jpg[:len(jpg)/2], stays},
		{"half a screenshot", "l.png", pic[:len(pic)/2], stays},
		{"noise called a photograph", "m.jpg", append([]byte("\xff\xd8\xff\xe0"), bytes.Repeat([]byte(spilled), 40_000)...), stays},
		{"segments without an end", "n.jpg", append([]byte("\xff\xd8"), endless...), stays},
		{"a segment longer than the file", "o.jpg", []byte("\xff\xd8\xff\xe1\xff\xff" + spilled), stays},
		{"a scan without an end", "p.jpg", append(bytes.Clone(jpg[:len(jpg)-2]), bytes.Repeat([]byte{0xff, 0}, 1<<20)...), stays},
		{"a chunk longer than the file", "q.png", within(pic, 33, "\x7f\xff\xff\xfftEXt"+spilled), stays},
		{"a wrong sum", "r.png", append(append(bytes.Clone(pic[:len(pic)-30]), spilled[:18]...), pic[len(pic)-12:]...), stays},
		{"a sticker that ends nowhere", "s.webp", loop, stays},
		{"a scan with pages that follow themselves", "t.tif", append([]byte("II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00"), spilled...), stays},
		{"a letter with script", "u.pdf", []byte("%PDF-1.7\n1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert(1))>>>> " + spilled), stays},
		{"a letter that starts a program", "v.pdf", []byte("%PDF-1.7\n<</S /Launch /F (cmd.exe)>>" + spilled), stays},
		{"a zip bomb", "w.zip", []byte(zip + "lib 0.zip" + strings.Repeat(spilled, 100)), stays},
		{"a document with macros", "x.docm", []byte(zip + "[Content_Types].xml" + spilled), refused},
		{"a way out of the folder in a zip", "y.docx", []byte(zip + "word/../../../etc/passwd" + spilled), stays},
		{"text that calls others up", "z.xml", []byte(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;` + spilled), stays},
		{"a thousand million laughs", "laughs.xml", []byte(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "` + spilled + `"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;`), stays},
		{"a page", "page.html", []byte("<!DOCTYPE html><script>alert('" + spilled + "')</script>"), stays},
		{"a drawing with script", "d.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert('` + spilled + `')"/>`), stays},
		{"a page called a photograph", "photo.jpg", []byte("<script>" + spilled + "</script>"), stays},
		{"a photograph called a page", "page.htm", jpg, stays | small | cleaned},
		{"a program", "letter.pdf", []byte("MZ\x90\x00" + spilled), refused},
		{"a program of Linux", "scan", []byte("\x7fELF\x02\x01" + spilled), refused},
		{"a script", "notes.txt", []byte("#!/bin/sh\necho " + spilled), refused},
		{"a shortcut", "my letters", []byte("L\x00\x00\x00\x01\x14\x02\x00\x00" + spilled), refused},
		{"an end turned round", "letter\u202efdp.exe", []byte("%PDF-1.7" + spilled), refused},
		{"a way out of the folder", "../../../../etc/cron.d/x", []byte(spilled), stays},
		{"nothing", "nothing.pdf", nil, refused},
		{"one byte too many", "big.txt", bytes.Repeat([]byte("0"), 20<<20+1), refused},
		{"as large as may be", "just.txt", bytes.Repeat([]byte("1"), 20<<20), stays},
	}
}

// flood is a JPEG that announces 30,000 by 20,000 dots.
func flood(jpg []byte) []byte {
	b := bytes.Clone(jpg)
	at := bytes.Index(b, []byte{0xff, 0xc0})
	copy(b[at+5:], "\x4e\x20\x75\x30")
	return b
}

// Promise P39: whatever is sent becomes what it has to, in time, in little
// memory, and lies nowhere in clear; and no browser is given anything it could run.
func TestUploadsAreInert(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	w := newWorld(t)
	pages, err := app.Pages(w.rec, w.served)
	w.must(err)
	list, solo, visitor := uploads(), w.as("solo"), w.visit(pages, "solo")
	var slowest time.Duration
	for _, u := range list {
		runtime.GC()
		began := time.Now()
		f, err := w.rec.Files.Add(w.ctx(), solo, files.New{PersonID: w.folk["n1"], Name: u.name, Content: bytes.NewReader(u.content)})
		took := time.Since(began)
		if slowest = max(slowest, took); took > 2*time.Second+thumbnailSlack {
			t.Errorf("%s took %v", u.why, took)
		}
		if got := became(w, solo, f, err); got != u.becomes {
			t.Errorf("%s became %03b, and has to become %03b: %v", u.why, got, u.becomes, err)
		}
		if err == nil {
			w.inert(visitor, f, u)
		}
	}
	if n := w.inClear(temp); n > 0 {
		t.Errorf("%d files hold something in clear", n)
	}
	ours, children := peak(t, syscall.RUSAGE_SELF), peak(t, syscall.RUSAGE_CHILDREN)
	if children > 256 {
		t.Errorf("a child took %d MiB", children)
	}
	measured(t, "P39", "%d hostile and broken files, each as expected, the slowest in %v; child at most %d MiB, program at its peak %d MiB in all; 0 in clear on the disk; all answers inert", len(list), slowest.Round(time.Millisecond), children, ours)
}

// thumbnailSlack is what a busy machine may take beside the two seconds of the
// child itself.
const thumbnailSlack = 2 * time.Second

// became says what was made of an upload.
func became(w *world, actor authz.Actor, f files.File, err error) int {
	if fault.Is(err, fault.Invalid) {
		return refused
	}
	w.must(err)
	is := stays
	if r, err := w.rec.Files.Thumbnail(w.ctx(), actor, f.ID); err == nil {
		is |= small
		w.must(r.Close())
	}
	if _, clean, err := w.rec.Files.Copy(w.ctx(), actor, f.ID); err == nil {
		is |= cleaned
		if bytes.Contains(clean, []byte(spilled)) {
			w.t.Errorf("the copy of %s holds what was hidden", f.Name)
		}
	}
	return is
}

// inert asks for a file as a browser does.
func (w *world) inert(v *visitor, f files.File, u upload) {
	w.t.Helper()
	for path, kind := range map[string]string{"/original": "application/octet-stream", "/copy": "application/octet-stream", "/thumbnail": "image/jpeg"} {
		a := v.get("/files/" + f.ID + path)
		if path == "/original" && !bytes.Equal(a.body, u.content) {
			w.t.Errorf("%s came out different", u.why)
		}
		if a.status != http.StatusOK {
			continue
		}
		how, args, _ := mime.ParseMediaType(a.header.Get("Content-Disposition"))
		if how != "attachment" && kind != "image/jpeg" || strings.ContainsAny(args["filename"], `/\`) || strings.HasSuffix(args["filename"], ".htm") {
			w.t.Errorf("%s is given as %s %q", u.why, how, args["filename"])
		}
		for header, want := range map[string]string{
			"Content-Type": kind, "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
			"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'", "Cache-Control": "no-store",
		} {
			if a.header.Get(header) != want {
				w.t.Errorf("%s%s: %s is %q", u.why, path, header, a.header.Get(header))
			}
		}
	}
}

// inClear counts the files of a folder, and of that of the record, that show
// what was sent.
func (w *world) inClear(folders ...string) (n int) {
	w.t.Helper()
	for _, folder := range append(folders, filepath.Dir(strings.TrimPrefix(w.rec.URL, "sqlite:"))) {
		w.must(filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path) // #nosec G304 -- of this test
			if bytes.Contains(b, []byte(spilled)) {
				n++
			}
			return err
		}))
	}
	return n
}

// peak is the most memory that was held at a time, in MiB.
func peak(t *testing.T, who int) int64 {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		t.Fatal(err)
	}
	return u.Maxrss >> 10
}

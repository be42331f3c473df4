package filesweb_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io"
	"mime"
	"net/http"
	"strings"
	"testing"
)

// photograph is a JPEG with words in it that nobody sees.
func photograph(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	must(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 6)), nil))
	return b.String()[:2] + "\xff\xfe\x00\x07heron" + b.String()[2:]
}

func (o *office) small(ctx context.Context, r io.Reader) ([]byte, error) {
	_, err := io.Copy(io.Discard, r)
	return []byte("\xff\xd8\xff small"), err
}

// A picture is shown small, as what it is, and a copy of it leaves under a name
// that tells nothing.
func TestAPhotograph(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		o.pages.Files.Small = o.small
		app := o.as(o.ruth)
		file := o.one(app, "Yusuf at home.jpg", photograph(t))
		list := app.Get(o.url())
		if list.Attr("table img", "src") != file+"/thumbnail" || list.Attr("table img", "alt") != "" || strings.Contains(list.Body, "on Linux") {
			t.Errorf("the list: %s", list.Attr("table img", "src"))
		}
		small := app.Get(file + "/thumbnail")
		for header, want := range map[string]string{
			"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
			"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'", "Cache-Control": "no-store",
		} {
			if small.Status != http.StatusOK || small.Header.Get(header) != want {
				t.Errorf("%d, %s is %q", small.Status, header, small.Header.Get(header))
			}
		}
		page := app.Get(file)
		page.Check()
		if page.Count("form.fields") != 0 || page.Attr("img.thumb", "src") != file+"/thumbnail" || strings.Contains(page.Text("title"), "Yusuf") {
			t.Errorf("the page: %s", page.Text("main"))
		}
		c := app.Get(file + "/copy")
		_, args, _ := mime.ParseMediaType(c.Header.Get("Content-Disposition"))
		if c.Status != http.StatusOK || strings.Contains(c.Body, "heron") || args["filename"] != "picture.jpg" || c.Header.Get("Content-Type") != "application/octet-stream" {
			t.Errorf("the copy: %d %v", c.Status, args)
		}
		if got := app.Get(file + "/original").Body; got != photograph(t) {
			t.Error("the original is not as it came")
		}
	})
}

// What cannot be cleaned asks for a reason, and keeps it.
func TestALetterIsSharedWithAReason(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth)
		file := o.one(app, "letter.pdf", "%PDF-1.7 heron")
		page := app.Get(file)
		page.Check()
		if page.Count("img") != 0 || !strings.Contains(page.Text("main"), "This kind cannot be cleaned") {
			t.Error(page.Text("main"))
		}
		if page = app.Get(file + "/copy"); page.To != file || !strings.Contains(page.Follow().Body, "cannot be cleaned: its kind") {
			t.Error("a copy was made of it")
		}
		page = app.Post(file+"/as-it-is", "reason", "")
		page.Check()
		if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("[role=alert]"), "Write why") {
			t.Error(page.Status)
		}
		page = app.Post(file+"/as-it-is", "reason", "the court asks for it")
		if page.To != file {
			t.Fatal(page.Status, page.To)
		}
		page = page.Follow()
		page.Check()
		if !strings.Contains(page.Text("main"), "the court asks for it") || !strings.Contains(page.Text("main"), "Ruth") {
			t.Error(page.Text("main"))
		}
	})
}

func TestWithoutThumbnailsItIsSaid(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth)
		o.one(app, "x.jpg", photograph(t))
		if page := app.Get(o.url()); page.Count("table img") != 0 || !strings.Contains(page.Text("main"), "on Linux") {
			t.Error(page.Text("main"))
		}
	})
}

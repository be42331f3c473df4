package files_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/picture"
	"github.com/throughcare/throughcare/internal/trail"
)

// photograph is a JPEG that says where it was taken.
func photograph(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 6)), nil); err != nil {
		t.Fatal(err)
	}
	words := "taken at the heron's reeds"
	comment := append(binary.BigEndian.AppendUint16([]byte{0xff, 0xfe}, uint16(len(words)+2)), words...)
	return b.String()[:2] + string(comment) + b.String()[2:]
}

// makes gives every picture the same small one.
func makes(_ context.Context, r io.Reader) ([]byte, error) {
	_, err := io.Copy(io.Discard, r)
	return []byte("small heron"), err
}

func (w *world) thumbnail(id string) (string, error) {
	r, err := w.s.Thumbnail(w.t.Context(), w.ruth, id)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(r)
	return string(b), errors.Join(err, r.Close())
}

// A small picture lies beside its picture, encrypted as it is, and goes and comes
// with it.
func TestASmallPictureIsKeptLikeTheLargeOne(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.s.Small = makes
		f, err := w.add(w.ruth, "heron.jpg", photograph(t))
		w.must(err)
		got, err := w.thumbnail(f.ID)
		w.must(err)
		if got != "small heron" || len(w.onDisk()) != 2 {
			t.Fatalf("%q, %v", got, w.onDisk())
		}
		for _, id := range w.onDisk() {
			r, err := w.s.Vault.Raw(id)
			w.must(err)
			b, err := io.ReadAll(r)
			w.must(errors.Join(err, r.Close()))
			if bytes.Contains(b, []byte("heron")) {
				t.Error("it lies there in clear")
			}
		}
		w.must(trail.Undo(t.Context(), w.db, w.ruth, w.last().ID))
		w.age(300 * 24 * 3600e9)
		if h, err := w.s.Check(t.Context(), true); err != nil || h != (files.Health{Loose: 2}) {
			t.Fatalf("taken back: %+v %v", h, err)
		}
		w.must(trail.Undo(t.Context(), w.db, w.ruth, w.last().ID))
		if h, err := w.s.Check(t.Context(), true); err != nil || h != (files.Health{Files: 1}) {
			t.Fatalf("brought back: %+v %v", h, err)
		}
		if got, err := w.thumbnail(f.ID); err != nil || got != "small heron" {
			t.Errorf("brought back: %q %v", got, err)
		}
	})
}

// What no small picture can be made of is kept all the same; what is no picture
// is not looked at.
func TestWithoutASmallPicture(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		asked := 0
		w.s.Small = func(context.Context, io.Reader) ([]byte, error) {
			asked++
			return nil, errors.New("a bomb")
		}
		bomb, err := w.add(w.ruth, "bomb.png", "\x89PNG\r\n\x1a\n boom")
		w.must(err)
		_, err = w.add(w.ruth, "letter.pdf", letter)
		w.must(err)
		if asked != 1 || len(w.onDisk()) != 2 || bomb.HasThumbnail() {
			t.Errorf("asked %d times, %v", asked, w.onDisk())
		}
		_, err = w.thumbnail(bomb.ID)
		w.is(err, fault.NotFound)
		w.s.Small = makes
		if _, err := w.add(w.bea, "x.jpg", photograph(t)); err == nil || len(w.onDisk()) != 2 {
			t.Errorf("refused, and %v", w.onDisk())
		}
		_, err = w.s.Thumbnail(t.Context(), w.bea, bomb.ID)
		w.is(err, fault.NotFound)
	})
}

func TestACopyForSharing(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		photo, err := w.add(w.ruth, "IMG_1.JPG", photograph(t))
		w.must(err)
		pdf, err := w.add(w.ruth, "letter.pdf", letter)
		w.must(err)
		half, err := w.add(w.ruth, "half.jpg", photograph(t)[:60])
		w.must(err)
		if !photo.Cleanable() || pdf.Cleanable() {
			t.Error("the wrong ones can be cleaned")
		}
		_, clean, err := w.s.Copy(t.Context(), w.ruth, photo.ID)
		w.must(err)
		if strings.Contains(string(clean), "heron") || !strings.Contains(photograph(t), "heron") {
			t.Error("where it was taken is still in it")
		}
		if got, err := w.open(w.ruth, photo.ID); err != nil || got != photograph(t) {
			t.Error("the original is not as it was")
		}
		if _, _, err = w.s.Copy(t.Context(), w.ruth, pdf.ID); !errors.Is(err, picture.ErrKind) {
			t.Error(err)
		}
		if _, _, err = w.s.Copy(t.Context(), w.ruth, half.ID); !errors.Is(err, picture.ErrBroken) {
			t.Error(err)
		}
		_, _, err = w.s.Copy(t.Context(), w.bea, photo.ID)
		w.is(err, fault.NotFound)
	})
}

// What cannot be cleaned is given away with a reason, which stays with it.
func TestAReasonToGiveItAwayAsItIs(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		f, err := w.add(w.ruth, "letter.pdf", letter)
		w.must(err)
		w.is(w.s.Justify(t.Context(), w.ruth, f.ID, "  \u200b "), fault.Invalid)
		w.is(w.s.Justify(t.Context(), w.ruth, f.ID, strings.Repeat("x", 1001)), fault.Invalid)
		w.is(w.s.Justify(t.Context(), w.bea, f.ID, "the court asks for it"), fault.NotFound)
		w.is(w.s.Justify(t.Context(), w.ada, f.ID, "the court asks for it"), fault.Forbidden)
		w.must(w.s.Justify(t.Context(), w.ruth, f.ID, "the court asks for it"))
		g, err := w.s.One(t.Context(), w.lee, f.ID)
		w.must(err)
		e := w.last()
		if len(g.Reasons) != 1 || g.Reasons[0].Words != "the court asks for it" || g.Reasons[0].Name != "Ruth" || e.Action != "files.file.leaves" || e.Args["sha256"] != f.SHA256 {
			t.Fatalf("%+v, %+v", g.Reasons, e)
		}
		w.must(trail.Undo(t.Context(), w.db, w.ruth, e.ID))
		if g, err = w.s.One(t.Context(), w.ruth, f.ID); err != nil || len(g.Reasons) != 0 {
			t.Errorf("taken back: %+v", g.Reasons)
		}
	})
}

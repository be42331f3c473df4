package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/webp"

	"github.com/throughcare/throughcare/internal/picture"
)

// secret is what must be in no copy.
const secret = "Secret: 54.6 N 5.9 W, Ruth's telephone"

// scene is a picture whose four corners differ, so that a turn shows.
func scene(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0xff, 0xff, 0xff, 0xff}
			switch {
			case x < w/2 && y < h/2:
				c = color.RGBA{0xff, 0, 0, 0xff}
			case y < h/2:
				c = color.RGBA{0, 0xff, 0, 0xff}
			case x < w/2:
				c = color.RGBA{0, 0, 0xff, 0xff}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

func asJPEG(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is what a camera writes: how it was held, and much else.
func exif(order binary.AppendByteOrder, turn uint16) []byte {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = append(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x010e), 2), uint32(len(secret))), 0, 0, 0, 38) // a description
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	b = order.AppendUint16(order.AppendUint16(b, turn), 0)
	return append(order.AppendUint32(b, 0), secret...)
}

func segment(marker byte, body string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

// photograph is a JPEG as telephones write them: with place, preview, words, the
// profile of a screen, more pictures after its end.
func photograph(t testing.TB, turn uint16) []byte {
	t.Helper()
	plain := asJPEG(t, scene(64, 32))
	b := slices.Clone(plain[:2])
	b = append(b, segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x48\x00\x48\x01\x01"+secret)...)
	b = append(b, segment(0xe1, "Exif\x00\x00"+string(exif(binary.LittleEndian, turn)))...)
	b = append(b, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x>"+secret+"</x>")...)
	b = append(b, segment(0xe2, "ICC_PROFILE\x00\x01\x01"+secret)...)
	b = append(b, segment(0xed, "Photoshop 3.0\x008BIM"+secret)...)
	b = append(b, segment(0xfe, secret)...)
	return append(append(b, plain[2:]...), secret...)
}

func chunk(kind, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, kind...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(kind+body)))
}

func screenshot(t testing.TB, turn uint16) []byte {
	t.Helper()
	plain := asPNG(t, scene(64, 32))
	const head = 8 + 25 // to the end of IHDR
	b := slices.Clone(plain[:head])
	for kind, body := range map[string]string{
		"tEXt": "Author\x00" + secret, "zTXt": secret, "iTXt": "XML:com.adobe.xmp\x00" + secret, "tIME": "\x07\xea\x03\x02\x0c\x00\x00",
		"eXIf": string(exif(binary.BigEndian, turn)), "iCCP": secret, "prVt": secret,
	} {
		b = append(b, chunk(kind, body)...)
	}
	return append(append(b, plain[head:]...), secret...)
}

// tiny is a WebP of one dot, in VP8L.
var tiny = "\x2f\x00\x00\x00\x00\x07\x10\x11\x11\x88\x88\x08"

func piece(kind, body string) string {
	b := string(binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body)))) + body
	if len(body)%2 == 1 {
		b += "\x00"
	}
	return b
}

func sticker(turn uint16) []byte {
	pieces := piece("VP8X", "\x2c\x00\x00\x00\x00\x00\x00\x00\x00\x00") + piece("ICCP", secret) + piece("VP8L", tiny) +
		piece("EXIF", string(exif(binary.LittleEndian, turn))) + piece("XMP ", secret) + piece("odd!", "x")
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(pieces)+4)), "WEBP"+pieces+secret...)
}

func clean(t testing.TB, original []byte) []byte {
	t.Helper()
	c, err := picture.Clean(original)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func decode(t testing.TB, b []byte) image.Image {
	t.Helper()
	p, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A copy holds the same dots, how it is turned, and nothing else that a camera
// wrote.
func TestNothingIsLeftButThePicture(t *testing.T) {
	t.Parallel()
	for name, original := range map[string]func(uint16) []byte{
		"JPEG": func(turn uint16) []byte { return photograph(t, turn) },
		"PNG":  func(turn uint16) []byte { return screenshot(t, turn) },
		"WebP": sticker,
	} {
		for turn := uint16(1); turn <= 8; turn++ {
			before := original(turn)
			after := clean(t, before)
			if picture.Turned(before) != int(turn) || picture.Turned(after) != int(turn) {
				t.Errorf("%s: turned %d, then %d, want %d", name, picture.Turned(before), picture.Turned(after), turn)
			}
			for _, left := range []string{"Secret", "telephone", "ICC", "Adobe", "adobe", "8BIM", "tEXt", "tIME", "XMP ", "odd!", "prVt"} {
				if bytes.Contains(after, []byte(left)) {
					t.Errorf("%s: %q is left", name, left)
				}
			}
			a, b := decode(t, before), decode(t, after)
			for i := range 100 {
				x, y := i%10*a.Bounds().Dx()/10, i/10*a.Bounds().Dy()/10
				if a.At(x, y) != b.At(x, y) {
					t.Fatalf("%s: another colour at %d, %d", name, x, y)
				}
			}
			if again := clean(t, after); !bytes.Equal(again, after) {
				t.Errorf("%s: a clean picture is not as clean as can be", name)
			}
		}
		if bytes.Contains(bytes.ToLower(clean(t, original(1))), []byte("exif")) {
			t.Errorf("%s: there is EXIF, and nothing to say", name)
		}
	}
}

func TestAMovingPicture(t *testing.T) {
	t.Parallel()
	frame := piece("ANMF", strings.Repeat("\x00", 16)+piece("VP8L", tiny)+piece("spy ", secret))
	pieces := piece("VP8X", "\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00") + piece("ANIM", "\x00\x00\x00\x00\x00\x00") + frame + frame
	moving := append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(pieces)+4)), "WEBP"+pieces...)
	c := clean(t, moving)
	if bytes.Contains(c, []byte("Secret")) || bytes.Count(c, []byte("VP8L")) != 2 {
		t.Errorf("%q", c)
	}
}

func TestWhatCannotBeCleaned(t *testing.T) {
	t.Parallel()
	for name, original := range map[string]string{
		"nothing": "", "a letter": "%PDF-1.7", "a scan": "II*\x00", "a GIF": "GIF89a", "a text": "hello", "two letters": "RIFF",
	} {
		if _, err := picture.Clean([]byte(original)); !errors.Is(err, picture.ErrKind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, whole := range map[string][]byte{"JPEG": photograph(t, 6), "PNG": screenshot(t, 6), "WebP": sticker(6)} {
		end := len(whole) - len(secret)
		for cut := 12; cut < end-1; cut += 1 + end/300 {
			if c, err := picture.Clean(whole[:cut]); err == nil {
				t.Fatalf("%s: cut at %d of %d it is cleaned to %d bytes", name, cut, end, len(c))
			}
		}
	}
	wrong := screenshot(t, 1)
	wrong[40] ^= 1
	if _, err := picture.Clean(wrong); !errors.Is(err, picture.ErrBroken) {
		t.Errorf("a wrong sum: %v", err)
	}
}

// However a picture is written, it is shown as its maker saw it.
func TestSmallPicturesStandUpright(t *testing.T) {
	t.Parallel()
	red, green, blue, white := color.RGBA{0xff, 0, 0, 0xff}, color.RGBA{0, 0xff, 0, 0xff}, color.RGBA{0, 0, 0xff, 0xff}, color.RGBA{0xff, 0xff, 0xff, 0xff}
	// top left, top right, bottom left, bottom right
	for turn, want := range map[uint16][4]color.RGBA{
		1: {red, green, blue, white}, 2: {green, red, white, blue}, 3: {white, blue, green, red}, 4: {blue, white, red, green},
		5: {red, blue, green, white}, 6: {blue, red, white, green}, 7: {white, green, blue, red}, 8: {green, white, red, blue},
	} {
		small, err := picture.Shrink(screenshot(t, turn), 16)
		if err != nil {
			t.Fatal(err)
		}
		w, h := small.Rect.Dx(), small.Rect.Dy()
		if lying := turn < 5; lying != (w == 16 && h == 8) {
			t.Errorf("turn %d: %d by %d", turn, w, h)
		}
		got := [4]color.RGBA{small.RGBAAt(1, 1), small.RGBAAt(w-2, 1), small.RGBAAt(1, h-2), small.RGBAAt(w-2, h-2)}
		if got != want {
			t.Errorf("turn %d: %v", turn, got)
		}
	}
}

func TestShrink(t *testing.T) {
	t.Parallel()
	clear := image.NewNRGBA(image.Rect(0, 0, 3, 2)) // through which one sees white
	small, err := picture.Shrink(asPNG(t, clear), 320)
	if err != nil || small.Rect.Dx() != 3 || small.RGBAAt(0, 0) != (color.RGBA{0xff, 0xff, 0xff, 0xff}) {
		t.Errorf("%v %v", small, err)
	}
	if small, err := picture.Shrink(asJPEG(t, scene(5000, 3)), 320); err != nil || small.Rect.Dx() != 320 || small.Rect.Dy() != 1 {
		t.Errorf("a stripe: %v", err)
	}
	if _, err := webp.Decode(bytes.NewReader(sticker(1))); err != nil {
		t.Errorf("the picture of the tests: %v", err)
	}
	if _, err := picture.Shrink(sticker(1), 320); err != nil {
		t.Errorf("WebP: %v", err)
	}
	flood := screenshot(t, 1)
	binary.BigEndian.PutUint32(flood[16:], 60_000)
	binary.BigEndian.PutUint32(flood[20:], 60_000)
	binary.BigEndian.PutUint32(flood[29:], crc32.ChecksumIEEE(flood[12:29]))
	for name, bad := range map[string][]byte{"a flood": flood, "nothing": nil, "half": screenshot(t, 1)[:500], "a letter": []byte("%PDF-1.7")} {
		if _, err := picture.Shrink(bad, 320); err == nil {
			t.Errorf("%s was made small", name)
		}
	}
}

// Nothing that comes in makes it fall over.
func FuzzClean(f *testing.F) {
	for _, seed := range [][]byte{photograph(f, 6), screenshot(f, 3), sticker(8), []byte("\xff\xd8\xff\xe1\x00\x02\xff\xda\x00\x02\xff\xff")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := picture.Clean(b)
		if err != nil {
			return
		}
		if again, err := picture.Clean(c); err != nil || !bytes.Equal(again, c) {
			t.Errorf("a clean picture is cleaned again: %v", err)
		}
	})
}

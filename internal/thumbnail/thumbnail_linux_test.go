package thumbnail

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/throughcare/throughcare/internal/confined"
)

// The binary of the tests is also the child, and one that tries to get out.
func TestMain(m *testing.M) {
	switch {
	case len(os.Args) == 2 && os.Args[1] == Command:
		if err := Child(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
	case len(os.Args) == 2 && os.Args[1] == "prisoner":
		prisoner()
	default:
		os.Exit(m.Run())
	}
}

// prisoner prints what it can still do when it is confined.
func prisoner() {
	if err := confined.Enter(limits); err != nil {
		fmt.Println("confine:", err)
	}
	try := func(what string, err error) {
		if err == nil {
			fmt.Println("can", what)
		}
	}
	_, err := os.ReadFile("/proc/self/exe")
	try("read", err)
	try("write", os.WriteFile(os.TempDir()+"/throughcare-prisoner", []byte("x"), 0o600))
	_, err = net.Dial("tcp", "127.0.0.1:1")
	try("connect", map[bool]error{true: nil, false: err}[strings.Contains(fmt.Sprint(err), "refused")])
	_, err = net.ListenPacket("udp", "127.0.0.1:0")
	try("listen", err)
	try("start another", exec.Command("/proc/self/exe", "nothing").Run())
	try("have more", unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 64, Max: 64}))
	fmt.Println("environment:", len(os.Environ()))
	var much [][]byte
	for range 64 {
		b := make([]byte, 8<<20)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		much = append(much, b)
	}
	fmt.Println("can have memory:", len(much)*8, "MiB")
}

// A child can read its input, write its output, and nothing else.
func TestTheChildIsConfined(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c := exec.CommandContext(ctx, "/proc/self/exe", "prisoner")
	c.Env = []string{}
	c.SysProcAttr = confined.Apart
	out, err := c.Output()
	if err == nil {
		t.Error("it lived with too much memory")
	}
	if got := strings.TrimSpace(string(out)); got != "environment: 0" {
		t.Errorf("it says: %s", got)
	}
}

func pattern(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), 0x80, 0xff})
		}
	}
	return p
}

func small(t *testing.T, original []byte) (image.Image, error) {
	t.Helper()
	b, err := Make(t.Context(), bytes.NewReader(original))
	if err != nil {
		return nil, err
	}
	p, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Errorf("what was made is no JPEG: %v", err)
	}
	return p, nil
}

func TestMake(t *testing.T) {
	t.Parallel()
	var large, little bytes.Buffer
	if err := errors.Join(jpeg.Encode(&large, pattern(4000, 3000), nil), png.Encode(&little, pattern(5, 7))); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	p, err := small(t, large.Bytes())
	if err != nil || p.Bounds() != image.Rect(0, 0, 320, 240) {
		t.Errorf("a photograph: %v", err)
	}
	t.Logf("12 megapixels in %v", time.Since(begun).Round(time.Millisecond))
	if p, err := small(t, little.Bytes()); err != nil || p.Bounds() != image.Rect(0, 0, 5, 7) {
		t.Errorf("a little one: %v", err)
	}
	for name, bad := range map[string]string{"nothing": "", "a letter": "%PDF-1.7", "half of one": large.String()[:large.Len()/2]} {
		if _, err := small(t, []byte(bad)); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// slow gives a byte now and then, without an end.
type slow struct{}

func (slow) Read(p []byte) (int, error) {
	time.Sleep(50 * time.Millisecond)
	p[0] = 0xff
	return 1, nil
}

// What takes too long is ended, and who has left is not worked for.
func TestPatience(t *testing.T) {
	t.Parallel()
	begun := time.Now()
	if _, err := Make(t.Context(), slow{}); !errors.Is(err, ErrNone) || time.Since(begun) > 2*Patience {
		t.Errorf("%v after %v", err, time.Since(begun))
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := Make(gone, strings.NewReader("")); err == nil {
		t.Error("for one who has left")
	}
}

// A child that is not ours any more gets nothing past us.
func TestDotsAreCounted(t *testing.T) {
	t.Parallel()
	size := func(w, h uint16) []byte {
		return binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, w), h)
	}
	if b, err := encode(append(size(1, 1), 1, 2, 3)); err != nil || !bytes.HasPrefix(b, []byte("\xff\xd8\xff")) {
		t.Errorf("%x, %v", b, err)
	}
	for name, bad := range map[string][]byte{
		"nothing": nil, "no dots": size(1, 1), "none": size(0, 0), "too few": append(size(2, 2), 1, 2, 3), "too many": append(size(1, 1), 1, 2, 3, 4),
		"too large": append(size(321, 1), make([]byte, 963)...), "a page": []byte("<script>alert(1)</script>"),
	} {
		if _, err := encode(bad); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package offline

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/sys/unix"

	"github.com/throughcare/throughcare/internal/cli"
	"github.com/throughcare/throughcare/internal/keys"
)

const inside = "THROUGHCARE_TEST_UNPLUGGED"

// unplugged runs a test of this package again in a process that has a network
// of its own with nothing in it but itself, and may mount file systems.
func unplugged(t *testing.T, test string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+test+"$", "-test.v")
	cmd.Env = append(os.Environ(), inside+"=1", "TMPDIR="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if err != nil && len(out) == 0 {
		t.Skipf("this system lets nobody make a network of their own: %v", err)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if strings.Contains(string(out), "--- SKIP: "+test) {
		t.Skipf("this system gives nobody rights over a network of their own:\n%s", out)
	}
	if !strings.Contains(string(out), "--- PASS: "+test) {
		t.Fatalf("it did not run:\n%s", out)
	}
}

// The whole program works where there is no network, and does not even try:
// every page that links lead to, and every command.
func TestNoOutboundCall(t *testing.T) {
	if os.Getenv(inside) == "" {
		t.Parallel()
		unplugged(t, "TestNoOutboundCall")
		return
	}
	loopbackUp(t)
	before := attempts(t)
	if conn, err := net.DialTimeout("tcp", "192.0.2.1:443", time.Second); err == nil {
		_ = conn.Close()
		t.Fatal("the network is still plugged in")
	}
	if attempts(t) == before {
		t.Fatal("an attempt to get out leaves no mark: this test would see nothing")
	}
	before = attempts(t)
	pages := crawl(t)
	commands(t)
	if n := attempts(t) - before; n != 0 {
		t.Errorf("%d attempts to reach something outside", n)
	}
	t.Logf("%d pages", pages)
}

// loopbackUp switches the machine's own address on; a new network has it off.
func loopbackUp(t *testing.T) {
	t.Helper()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	must(t, err)
	defer func() { _ = unix.Close(fd) }()
	lo, err := unix.NewIfreq("lo")
	must(t, err)
	lo.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	permitted(t, unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo))
}

// attempts counts what the kernel of this network refused for want of a way
// out, and questions to a name server, also one on this machine.
func attempts(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/net/snmp")
	must(t, err)
	n, heads := 0, map[string][]string{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		names, second := heads[fields[0]]
		if !second {
			heads[fields[0]] = fields
			continue
		}
		for i, name := range names {
			if name == "OutNoRoutes" || fields[0] == "Udp:" && name == "OutDatagrams" {
				more, err := strconv.Atoi(fields[i])
				must(t, err)
				n += more
			}
		}
	}
	six, err := os.ReadFile("/proc/net/snmp6")
	if err != nil {
		return n // a kernel without IPv6
	}
	for line := range strings.Lines(string(six)) {
		if f := strings.Fields(line); len(f) == 2 && (f[0] == "Ip6OutNoRoutes" || f[0] == "Udp6OutDatagrams") {
			more, err := strconv.Atoi(f[1])
			must(t, err)
			n += more
		}
	}
	return n
}

// program runs the command line in this process and returns its first line of
// standard output, and how to end it.
func program(t *testing.T, args ...string) (first []byte, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	ended := make(chan int, 1)
	go func() { ended <- cli.Run(ctx, args, os.Getenv, strings.NewReader(""), w, io.Discard) }()
	first, err := bufio.NewReader(r).ReadBytes('\n')
	must(t, err)
	return first, func() {
		cancel()
		if code := <-ended; code != 0 {
			t.Errorf("it ended with %d", code)
		}
	}
}

// crawl reads every page of the demo that links lead to, and looks at whether
// one asks a browser to load anything from elsewhere.
func crawl(t *testing.T) int {
	t.Helper()
	first, stop := program(t, "demo", "--addr", "127.0.0.1:0", "--people", "40", "--json")
	defer stop()
	var said struct {
		Address string `json:"address"`
		SignIn  string `json:"sign_in"`
	}
	must(t, json.Unmarshal(first, &said))
	jar, err := cookiejar.New(nil)
	must(t, err)
	client := &http.Client{Jar: jar}
	answer, err := client.Get(said.SignIn)
	must(t, err)
	_ = answer.Body.Close()
	answer, err = client.PostForm(said.Address+"/find", url.Values{"q": {"karmi yusif"}})
	must(t, err)
	_ = answer.Body.Close()
	kinds, seen := map[string]int{}, map[string]bool{"/": true, "/me": true, "/calendar": true, "/facilities": true, "/people": true, "/settings": true}
	var queue []string
	for path := range seen {
		queue = append(queue, path)
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, link := range visit(t, client, said.Address, queue[0]) {
			if kind := kindOf(link); !seen[link] && kinds[kind] < 4 {
				seen[link] = true
				kinds[kind]++
				queue = append(queue, link)
			}
		}
	}
	if len(seen) < 30 {
		t.Errorf("only %d pages were found", len(seen))
	}
	return len(seen)
}

// kindOf is an address without its ids, so that four of a kind are enough.
func kindOf(link string) string {
	path, _, _ := strings.Cut(link, "?")
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if len(part) > 30 {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

func visit(t *testing.T, client *http.Client, address, path string) (links []string) {
	t.Helper()
	answer, err := client.Get(address + path)
	must(t, err)
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode >= 500 {
		t.Errorf("%s: %s", path, answer.Status)
	}
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	if policy := answer.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") {
		t.Errorf("%s: a browser may load from anywhere: %q", path, policy)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	must(t, err)
	doc.Find("link[href], script[src], img[src], iframe[src], form[action], [data-hx-get]").Each(func(_ int, e *goquery.Selection) {
		for _, name := range []string{"href", "src", "action", "data-hx-get"} {
			if v := e.AttrOr(name, ""); strings.Contains(v, "//") && !strings.HasPrefix(v, "data:") {
				t.Errorf("%s loads %s", path, v)
			}
		}
	})
	doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		if href := a.AttrOr("href", ""); strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//") {
			href, _, _ = strings.Cut(href, "#")
			links = append(links, href)
		}
	})
	return links
}

// commands runs what an operator does.
func commands(t *testing.T) {
	t.Helper()
	keys.DefaultCost = keys.LowCost
	r := newRecord(t)
	r.run(t, 0, "user", "add", "Ruth", "--role", "solo")
	r.run(t, 0, "find", "karimi", "--json")
	r.run(t, 0, "backup", r.path("copy.age"), "--to", r.recipient)
	r.run(t, 0, "doctor", "--deep")
	r.dir = r.path("new")
	r.run(t, 0, "restore", filepath.Join(filepath.Dir(r.dir), "copy.age"), "--identity", r.identity)
}

// permitted skips a test where the system lets a process have a network of its
// own and then nothing be done with it.
func permitted(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) {
		t.Skip(err)
	}
	must(t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A full disk is said in words, and loses nothing: neither of a backup that does
// not fit nor of a record that is restored where there is no room.
func TestFullDisk(t *testing.T) {
	if os.Getenv(inside) == "" {
		t.Parallel()
		unplugged(t, "TestFullDisk")
		return
	}
	keys.DefaultCost = keys.LowCost
	r := newRecord(t)
	r.run(t, 0, "user", "add", "Ruth", "--role", "solo")
	r.fill(t, 60)
	small := t.TempDir()
	permitted(t, unix.Mount("tmpfs", small, "tmpfs", 0, "size=256k"))
	defer func() { _ = unix.Unmount(small, unix.MNT_DETACH) }()
	must(t, os.WriteFile(filepath.Join(small, "filler"), make([]byte, 236<<10), 0o600))

	said := r.run(t, 1, "backup", filepath.Join(small, "copy.age"), "--to", r.recipient)
	if !strings.Contains(said, "no space left") && !strings.Contains(said, "full") {
		t.Errorf("a backup that does not fit says %q", said)
	}
	if left := list(t, small); left != "filler" {
		t.Errorf("left behind: %s", left)
	}

	r.run(t, 0, "backup", r.path("copy.age"), "--to", r.recipient)
	from := r.path("copy.age")
	r.dir = filepath.Join(small, "new")
	said = r.run(t, 1, "restore", from, "--identity", r.identity)
	if !strings.Contains(said, "full") && !strings.Contains(said, "no space left") {
		t.Errorf("a restore without room says %q", said)
	}
	if left := list(t, filepath.Join(small, "new")); left != "" {
		t.Errorf("left behind: %s", left)
	}
	must(t, os.Remove(filepath.Join(small, "filler")))
	must(t, unix.Mount("tmpfs", small, "tmpfs", unix.MS_REMOUNT, "size=64m"))
	r.run(t, 0, "restore", from, "--identity", r.identity)
}

func list(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return fmt.Sprint(strings.Join(names, " "))
}

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// program is the program under measurement, running.
type program struct {
	cmd     *exec.Cmd
	Address string `json:"address"`
	SignIn  string `json:"sign_in"`
	client  *http.Client
}

// start runs a command that serves, and waits until it says where.
func start(ctx context.Context, binary string, args ...string) (*program, error) {
	p := &program{cmd: exec.CommandContext(ctx, binary, append(args, "--json", "--addr", "127.0.0.1:0")...)}
	p.cmd.Stderr = io.Discard // its log of requests
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	p.client = &http.Client{Jar: jar, Transport: &http.Transport{DisableCompression: true}}
	first, err := bufio.NewReader(out).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(first, p)
	}
	return p, err
}

func (p *program) stop() {
	_ = p.cmd.Process.Signal(os.Interrupt) // it may have gone already
	_ = p.cmd.Wait()                       // how it ended is not what is measured
}

// get reads a page or file as it goes over the network, compressed.
func (p *program) get(ctx context.Context, href string) (body []byte, transferred int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, href, nil)
	if err != nil {
		return nil, 0, err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := p.client.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	raw, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		return nil, 0, fmt.Errorf("%s: %s %w", href, answer.Status, err)
	}
	if answer.Header.Get("Content-Encoding") != "gzip" {
		return raw, len(raw), nil
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, 0, err
	}
	body, err = io.ReadAll(z)
	return body, len(raw), err
}

// starts is how often the start is tried; the median counts.
const starts = 9

// measureStart measures the time from starting the program on a record that is
// there to its first answered request.
func measureStart(ctx context.Context, s setup) ([]line, error) {
	dir, err := os.MkdirTemp("", "throughcare-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // an empty record
	phrase := filepath.Join(dir, "phrase")
	if err := os.WriteFile(phrase, []byte("seven invented words for a bench record\n"), 0o600); err != nil {
		return nil, err
	}
	record := filepath.Join(dir, "record")
	add := exec.CommandContext(ctx, s.binary, "user", "add", "Ruth", "--role", "solo", "--data", record, "--phrase-file", phrase)
	if out, err := add.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("user add: %w: %s", err, out)
	}
	locked, err := startTimes(ctx, s.binary, "serve", "--data", record)
	if err != nil {
		return nil, err
	}
	opened, err := startTimes(ctx, s.binary, "serve", "--data", record, "--phrase-file", phrase)
	if err != nil {
		return nil, err
	}
	const target = 300 * time.Millisecond
	return []line{
		{what: "Start to the first answered request", measured: ms(percentile(locked, 50)), target: "< 300 ms", met: percentile(locked, 50) < target},
		{what: "… and with the pass phrase given at the start", measured: ms(percentile(opened, 50)) + ", most of it hashing the phrase"},
	}, nil
}

func startTimes(ctx context.Context, binary string, args ...string) ([]time.Duration, error) {
	var took []time.Duration
	for range starts {
		began := time.Now()
		p, err := start(ctx, binary, args...)
		if err != nil {
			return nil, err
		}
		_, _, err = p.get(ctx, p.Address+"/sign-in")
		took = append(took, time.Since(began))
		p.stop()
		if err != nil {
			return nil, err
		}
	}
	return took, nil
}

// measureMemory measures what the demo keeps after a look at its pages.
func measureMemory(ctx context.Context, s setup) ([]line, error) {
	p, err := start(ctx, s.binary, "demo")
	if err != nil {
		return nil, err
	}
	defer p.stop()
	body, _, err := p.get(ctx, p.SignIn)
	if err != nil {
		return nil, err
	}
	for range 3 {
		for _, href := range links(body) {
			if _, _, err := p.get(ctx, p.Address+href); err != nil {
				note("%v", err)
			}
		}
	}
	select {
	case <-time.After(5 * time.Second):
	case <-ctx.Done():
	}
	var kb int64
	status := fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid)
	if _, err := fmt.Sscanf(field(status, "VmRSS"), "%d kB", &kb); err != nil {
		return []line{{what: "Memory of the demo at rest", measured: "not known on this system"}}, nil
	}
	return []line{{
		what: fmt.Sprintf("Memory of the demo at rest, %d cases", ownCases), measured: fmt.Sprintf("%.1f MiB", float64(kb)/1024),
		target: "< 60 MiB", met: kb < 60<<10,
	}}, nil
}

// links are the pages a page leads to.
func links(body []byte) []string {
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		return nil
	}
	var out []string
	doc.Find("nav a[href], main a[href]").Each(func(_ int, a *goquery.Selection) {
		if href := a.AttrOr("href", ""); strings.HasPrefix(href, "/") && len(out) < 60 {
			out = append(out, href)
		}
	})
	return out
}

// measureWeight adds up what a first visit loads: the page and everything it
// links, as it goes over the network.
func measureWeight(ctx context.Context, s setup) ([]line, error) {
	p, err := start(ctx, s.binary, "demo")
	if err != nil {
		return nil, err
	}
	defer p.stop()
	if _, _, err := p.get(ctx, p.SignIn); err != nil {
		return nil, err
	}
	body, whole, err := p.get(ctx, p.Address+"/")
	if err != nil {
		return nil, err
	}
	parts := []string{fmt.Sprintf("page %.1f", kB(whole))}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for _, href := range loaded(doc) {
		_, n, err := p.get(ctx, p.Address+href)
		if err != nil {
			return nil, err
		}
		whole += n
		u, err := url.Parse(href)
		if err != nil {
			return nil, err
		}
		parts = append(parts, fmt.Sprintf("%s %.1f", filepath.Base(u.Path), kB(n)))
	}
	note("first load: %s kB", strings.Join(parts, ", "))
	return []line{{
		what: fmt.Sprintf("First load of Today, %d parts, compressed", len(parts)), measured: fmt.Sprintf("%.1f kB", kB(whole)),
		target: "< 60 kB", met: kB(whole) < 60,
	}}, nil
}

func kB(n int) float64 { return float64(n) / 1000 }

// loaded are the files a browser fetches with a page.
func loaded(doc *goquery.Document) []string {
	var out []string
	doc.Find(`link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src], img[src]`).Each(func(_ int, e *goquery.Selection) {
		href := e.AttrOr("href", e.AttrOr("src", ""))
		if strings.HasPrefix(href, "/") {
			out = append(out, href)
		}
	})
	return out
}

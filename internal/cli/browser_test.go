package cli_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/rogpeppe/go-internal/testscript"
)

// browser is what a script visits a served record with.
type browser struct {
	cmd    *exec.Cmd
	client *http.Client
}

type browserKeyType struct{}

var browserKey browserKeyType

func browserOf(ts *testscript.TestScript) *browser { return ts.Value(browserKey).(*browser) }

func serving(ts *testscript.TestScript, _ bool, args []string) {
	b := browserOf(ts)
	// The program is the test binary under the name the scripts know it by.
	b.cmd = exec.Command(program(ts), append(args[1:], "--json")...)
	b.cmd.Dir, b.cmd.Env = ts.MkAbs("."), environment(ts)
	b.cmd.Stderr = ts.Stderr()
	out, err := b.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(b.cmd.Start())
	ts.Defer(func() { _ = b.cmd.Process.Kill() }) // it has ended when the script went well
	first, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		ts.Fatalf("it says nothing, and ends: %v", errors.Join(err, b.cmd.Wait()))
	}
	var said struct {
		Address string `json:"address"`
		SignIn  string `json:"sign_in"`
		Code    string `json:"code"`
	}
	ts.Check(json.Unmarshal(first, &said))
	ts.Setenv("ADDRESS", said.Address)
	ts.Setenv("SIGN_IN", strings.TrimPrefix(said.SignIn, said.Address))
	ts.Setenv("CODE", said.Code)
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	b.client = &http.Client{Jar: jar}
}

// program finds the command the way a script does, by its own PATH.
func program(ts *testscript.TestScript) string {
	for dir := range strings.SplitSeq(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		file := dir + string(os.PathSeparator) + "throughcare" + ts.Getenv("exe")
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	ts.Fatalf("throughcare is not in PATH")
	return ""
}

func environment(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "XDG_DATA_HOME", "THROUGHCARE_DATA", "THROUGHCARE_NOW"} {
		if v := ts.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

func stopped(ts *testscript.TestScript, _ bool, _ []string) {
	b := browserOf(ts)
	ts.Check(b.cmd.Process.Signal(os.Interrupt))
	if err := b.cmd.Wait(); err != nil {
		ts.Fatalf("it did not end well: %v", err)
	}
}

func visit(ts *testscript.TestScript, _ bool, args []string) {
	b := browserOf(ts)
	address := ts.Getenv("ADDRESS") + args[0]
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if len(args) > 1 {
		form := url.Values{}
		for _, field := range args[1:] {
			name, value, _ := strings.Cut(field, "=")
			form.Add(name, value)
		}
		r, err = http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
		if err == nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
		}
	}
	ts.Check(err)
	answer, err := b.client.Do(r)
	ts.Check(err)
	defer func() { _ = answer.Body.Close() }() // it was only read
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	ts.Check(err)
	doc.Find("script, style, svg").Remove()
	fmt.Fprintf(ts.Stdout(), "%d %s\n%s\n", answer.StatusCode, answer.Request.URL.Path, strings.Join(strings.Fields(doc.Text()), " "))
}

func value(ts *testscript.TestScript, _ bool, args []string) {
	var said map[string]any
	ts.Check(json.NewDecoder(io.LimitReader(strings.NewReader(ts.ReadFile("stdout")), 1<<20)).Decode(&said))
	v, ok := said[args[1]]
	if !ok {
		ts.Fatalf("there is no %q in %v", args[1], said)
	}
	ts.Setenv(args[0], fmt.Sprint(v))
}

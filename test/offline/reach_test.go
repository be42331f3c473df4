// Package offline proves that the program needs nobody else: it makes no
// connection of its own, and what is stolen of it tells nothing.
package offline

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const module = "github.com/throughcare/throughcare/"

// reaching are the names that open a connection, look a host up or start
// another program.
var reaching = map[string][]string{
	"net":        {"Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "Dialer", "Resolver", "DefaultResolver", "LookupHost", "LookupIP", "LookupAddr", "LookupMX", "LookupTXT", "LookupCNAME"},
	"net/http":   {"Get", "Post", "PostForm", "Head", "Client", "DefaultClient", "Transport", "DefaultTransport", "NewRequest", "NewRequestWithContext"},
	"net/smtp":   {"Dial", "SendMail", "NewClient"},
	"net/rpc":    {"Dial", "DialHTTP"},
	"crypto/tls": {"Dial", "DialWithDialer", "Dialer"},
	"os/exec":    {"Command", "CommandContext"},
}

// mayReach are our files that use one of them, and why.
var mayReach = map[string]string{
	"internal/dbtest/harm.go":        "mounts small disks and kills children for tests; no program has it, see TestNoTestHelperIsShipped",
	"internal/confined/run_linux.go": "starts the program again as a confined child without a network, which works on what strangers sent",
	"internal/cli/relaunch_other.go": "starts the program again, locked, where a process cannot be replaced",
}

// Nothing we wrote opens a connection.
func TestOurCodeDialsNobody(t *testing.T) {
	t.Parallel()
	root, used := filepath.Join("..", ".."), map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, file) // both are relative
		rel = filepath.ToSlash(rel)
		if d != nil && d.IsDir() && (rel == "test" || rel == ".git") {
			return filepath.SkipDir
		}
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			return err
		}
		for _, name := range reachingNames(parsed) {
			used[rel] = true
			if mayReach[rel] == "" {
				t.Errorf("%s uses %s: the program makes no connection of its own", rel, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for file := range mayReach {
		if !used[file] {
			t.Errorf("%s need not be allowed any more", file)
		}
	}
}

// What helps tests is no part of the program.
func TestNoTestHelperIsShipped(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", module+"cmd/throughcare").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for pkg := range strings.FieldsSeq(string(out)) {
		if pkg == "testing" || strings.HasPrefix(pkg, module+"internal/dbtest") {
			t.Errorf("%s is part of the program", pkg)
		}
	}
}

func reachingNames(file *ast.File) []string {
	local := map[string]string{} // the name in this file, of a package
	for _, spec := range file.Imports {
		imp := strings.Trim(spec.Path.Value, `"`)
		name := imp[strings.LastIndex(imp, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		local[name] = imp
	}
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(reaching[local[x.Name]], sel.Sel.Name) {
			out = append(out, local[x.Name]+"."+sel.Sel.Name)
		}
		return true
	})
	return out
}

func TestReachingNamesAreSeen(t *testing.T) {
	t.Parallel()
	src := "package p\nimport (h \"net/http\"; \"os/exec\"; \"net\")\nvar _ = h.Get\nfunc f() { exec.Command(\"x\"); var d net.Dialer; _ = d; _ = net.ParseIP }"
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"net/http.Get", "os/exec.Command", "net.Dialer"}, reachingNames(file)); diff != "" {
		t.Error(diff)
	}
}

// connected are the packages of others in the program that know the network,
// and what for. A new one is looked at before it stands here.
var connected = map[string]string{
	"github.com/a-h/templ":                             "answers requests with components; we call it with a writer",
	"github.com/a-h/templ/runtime":                     "hands components to the above",
	"github.com/arran4/golang-ical":                    "can fetch a calendar; we only write them",
	"github.com/go-viper/mapstructure/v2":              "has addresses among the types it decodes",
	"github.com/go-webauthn/webauthn/metadata":         "can fetch lists of approved devices; internal/passkey asks for none",
	"github.com/go-webauthn/webauthn/protocol":         "reads requests that came in; can ask a site for its related ones, which we do not",
	"github.com/go-webauthn/webauthn/webauthn":         "reads requests that came in",
	"github.com/go-webauthn/x/revoke":                  "can ask whether a certificate was revoked; only lists of approved devices do",
	"github.com/google/go-tpm/tpmutil":                 "dials an emulator of a TPM where there is no Unix; passkeys only read its formats",
	"github.com/google/uuid":                           "reads the names of network cards for version 1, which we do not make",
	"github.com/jackc/pgx/v5/pgconn":                   "connects to PostgreSQL, where --database says so",
	"github.com/jackc/pgx/v5/pgconn/internal/bgreader": "reads from that connection",
	"github.com/jackc/pgx/v5/pgtype":                   "has addresses among its types",
}

// Nothing of others in the program knows the network unless it is listed.
func TestWhatKnowsTheNetwork(t *testing.T) {
	t.Parallel()
	format := `{{if not .Standard}}{{.ImportPath}}{{range .Imports}} {{.}}{{end}}{{"\n"}}{{end}}`
	out, err := exec.Command("go", "list", "-deps", "-f", format, module+"cmd/throughcare").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	found := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], module) {
			continue
		}
		for _, imp := range fields[1:] {
			if _, reaches := reaching[imp]; reaches {
				found[fields[0]] = true
			}
		}
	}
	for pkg := range found {
		if connected[pkg] == "" {
			t.Errorf("%s knows the network: see what it does there, and say so in connected", pkg)
		}
	}
	for pkg := range connected {
		if !found[pkg] {
			t.Errorf("%s is not part of the program any more", pkg)
		}
	}
}

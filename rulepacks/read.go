package rulepacks

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/throughcare/throughcare/internal/fault"
)

// MaxFile is how large a pack may be, in bytes.
const MaxFile = 1 << 20

// Finding is one thing that is wrong with a file, where it stands, and as a message
// with its arguments (name, value pairs).
type Finding struct {
	Line int    // counted from 1; 0 for the whole file
	Path string // "procedures[0].steps[1].limits[0].unit"
	Key  string
	Args []any
}

// Wrong is the error of a pack that cannot be used: all that is wrong with it, by
// line.
type Wrong struct{ Findings []Finding }

// Error says how much is wrong; what, is for Findings.
func (w *Wrong) Error() string {
	return fmt.Sprintf("rulepacks: %d things wrong with the pack, the first on line %d (%s)", len(w.Findings), w.Findings[0].Line, w.Findings[0].Key)
}

// Fault makes an Invalid fault of it, for forms; the findings stay within.
func (w *Wrong) Fault() error {
	problem := fault.Problem{Field: "file", Key: "rulepacks.install.wrong", Args: []any{"count", len(w.Findings)}}
	return &fault.Error{Kind: fault.Invalid, Op: "rulepacks: reading a pack", Problems: []fault.Problem{problem}, Err: w}
}

// Read reads a pack, YAML or JSON in UTF-8, and checks it. It refuses what it does
// not know, rather than leave out what somebody meant: the error is a *Wrong. A pack
// may name the calendars it brings, and those of other packs that are given by ID.
func Read(text []byte, calendars ...string) (*Pack, error) {
	if len(text) > MaxFile {
		return nil, &Wrong{[]Finding{{Key: "rulepacks.check.large", Args: []any{"most", MaxFile}}}}
	}
	root, wrong := parse(text)
	if wrong != nil {
		return nil, wrong
	}
	r := reader{lines: map[string]int{}}
	r.walk(root, reflect.TypeFor[Pack](), "")
	var p Pack
	if len(r.findings) == 0 {
		r.decode(root, &p)
	}
	if len(r.findings) == 0 {
		r.findings = p.check(calendars)
	}
	if len(r.findings) > 0 {
		return nil, &Wrong{r.placed()}
	}
	return &p, nil
}

// parse reads the one document of a file.
func parse(text []byte) (*yaml.Node, *Wrong) {
	var doc yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, &Wrong{[]Finding{{Key: "rulepacks.check.empty"}}}
		}
		return nil, &Wrong{said(err)}
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, &Wrong{[]Finding{{Line: root.Line, Key: "rulepacks.check.shape.map"}}}
	}
	if err := d.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		return nil, &Wrong{[]Finding{{Key: "rulepacks.check.several"}}}
	}
	return root, nil
}

// lineOf finds the line in the words of the YAML library.
var lineOf = regexp.MustCompile(`line (\d+): ?(.*)`)

func said(err error) []Finding {
	var list []Finding
	for _, text := range strings.Split(err.Error(), "\n") {
		if m := lineOf.FindStringSubmatch(text); m != nil {
			n, _ := strconv.Atoi(m[1])
			list = append(list, Finding{Line: n, Key: "rulepacks.check.syntax", Args: []any{"said", m[2]}})
		}
	}
	if len(list) == 0 {
		list = []Finding{{Key: "rulepacks.check.syntax", Args: []any{"said", strings.TrimPrefix(err.Error(), "yaml: ")}}}
	}
	return list
}

// reader remembers on which line everything stands.
type reader struct {
	lines    map[string]int
	findings []Finding
}

func (r *reader) find(path, key string, args ...any) {
	r.findings = append(r.findings, Finding{Path: path, Key: key, Args: args})
}

// walk compares a tree with the type it is for: every name must be a field, nothing
// may be said twice, and nothing may be elsewhere (aliases can blow up).
func (r *reader) walk(n *yaml.Node, t reflect.Type, path string) {
	r.lines[path] = n.Line
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.find(path, "rulepacks.check.alias")
	case n.Tag == "!!null":
		r.find(path, "rulepacks.check.null")
	case t.Kind() == reflect.Struct && n.Kind == yaml.MappingNode:
		r.fields(n, t, path)
	case t.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode:
		for i, item := range n.Content {
			r.walk(item, t.Elem(), path+"["+strconv.Itoa(i)+"]")
		}
	case t.Kind() == reflect.Struct:
		r.find(path, "rulepacks.check.shape.map")
	case t.Kind() == reflect.Slice:
		r.find(path, "rulepacks.check.shape.list")
	case n.Kind != yaml.ScalarNode:
		r.find(path, "rulepacks.check.shape.text")
	default:
		r.scalar(n, t, path)
	}
}

// scalar refuses words where a number belongs.
func (r *reader) scalar(n *yaml.Node, t reflect.Type, path string) {
	switch {
	case t.Kind() == reflect.Int && n.Tag != "!!int":
		r.find(path, "rulepacks.check.shape.number", "said", cut(n.Value))
	case t.Kind() == reflect.Bool && n.Tag != "!!bool":
		r.find(path, "rulepacks.check.shape.yes", "said", cut(n.Value))
	}
}

func (r *reader) fields(n *yaml.Node, t reflect.Type, path string) {
	known := fieldsOf(t)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		at := strings.TrimPrefix(path+"."+name.Value, ".")
		r.lines[at] = name.Line
		field, ok := known[name.Value]
		switch {
		case !ok:
			r.find(at, "rulepacks.check.field.unknown", "field", cut(name.Value))
		case seen[name.Value]:
			r.find(at, "rulepacks.check.field.twice", "field", name.Value)
		default:
			r.walk(value, field, at)
		}
		seen[name.Value] = true
	}
}

// fieldsOf gives the names a type has in files.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, inline, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case inline == "inline":
			for name, typ := range fieldsOf(f.Type) {
				fields[name] = typ
			}
		case name != "" && name != "-":
			fields[name] = f.Type
		}
	}
	return fields
}

// decode fills the pack; the walk has seen that everything has its place.
func (r *reader) decode(n *yaml.Node, p *Pack) {
	if err := n.Decode(p); err != nil {
		r.findings = append(r.findings, said(err)...)
	}
}

// placed gives every finding its line, in the order of the file.
func (r *reader) placed() []Finding {
	for i, f := range r.findings {
		if f.Line == 0 {
			r.findings[i].Line = r.line(f.Path)
		}
	}
	slices.SortStableFunc(r.findings, func(a, b Finding) int { return cmp.Compare(a.Line, b.Line) })
	return r.findings
}

// line is where a path stands, or else the nearest thing around it: what is missing
// has no line of its own.
func (r *reader) line(path string) int {
	for {
		if n, ok := r.lines[path]; ok {
			return n
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			return r.lines[""]
		}
		path = path[:i]
	}
}

// cut shortens what a file says, for a message.
func cut(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

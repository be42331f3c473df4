// Package strict reads files that people write, YAML of which JSON is a part, into a
// type, and refuses whatever has no place there: a name that is not known, anything
// said twice, nothing said at all, a word where a number belongs, and what blows up
// or hides (aliases, anchors, tags). It remembers on which line everything stands.
package strict

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/throughcare/throughcare/internal/i18n"
)

// Finding is one thing that is wrong with a file, where it stands, and as a message
// with its arguments (name, value pairs).
type Finding struct {
	Line int    // counted from 1; 0 for the whole file
	Path string // "procedures[0].steps[1].limits[0].unit"
	Key  string
	Args []any
}

// Words say a finding: "line 12: ...".
func (f Finding) Words(ctx context.Context) string {
	said := i18n.T(ctx, f.Key, f.Args...)
	switch {
	case f.Line == 0:
		return said
	case f.Path == "":
		return i18n.T(ctx, "rulepacks.check.line.only", "line", f.Line, "said", said)
	}
	return i18n.T(ctx, "rulepacks.check.line", "line", f.Line, "said", said, "where", f.Path)
}

// Lines are the lines on which everything stands, by path.
type Lines map[string]int

// Read reads a file into a value of a struct type with yaml tags. What it finds wrong
// is in the order of the file; then the value is of no use.
func Read(text []byte, into any) (Lines, []Finding) {
	if wrong := unreadable(text); wrong != nil {
		return nil, wrong
	}
	root, wrong := parse(text)
	if wrong != nil {
		return nil, wrong
	}
	r := reader{lines: Lines{}}
	r.walk(root, reflect.TypeOf(into).Elem(), "")
	if len(r.findings) == 0 {
		if err := root.Decode(into); err != nil {
			r.findings = said(err, text)
		}
	}
	return r.lines, r.lines.Place(r.findings)
}

// unreadable says on which line a file is no text in UTF-8: a spreadsheet, a PDF, or
// a file that an old editor saved. The YAML library would read some of it otherwise.
func unreadable(text []byte) []Finding {
	for line, rest := 1, text; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			return []Finding{{Line: line, Key: "rulepacks.check.utf8"}}
		case r < ' ' && r != '\t' && r != '\n' && r != '\r':
			return []Finding{{Line: line, Key: "rulepacks.check.control"}}
		case r == '\n':
			line++
		}
		rest = rest[size:]
	}
	return nil
}

// parse reads the one document of a file.
func parse(text []byte) (*yaml.Node, []Finding) {
	var doc yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, []Finding{{Key: "rulepacks.check.empty"}}
		}
		return nil, said(err, text)
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, []Finding{{Line: root.Line, Key: "rulepacks.check.shape.map"}}
	}
	if err := d.Decode(&yaml.Node{}); !errors.Is(err, io.EOF) {
		return nil, []Finding{{Key: "rulepacks.check.several"}}
	}
	return root, nil
}

// lineOf finds the line in the words of the YAML library.
var lineOf = regexp.MustCompile(`line (\d+): ?(.*)`)

// said makes findings of the words of the YAML library.
func said(err error, file []byte) []Finding {
	var list []Finding
	for _, text := range strings.Split(err.Error(), "\n") {
		if m := lineOf.FindStringSubmatch(text); m != nil {
			n, _ := strconv.Atoi(m[1])
			if strings.HasPrefix(m[2], "did not find expected") || strings.HasPrefix(m[2], "found a tab") && !indentedByTab(file, n) {
				n++ // its parser counts lines from 0 where it fails, its scanner mostly from 1
			}
			list = append(list, Finding{Line: n, Key: "rulepacks.check.syntax", Args: []any{"said", m[2]}})
		}
	}
	if len(list) == 0 {
		list = []Finding{{Key: "rulepacks.check.syntax", Args: []any{"said", strings.TrimPrefix(err.Error(), "yaml: ")}}}
	}
	return list
}

// indentedByTab reports whether a line, counted from 1, has a tab before its text.
func indentedByTab(text []byte, line int) bool {
	lines := bytes.Split(text, []byte("\n"))
	if line < 1 || line > len(lines) {
		return false
	}
	of := lines[line-1]
	return bytes.ContainsRune(of[:len(of)-len(bytes.TrimLeft(of, " \t"))], '\t')
}

// reader compares a file with a type.
type reader struct {
	lines    Lines
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
	case n.Style&yaml.TaggedStyle != 0:
		r.find(path, "rulepacks.check.tag", "said", Cut(n.Tag))
	case n.Tag == "!!null", n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == "":
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
		r.find(path, "rulepacks.check.shape.number", "said", Cut(n.Value))
	case t.Kind() == reflect.Bool && n.Tag != "!!bool":
		r.find(path, "rulepacks.check.shape.yes", "said", Cut(n.Value))
	}
}

func (r *reader) fields(n *yaml.Node, t reflect.Type, path string) {
	known := Fields(t)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		at := strings.TrimPrefix(path+"."+name.Value, ".")
		r.lines[at] = name.Line
		field, ok := known[name.Value]
		switch {
		case name.Kind != yaml.ScalarNode || name.Anchor != "":
			r.find(at, "rulepacks.check.alias")
		case !ok:
			r.find(at, "rulepacks.check.field.unknown", "field", Cut(name.Value))
		case seen[name.Value]:
			r.find(at, "rulepacks.check.field.twice", "field", name.Value)
		default:
			r.walk(value, field, at)
		}
		seen[name.Value] = true
	}
}

// Fields gives the names a type has in files, and what stands behind each.
func Fields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, inline, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case inline == "inline":
			for name, typ := range Fields(f.Type) {
				fields[name] = typ
			}
		case name != "" && name != "-":
			fields[name] = f.Type
		}
	}
	return fields
}

// Place gives every finding its line, in the order of the file.
func (l Lines) Place(findings []Finding) []Finding {
	for i, f := range findings {
		if f.Line == 0 {
			findings[i].Line = l.of(f.Path)
		}
	}
	slices.SortStableFunc(findings, func(a, b Finding) int { return cmp.Compare(a.Line, b.Line) })
	return findings
}

// of is where a path stands, or else the nearest thing around it: what is missing
// has no line of its own.
func (l Lines) of(path string) int {
	for {
		if n, ok := l[path]; ok {
			return n
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			return l[""]
		}
		path = path[:i]
	}
}

// Cut shortens what a file says, for a message.
func Cut(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

package rulepacks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/throughcare/throughcare/internal/strict"
)

// node is a piece of the schema.
type node struct {
	Ref         string          `json:"$ref"`
	Type        any             `json:"type"`
	Enum        []string        `json:"enum"`
	Description string          `json:"description"`
	Properties  map[string]node `json:"properties"`
	Items       *node           `json:"items"`
	Closed      *bool           `json:"additionalProperties"`
	Defs        map[string]node `json:"$defs"`
}

func schemaRoot(t *testing.T) node {
	t.Helper()
	var root node
	if err := json.Unmarshal(Schema(), &root); err != nil {
		t.Fatal(err)
	}
	return root
}

// at follows references, and keeps the words nearest by.
func (n node) at(root node) node {
	said := n.Description
	for n.Ref != "" {
		n = root.Defs[strings.TrimPrefix(n.Ref, "#/$defs/")]
	}
	if said != "" {
		n.Description = said
	}
	return n
}

// is reports whether the schema takes a type of JSON there.
func (n node) is(kind string) bool {
	list, several := n.Type.([]any)
	return n.Type == kind || several && slices.Contains(list, any(kind))
}

// The schema has every name that the reader takes, no other, each with its type and in
// words: it cannot drift.
func TestSchemaHasEveryName(t *testing.T) {
	t.Parallel()
	root := schemaRoot(t)
	var walk func(path string, n node, is reflect.Type)
	walk = func(path string, n node, is reflect.Type) {
		n = n.at(root)
		if n.Description == "" {
			t.Errorf("%s says nothing of itself", path)
		}
		for is.Kind() == reflect.Pointer {
			is = is.Elem()
		}
		switch is.Kind() {
		case reflect.Struct:
			fields := strict.Fields(is)
			if a, b := slices.Sorted(maps.Keys(fields)), slices.Sorted(maps.Keys(n.Properties)); !slices.Equal(a, b) {
				t.Errorf("%s: the reader takes %v, the schema %v", path, a, b)
			}
			if n.Closed == nil || *n.Closed {
				t.Errorf("%s is open to other names", path)
			}
			for name, field := range fields {
				walk(path+"."+name, n.Properties[name], field)
			}
		case reflect.Slice:
			if n.Items == nil || !n.is("array") {
				t.Errorf("%s is no list in the schema", path)
				return
			}
			walk(path+"[]", *n.Items, is.Elem())
		default:
			kind := map[reflect.Kind]string{reflect.Int: "integer", reflect.Bool: "boolean", reflect.String: "string"}[is.Kind()]
			if !n.is(kind) && len(n.Enum) == 0 {
				t.Errorf("%s is a %s for the reader, and %v in the schema", path, kind, n.Type)
			}
		}
	}
	walk("", root, reflect.TypeFor[Pack]())
}

// leaf is one value of a file that can be put otherwise.
type leaf struct {
	path string // "procedures[0].steps[1].id"
	in   *yaml.Node
	i    int // of in.Content
}

// full is testdata/full.yaml, in which every name stands.
func full(t testing.TB) *yaml.Node {
	t.Helper()
	text, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Content[0]
}

// leaves lists every value of a tree, also those that hold others.
func leaves(n *yaml.Node, path string) (list []leaf) {
	for i, child := range n.Content {
		at := path + "[" + strconv.Itoa(i) + "]"
		if n.Kind == yaml.MappingNode {
			if i%2 == 0 {
				continue
			}
			at = strings.TrimPrefix(path+"."+n.Content[i-1].Value, ".")
		}
		list = append(append(list, leaf{at, n, i}), leaves(child, at)...)
	}
	return list
}

// with reads the file with another value at a leaf.
func (l leaf) with(t *testing.T, root, value *yaml.Node) (accepted bool, found []Finding, data any) {
	t.Helper()
	was := l.in.Content[l.i]
	l.in.Content[l.i] = value
	defer func() { l.in.Content[l.i] = was }()
	return judged(t, root)
}

func judged(t *testing.T, root *yaml.Node) (accepted bool, found []Finding, data any) {
	t.Helper()
	text, err := yaml.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Read(text)
	if wrong, ok := errors.AsType[*Wrong](err); ok {
		found = wrong.Findings
	}
	return err == nil, found, plain(t, root)
}

// plain is a tree as JSON has it.
func plain(t *testing.T, n *yaml.Node) any {
	t.Helper()
	text, err := json.Marshal(values(n))
	if err != nil {
		t.Fatal(err)
	}
	data, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func values(n *yaml.Node) any {
	var v any
	switch {
	case n.Kind == yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = values(n.Content[i+1])
		}
		return m
	case n.Kind == yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, values(c))
		}
		return list
	case n.ShortTag() == "!!timestamp" || n.Decode(&v) != nil:
		return n.Value
	}
	return v
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("rulepack.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("rulepack.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Where the reader knows words, the schema lists the same ones in the same order, and
// nowhere else; and the file that is compared by leaves no name out.
func TestSchemaHasEveryWord(t *testing.T) {
	t.Parallel()
	root, file := schemaRoot(t), full(t)
	used := map[string]bool{}
	for _, l := range leaves(file, "") {
		n := root
		for _, part := range strings.FieldsFunc(l.path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
			if n = n.at(root); n.Items != nil {
				n = *n.Items
			} else {
				used[fmt.Sprintf("%p %s", n.Properties, part)] = true
				n = n.Properties[part]
			}
		}
		n = n.at(root)
		if l.in.Content[l.i].Kind != yaml.ScalarNode {
			continue
		}
		known := ""
		_, found, _ := l.with(t, file, text("zz-unknown"))
		for _, f := range found {
			if f.Key == "rulepacks.check.word" && f.Path == l.path {
				known = fmt.Sprint(f.Args[3])
			}
		}
		if listed := strings.Join(n.Enum, ", "); listed != known && listed+", no_limit" != known {
			t.Errorf("%s: the reader knows %q, the schema %q", l.path, known, listed)
		}
	}
	for name, object := range root.Defs {
		for property := range object.Properties {
			if object.Closed != nil && !used[fmt.Sprintf("%p %s", object.Properties, property)] {
				t.Errorf("testdata/full.yaml has no %s in %s", property, name)
			}
		}
	}
}

func text(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Value: s}
}

func bare(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

// beyond are findings about how one part of a pack fits another, which no schema can
// know.
var beyond = []string{
	"rulepacks.check.source", "rulepacks.check.calendar", "rulepacks.check.step", "rulepacks.check.cycle", "rulepacks.check.overlap",
	"rulepacks.check.twice", "rulepacks.check.limit.twice", "rulepacks.check.range", "rulepacks.check.weekend",
}

// The schema and the reader agree: what comes with the program passes both; and of
// every value put otherwise, and every one left out, the schema refuses what the reader
// refuses, and lets pass what it takes.
func TestSchemaAgreesWithTheReader(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	agree := func(what string, accepted bool, found []Finding, data any) {
		t.Helper()
		switch err := s.Validate(data); {
		case accepted && err != nil:
			t.Errorf("%s: the reader takes it, the schema says %v", what, err)
		case !accepted && err == nil && slices.ContainsFunc(found, func(f Finding) bool { return !slices.Contains(beyond, f.Key) }):
			t.Errorf("%s: the schema lets it pass, the reader says %v", what, found)
		}
	}
	files, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		var doc yaml.Node
		if err := yaml.Unmarshal(f.Text, &doc); err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(plain(t, doc.Content[0])); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	file := full(t)
	others := map[string]*yaml.Node{
		"nothing": text(""), "blanks": text("  "), "a word": text("Upper Case"), "a short name": text("zz-unknown"), "no day": text("2026-02-30"), "a day": text("2026-02-28"),
		"0": bare("0"), "1": bare("1"), "-1": bare("-1"), "a fraction": bare("2.5"), "many": bare("20001"), "true": bare("true"), "null": bare("null"), "a long text": text(strings.Repeat("x", maxSaid+1)),
		"a list": {Kind: yaml.SequenceNode, Content: []*yaml.Node{text("x")}}, "an empty list": {Kind: yaml.SequenceNode}, "names": {Kind: yaml.MappingNode, Content: []*yaml.Node{text("x"), text("y")}},
	}
	for _, l := range leaves(file, "") {
		for what, value := range others {
			accepted, found, data := l.with(t, file, value)
			agree(l.path+" is "+what, accepted, found, data)
		}
		was, from, cut := l.in.Content, l.i, 1
		if l.in.Kind == yaml.MappingNode {
			from, cut = l.i-1, 2
		}
		l.in.Content = slices.Delete(slices.Clone(was), from, from+cut)
		accepted, found, data := judged(t, file)
		agree(l.path+" is left out", accepted, found, data)
		l.in.Content = was
	}
}

package rulepacks

import (
	"bytes"
	"encoding/json"
	goflag "flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/throughcare/throughcare/internal/civil"
)

var update = goflag.Bool("update", false, "write rulepack.schema.json anew")

const schemaFile = "rulepack.schema.json"

// words are the values of the fields that take one of a few.
var words = map[reflect.Type][]string{
	reflect.TypeFor[Mark](): spoken(Marks()), reflect.TypeFor[Track](): spoken(Tracks()), reflect.TypeFor[StepKind](): spoken(StepKinds()),
	reflect.TypeFor[For](): spoken(Fors()), reflect.TypeFor[Unit](): spoken(Units()), reflect.TypeFor[Event](): spoken(Events()), reflect.TypeFor[Silence](): spoken(Silences()),
}

// wordsOf are those of fields that are plain text in Go.
var wordsOf = map[string][]string{"Limit.count_from": {NextDay, SameDay}, "Limit.roll": {NoRoll, NextWorkingDay}, "Holiday.observed": {Nearest, NextFree, SundayOnly}}

func spoken[T ~string](list []T) (out []string) {
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

// object is a part of a schema, its keys in the order of the alphabet.
type object = map[string]any

// maker makes the schema of the types that a file is read into.
type maker struct {
	comments map[string]string // of fields, by "Type.Field"
	needed   map[string][]string
	defs     object
}

func (m *maker) of(t reflect.Type, at string) object {
	switch {
	case t == reflect.TypeFor[civil.Day]():
		return object{"type": "string", "format": "date", "pattern": `^\d{4}-\d{2}-\d{2}$`}
	case words[t] != nil:
		return object{"enum": words[t]}
	case wordsOf[at] != nil:
		return object{"enum": wordsOf[at]}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return m.of(t.Elem(), at)
	case reflect.Slice:
		return object{"type": "array", "items": m.of(t.Elem(), at)}
	case reflect.Int:
		return object{"type": "integer"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Struct:
		if m.defs[t.Name()] == nil {
			m.defs[t.Name()] = object{} // types do not hold themselves, but to be sure
			m.defs[t.Name()] = m.object(t)
		}
		return object{"$ref": "#/$defs/" + t.Name()}
	}
	return object{"type": "string"}
}

func (m *maker) object(t reflect.Type) object {
	properties := object{}
	m.properties(t, t.Name(), properties)
	o := object{"type": "object", "additionalProperties": false, "properties": properties}
	if list := m.needed[t.Name()]; len(list) > 0 {
		o["required"] = list
	}
	return o
}

func (m *maker) properties(t reflect.Type, name string, into object) {
	for i := range t.NumField() {
		f := t.Field(i)
		key, inline, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case inline == "inline":
			m.properties(f.Type, name, into)
		case key != "" && key != "-":
			p := m.of(f.Type, name+"."+key)
			if said := m.comments[t.Name()+"."+f.Name]; said != "" {
				p["description"] = said
			}
			into[key] = p
		}
	}
}

// comments reads what the types say of their fields.
func comments(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, file := range []string{"pack.go", "calendar.go"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if body, ok := spec.Type.(*ast.StructType); ok {
					for _, f := range body.Fields.List {
						for _, name := range f.Names {
							out[spec.Name.Name+"."+name.Name] = strings.TrimSpace(f.Comment.Text())
						}
					}
				}
			}
			return true
		})
	}
	return out
}

// needed finds out of which fields of each type no pack can do without: no pack that we
// ship leaves one out, and the reader misses it wherever it is taken away.
func needed(t *testing.T) map[string][]string {
	t.Helper()
	seen, must := map[string]bool{}, map[string]bool{}
	for _, file := range shippedFiles(t) {
		var doc yaml.Node
		if err := yaml.Unmarshal(file, &doc); err != nil {
			t.Fatal(err)
		}
		without(doc.Content[0], reflect.TypeFor[Pack](), func(of string) {
			text, err := yaml.Marshal(&doc)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Read(text, allCalendars(t)...)
			must[of] = (must[of] || !seen[of]) && err != nil
			seen[of] = true
		})
	}
	spared, out := spared(t), map[string][]string{}
	for _, of := range slices.Sorted(maps.Keys(must)) {
		if name, key, _ := strings.Cut(of, "."); must[of] && !spared[of] {
			out[name] = append(out[name], key)
		}
	}
	return out
}

// spared are the fields that some pack leaves out.
func spared(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	files, err := filepath.Glob("packs/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var doc yaml.Node
		if err := yaml.Unmarshal(text, &doc); err != nil {
			t.Fatal(err)
		}
		lacks(doc.Content[0], reflect.TypeFor[Pack](), out)
	}
	return out
}

// lacks gathers the fields that no mapping of a tree has, somewhere.
func lacks(n *yaml.Node, t reflect.Type, into map[string]bool) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Slice:
		for _, item := range n.Content {
			lacks(item, t.Elem(), into)
		}
	case reflect.Struct:
		fields := fieldsOf(t)
		there := map[string]bool{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			there[n.Content[i].Value] = true
			lacks(n.Content[i+1], fields[n.Content[i].Value], into)
		}
		for key := range fields {
			into[t.Name()+"."+key] = into[t.Name()+"."+key] || !there[key]
		}
	}
}

// without takes every field of a tree away, one at a time, and calls do meanwhile.
func without(n *yaml.Node, t reflect.Type, do func(of string)) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Slice:
		for _, item := range n.Content {
			without(item, t.Elem(), do)
		}
	case reflect.Struct:
		fields := fieldsOf(t)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, whole := n.Content[i].Value, n.Content
			n.Content = slices.Concat(whole[:i], whole[i+2:])
			do(t.Name() + "." + key)
			n.Content = whole
			without(n.Content[i+1], fields[key], do)
		}
	}
}

func shippedFiles(t *testing.T) (list [][]byte) {
	t.Helper()
	for _, name := range []string{"blank.yaml", "us-prea.yaml", "holidays.yaml"} { // they say every thing there is to say between them
		text, err := os.ReadFile(filepath.Join("packs", name))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	return list
}

func allCalendars(t *testing.T) []string {
	t.Helper()
	files, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	var packs []*Pack
	for _, f := range files {
		packs = append(packs, f.Pack)
	}
	return NewBook(packs, nil).CalendarIDs()
}

// The schema says what the reader does: each name, each word, and what cannot be left
// out. It is made from the types, and this fails when it was not made anew.
func TestSchemaIsFresh(t *testing.T) {
	m := &maker{comments: comments(t), needed: needed(t), defs: object{}}
	root := m.object(reflect.TypeFor[Pack]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "A rule pack of Throughcare"
	root["description"] = "Procedures with their steps, limits and forms, and calendars of days off. docs/rule-packs.md says how to write one."
	root["$defs"] = m.defs
	var made bytes.Buffer
	e := json.NewEncoder(&made)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(schemaFile, made.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(made.Bytes(), Schema()) {
		t.Error("rulepack.schema.json is not what the types say; run: go test ./rulepacks -run Schema -update")
	}
}

func compiled(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(schemaFile, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tree reads a file as a schema sees it.
func tree(t testing.TB, text []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return plain(v)
}

// plain makes of what YAML reads what JSON would be: days are text, keys are text.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = plain(x)
		}
	case map[any]any:
		out := map[string]any{}
		for k, x := range v {
			out[fmt.Sprint(k)] = plain(x)
		}
		return out
	case []any:
		for i, x := range v {
			v[i] = plain(x)
		}
	case interface{ Format(string) string }:
		return v.Format("2006-01-02")
	}
	return v
}

func TestShippedPacksKeepToTheSchema(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	files, err := filepath.Glob("packs/*.yaml")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d packs, %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(tree(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the schema refuses the reader refuses too: an editor never warns of what is right.
func TestTheSchemaIsNoStricterThanTheReader(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	text, err := os.ReadFile("packs/blank.yaml")
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for i, change := range [][2]string{
		{"unit: working_day", "unit: fortnight"}, {"kind: formal", "kind: casual"}, {"for: filing", "for: fun"}, {"silence: may_proceed", "silence: golden"},
		{"track: emergency", "track: slow"}, {"n: 10\n", "n: ten\n"}, {"one_issue: true", "one_issue: yes please"}, {"effective_from: 2026-01-01", "effective_from: soon"},
		{"mark: verified", "mark: sure"}, {"version: \"1\"", "versoin: \"1\""}, {"title: A pack to copy", ""}, {"roll: none", "roll: sideways"},
	} {
		bad := strings.Replace(string(text), change[0], change[1], 1)
		if bad == string(text) {
			t.Fatalf("%q is not in the blank pack", change[0])
		}
		_, read := Read([]byte(bad), allCalendars(t)...)
		if err := s.Validate(tree(t, []byte(bad))); err != nil {
			refused++
			if read == nil {
				t.Errorf("%s: the schema refuses what the reader takes: %v", strconv.Itoa(i)+" "+change[1], err)
			}
		}
		if read == nil {
			t.Errorf("the reader takes %q", change[1])
		}
	}
	if refused < 10 {
		t.Errorf("the schema refuses only %d of what the reader refuses", refused)
	}
}

package main

import (
	"slices"
	"testing"
)

func TestMutants(t *testing.T) {
	t.Parallel()
	source := `package p

import "fmt"

func f(a, b int, ok bool) bool {
	err := fmt.Errorf("x" + "y")
	if err != nil {
		return false
	}
	if !ok {
		a++
	}
	switch {
	case a < b && ok:
		return true
	}
	return a+b == 3
}
`
	list, err := mutantsOf("p.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range list {
		got = append(got, m.what)
		if source[m.from:m.to] == m.text {
			t.Errorf("line %d: %s changes nothing", m.line, m.what)
		}
	}
	want := []string{
		"!= becomes ==", "false becomes true", "an if is never so", "a not is gone", "counts the other way",
		"&& becomes ||", "< becomes <=", "true becomes false", "== becomes !=", "+ becomes -",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if list[0].line != 7 {
		t.Errorf("the first stands in line %d", list[0].line)
	}
}

package main

import (
	"slices"
	"strings"
	"testing"
)

// theirs are the tables that hold what is known of people.
var theirs = []string{
	"person", "person_name", "person_number", "person_fact", "take_care", "relation", "stay", "milestone", "timeline_entry", "timeline_edit",
	"task", "case_file", "case_span", "case_answer", "consent_entry", "disclosure", "consent_form", "access_bar", "restriction", "handover_line", "entry_ask",
	"timeline_statement", "packet", "packet_choice", "file_as_it_is",
}

// A field that nobody marked is a field nobody looks at: every text column of
// these tables holds markers, or stands on the list of those that hold no words.
func TestEveryTextFieldIsMarked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cells := w.cells()
	for column, values := range cells {
		table, _, _ := strings.Cut(column, ".")
		if !slices.Contains(theirs, table) || slices.ContainsFunc(unmarked, func(end string) bool { return strings.HasSuffix(column, end) }) {
			continue
		}
		if len(w.in(strings.Join(values, "\n"))) == 0 {
			t.Errorf("%s holds no marker", column)
		}
	}
	for _, table := range theirs {
		if len(cells[table+".id"]) == 0 {
			t.Errorf("%s is empty", table)
		}
	}
	t.Logf("%d markers", len(w.byWord))
}

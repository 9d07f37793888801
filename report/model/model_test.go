package model

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/split"
	"seam/analyze/whatif"
)

func filledReport() *Report {
	return &Report{
		SchemaVersion: SchemaVersion,
		Tool:          Tool{Name: ToolName, Version: "v1"},
		Repository:    Repository{Folder: ".", Head: "worktree", Languages: []Language{{Name: "go", Files: 2}}},
		Options:       map[string]string{"b": "2", "a": "<1>"},
		Warnings:      []finding.Warning{{Code: "x", Message: "a & b", Count: 1}},
		Candidates:    []split.Candidate{{Rank: 1, ID: "split:a", Score: 1.5, Cycles: [][]string{{"a", "b"}}, Cut: whatif.Cut{CrossingShare: 0.1}}},
		Diamonds:      []diamonds.Diamond{},
		Whatif:        &Whatif{Result: whatif.Result{Verdict: "no"}},
		Deploy:        &Deploy{Rollback: map[string][]string{"a": nil}},
	}
}

func encoded(t *testing.T, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What was written reads back and writes to the same bytes.
func TestRoundTrip(t *testing.T) {
	for name, r := range map[string]*Report{"filled": filledReport(), "bare": {SchemaVersion: SchemaVersion, Tool: Tool{Name: ToolName}}} {
		first := encoded(t, r)
		back, err := Read(strings.NewReader(first))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(first, encoded(t, back)); diff != "" {
			t.Errorf("%s changes on the way (-first +second):\n%s", name, diff)
		}
	}
}

// A section that was asked for and is empty is a list; one that was not is absent.
// No reader has to expect null, and the report itself is not written to.
func TestEmptyAndAbsent(t *testing.T) {
	r := filledReport()
	got := encoded(t, r)
	for want, there := range map[string]bool{
		`"diamonds": []`: true, `"chains"`: false, `"coupling"`: false, `"for": []`: true, `"rollback": {`: true, `"a": []`: true,
		"null": false, `"message": "a & b"`: true, `"a": "<1>"`: true,
	} {
		if strings.Contains(got, want) != there {
			t.Errorf("%s: want it there %v in\n%s", want, there, got)
		}
	}
	if !strings.HasPrefix(got, "{\n  \"schema_version\": 1,\n") || !strings.HasSuffix(got, "}\n") {
		t.Errorf("layout: %q … %q", got[:30], got[len(got)-5:])
	}
	if diff := cmp.Diff(filledReport(), r); diff != "" {
		t.Errorf("Write changed the report:\n%s", diff)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, in string
		kind     error
		says     string
	}{
		{"empty", "", ErrNotReport, "unexpected end of JSON input"},
		{"no JSON", "<html>\n", ErrNotReport, "line 1, column 1"},
		{"half a file", "{\n  \"schema_version\": 1,\n", ErrNotReport, "line 3"},
		{"other JSON", `{"a": 1}`, ErrNotReport, "no schema_version"},
		{"a list", `[1]`, ErrNotReport, "line 1"},
		{"other tool", `{"schema_version": 1, "tool": {"name": "eslint"}}`, ErrNotReport, `tool.name is not "seam"`},
		{"newer", `{"schema_version": 2, "tool": {"name": "seam", "version": "v9"}}`, ErrSchema, `2: written by seam "v9", this seam reads version 1`},
		{"older", `{"schema_version": 0, "tool": {"name": "seam"}}`, ErrSchema, "write the report again"},
		{"wrong type", "{\"schema_version\": 1, \"tool\": {\"name\": \"seam\"},\n\"areas\": 7}", ErrNotReport, "line 2, column 10"},
		{"two reports", `{"schema_version": 1, "tool": {"name": "seam"}} {}`, ErrNotReport, "after top-level value"},
	} {
		_, err := Read(strings.NewReader(c.in))
		if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want %v that says %q", c.name, err, c.kind, c.says)
		}
	}
}

// Fields of a later release of the same schema version are no error.
func TestReadSkipsUnknownFields(t *testing.T) {
	r, err := Read(strings.NewReader(`{"schema_version": 1, "tool": {"name": "seam", "version": "v2"}, "later": [1]}`))
	if err != nil || r.Tool.Version != "v2" {
		t.Errorf("%v, %v", r, err)
	}
}

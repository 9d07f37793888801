package main

import (
	"bufio"
	"bytes"
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"seam/analyze"
	"seam/analyze/history"
	"seam/analyze/imports/golang"
	"seam/analyze/repo"
	"seam/graph"
)

func streamed(packages, commits int, brief bool) []byte {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	newStream(w, packages, brief).run(commits)
	w.Flush()
	return b.Bytes()
}

// git takes the stream, and what it makes is a valid Go repository of that size: every
// import is found, every name that is used is there, nothing is imported in a circle.
func TestStream(t *testing.T) {
	t.Run("whole files", func(t *testing.T) { taken(t, false) })
	t.Run("brief ones", func(t *testing.T) { taken(t, true) })
}

func taken(t *testing.T, brief bool) {
	const packages, commits = 230, 300
	dir := filepath.Join(t.TempDir(), "r")
	if out, err := exec.Command("git", "init", "-q", "--bare", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	load := exec.Command("git", "-C", dir, "fast-import", "--quiet")
	load.Stdin = bytes.NewReader(streamed(packages, commits, brief))
	if out, err := load.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	r, err := repo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Resolve("main")
	if err != nil {
		t.Fatal(err)
	}
	log, err := history.Read(context.Background(), r, head, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	merges := 0
	for _, c := range log.Commits() {
		if c.IsMerge() {
			merges++
		}
	}
	if log.Len() != commits || merges == 0 {
		t.Errorf("%d commits, %d merges", log.Len(), merges)
	}
	tree, err := r.Snapshot(head)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	g, err := golang.Load(context.Background(), tree, golang.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Packages) != packages || len(g.Edges) < packages || len(g.Warnings) > 0 {
		t.Errorf("%d packages, %d edges, warnings %v", len(g.Packages), len(g.Edges), g.Warnings)
	}
	for _, e := range g.Edges {
		to, _ := g.Find(e.To)
		for _, s := range e.Symbols {
			if !slices.Contains(to.Exported, s) {
				t.Errorf("%s uses %s.%s, which is not there", e.From, e.To, s)
			}
		}
	}
	if cycles := graph.Cycles(g.Links()); len(cycles) > 0 {
		t.Errorf("cycles %v", cycles)
	}
}

func TestSameBytes(t *testing.T) {
	if !bytes.Equal(streamed(120, 50, false), streamed(120, 50, false)) {
		t.Error("two streams differ")
	}
}

// The polyglot repository has so many source files, and every language's reader finds
// packages and edges in it.
func TestPolyglot(t *testing.T) {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	newPolyglot(w, 1500).run()
	w.Flush()
	dir := filepath.Join(t.TempDir(), "r")
	if out, err := exec.Command("git", "init", "-q", "--bare", "-b", "main", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	load := exec.Command("git", "-C", dir, "fast-import", "--quiet")
	load.Stdin = &b
	if out, err := load.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	in, err := analyze.Load(context.Background(), analyze.Request{Dir: dir, Needs: analyze.Needs{Imports: true, Symbols: true}})
	if err != nil {
		t.Fatal(err)
	}
	files, edges, language := map[string]int{}, map[string]int{}, map[string]string{}
	for _, p := range in.Imports.Packages {
		language[p.Path] = p.Language
		files[p.Language] += len(p.Files)
	}
	for _, e := range in.Imports.Edges {
		edges[language[e.From]]++
	}
	for _, l := range []string{"go", "typescript", "python", "java", "csharp"} {
		if files[l] != 300 || edges[l] == 0 {
			t.Errorf("%s: %d files, %d edges", l, files[l], edges[l])
		}
	}
	if len(in.Imports.Warnings) > 0 {
		t.Errorf("warnings %v", in.Imports.Warnings)
	}
}

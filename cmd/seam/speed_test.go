package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"seam/analyze/cache"
	"seam/analyze/history"
	"seam/analyze/repo"
)

var (
	speedRepository = flag.String("speed-repo", "", "a git repository whose history is read beside git log (make bench-history REPO=…)")
	speedPairs      = flag.Int("speed-pairs", 10, "pairs of runs")
)

// readHistory is a program of its own for TestHistorySpeed: it reads the history of the
// repository DIR at a revision, with the cache below a folder unless that is "".
func readHistory() {
	collectLate() // as main does
	log, err := func() (*history.Log, error) {
		r, err := repo.Open(os.Args[1])
		if err != nil {
			return nil, err
		}
		head, err := r.Resolve(os.Args[2])
		if err != nil {
			return nil, err
		}
		var o history.Options
		if root := os.Args[3]; root != "" {
			s := cache.Open(root, r.Folder(), cache.DefaultLimit)
			defer s.Close()
			o.Cache = s
		}
		return history.Read(context.Background(), r, head, o)
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitCannot)
	}
	fmt.Println(log.Len(), len(log.Paths))
}

// cost is what a process took.
type cost struct {
	cpu, wall float64 // seconds
	peak      int64   // KiB, where the system tells
}

func took(t *testing.T, name string, args ...string) cost {
	t.Helper()
	c := exec.Command(name, args...)
	c.Stderr = os.Stderr
	start := time.Now()
	if err := c.Run(); err != nil {
		t.Fatalf("%s %q: %v", name, args, err)
	}
	return cost{(c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds(), time.Since(start).Seconds(), peakOf(c.ProcessState)}
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

func spread(list []float64) string {
	return fmt.Sprintf("%.2f (%.2f to %.2f)", median(list), slices.Min(list), slices.Max(list))
}

// TestHistorySpeed runs seam and git log in turn and prints the medians of both, and of
// their ratios. It judges nothing.
func TestHistorySpeed(t *testing.T) {
	if *speedRepository == "" {
		t.Skip("no -speed-repo given")
	}
	dir, old := *speedRepository, t.TempDir()
	git := []string{"-C", dir, "log", "--raw", "--no-renames", "--no-merges", "HEAD"}
	full := filepath.Join(old, "full")
	hundred := filepath.Join(old, "hundred")
	report := []string{"report", "--format", "html", "-o", filepath.Join(old, "out.html")}
	reportAt := func(rev, root string) []string {
		return append(slices.Clone(report), "--rev", rev, "--cache-dir", root, dir)
	}
	took(t, "seam", reportAt("HEAD~100", hundred)...)
	took(t, "seam", reportAt("HEAD", full)...)
	again := func(run int) string { // a fresh copy of what was kept 100 commits ago
		root := filepath.Join(old, fmt.Sprint("copy", run))
		if err := os.CopyFS(root, os.DirFS(hundred)); err != nil {
			t.Fatal(err)
		}
		return root
	}
	runs := 0
	rows := []struct {
		what string
		args func() []string
	}{
		{"history, no cache", func() []string { return []string{"read-history", dir, "HEAD", ""} }},
		{"history, full cache", func() []string { return []string{"read-history", dir, "HEAD", full} }},
		{"history, 100 new commits", func() []string { runs++; return []string{"read-history", dir, "HEAD", again(runs)} }},
		{"report, no cache", func() []string { return append([]string{"seam"}, append(slices.Clone(report), "--no-cache", dir)...) }},
		{"report, full cache", func() []string { return append([]string{"seam"}, reportAt("HEAD", full)...) }},
		{"report, 100 new commits", func() []string { runs++; return append([]string{"seam"}, reportAt("HEAD", again(runs))...) }},
	}
	var table strings.Builder
	table.WriteString("| what | CPU s | git's | CPU ratio (min to max) | wall ratio (min to max) | peak ratio |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, row := range rows {
		var mine, gits, cpu, wall, peak []float64
		for range *speedPairs {
			args := row.args()
			a, b := took(t, args[0], args[1:]...), took(t, "git", git...)
			mine, gits = append(mine, a.cpu), append(gits, b.cpu)
			cpu, wall = append(cpu, a.cpu/b.cpu), append(wall, a.wall/b.wall)
			peak = append(peak, float64(a.peak)/float64(max(b.peak, 1)))
		}
		fmt.Fprintf(&table, "| %s | %.2f | %.2f | %s | %s | %.1f |\n", row.what, median(mine), median(gits), spread(cpu), spread(wall), median(peak))
	}
	t.Logf("%d pairs\n%s", *speedPairs, table.String())
}

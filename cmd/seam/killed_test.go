package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"seam/analyze/repo"
)

// TestKilledWhileTheCacheIsWritten kills a hundred runs at random moments, and stops every
// other one in a way that lets it keep what it read: whatever they leave behind, the next
// run gives the same answer and says nothing.
func TestKilledWhileTheCacheIsWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred processes take a while")
	}
	dir, root := filepath.Join(t.TempDir(), "r"), filepath.Join(t.TempDir(), "cache")
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	commits := []repo.BuildCommit{{Author: "Ann", Email: "ann@one.example", Message: "first", When: time.Unix(1_700_000_000, 0), Write: polyglot}}
	for i := range 200 {
		commits = append(commits, repo.BuildCommit{
			Author: "Ann", Email: "ann@one.example", Message: fmt.Sprintf("change %d", i), When: time.Unix(1_700_000_100+int64(i), 0),
			Write: map[string]string{fmt.Sprintf("docs/%d.txt", i%40): fmt.Sprint(i)},
		})
	}
	if err := buildCommits(b, commits); err != nil {
		t.Fatal(err)
	}
	args := []string{"report", "--format", "json", "--cache-dir", root, dir}
	var want bytes.Buffer
	if code := run(context.Background(), append(args, "--no-cache"), &want, os.Stderr); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	ask := func() {
		t.Helper()
		var stdout, stderr bytes.Buffer
		if code := run(context.Background(), args, &stdout, &stderr); code != exitOK || !bytes.Equal(stdout.Bytes(), want.Bytes()) || stderr.Len() > 0 {
			t.Fatalf("exit code %d, the same answer: %v, said %q", code, bytes.Equal(stdout.Bytes(), want.Bytes()), stderr.String())
		}
	}
	start := time.Now()
	if err := exec.Command("seam", args...).Run(); err != nil {
		t.Fatal(err)
	}
	takes := time.Since(start)
	random := rand.New(rand.NewPCG(8, 9))
	killed := 0
	for round := 0; killed < 100; round++ {
		if round == 1000 {
			t.Fatalf("only %d of %d runs were killed before they ended", killed, round)
		}
		if random.IntN(3) > 0 { // so that there is much to write again
			if err := os.RemoveAll(root); err != nil {
				t.Fatal(err)
			}
		}
		c := exec.Command("seam", args...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(takes))))
		if round%2 == 0 || c.Process.Signal(os.Interrupt) != nil {
			c.Process.Kill()
		}
		if c.Wait() != nil {
			killed++
		}
		if round%4 == 3 {
			ask()
			forget(t, root) // so that the facts are asked for, too
			ask()
		}
	}
	ask()
}

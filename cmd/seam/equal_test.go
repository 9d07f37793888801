package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var (
	equalRepositories = flag.String("equal-repos", "", "git repositories, comma separated, whose answers must not depend on who reads them (make equal REPOS=…)")
	equalMachines     = flag.Bool("equal-machines", false, "build the program for other processors too: arm64 (for qemu-aarch64) and 386")
	equalOld          = flag.String("equal-old", "", "another seam program whose answers are to be the same")
)

// TestRepositoriesAnswerAlike asks for the JSON report of each repository by each reader,
// and without, with a new and with a full cache, and from a kept answer; with -equal-old, the other program for
// what history says; with -equal-machines, as the program for other processors answers. All
// answers to one question have the same bytes.
func TestRepositoriesAnswerAlike(t *testing.T) {
	if *equalRepositories == "" {
		t.Skip("no -equal-repos given")
	}
	report := []string{"report", "--format", "json"}
	page := []string{"report", "--format", "html"}
	var machines [][]string
	if *equalMachines {
		machines = otherMachines(t)
	}
	focus := []string{"focus", "--format", "json"}
	for dir := range strings.SplitSeq(*equalRepositories, ",") {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			kept := filepath.Join(t.TempDir(), "cache")
			want := answer(t, "seam", report, "--no-cache", "--history-reader", "pack", dir)
			for _, other := range [][]string{
				{"--no-cache", "--history-reader", "git"},
				{"--no-cache", "--history-reader", "go-git"},
				{"--cache-dir", kept},
				{"--cache-dir", kept},
				{"--cache-dir", kept, "--history-reader", "pack"},
				{"--cache-dir", kept, "--history-reader", "git"},
			} {
				if got := answer(t, "seam", report, append(other, dir)...); got != want {
					t.Errorf("%v: another report than --no-cache --history-reader pack", other)
				}
			}
			for _, run := range machines {
				for _, verb := range [][]string{report, page} {
					if answer(t, run[0], append(run[1:len(run):len(run)], verb...), "--no-cache", dir) != answer(t, "seam", verb, "--no-cache", dir) {
						t.Errorf("%q: another %s than here", run, verb[2])
					}
				}
			}
			if *equalOld != "" && answer(t, *equalOld, focus, "--no-cache", dir) != answer(t, "seam", focus, "--no-cache", dir) {
				t.Errorf("focus: another answer than %s", *equalOld)
			}
			head, err := exec.Command("git", "-C", dir, "rev-parse", "HEAD").Output()
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s at %.10s: %s", dir, head, want)
		})
	}
}

// otherMachines builds the program for two other processors, and says how it is run: on
// amd64 that of 386 runs as it is.
func otherMachines(t *testing.T) (run [][]string) {
	dir := t.TempDir()
	for arch, with := range map[string][]string{"386": nil, "arm64": {"qemu-aarch64", "qemu-aarch64-static"}} {
		program := filepath.Join(dir, "seam-"+arch)
		build := exec.Command("go", "build", "-o", program, "seam/cmd/seam")
		build.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("for %s: %v\n%s", arch, err, out)
		}
		command := []string{program}
		for _, name := range with {
			if emulator, err := exec.LookPath(name); err == nil {
				command = []string{emulator, program}
			}
		}
		if len(command) == 1 && len(with) > 0 {
			t.Logf("NOT CHECKED on %s: there is none of %q", arch, with)
			continue
		}
		run = append(run, command)
	}
	return run
}

// answer runs seam and gives the hash of what it writes: reports of large repositories
// have a hundred megabytes.
func answer(t *testing.T, program string, verb []string, more ...string) string {
	t.Helper()
	sum := sha256.New()
	var complaint bytes.Buffer
	c := exec.Command(program, append(verb[:len(verb):len(verb)], more...)...)
	c.Stdout = sum
	c.Stderr = &complaint
	if err := c.Run(); err != nil {
		t.Fatalf("%s %v %v: %v\n%s", program, verb, more, err, complaint.Bytes())
	}
	return fmt.Sprintf("%.8x", sum.Sum(nil))
}

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"seam/analyze/repo"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"seam":         func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) },
		"read-history": readHistory,
	})
}

// TestScripts runs testdata/script: each file there is a small repository, what is
// asked of seam, and what it must answer. Besides the commands of testscript there
// are
//
//	repo DIR         make DIR, with the files the script puts there, a repository of one commit
//	repo DIR LIST    make DIR a repository of the commits that LIST lists, see commitlist_test.go
//	exits N CMD...   run a command that must end with exit code N
//	module M FILES   put the archive of a module, PATH@VERSION, into the module cache
//	gitlog DIR WHO   hold the history of DIR against git log --raw; WHO (go-git or git) reads it
//
// and the condition [netless]: this machine lets us start a program without any network.
//
// go test ./cmd/seam -run Scripts -update rewrites what cmp compares with.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setup,
		Condition:           condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"repo":   repoCommand,
			"exits":  exitsCommand,
			"gitlog": gitlogCommand,
			"module": moduleCommand,
		},
	})
}

// setup keeps the user's settings out.
func setup(e *testscript.Env) error {
	home := filepath.Join(e.WorkDir, ".home")
	for key, value := range map[string]string{
		"HOME": home, "TZ": "UTC", "LC_ALL": "C", "NO_COLOR": "1", "COLUMNS": "", "XDG_CACHE_HOME": filepath.Join(e.WorkDir, ".cache"), "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
		"GOPROXY": "off", "GOFLAGS": "", "GOTOOLCHAIN": "local",
	} {
		e.Setenv(key, value)
	}
	return os.Mkdir(home, 0o777)
}

func condition(name string) (bool, error) {
	if name != "netless" {
		return false, fmt.Errorf("unknown condition %q", name)
	}
	return exec.Command("unshare", "--map-root-user", "--net", "true").Run() == nil, nil
}

func exitsCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N CMD...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	var exit *exec.ExitError
	err = ts.Exec(args[1], args[2:]...)
	switch {
	case err == nil && want == 0:
	case err == nil:
		ts.Fatalf("exit code 0, want %d", want)
	case !errors.As(err, &exit):
		ts.Check(err)
	case exit.ExitCode() != want:
		ts.Fatalf("exit code %d, want %d", exit.ExitCode(), want)
	}
}

func repoCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: repo DIR [LIST]")
	}
	dir := ts.MkAbs(args[0])
	commits := []repo.BuildCommit{{
		Author: "Ann", Email: "ann@one.example", Message: "first", When: time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC), Write: moved(ts, dir),
	}}
	if len(args) == 2 {
		var err error
		commits, err = parseCommits(args[1], ts.ReadFile(args[1]))
		ts.Check(err)
	}
	b, err := repo.NewBuilder(dir)
	ts.Check(err)
	ts.Check(buildCommits(b, commits))
}

// moved takes every file out of a folder.
func moved(ts *testscript.TestScript, dir string) map[string]string {
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && d.IsDir() {
			return nil
		} else if err != nil {
			return err
		}
		content, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, p)
		files[filepath.ToSlash(name)] = string(content)
		return err
	})
	ts.Check(err)
	ts.Check(os.RemoveAll(dir))
	return files
}

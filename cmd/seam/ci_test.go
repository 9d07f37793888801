package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"seam/analyze/format/yaml"
)

// TestCI runs what services run: the steps of action.yml, the script of the GitLab
// template and the pre-commit hook, taken out of their files, in a repository with a
// change that adds a conflict. Besides the commands of TestScripts there are
//
//	action NAME      run the step NAME of action.yml in the current folder
//	gitlab           run the script of templates/gitlab-ci.yml
//	hook             run the entry of .pre-commit-hooks.yaml
//
// "! action NAME" and the like want a failure. The variable ROOT is this repository; tool
// is a folder that stands for a checkout of it.
func TestCI(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(root, "testdata", "ci"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			return setupCI(e, root)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"repo":   repoCommand,
			"exits":  exitsCommand,
			"action": func(ts *testscript.TestScript, neg bool, args []string) { actionCommand(ts, root, neg, args) },
			"gitlab": func(ts *testscript.TestScript, neg bool, _ []string) { shell(ts, neg, gitlabScript(ts, root)) },
			"hook":   func(ts *testscript.TestScript, neg bool, _ []string) { shell(ts, neg, hookEntry(ts, root)) },
		},
	})
}

// setupCI gives the scripts what a service gives: a folder for files, the caches of Go. What
// builds seam there builds the program below tool, which runs the seam under test: to
// build it whole is left to make release.
func setupCI(e *testscript.Env, root string) error {
	e.Setenv("ROOT", root)
	e.Setenv("RUNNER_TEMP", filepath.Join(e.WorkDir, ".runner"))
	seam, err := exec.LookPath("seam")
	if err != nil {
		return err
	}
	e.Setenv("SEAM_UNDER_TEST", seam)
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		return err
	}
	dirs := strings.Fields(string(out))
	e.Setenv("GOCACHE", dirs[0])
	e.Setenv("GOMODCACHE", dirs[1])
	if err := setup(e); err != nil {
		return err
	}
	tool := filepath.Join(e.WorkDir, "tool")
	for _, d := range []string{"cmd/seam", "ci"} {
		if err := os.MkdirAll(filepath.Join(tool, d), 0o777); err != nil {
			return err
		}
	}
	files := map[string]string{"go.mod": "module seam\n\ngo 1.26\n", "cmd/seam/main.go": stub}
	for _, name := range []string{"ci/check.sh", "ci/comment.sh"} {
		b, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		files[name] = string(b)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(tool, name), []byte(text), 0o777); err != nil {
			return err
		}
	}
	return nil
}

const stub = `package main

import (
	"errors"
	"os"
	"os/exec"
)

func main() {
	c := exec.Command(os.Getenv("SEAM_UNDER_TEST"), os.Args[1:]...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	var exit *exec.ExitError
	if err := c.Run(); errors.As(err, &exit) {
		os.Exit(exit.ExitCode())
	} else if err != nil {
		panic(err)
	}
}
`

// parsed is one of our files as a tree.
func parsed(t interface{ Fatalf(string, ...any) }, root, file string) *yaml.Node {
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
	if err != nil {
		t.Fatalf("%v", err)
	}
	docs, err := yaml.Parse(data)
	if err != nil || len(docs) != 1 {
		t.Fatalf("%s: %d documents, %v", file, len(docs), err)
	}
	return docs[0]
}

// shell runs a script as the services do: the first command that fails ends it.
func shell(ts *testscript.TestScript, neg bool, script string) {
	err := ts.Exec("sh", "-e", "-c", script)
	if neg && err == nil {
		ts.Fatalf("succeeded")
	} else if !neg {
		ts.Check(err)
	}
}

func actionCommand(ts *testscript.TestScript, root string, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: action NAME")
	}
	for _, step := range parsed(ts, root, "action.yml").Get("runs").Get("steps").List() {
		if step.Get("name").Text() == args[0] {
			shell(ts, neg, step.Get("run").Text())
			return
		}
	}
	ts.Fatalf("action.yml has no step %s", args[0])
}

func gitlabScript(ts *testscript.TestScript, root string) string {
	var lines []string
	for _, l := range parsed(ts, root, "templates/gitlab-ci.yml").Get("seam").Get("script").List() {
		lines = append(lines, l.Text())
	}
	return strings.Join(lines, "\n")
}

func hookEntry(ts *testscript.TestScript, root string) string {
	return parsed(ts, root, ".pre-commit-hooks.yaml").List()[0].Get("entry").Text()
}

// TestActionInjectsNothing: what a pull request names itself must not become a part of a
// script, so scripts take everything from the environment.
func TestActionInjectsNothing(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, step := range parsed(t, root, "action.yml").Get("runs").Get("steps").List() {
		if run := step.Get("run").Text(); strings.Contains(run, "${{") {
			t.Errorf("an expression inside a script: %s", run)
		}
	}
}

// TestActionInputs: every input that a step reads exists, and every one is read.
func TestActionInputs(t *testing.T) {
	root := filepath.Join("..", "..")
	data, err := os.ReadFile(filepath.Join(root, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var used, declared []string
	for _, m := range regexp.MustCompile(`inputs\.([a-z-]+)`).FindAllStringSubmatch(string(data), -1) {
		used = append(used, m[1])
	}
	for _, f := range parsed(t, root, "action.yml").Get("inputs").Map() {
		declared = append(declared, f.Key)
	}
	slices.Sort(used)
	slices.Sort(declared)
	if used = slices.Compact(used); !slices.Equal(used, declared) {
		t.Errorf("inputs %v, read %v", declared, used)
	}
}

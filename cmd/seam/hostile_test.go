package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// committed makes a repository with a commit of each set of files in turn; a later one
// writes over the earlier.
func committed(t *testing.T, commits ...map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	git := func(args ...string) {
		c := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@one.example", "-c", "core.autocrlf=false", "-c", "core.compression=1"}, args...)...)
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
		out, err := c.CombinedOutput()
		if errors.Is(err, exec.ErrNotFound) {
			t.Skip("NOT CHECKED: there is no git")
		}
		if err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	git("init", "-q")
	for _, files := range commits {
		for name, content := range files {
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, content, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		git("add", ".")
		git("commit", "-q", "-m", "a change")
	}
	return dir
}

// A byte order mark and the line ends of Windows are no fault, and lines are counted on.
func TestCheckOfMarkedManifests(t *testing.T) {
	marked := func(lines ...string) []byte { return []byte("\ufeff" + strings.Join(lines, "\r\n") + "\r\n") }
	plain := func(lines ...string) []byte { return []byte(strings.Join(lines, "\r\n") + "\r\n") }
	version := func(v string) map[string][]byte {
		return map[string][]byte{
			"web/a/package.json":    marked(`{"name": "a",`, `"dependencies": {`, `"x": "1.0.0"}}`),
			"web/b/package.json":    marked(`{"name": "b",`, `"dependencies": {`, `"x": "`+v+`"}}`),
			"jvm/a/pom.xml":         marked(`<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version>`, `<dependencies><dependency><groupId>x</groupId><artifactId>y</artifactId>`, `<version>1.0.0</version></dependency></dependencies></project>`),
			"jvm/b/pom.xml":         marked(`<project><groupId>g</groupId><artifactId>b</artifactId><version>1</version>`, `<dependencies><dependency><groupId>x</groupId><artifactId>y</artifactId>`, `<version>`+v+`</version></dependency></dependencies></project>`),
			"py/a/requirements.txt": marked(`# pinned`, ``, `x==1.0.0`),
			"py/b/requirements.txt": marked(`# pinned`, ``, `x==`+v),
			"go/a/go.mod":           plain(`module m.example/a`, `go 1.24`, `require x.example/x v0.1.0`),
			"go/b/go.mod":           plain(`module m.example/b`, `go 1.24`, `require x.example/x v0.`+v[:3]),
			"net/a/a.csproj":        marked(`<Project><ItemGroup>`, ``, `<PackageReference Include="X" Version="1.0.0" /></ItemGroup></Project>`),
			"net/b/b.csproj":        marked(`<Project><ItemGroup>`, ``, `<PackageReference Include="X" Version="`+v+`" /></ItemGroup></Project>`),
		}
	}
	dir := committed(t, version("1.0.0"), version("2.0.0"))
	var out, errs bytes.Buffer
	code := run(t.Context(), []string{"check", "--base", "HEAD~1", "--fail-on", "smell", "--format", "github", dir}, &out, &errs)
	if code != exitFindings {
		t.Errorf("exit code %d, want %d: %s", code, exitFindings, &errs)
	}
	for _, at := range []string{"web/a/package.json", "jvm/a/pom.xml", "py/a/requirements.txt", "go/a/go.mod", "net/a/a.csproj"} {
		if !strings.Contains(out.String(), "file="+at+",line=3") {
			t.Errorf("nothing is told at line 3 of %s:\n%s", at, &out)
		}
	}
}

// A lock file of 200 MB ends the check with its name, in bounded memory.
func TestCheckOfHugeLock(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it writes 200 MB")
	}
	var lock bytes.Buffer
	lock.WriteString(`{"name": "a", "lockfileVersion": 3, "packages": {"": {"name": "a"}`)
	for i := 0; lock.Len() < 200<<20; i++ {
		fmt.Fprintf(&lock, ",\n\"node_modules/p%d\": {\"version\": \"1.0.%d\", \"dependencies\": {\"p%d\": \"^1.0.0\"}}", i, i, i/2)
	}
	lock.WriteString("}}\n")
	dir := committed(t,
		map[string][]byte{"package.json": []byte(`{"name": "a"}`), "package-lock.json": []byte(`{"name": "a", "lockfileVersion": 3, "packages": {"": {"name": "a"}}}`)},
		map[string][]byte{"package-lock.json": lock.Bytes()})
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	c := &exec.Cmd{Path: self, Args: []string{"seam", "check", "--base", "HEAD~1", dir}, Stderr: &errs}
	if c.Run(); c.ProcessState.ExitCode() != exitCannot {
		t.Errorf("exit code %d, want %d", c.ProcessState.ExitCode(), exitCannot)
	}
	if want := "error: package-lock.json at HEAD: the file is larger than 64 MiB"; !strings.Contains(errs.String(), want) {
		t.Errorf("stderr %q, want %q", &errs, want)
	}
	if used, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok && used.Maxrss > 1<<20 { // KiB on Linux
		t.Errorf("it took %d MiB of memory for a file of 200 MiB", used.Maxrss>>10)
	} else if ok {
		t.Logf("%d MiB of memory", used.Maxrss>>10)
	}
}

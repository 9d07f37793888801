package repo

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// command reads a repository through the git command. It only reads, and starts
// nothing that the repository names: see quiet and environment.
type command struct {
	layout layout
	config config
	path   string // of git
}

// newCommand finds git and asks whether it can read the repository.
func newCommand(l layout, c config) (*command, error) {
	// LookPath takes nothing from the current folder: that would be code of the
	// repository.
	path, err := exec.LookPath("git")
	if err != nil {
		return nil, errors.New("which go-git cannot read, and there is no git command on PATH to ask")
	}
	g := &command{layout: l, config: c, path: path}
	if _, err := g.output("rev-parse", "--git-dir"); err != nil {
		return nil, fmt.Errorf("which neither go-git nor the installed git can read: %w", err)
	}
	return g, nil
}

// quiet turns off what a repository's configuration could make git run or do.
var quiet = []string{
	"-c", "core.fsmonitor=false", // a command
	"-c", "core.hooksPath=" + os.DevNull,
	"-c", "core.alternateRefsCommand=", // a command
	"-c", "protocol.allow=never", // no missing object is fetched
	"-c", "core.commitGraph=false", // objects only: a stale file must not answer for them
	"-c", "core.disambiguate=committish",
	"--no-pager",
}

// settings are the variables that git is given; every other GIT_… is taken away, so
// that nothing leads it to another repository, configuration or program.
var settings = []string{
	"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_SYSTEM=" + os.DevNull, "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_ATTR_NOSYSTEM=1",
	"HOME=" + os.DevNull, "XDG_CONFIG_HOME=" + os.DevNull, // where older git looks
	"GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", // the first is new in git 2.45; the second has no exceptions
	"GIT_NO_REPLACE_OBJECTS=1", // Objects replaces, for both backends
	"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat", "LC_ALL=C",
}

func (g *command) environment() []string {
	var env []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(strings.ToUpper(v), "=")
		if strings.HasPrefix(name, "GIT_") || name == "HOME" || name == "XDG_CONFIG_HOME" || strings.HasPrefix(name, "LC_") || name == "LANGUAGE" {
			continue
		}
		env = append(env, v)
	}
	env = append(env, settings...)
	env = append(env, "GIT_DIR="+g.layout.gitDir)
	if g.layout.worktree != "" {
		env = append(env, "GIT_WORK_TREE="+g.layout.worktree)
	}
	return env
}

func (g *command) prepare(args ...string) *exec.Cmd {
	c := exec.Command(g.path, append(append([]string{}, quiet...), args...)...)
	c.Env = g.environment()
	c.Dir = g.layout.gitDir
	return c
}

// output runs git to its end. An error has git's own words.
func (g *command) output(args ...string) ([]byte, error) {
	var stderr bytes.Buffer
	c := g.prepare(args...)
	c.Stderr = &stderr
	out, err := c.Output()
	if words := complaint(stderr.Bytes()); err != nil && words != "" {
		err = fmt.Errorf("%s (%w)", words, err)
	}
	if err != nil {
		return nil, fmt.Errorf("git %s: %w", args[0], err)
	}
	return out, nil
}

// complaint is what git wrote to standard error, on one line of a bearable length.
func complaint(b []byte) string {
	text := strings.Join(strings.Fields(string(b)), " ")
	return strings.ToValidUTF8(text[:min(300, len(text))], "\uFFFD")
}

func (g *command) find(name string) ([]ID, error) {
	out, err := g.output("rev-parse", "--verify", "--quiet", "--end-of-options", name)
	if err == nil {
		id, err := parseID(string(bytes.TrimSpace(out)))
		return []ID{id}, err
	}
	if name != "HEAD" {
		return nil, nil
	}
	branch, err := g.output("symbolic-ref", "--quiet", "HEAD")
	if err != nil {
		return nil, fmt.Errorf("%w: HEAD: %w", ErrCorrupt, err)
	}
	other, err := g.output("for-each-ref", "--count=1", "refs/heads/")
	if err != nil {
		return nil, err
	}
	return nil, unborn(string(bytes.TrimSpace(branch)), len(other) > 0)
}

func (g *command) replaced() (map[ID]ID, error) {
	out, err := g.output("for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/replace/")
	if err != nil {
		return nil, err
	}
	set := map[ID]ID{}
	for line := range strings.Lines(string(out)) {
		to, from, _ := strings.Cut(strings.TrimSpace(line), " ")
		old, err := parseID(from)
		if err != nil {
			continue // git passes it over too
		}
		if set[old], err = parseID(to); err != nil {
			return nil, err
		}
	}
	return set, nil
}

func (g *command) index() ([]indexEntry, error) {
	out, err := g.output("-C", g.layout.worktree, "ls-files", "-z", "--stage", "--full-name")
	if err != nil {
		return nil, err
	}
	var list []indexEntry
	for record := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if record == "" {
			break // there is nothing in the index
		}
		meta, path, _ := strings.Cut(record, "\t")
		part := strings.Fields(meta)
		if len(part) != 3 {
			return nil, fmt.Errorf("git ls-files: cannot read %q", record)
		}
		mode, err := strconv.ParseUint(part[0], 8, 32)
		if err != nil {
			return nil, fmt.Errorf("git ls-files: %w", err)
		}
		list = append(list, indexEntry{path: path, mode: uint32(mode), stage: int(part[2][0] - '0')})
	}
	return list, nil
}

func (g *command) open(c *Cache) store { return &catFile{git: g, cache: c} }

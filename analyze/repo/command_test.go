package repo

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestGitRunsNothing reads a repository whose configuration names a program wherever
// git would run one, and whose folder holds a program called git.
func TestGitRunsNothing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs are shell scripts")
	}
	dir, _ := build(t, someCommits()...)
	partial := filepath.Join(t.TempDir(), "partial")
	gitOutput(t, dir, "config", "uploadpack.allowFilter", "true")
	gitOutput(t, dir, "clone", "-q", "--filter=blob:none", "--no-checkout", "file://"+dir, partial)
	gitOutput(t, partial, "read-tree", "HEAD")

	ran := filepath.Join(t.TempDir(), "ran")
	trap := filepath.Join(t.TempDir(), "trap")
	write(t, trap, "#!/bin/sh\necho \"$0 $*\" >> "+ran+"\n")
	fake := filepath.Join(partial, "git")
	write(t, fake, "#!/bin/sh\necho fake git >> "+ran+"\n")
	hooks := filepath.Join(t.TempDir(), "hooks")
	for _, hook := range []string{"fsmonitor-watchman", "post-index-change", "post-checkout", "reference-transaction", "pre-auto-gc"} {
		write(t, filepath.Join(hooks, hook), "#!/bin/sh\necho "+hook+" >> "+ran+"\n")
		write(t, filepath.Join(partial, ".git/hooks", hook), "#!/bin/sh\necho "+hook+" >> "+ran+"\n")
	}
	chmod(t, partial, hooks, trap)
	for key, value := range map[string]string{
		"core.fsmonitor": trap, "core.hooksPath": hooks, "core.pager": trap, "core.editor": trap, "core.sshCommand": trap, "core.gitProxy": trap,
		"core.askPass": trap, "core.alternateRefsCommand": trap, "credential.helper": "!" + trap, "diff.external": trap,
		"diff.x.textconv": trap, "filter.x.smudge": trap, "filter.x.clean": trap, "filter.x.process": trap, "gpg.program": trap, "log.showSignature": "true",
		"alias.cat-file": "!" + trap, "alias.rev-parse": "!" + trap, "alias.ls-files": "!" + trap, "remote.origin.uploadpack": trap, "remote.origin.vcs": "trap",
		"protocol.allow": "always", "protocol.file.allow": "always", "protocol.ext.allow": "always", "remote.other.url": "ext::" + trap, "remote.other.promisor": "true",
		"pager.ls-files": trap, "pager.cat-file": trap, "uploadpack.packObjectsHook": trap, "url.ext::" + trap + ".insteadOf": "file://",
	} {
		gitOutput(t, partial, "config", key, value)
	}
	write(t, filepath.Join(partial, ".gitattributes"), "* filter=x diff=x\n")
	write(t, filepath.Join(partial, ".git/info/attributes"), "* filter=x diff=x\n")

	t.Chdir(partial)
	t.Setenv("PATH", "."+string(os.PathListSeparator)+os.Getenv("PATH"))
	if _, err := newCommand(layout{}, config{}); err == nil || !strings.Contains(err.Error(), "no git command on PATH") {
		t.Errorf("with . on PATH: %v; want no git at all", err)
	}
	t.Setenv("PATH", strings.TrimPrefix(os.Getenv("PATH"), "."+string(os.PathListSeparator)))
	for key, value := range map[string]string{
		"GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/nowhere", "GIT_INDEX_FILE": "/nowhere", "GIT_OBJECT_DIRECTORY": "/nowhere", "GIT_EXTERNAL_DIFF": trap, "GIT_PAGER": trap,
		"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": trap, "GIT_SSH_COMMAND": trap, "GIT_ASKPASS": trap, "GIT_TRACE": "1",
		"GIT_NAMESPACE": "x", "GIT_REPLACE_REF_BASE": "refs/x", "GIT_CONFIG_PARAMETERS": "'core.fsmonitor=" + trap + "'", "GIT_PROXY_COMMAND": trap, "GIT_ALLOW_PROTOCOL": "file:ext",
	} {
		t.Setenv(key, value)
	}
	r := throughGit(t, partial)
	id, err := r.Resolve("HEAD~2")
	if err != nil {
		t.Fatal(err)
	}
	s, err := r.Snapshot(id)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, f := range s.Files() {
		if _, err := s.ReadFile(f.Path); f.Mode == Regular && !errors.Is(err, ErrMissing) {
			t.Errorf("%q gives %v, want ErrMissing: nothing is fetched", f.Path, err)
		}
	}
	if _, err := r.Worktree(); err != nil {
		t.Error(err)
	}
	if _, err := r.backend.replaced(); err != nil {
		t.Error(err)
	}
	if b, err := os.ReadFile(ran); err == nil {
		t.Errorf("something ran:\n%s", b)
	}
	// The trap works: this is how it would look.
	unsafe := exec.Command("git", "-C", partial, "status")
	unsafe.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=/nowhere"}
	unsafe.CombinedOutput()
	if _, err := os.ReadFile(ran); err != nil {
		t.Error("not even git status falls into the trap")
	}
}

// chmod makes every file below some folders executable.
func chmod(t *testing.T, roots ...string) {
	t.Helper()
	for _, root := range roots {
		err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && !strings.Contains(p, "objects") {
				err = os.Chmod(p, 0o755)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestRefusedFormats: what neither can read is ErrFormat and says what and why.
func TestRefusedFormats(t *testing.T) {
	needGit(t)
	for config, want := range map[string]string{
		"[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = pigeons\n":     "references are stored as pigeons",
		"[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha512\n":    "object ids are sha512",
		"[core]\n\trepositoryformatversion = 1\n[extensions]\n\tfromTheFuture = true\n":     "it uses the extension fromthefuture",
		"[core]\n\trepositoryformatversion = 7\n":                                           "its format has version 7",
		"[core]\n\trepositoryformatversion = 0\n[extensions]\n\tobjectFormat = sha256\n":    "object ids are sha256",
		"[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = reftable\n\tx": "references are stored as reftable",
	} {
		dir, _ := build(t, BuildCommit{})
		write(t, filepath.Join(dir, ".git/config"), config)
		if _, err := Open(dir); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "git rev-parse: ") {
			t.Errorf("%q gives %v, want ErrFormat, %q and what git says", config, err, want)
		}
	}
	t.Setenv("PATH", t.TempDir())
	dir, _ := build(t, BuildCommit{})
	write(t, filepath.Join(dir, ".git/config"), "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n")
	if _, err := Open(dir); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "no git command on PATH") {
		t.Errorf("without git: %v", err)
	}
}

// TestReftable needs a git that can make one.
func TestReftable(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("git", "init", "-q", "--ref-format=reftable", dir).CombinedOutput(); err != nil {
		t.Skipf("this git cannot make one: %s", out)
	}
	write(t, filepath.Join(dir, "a/b"), "x\n")
	gitOutput(t, dir, "add", ".")
	gitOutput(t, dir, "commit", "-qm", "1")
	write(t, filepath.Join(dir, "a/b"), "y\n")
	gitOutput(t, dir, "commit", "-qam", "2")
	write(t, filepath.Join(dir, "a/b"), "z\n")
	gitOutput(t, dir, "commit", "-qam", "3")
	gitOutput(t, dir, "tag", "v1", "HEAD~1")
	for _, ref := range []string{"HEAD", "v1"} {
		if got, err := mustOpen(t, dir).Resolve(ref); err != nil || got.String() != strings.TrimSpace(gitOutput(t, dir, "rev-parse", ref)) {
			t.Errorf("%s is %s, %v", ref, got, err)
		}
	}
	gitOutput(t, dir, "replace", "HEAD~1:a/b", "HEAD:a/b")
	if r := mustOpen(t, dir); r.Reader() != "git" {
		t.Errorf("%s reads it", r.Reader())
	}
	equalsGit(t, dir, "HEAD")
}

// TestIndexFormats reads the worktree by every kind of index and compares with git.
func TestIndexFormats(t *testing.T) {
	for name, c := range map[string]struct {
		reader string
		make   func(t *testing.T, dir string)
	}{
		"version 2": {"go-git", func(*testing.T, string) {}},
		"version 4": {"go-git", func(t *testing.T, dir string) { gitOutput(t, dir, "update-index", "--index-version=4") }},
		"version 3, intent to add": {"go-git", func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "later"), "x")
			gitOutput(t, dir, "add", "-N", "later")
		}},
		"split": {"git", func(t *testing.T, dir string) {
			gitOutput(t, dir, "update-index", "--split-index")
			write(t, filepath.Join(dir, "second"), "x")
			gitOutput(t, dir, "add", "second")
		}},
		"sparse": {"git", func(t *testing.T, dir string) {
			gitOutput(t, dir, "sparse-checkout", "set", "--cone", "--sparse-index", "p1")
		}},
		"without a checksum": {"git", func(t *testing.T, dir string) {
			file := filepath.Join(dir, ".git/index")
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			replaceFile(t, file, append(b[:len(b)-20], make([]byte, 20)...))
		}},
		"none": {"go-git", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, ".git/index")); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, _ := build(t, someCommits()[1:]...)
			gitOutput(t, dir, "reset", "-q", "--hard")
			c.make(t, dir)
			out, err := exec.Command("git", "-C", dir, "-c", "core.fsmonitor=false", "ls-files", "-z").Output()
			if err != nil {
				t.Skipf("this git cannot read it: %v", err)
			}
			var want []string
			for p := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
				if _, err := os.Lstat(filepath.Join(dir, p)); err == nil && p != "" {
					want = append(want, p)
				}
			}
			r := mustOpen(t, dir)
			w, err := r.Worktree()
			if err != nil {
				t.Fatal(err)
			}
			if got := paths(w); !slices.Equal(got, want) {
				t.Errorf("files are %q, git says %q", got, want)
			}
			if r.Reader() != c.reader {
				t.Errorf("%s read it: %s; want %s", r.Reader(), r.ReaderReason(), c.reader)
			}
			if w, err = throughGit(t, dir).Worktree(); err != nil || !slices.Equal(paths(w), want) {
				t.Errorf("by git: %v", err)
			}
		})
	}
}

// TestBrokenIndex: neither reads it, and the error says so.
func TestBrokenIndex(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: map[string]string{"a": "x"}})
	write(t, filepath.Join(dir, ".git/index"), "DIRC nonsense")
	if _, err := mustOpen(t, dir).Worktree(); err == nil || !strings.Contains(err.Error(), "reading the index") {
		t.Errorf("a broken index gives %v", err)
	}
}

// TestPartialCloneThroughGit: what is missing on purpose is missing, and not fetched.
func TestPartialCloneThroughGit(t *testing.T) {
	dir := wide(t, first(build(t, someCommits()...)))
	gitOutput(t, dir, "config", "uploadpack.allowFilter", "true")
	partial := filepath.Join(t.TempDir(), "partial")
	gitOutput(t, dir, "clone", "-q", "--bare", "--filter=blob:none", "file://"+dir, partial)
	s := snapshotAt(t, partial, "HEAD")
	for _, p := range Regulars(s) {
		if _, err := s.ReadFile(p); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "partial clone") {
			t.Errorf("%q gives %v, want ErrMissing that speaks of a partial clone", p, err)
		}
	}
	treeless := filepath.Join(t.TempDir(), "treeless")
	gitOutput(t, dir, "clone", "-q", "--bare", "--filter=tree:0", "file://"+dir, treeless)
	r := mustOpen(t, treeless)
	id, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Snapshot(id); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "partial clone") {
		t.Errorf("without trees: %v", err)
	}
}

func first(dir string, _ []ID) string { return dir }

// TestCatFileGoesOn: after an object that git cannot read, the next one is read.
func TestCatFileGoesOn(t *testing.T) {
	needGit(t)
	dir, ids := build(t, BuildCommit{Write: map[string]string{"good": "good\n", "bad": "bad\n"}})
	unpack(t, dir)
	id := strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD:bad"))
	replaceFile(t, filepath.Join(dir, ".git/objects", id[:2], id[2:]), []byte("nonsense"))
	r := throughGit(t, dir)
	s, err := r.Snapshot(ids[0])
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range 3 {
		if _, err := s.ReadFile("bad"); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "git says") {
			t.Errorf("the broken file gives %v", err)
		}
		if b, err := s.ReadFile("good"); err != nil || string(b) != "good\n" {
			t.Errorf("the sound file reads %q, %v", b, err)
		}
	}
}

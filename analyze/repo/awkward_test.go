package repo

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// awkward is a way to store a repository: it makes one out of a plain one and returns
// the folder to open. What reads it is go-git or git.
type awkward struct {
	name   string
	reader string
	make   func(t *testing.T, dir string) string
}

var awkwards = []awkward{
	{"packed with deltas", "go-git", func(t *testing.T, dir string) string {
		gitOutput(t, dir, "repack", "-adfq", "--depth=50")
		return dir
	}},
	{"loose objects only", "go-git", func(t *testing.T, dir string) string {
		unpack(t, dir)
		return dir
	}},
	{"bare", "go-git", func(t *testing.T, dir string) string { return cloned(t, dir, "--bare") }},
	{"bare in a folder named .git", "go-git", func(t *testing.T, dir string) string {
		at := t.TempDir()
		gitOutput(t, at, "clone", "-q", "--bare", dir, filepath.Join(at, ".git"))
		if r := mustOpen(t, at); r.Root() != "" {
			t.Errorf("it has the worktree %s", r.Root())
		}
		return at
	}},
	{"shared from a shared clone", "go-git", func(t *testing.T, dir string) string {
		return cloned(t, cloned(t, dir, "--shared", "--no-checkout"), "--shared", "--no-checkout")
	}},
	{"alternates with quotes", "go-git", func(t *testing.T, dir string) string {
		odd := filepath.Join(t.TempDir(), "new\nline", ".git")
		if err := os.MkdirAll(filepath.Dir(odd), 0o777); err != nil {
			t.Skip(err)
		}
		shared := cloned(t, dir, "--shared", "--no-checkout")
		if err := os.Rename(filepath.Join(dir, ".git"), odd); err != nil {
			t.Fatal(err)
		}
		line := `"` + strings.ReplaceAll(filepath.Join(odd, "objects"), "\n", `\n`) + `"`
		write(t, filepath.Join(shared, ".git/objects/info/alternates"), "# a comment\n"+line+"\n")
		return shared
	}},
	{"alternates of another name", "git", func(t *testing.T, dir string) string {
		shared := cloned(t, dir, "--shared", "--no-checkout")
		store := filepath.Join(t.TempDir(), "store")
		if err := os.Rename(filepath.Join(dir, ".git/objects"), store); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(shared, ".git/objects/info/alternates"), store+"\n")
		return shared
	}},
	{"references in packed-refs only", "go-git", func(t *testing.T, dir string) string {
		gitOutput(t, dir, "pack-refs", "--all", "--prune")
		if _, err := os.Stat(filepath.Join(dir, ".git/refs/heads/main")); err == nil {
			t.Error("main is still a file")
		}
		return dir
	}},
	{"several packs in a multi-pack-index with a bitmap", "go-git", func(t *testing.T, dir string) string {
		severalPacks(t, dir)
		gitOutput(t, dir, "multi-pack-index", "write", "--bitmap")
		return dir
	}},
	{"cruft and kept packs", "go-git", func(t *testing.T, dir string) string {
		severalPacks(t, dir)
		gitOutput(t, dir, "repack", "-q", "--cruft", "-d")
		write(t, strings.TrimSuffix(packs(t, dir)[0], ".pack")+".keep", "")
		return dir
	}},
	{"pack index of version 1", "git", func(t *testing.T, dir string) string {
		for _, p := range packs(t, dir) {
			if err := os.Remove(strings.TrimSuffix(p, ".pack") + ".idx"); err != nil {
				t.Fatal(err)
			}
			gitOutput(t, dir, "index-pack", "--index-version=1", p)
		}
		return dir
	}},
	{"pack named as before git 1.9", "git", func(t *testing.T, dir string) string {
		for i, p := range packs(t, dir) {
			for _, ext := range []string{".pack", ".idx"} {
				to := filepath.Join(filepath.Dir(p), fmt.Sprintf("pack-%040d%s", i+1, ext))
				if err := os.Rename(strings.TrimSuffix(p, ".pack")+ext, to); err != nil {
					t.Fatal(err)
				}
			}
		}
		return dir
	}},
	{"pack without an index beside others", "git", func(t *testing.T, dir string) string {
		write(t, filepath.Join(dir, ".git/objects/pack/pack-"+strings.Repeat("ab", 20)+".pack"), "still being written")
		return dir
	}},
	{"linked worktree", "go-git", func(t *testing.T, dir string) string {
		linked := filepath.Join(t.TempDir(), "linked")
		gitOutput(t, dir, "worktree", "add", "-q", "--detach", linked, "HEAD~3")
		return rooted(t, linked)
	}},
	{"linked worktree of a bare repository", "go-git", func(t *testing.T, dir string) string {
		bare, linked := cloned(t, dir, "--bare"), filepath.Join(t.TempDir(), "linked")
		gitOutput(t, bare, "worktree", "add", "-q", "--detach", linked, "HEAD")
		return rooted(t, linked)
	}},
	{"worktrees with configuration of their own", "go-git", func(t *testing.T, dir string) string {
		linked := filepath.Join(t.TempDir(), "linked")
		gitOutput(t, dir, "config", "core.repositoryFormatVersion", "1")
		gitOutput(t, dir, "config", "extensions.worktreeConfig", "true")
		gitOutput(t, dir, "worktree", "add", "-q", "--detach", linked, "HEAD")
		gitOutput(t, dir, "config", "--worktree", "core.bare", "true")
		if r := mustOpen(t, dir); r.Root() != "" {
			t.Errorf("the main one has the worktree %s", r.Root())
		}
		return rooted(t, linked)
	}},
	{"git folder elsewhere", "go-git", func(t *testing.T, dir string) string {
		gitOutput(t, dir, "init", "-q", "--separate-git-dir", filepath.Join(t.TempDir(), "elsewhere"))
		return rooted(t, dir)
	}},
	{"worktree elsewhere", "go-git", func(t *testing.T, dir string) string {
		other := t.TempDir()
		gitOutput(t, dir, "config", "core.worktree", other)
		if r := mustOpen(t, dir); r.Root() != other {
			t.Errorf("the worktree is %s, want %s", r.Root(), other)
		}
		return filepath.Join(dir, ".git")
	}},
	{"submodule", "go-git", func(t *testing.T, dir string) string {
		outer, _ := build(t, BuildCommit{Write: map[string]string{"a": "x"}})
		gitOutput(t, outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", dir, "deep/module")
		return rooted(t, filepath.Join(outer, "deep/module"))
	}},
	{"HEAD is a branch with a slash", "go-git", func(t *testing.T, dir string) string {
		gitOutput(t, dir, "checkout", "-qb", "fix/a/b", "HEAD~2")
		return dir
	}},
	{"HEAD is a tag", "go-git", func(t *testing.T, dir string) string {
		gitOutput(t, dir, "tag", "-am", "x", "v1", "HEAD~2")
		write(t, filepath.Join(dir, ".git/HEAD"), "ref: refs/tags/v1\n")
		return dir
	}},
	{"SHA-256", "git", func(t *testing.T, dir string) string { return wide(t, dir) }},
	{"SHA-256, bare and packed", "git", func(t *testing.T, dir string) string {
		bare := cloned(t, wide(t, dir), "--bare")
		gitOutput(t, bare, "repack", "-adfq", "--depth=50")
		return bare
	}},
	{"unknown extension of version 0", "go-git", func(t *testing.T, dir string) string {
		gitOutput(t, dir, "config", "extensions.whatever", "true")
		return dir
	}},
	{"extensions that change nothing", "go-git", func(t *testing.T, dir string) string {
		gitOutput(t, dir, "config", "core.repositoryFormatVersion", "1")
		gitOutput(t, dir, "config", "extensions.noop", "true")
		gitOutput(t, dir, "config", "extensions.preciousObjects", "true")
		gitOutput(t, dir, "config", "extensions.objectFormat", "sha1")
		return dir
	}},
}

// TestAwkwardRepositories reads one content from repositories stored in every way and
// compares it with git.
func TestAwkwardRepositories(t *testing.T) {
	needGit(t)
	for _, a := range awkwards {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			dir, _ := build(t, someCommits()...)
			at := a.make(t, dir)
			if r := mustOpen(t, at); r.Reader() != a.reader || (r.ReaderReason() == "") != (a.reader == "go-git") {
				t.Errorf("%s reads it: %s; want %s", r.Reader(), r.ReaderReason(), a.reader)
			}
			equalsGit(t, at, "HEAD")
			revisionsEqualGit(t, at)
		})
	}
}

// revisionsEqualGit resolves every reference, and steps behind it.
func revisionsEqualGit(t *testing.T, dir string) {
	t.Helper()
	var revisions []string
	for name := range strings.FieldsSeq(gitOutput(t, dir, "for-each-ref", "--format=%(refname) %(refname:short) %(objectname:short)") + "HEAD @") {
		revisions = append(revisions, name+"^0", name+"~1")
	}
	want := strings.Fields(gitOutput(t, dir, append([]string{"rev-parse"}, revisions...)...))
	r := mustOpen(t, dir)
	for i, revision := range revisions {
		if got, err := r.Resolve(revision); err != nil || got.String() != want[i] {
			t.Errorf("by %s: %s is %s, %v; git says %s", r.Reader(), revision, got, err, want[i])
		}
	}
}

func cloned(t *testing.T, dir string, args ...string) string {
	t.Helper()
	at := filepath.Join(t.TempDir(), "clone")
	gitOutput(t, dir, append(append([]string{"clone", "-q"}, args...), dir, at)...)
	return at
}

// rooted checks that a folder is the root of its worktree.
func rooted(t *testing.T, dir string) string {
	t.Helper()
	write(t, filepath.Join(dir, "some/folder/file"), "")
	if r := mustOpen(t, filepath.Join(dir, "some/folder")); r.Root() != dir || r.Prefix() != "some/folder" {
		t.Errorf("the root is %s and the folder %s, want %s and some/folder", r.Root(), r.Prefix(), dir)
	}
	return dir
}

func packs(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, ".git/objects/pack/*.pack"))
	if err != nil || len(list) == 0 {
		t.Fatalf("packs: %v, %v", list, err)
	}
	return list
}

// unpack turns packs into loose objects.
func unpack(t *testing.T, dir string) {
	t.Helper()
	for _, p := range packs(t, dir) {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(p); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(strings.TrimSuffix(p, ".pack") + ".idx"); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("git", "-C", dir, "unpack-objects", "-q")
		cmd.Stdin = bytes.NewReader(b)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
}

// severalPacks splits the objects over packs, and leaves some of no use.
func severalPacks(t *testing.T, dir string) {
	t.Helper()
	unpack(t, dir)
	for i, revision := range []string{"HEAD~20", "HEAD~10", "HEAD"} {
		write(t, filepath.Join(dir, "loose"), fmt.Sprint(i))
		gitOutput(t, dir, "hash-object", "-w", "loose")
		gitInput(t, dir, revision+"\n", "pack-objects", "-q", "--revs", "--unpacked", ".git/objects/pack/pack")
		gitOutput(t, dir, "prune-packed", "-q")
	}
	if list := packs(t, dir); len(list) != 3 {
		t.Fatalf("packs: %v", list)
	}
}

// wide is a copy of a repository with SHA-256 ids. Submodules stay behind: their ids
// are of another format.
func wide(t *testing.T, dir string) string {
	t.Helper()
	at := filepath.Join(t.TempDir(), "wide")
	gitOutput(t, filepath.Dir(at), "init", "-q", "--object-format=sha256", "-b", "main", at)
	out := exec.Command("git", "-C", dir, "fast-export", "--all", "--signed-tags=strip")
	in := exec.Command("git", "-C", at, "fast-import", "--quiet", "--force")
	stream, err := out.Output()
	if err != nil {
		t.Fatal(err)
	}
	in.Stdin = bytes.NewReader(withoutSubmodules(stream))
	if b, err := in.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	return at
}

func withoutSubmodules(stream []byte) []byte {
	var out []byte
	for line := range bytes.Lines(stream) {
		if !bytes.HasPrefix(line, []byte("M 160000 ")) {
			out = append(out, line...)
		}
	}
	return out
}

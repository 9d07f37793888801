package repo

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// parentsOf walks the first parents of HEAD and returns the trees on the way.
func treesBehind(t *testing.T, r *Repository) string {
	t.Helper()
	at, err := r.Resolve("HEAD")
	o := r.Objects(NewCache(1 << 20))
	defer o.Close()
	var trees []string
	for err == nil {
		b, readErr := o.Commit(at)
		if readErr != nil {
			t.Fatalf("by %s: %v", r.Reader(), readErr)
		}
		tree, treeErr := TreeOf(b)
		if treeErr != nil {
			t.Fatal(treeErr)
		}
		trees = append(trees, at.String()+" "+tree.String()+"\n")
		at, err = o.parent(at, 1)
	}
	return strings.Join(trees, "")
}

// TestEditsAreGits compares histories that replacements, grafts and the ends of
// shallow clones change with git log.
func TestEditsAreGits(t *testing.T) {
	for name, edit := range map[string]func(t *testing.T, dir string, ids []ID){
		"nothing": func(*testing.T, string, []ID) {},
		"replaced commit": func(t *testing.T, dir string, ids []ID) {
			gitOutput(t, dir, "replace", ids[3].String(), ids[1].String())
		},
		"replaced HEAD, packed": func(t *testing.T, dir string, ids []ID) {
			gitOutput(t, dir, "replace", "HEAD", ids[2].String())
			gitOutput(t, dir, "pack-refs", "--all")
		},
		"replacement of a replacement": func(t *testing.T, dir string, ids []ID) {
			gitOutput(t, dir, "replace", ids[4].String(), ids[3].String())
			gitOutput(t, dir, "replace", ids[3].String(), ids[1].String())
		},
		"file over packed-refs": func(t *testing.T, dir string, ids []ID) {
			gitOutput(t, dir, "replace", ids[4].String(), ids[3].String())
			gitOutput(t, dir, "pack-refs", "--all")
			gitOutput(t, dir, "replace", "-f", ids[4].String(), ids[1].String())
		},
		"replacing turned off": func(t *testing.T, dir string, ids []ID) {
			gitOutput(t, dir, "replace", ids[3].String(), ids[1].String())
			gitOutput(t, dir, "config", "core.useReplaceRefs", "false")
		},
		"bad name below refs/replace": func(t *testing.T, dir string, ids []ID) {
			gitOutput(t, dir, "update-ref", "refs/replace/nonsense", ids[3].String())
		},
		"graft": func(t *testing.T, dir string, ids []ID) {
			graft(t, dir, "# a comment", "", ids[4].String()+" "+ids[1].String())
		},
		"graft to a root": func(t *testing.T, dir string, ids []ID) { graft(t, dir, ids[2].String()) },
		"grafts of one commit": func(t *testing.T, dir string, ids []ID) {
			graft(t, dir, ids[4].String()+" "+ids[1].String(), ids[4].String()+" "+ids[2].String())
		},
		"graft of a replaced commit": func(t *testing.T, dir string, ids []ID) {
			gitOutput(t, dir, "replace", ids[4].String(), ids[2].String())
			graft(t, dir, ids[4].String()+" "+ids[1].String())
		},
		"graft of a replacement": func(t *testing.T, dir string, ids []ID) {
			gitOutput(t, dir, "replace", ids[4].String(), ids[2].String())
			graft(t, dir, ids[2].String()+" "+ids[0].String())
		},
		"shallow": func(t *testing.T, dir string, ids []ID) {
			write(t, filepath.Join(dir, ".git/shallow"), ids[2].String()+"\n")
		},
		"shallow and graft": func(t *testing.T, dir string, ids []ID) {
			write(t, filepath.Join(dir, ".git/shallow"), ids[2].String()+"\n")
			graft(t, dir, ids[2].String()+" "+ids[0].String())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, ids := build(t, someCommits()[:6]...)
			edit(t, dir, ids)
			want := gitOutput(t, dir, "log", "--first-parent", "--format=%H %T")
			for _, r := range readers(t, dir) {
				if got := treesBehind(t, r); got != want {
					t.Errorf("by %s:\n%sgit log says\n%s", r.Reader(), got, want)
				}
			}
			revisionsEqualGit(t, dir)
		})
	}
}

func graft(t *testing.T, dir string, lines ...string) {
	t.Helper()
	write(t, filepath.Join(dir, ".git/info/grafts"), strings.Join(lines, "\n")+"\n")
}

// TestReplacedFiles: a tree and a blob keep their ids and show other content.
func TestReplacedFiles(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: map[string]string{"a": "old\n", "d/x": "1\n"}}, BuildCommit{Write: map[string]string{"a": "old\n", "d/x": "1\n", "d/y": "2\n"}})
	write(t, filepath.Join(dir, "other"), "new\n")
	blob := strings.TrimSpace(gitOutput(t, dir, "hash-object", "-w", "other"))
	gitOutput(t, dir, "replace", "HEAD:a", blob)
	gitOutput(t, dir, "replace", "HEAD~1:d", "HEAD:d")
	for _, r := range readers(t, dir) {
		id, err := r.Resolve("HEAD~1")
		if err != nil {
			t.Fatal(err)
		}
		s, err := r.Snapshot(id)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if got, want := strings.Join(paths(s), "\n")+"\n", gitOutput(t, dir, "ls-tree", "-r", "--name-only", "HEAD~1"); got != want {
			t.Errorf("by %s: files are\n%sgit says\n%s", r.Reader(), got, want)
		}
		b, err := s.ReadFile("a")
		if want := gitOutput(t, dir, "cat-file", "blob", "HEAD~1:a"); err != nil || string(b) != want {
			t.Errorf("by %s: a reads %q, %v; git says %q", r.Reader(), b, err, want)
		}
		if want := strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD~1:a")); s.ID("a").String() != want {
			t.Errorf("by %s: the id is %s, git says %s", r.Reader(), s.ID("a"), want)
		}
	}
}

func TestEditsThatMeanNothing(t *testing.T) {
	dir, ids := build(t, BuildCommit{Message: "1"}, BuildCommit{Message: "2"})
	gitOutput(t, dir, "update-ref", "refs/replace/"+ids[0].String(), ids[1].String())
	gitOutput(t, dir, "update-ref", "refs/replace/"+ids[1].String(), ids[0].String())
	for _, r := range readers(t, dir) {
		if _, err := r.Resolve("HEAD"); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "refs/replace/"+ids[1].String()) {
			t.Errorf("by %s: replacements in a circle give %v", r.Reader(), err)
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, ".git/refs/replace")); err != nil {
		t.Fatal(err)
	}
	graft(t, dir, "", "half an id")
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), "info/grafts:2: ") {
		t.Errorf("a broken graft gives %v, want its file and line", err)
	}
}

// TestReplacedByAnotherKind: what git log dies of is an error here too.
func TestReplacedByAnotherKind(t *testing.T) {
	dir, ids := build(t, BuildCommit{Write: map[string]string{"a": "x"}})
	gitOutput(t, dir, "replace", "-f", "HEAD", "HEAD:a")
	for _, r := range readers(t, dir) {
		o := r.Objects(NewCache(1 << 20))
		if b, err := o.Commit(ids[0]); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "it is a blob") {
			t.Errorf("by %s: %q, %v", r.Reader(), b, err)
		}
		o.Close()
	}
}

// FuzzGrafts: a file of grafts is read or is an error, and giving a commit parents
// changes nothing else of it.
func FuzzGrafts(f *testing.F) {
	one, two := strings.Repeat("1a", 20), strings.Repeat("2b", 32)
	f.Add(one+" "+two+"\n", "tree "+one+"\nparent "+two+"\nauthor x\n\nparent text\n")
	f.Add("# only a comment\n\n", "")
	f.Add(one+"  "+one, "tree")
	f.Fuzz(func(t *testing.T, grafts, commit string) {
		e := &edits{parents: map[ID][]ID{}}
		if err := e.grafts("grafts", grafts); err != nil && !strings.Contains(err.Error(), "grafts:") {
			t.Errorf("%q: %v", grafts, err)
		}
		for id, parents := range e.parents {
			b, err := e.commit(id, []byte(commit))
			if err != nil {
				continue
			}
			tree, rest, _ := strings.Cut(commit, "\n")
			for strings.HasPrefix(rest, "parent ") {
				_, rest, _ = strings.Cut(rest, "\n")
			}
			if s := string(b); !strings.HasPrefix(s, tree+"\n") || !strings.HasSuffix(s, rest) || len(s) < len(tree)+1+len(rest)+48*len(parents) {
				t.Errorf("%q with %d parents is %q", commit, len(parents), s)
			}
		}
	})
}

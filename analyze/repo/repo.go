// Package repo opens a git repository and hands out its objects, its history's raw
// material, and the tracked files of any revision as a Tree. It is the only package
// that knows go-git, and nothing in it ever writes to a repository except Builder,
// which makes new ones.
//
// Everything is read from git objects, so no checkout is needed and a bare
// repository does. Reading never follows a symbolic link, never enters a submodule
// and never runs a filter or a hook.
//
// Limits: SHA-256 repositories and reftable references are refused with a hint.
// Content kept in Git LFS is not there; its pointer is reported as ErrLFS.
package repo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

var (
	// ErrNoRepository: neither the folder nor one above it is a git repository.
	ErrNoRepository = errors.New("not a git repository")
	// ErrNoCommits: the repository has no commit yet.
	ErrNoCommits = errors.New("the repository has no commits")
	// ErrNoRevision: the name does not lead to a commit of this clone.
	ErrNoRevision = errors.New("no such revision")
	// ErrMissing: git knows the object but this clone does not hold it.
	ErrMissing = errors.New("object is not in this clone")
	// ErrLFS: the file's content is kept in Git LFS; only its pointer is here.
	ErrLFS = errors.New("content is in Git LFS")
	// ErrTooLarge: the file is larger than MaxFile.
	ErrTooLarge = errors.New("file is too large to read")
	// ErrFormat: the repository is stored in a way that cannot be read yet.
	ErrFormat = errors.New("unsupported repository format")
)

// MaxFile is the largest file that ReadFile reads, in bytes.
const MaxFile = 256 << 20

// Repository is an open git repository.
type Repository struct {
	layout layout
	prefix string
	git    *git.Repository
	config config
}

// Open opens the repository that dir is in. dir may be any folder of a worktree, a
// linked worktree, a .git folder or a bare repository.
func Open(dir string) (*Repository, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("repo: %w", err)
	}
	if info, err := os.Stat(abs); err != nil {
		return nil, fmt.Errorf("repo: %w", err)
	} else if !info.IsDir() {
		return nil, fmt.Errorf("repo: %s: %w: it is a file", dir, ErrNoRepository)
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return nil, fmt.Errorf("repo: %w", err)
	}
	l, err := discover(abs)
	if err != nil {
		return nil, fmt.Errorf("repo: %s: %w", dir, err)
	}
	r := &Repository{layout: l, prefix: "."}
	if l.worktree != "" && abs != l.gitDir {
		rel, err := filepath.Rel(l.worktree, abs)
		if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			r.prefix = filepath.ToSlash(rel)
		}
	}
	if r.config, err = readConfig(filepath.Join(l.common, "config")); err != nil {
		return nil, fmt.Errorf("repo: %s: %w", dir, err)
	}
	objects := cache.NewObjectLRU(8 * cache.MiByte)
	storer := joined{Storage: r.storage(l.common, objects)}
	for _, common := range l.objects {
		storer.alternates = append(storer.alternates, r.storage(common, objects))
	}
	if r.git, err = git.Open(storer, nil); err != nil {
		return nil, fmt.Errorf("repo: %s: %w", dir, err)
	}
	return r, nil
}

// Prefix is the opened folder relative to the repository root, "." for the root
// and for bare repositories.
func (r *Repository) Prefix() string { return r.prefix }

// Root is the folder of the worktree; "" for a bare repository.
func (r *Repository) Root() string { return r.layout.worktree }

// Shallow reports whether the clone's history ends early.
func (r *Repository) Shallow() bool {
	b, err := os.ReadFile(filepath.Join(r.layout.common, "shallow"))
	return err == nil && len(strings.TrimSpace(string(b))) > 0
}

// ShallowCommits lists the commits whose parents the clone lacks on purpose.
func (r *Repository) ShallowCommits() (map[ID]bool, error) {
	b, err := os.ReadFile(filepath.Join(r.layout.common, "shallow"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("repo: %w", err)
	}
	set := map[ID]bool{}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		id, err := ParseID(line)
		if err != nil {
			return nil, fmt.Errorf("repo: %s: %w", filepath.Join(r.layout.common, "shallow"), err)
		}
		set[id] = true
	}
	return set, nil
}

// storage opens one object store. Each one keeps its own index and file handles and
// must be used by one goroutine at a time; the cache may be shared.
func (r *Repository) storage(common string, objects cache.Object) *filesystem.Storage {
	fs := osfs.New(common)
	if common == r.layout.common && r.layout.gitDir != common {
		fs = dotgit.NewRepositoryFilesystem(osfs.New(r.layout.gitDir), fs)
	}
	return filesystem.NewStorageWithOptions(alone{fs}, objects, filesystem.Options{
		KeepDescriptors:      true,
		ExclusiveAccess:      true,
		LargeObjectThreshold: MaxFile / 4,
	})
}

// alone hides the list of alternates from go-git, which would open every alternate
// anew for each object that a store lacks, and knows no alternates of alternates.
type alone struct{ billy.Filesystem }

func (a alone) Open(name string) (billy.File, error) {
	if strings.HasSuffix(filepath.ToSlash(name), "objects/info/alternates") {
		return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrNotExist}
	}
	return a.Filesystem.Open(name)
}

// Package repo opens a git repository and hands out its objects, its history's raw
// material, and the tracked files of any revision as a Tree. It is the only package
// that knows go-git and the git command, and nothing in it ever writes to a repository
// except Builder, which makes new ones.
//
// Everything is read from git objects, so no checkout is needed and a bare
// repository does. Reading never follows a symbolic link, never enters a submodule,
// never fetches, and never runs what a repository names: no filter, no hook, no
// helper. What git shows is what is read: replaced objects (refs/replace), grafts and
// the ends of shallow clones count. Every object is held against its id, or with all that
// it is a delta against, against the checksums that a pack's index has for their entries:
// no byte that is another than it was gives another answer, but an error. GoGitReader
// holds every object against its id, which tells forged indexes too.
//
// A commit-graph, or a chain of them, is read where it is there (CommitGraph) and never
// written: a hint at which commits there are, for who compares it with the commits.
//
// go-git reads nearly every repository; objects in packs are read without it where that
// is faster. Where it cannot (SHA-256 ids, reftable,
// extensions it does not know, old packs, split indexes), the git command found on
// PATH answers through the same interface; Reader says which one did.
//
// Limits: a repository that neither can read is ErrFormat. Content kept in Git LFS is
// not there; its pointer is reported as ErrLFS. Environment variables that lead git
// elsewhere (GIT_DIR and the like) mean nothing here.
package repo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"

	"seam/analyze/repo/pack"
)

var (
	// ErrNoRepository: neither the folder nor one above it is a git repository.
	ErrNoRepository = errors.New("not a git repository")
	// ErrNoCommits: the repository has no commit yet.
	ErrNoCommits = errors.New("the repository has no commits")
	// ErrUnborn: HEAD names a branch that does not exist, while others do.
	ErrUnborn = errors.New("HEAD leads to no commit")
	// ErrNoRevision: the name does not lead to a commit of this clone.
	ErrNoRevision = errors.New("no such revision")
	// ErrMissing: git knows the object but this clone does not hold it.
	ErrMissing = errors.New("object is not in this clone")
	// ErrLFS: the file's content is kept in Git LFS; only its pointer is here.
	ErrLFS = errors.New("content is in Git LFS")
	// ErrTooLarge: the file is larger than MaxFile.
	ErrTooLarge = errors.New("file is too large to read")
	// ErrBare: there is no worktree to read files from.
	ErrBare = errors.New("a bare repository has no worktree")
	// ErrFormat: the repository is stored in a way that neither go-git nor the installed
	// git can read.
	ErrFormat = errors.New("unsupported repository format")
	// ErrCorrupt: an object or a reference is damaged.
	ErrCorrupt = errors.New("damaged")
)

// MaxFile is the largest file that ReadFile reads, in bytes.
const MaxFile = pack.MaxObject

// Repository is an open git repository.
type Repository struct {
	layout  layout
	prefix  string
	config  config
	backend backend
	edits   *edits
	reason  string // why the git command is needed; "" if it is not
	forced  Reader
	unread  *atomic.Bool // see Watch
	kept    keptLists    // see Keep
}

// Reader is a way to read objects and references.
type Reader string

const (
	// AnyReader is the fastest that can: PackReader, else GitReader.
	AnyReader Reader = ""
	// PackReader reads packs without go-git; go-git reads what lies beside them and
	// what of a pack is beyond it.
	PackReader Reader = "pack"
	// GitReader asks git cat-file --batch.
	GitReader Reader = "git"
	// GoGitReader leaves everything to go-git.
	GoGitReader Reader = "go-git"
)

// Open opens the repository that dir is in. dir may be any folder of a worktree, a
// linked worktree, a .git folder or a bare repository.
func Open(dir string) (*Repository, error) { return OpenWith(dir, AnyReader) }

// OpenWith opens a repository as Open does, read in one way only. ErrFormat says that it
// cannot be.
func OpenWith(dir string, by Reader) (*Repository, error) {
	abs, err := existing(dir)
	if err != nil {
		return nil, fmt.Errorf("repo: %w", err)
	}
	r, err := openAt(abs, by)
	if err != nil {
		return nil, fmt.Errorf("repo: %s: %w", dir, err)
	}
	return r, nil
}

// existing is the absolute name of a folder, without symbolic links.
func existing(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(abs); err != nil {
		return "", err
	} else if !info.IsDir() {
		return "", fmt.Errorf("%s: %w: it is a file", dir, ErrNoRepository)
	}
	return filepath.EvalSymlinks(abs)
}

func openAt(abs string, by Reader) (*Repository, error) {
	l, err := discover(abs)
	if err != nil {
		return nil, err
	}
	r := &Repository{layout: l}
	if r.config, err = readConfig(l); err != nil {
		return nil, err
	}
	r.layout.place(r.config)
	r.prefix = r.layout.prefix(abs)
	if r.backend, r.reason, err = choose(r.layout, r.config, by); err != nil {
		return nil, err
	}
	r.forced = by
	r.edits, err = readEdits(r.layout, r.config, r.backend)
	return r, err
}

// Reader names what reads the repository: "go-git", or "git" for the git command.
// Worktree may change the answer.
func (r *Repository) Reader() string {
	if r.reason == "" {
		return "go-git"
	}
	return "git"
}

// ReaderReason says why the git command reads the repository; "" if go-git does.
func (r *Repository) ReaderReason() string { return r.reason }

// ReaderNote says on one line who reads the repository; "" where it is the one that
// reads nearly all.
func (r *Repository) ReaderNote() string {
	switch {
	case r.reason != "":
		return "the git command reads this repository: " + r.reason
	case r.forced == GoGitReader:
		return "go-git alone reads this repository, as was asked"
	}
	return ""
}

// Prefix is the opened folder relative to the repository root, "." for the root
// and for bare repositories.
func (r *Repository) Prefix() string { return r.prefix }

// Root is the folder of the worktree; "" for a bare repository.
func (r *Repository) Root() string { return r.layout.worktree }

// Folder is where the repository keeps objects and references: one for all linked
// worktrees of a clone.
func (r *Repository) Folder() string { return r.layout.common }

// SameAs reports whether two opened folders belong to one clone; linked worktrees do.
func (r *Repository) SameAs(other *Repository) bool { return r.layout.common == other.layout.common }

// Shallow reports whether the clone's history ends early.
func (r *Repository) Shallow() bool {
	ends, err := shallow(r.layout)
	return err != nil || len(ends) > 0
}

// ShallowCommits lists the commits whose parents the clone lacks on purpose. They are
// read as commits without parents.
func (r *Repository) ShallowCommits() (map[ID]bool, error) {
	ends, err := shallow(r.layout)
	if err != nil {
		return nil, fmt.Errorf("repo: %w", err)
	}
	return ends, nil
}

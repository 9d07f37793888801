package repo

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/storer"
	gitmemory "github.com/go-git/go-git/v5/storage/memory"
)

// Builder makes a new git repository out of nothing: for the demo and for tests. It
// is the only writer of this package, and it never touches a repository that was
// there before.
//
// Equal commits give equal ids on every machine: nothing is taken from the clock,
// the user or git's configuration, and the git command is not needed. Objects are
// kept in memory until Finish writes them as one pack, since several hundred commits
// of loose files would cost more than making them.
type Builder struct {
	dir      string
	git      *git.Repository
	pending  *gitmemory.Storage // objects that are not on disk yet
	order    []plumbing.Hash    // of pending
	known    map[ID]bool        // every object made
	trees    map[ID]*folder     // by commit
	branches map[string]ID
	head     string            // the branch that is checked out
	out      map[string]packed // the worktree after the last Finish
}

// BuildCommit is one commit to make.
type BuildCommit struct {
	Branch  string // "" is main
	Parents []ID   // nil: the branch's newest commit, or none if the branch is new

	Author, Email string
	When          time.Time // written with its own time zone: give UTC for the same id everywhere
	Landed        time.Time // committer date; zero is When
	Message       string

	// The files are those of the first parent with Delete taken away and then Write
	// put in place. A merge brings in nothing by itself.
	Delete []string          // files, or folders with all that is in them
	Write  map[string]string // path to content; a symbolic link's target; a submodule's commit id
	Modes  map[string]Mode   // of written paths; the zero Mode is a regular file
}

// defaultBranch is where commits go that name no branch.
const defaultBranch = "main"

// NewBuilder starts a repository with a worktree in dir, which must be empty or not
// exist yet. Call Finish at the end.
func NewBuilder(dir string) (*Builder, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("repo: %w", err)
	}
	if list, err := os.ReadDir(dir); err != nil {
		return nil, fmt.Errorf("repo: %w", err)
	} else if len(list) > 0 {
		return nil, fmt.Errorf("repo: %s is not empty: a new repository needs a new folder", filepath.Clean(dir))
	}
	r, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{
		InitOptions: git.InitOptions{DefaultBranch: plumbing.NewBranchReferenceName(defaultBranch)},
	})
	if err != nil {
		return nil, fmt.Errorf("repo: making a repository in %s: %w", dir, err)
	}
	return &Builder{
		dir: dir, git: r, pending: gitmemory.NewStorage(),
		known: map[ID]bool{}, trees: map[ID]*folder{}, branches: map[string]ID{}, out: map[string]packed{},
	}, nil
}

// Commit makes a commit and moves its branch there. A path that is no clean relative
// path, a deleted path that is not there, and a parent that this Builder did not
// make are errors; the repository then stays as it was.
func (b *Builder) Commit(c BuildCommit) (ID, error) {
	branch := c.Branch
	if branch == "" {
		branch = defaultBranch
	}
	parents := c.Parents
	if tip, ok := b.branches[branch]; ok && parents == nil {
		parents = []ID{tip}
	}
	files, err := b.files(parents, c)
	if err != nil {
		return "", fmt.Errorf("repo: commit %q: %w", c.Message, err)
	}
	id := b.add(plumbing.CommitObject, c.object(b.write(files), parents))
	b.trees[id] = files
	b.branches[branch] = id
	if b.head == "" {
		b.head = branch
	}
	return id, nil
}

// files is what the commit's tree holds.
func (b *Builder) files(parents []ID, c BuildCommit) (*folder, error) {
	at := &folder{}
	for i, p := range slices.Backward(parents) {
		tree, ok := b.trees[p]
		if !ok {
			return nil, fmt.Errorf("parent %d is no commit of this repository: %s", i+1, p)
		}
		at = tree
	}
	for _, p := range c.Delete {
		if err := checkPath(p); err != nil {
			return nil, err
		}
		next, ok := at.without(strings.Split(p, "/"))
		if !ok {
			return nil, fmt.Errorf("cannot delete %q: there is no such path", p)
		}
		at = next
	}
	for _, p := range slices.Sorted(maps.Keys(c.Write)) {
		if err := checkPath(p); err != nil {
			return nil, err
		}
		for up := path.Dir(p); up != "."; up = path.Dir(up) {
			if _, ok := c.Write[up]; ok {
				return nil, fmt.Errorf("%q is written as a file and as a folder", up)
			}
		}
		e, err := b.entry(c.Write[p], c.Modes[p])
		if err != nil {
			return nil, fmt.Errorf("%q: %w", p, err)
		}
		at = at.with(strings.Split(p, "/"), e)
	}
	return at, nil
}

func checkPath(p string) error {
	for part := range strings.SplitSeq(p, "/") {
		switch {
		case part == "", part == ".", part == "..", strings.EqualFold(part, ".git"), strings.ContainsRune(part, 0):
			return fmt.Errorf("%q cannot be a path in a repository", p)
		}
	}
	return nil
}

// entry stores a file's content.
func (b *Builder) entry(content string, m Mode) (packed, error) {
	if m == Submodule {
		id, err := parseID(content)
		return packed{mode: ModeSubmodule, id: id}, err
	}
	e := packed{mode: modeRegular, id: b.add(plumbing.BlobObject, []byte(content))}
	switch m {
	case Executable:
		e.mode = ModeExecutable
	case Symlink:
		e.mode = ModeSymlink
	}
	return e, nil
}

// object is the content of the commit object.
func (c BuildCommit) object(tree ID, parents []ID) []byte {
	landed := c.Landed
	if landed.IsZero() {
		landed = c.When
	}
	var s strings.Builder
	fmt.Fprintf(&s, "tree %s\n", tree)
	for _, p := range parents {
		fmt.Fprintf(&s, "parent %s\n", p)
	}
	fmt.Fprintf(&s, "author %s <%s> %d %s\n", c.Author, c.Email, c.When.Unix(), c.When.Format("-0700"))
	fmt.Fprintf(&s, "committer %s <%s> %d %s\n", c.Author, c.Email, landed.Unix(), landed.Format("-0700"))
	fmt.Fprintf(&s, "\n%s\n", strings.TrimRight(c.Message, "\n"))
	return []byte(s.String())
}

// add keeps an object for the next pack, once.
func (b *Builder) add(kind plumbing.ObjectType, content []byte) ID {
	h := plumbing.ComputeHash(kind, content)
	id := fromHash(h)
	if b.known[id] {
		return id
	}
	b.known[id] = true
	o := &plumbing.MemoryObject{}
	o.SetType(kind)
	// Neither can fail: both only append to memory.
	o.Write(content)
	b.pending.SetEncodedObject(o)
	b.order = append(b.order, h)
	return id
}

// Finish writes everything to disk and checks out the branch of the first commit, so
// that git status is clean. More commits and another Finish may follow.
func (b *Builder) Finish() error {
	if err := b.pack(); err != nil {
		return fmt.Errorf("repo: writing objects: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(b.branches)) {
		ref := plumbing.NewHashReference(plumbing.NewBranchReferenceName(name), b.branches[name].hash())
		if err := b.git.Storer.SetReference(ref); err != nil {
			return fmt.Errorf("repo: branch %s: %w", name, err)
		}
	}
	if b.head == "" {
		return nil
	}
	head := plumbing.NewSymbolicReference(plumbing.HEAD, plumbing.NewBranchReferenceName(b.head))
	if err := b.git.Storer.SetReference(head); err != nil {
		return fmt.Errorf("repo: HEAD: %w", err)
	}
	if err := b.checkout(b.trees[b.branches[b.head]]); err != nil {
		return fmt.Errorf("repo: checkout of %s: %w", b.head, err)
	}
	return nil
}

// pack writes the pending objects. Deltas are left out: they would save little and
// cost most of the time.
func (b *Builder) pack() error {
	if len(b.order) == 0 {
		return nil
	}
	s, ok := b.git.Storer.(storer.PackfileWriter)
	if !ok {
		return errors.New("the storage takes no packs")
	}
	w, err := s.PackfileWriter()
	if err != nil {
		return err
	}
	_, err = packfile.NewEncoder(w, b.pending, false).Encode(b.order, 0)
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	b.pending, b.order = gitmemory.NewStorage(), nil
	return nil
}

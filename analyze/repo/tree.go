package repo

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Mode says what kind of entry a tracked path is.
type Mode uint8

const (
	Regular Mode = iota
	Executable
	Symlink   // its content is the target; never followed
	Submodule // a commit of another repository; never entered
)

// File is one tracked path of a tree.
type File struct {
	Path string // slash-separated, relative to the repository root
	Mode Mode
}

// Tree is the tracked files of one revision or of the worktree: what every loader
// reads, and all that it may read. Reading is safe from several goroutines.
//
// ReadFile of a symbolic link or a submodule is an error (fs.ErrInvalid): nothing
// outside the tree is ever reached. A blob that the clone lacks (partial clone) is
// an error that wraps ErrMissing.
type Tree interface {
	fs.ReadFileFS
	// Files lists every tracked path in byte order. The caller must not change it.
	Files() []File
}

// Identified is a Tree that knows what its files hold without reading them.
type Identified interface {
	Tree
	// ContentID is the id of the blob that ReadFile gives for a path; "" where it gives
	// none, or where that is not known.
	ContentID(path string) ID
}

// Lender is a Tree that can do without the copy that ReadFile makes.
type Lender interface {
	Tree
	// Lend gives what ReadFile gives to use, which neither changes nor keeps it, and reads
	// nothing else of the tree.
	Lend(path string, use func(content []byte)) error
}

// Lend is that of a Lender; other trees make a copy.
func Lend(t Tree, path string, use func(content []byte)) error {
	if l, ok := t.(Lender); ok {
		return l.Lend(path, use)
	}
	b, err := t.ReadFile(path)
	if err == nil {
		use(b)
	}
	return err
}

// Regulars lists the paths of t's regular files (executables too), in order. The caller
// must not change the list, which others may have got too.
func Regulars(t Tree) []string {
	if l, ok := t.(interface{ Regulars() []string }); ok {
		return l.Regulars()
	}
	return regular(t.Files())
}

func regular(files []File) []string {
	out := make([]string, 0, len(files))
	for _, f := range files {
		if f.Mode == Regular || f.Mode == Executable {
			out = append(out, f.Path)
		}
	}
	return slices.Clip(out)
}

// With is t, but that some of its files hold what they hold in another tree.
func With(t Tree, other Tree, paths []string) Tree { return patched{t, other, paths} }

type patched struct {
	Tree
	other Tree
	paths []string
}

func (p patched) ReadFile(name string) ([]byte, error) {
	if slices.Contains(p.paths, name) {
		return p.other.ReadFile(name)
	}
	return p.Tree.ReadFile(name)
}

func (p patched) Open(name string) (fs.File, error) { return open(p, name) }

// Memory is a tree held in memory, for tests and for content that is not in git.
func Memory(files map[string]string) Tree {
	m := memory{content: map[string][]byte{}}
	for p, s := range files {
		m.content[p] = []byte(s)
		m.files = append(m.files, File{Path: p})
	}
	slices.SortFunc(m.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return m
}

type memory struct {
	files   []File
	content map[string][]byte
}

func (m memory) Files() []File { return m.files }

func (m memory) ReadFile(name string) ([]byte, error) {
	if b, ok := m.content[name]; ok {
		return bytes.Clone(b), nil
	}
	return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
}

func (m memory) Open(name string) (fs.File, error) { return open(m, name) }

// open serves fs.FS for any Tree from its list of files and ReadFile.
func open(t Tree, name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	files := t.Files()
	if _, ok := find(files, name); ok {
		b, err := t.ReadFile(name)
		if err != nil {
			return nil, err
		}
		return &openFile{info: info{name: path.Base(name), size: int64(len(b)), mode: 0o444}, Reader: bytes.NewReader(b)}, nil
	}
	prefix, i := "", 0
	if name != "." {
		prefix = name + "/"
		i, _ = find(files, prefix)
		if i == len(files) || !strings.HasPrefix(files[i].Path, prefix) {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
	}
	d := &openDir{info: info{name: path.Base(name), mode: fs.ModeDir | 0o555}}
	seen := map[string]bool{}
	for ; i < len(files) && strings.HasPrefix(files[i].Path, prefix); i++ {
		child, _, isDir := strings.Cut(files[i].Path[len(prefix):], "/")
		if seen[child] {
			continue
		}
		seen[child] = true
		e := info{name: child, mode: 0o444, tree: t, path: prefix + child}
		switch {
		case isDir, files[i].Mode == Submodule:
			e.mode = fs.ModeDir | 0o555
		case files[i].Mode == Symlink:
			e.mode = fs.ModeSymlink | 0o777
		}
		d.entries = append(d.entries, e)
	}
	slices.SortFunc(d.entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return d, nil
}

// info is both fs.FileInfo and fs.DirEntry. A file's size as an entry is read only
// when asked for.
type info struct {
	name string
	size int64
	mode fs.FileMode
	tree Tree
	path string
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }
func (i info) Type() fs.FileMode  { return i.mode.Type() }
func (i info) Info() (fs.FileInfo, error) {
	if i.mode.IsRegular() && i.tree != nil {
		b, err := i.tree.ReadFile(i.path)
		if err != nil {
			return nil, err
		}
		i.size = int64(len(b))
	}
	return i, nil
}

type openFile struct {
	info
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }
func (f *openFile) Size() int64                { return f.info.size }

type openDir struct {
	info
	entries []fs.DirEntry
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *openDir) Close() error               { return nil }
func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: fs.ErrInvalid}
}

func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		out := d.entries
		d.entries = nil
		return out, nil
	}
	if len(d.entries) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.entries))
	out := d.entries[:n]
	d.entries = d.entries[n:]
	return out, nil
}

// Has reports whether a tree tracks a file.
func Has(t Tree, file string) bool {
	_, ok := find(t.Files(), file)
	return ok
}

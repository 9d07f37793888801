package reuse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/modules/gomod"
	"seam/analyze/parallel"
	"seam/analyze/repo"
)

// ErrSame: a repository was named twice, or is the one that is analysed.
var ErrSame = errors.New("the same repository twice")

// maxContent is the size in bytes above which a file is not compared.
const maxContent = 4 << 20

// maxSites bounds the import lines that a Use names.
const maxSites = 10

// Own is the analysed side.
type Own struct {
	Repository *repo.Repository
	Tree       repo.Tree
	Folder     string         // the analysed folder, from the root of the repository
	Imports    *imports.Graph // its packages, relative to Folder
	Log        *history.Log   // its whole history; nil leaves directions unknown

	// History reads that of another repository. It is not asked without Log.
	History func(ctx context.Context, r *repo.Repository, head repo.ID) (*history.Log, error)
}

// Load reads the folders of other repositories at their HEAD. An error is a folder that
// cannot be read, with its name, ErrSame, or that of ctx.
func Load(ctx context.Context, own Own, dirs []string, progress func(done, total int)) (*Result, error) {
	others, err := open(own, dirs)
	if err != nil {
		return nil, err
	}
	here, err := readOwn(ctx, own)
	if err != nil {
		return nil, err
	}
	r := &Result{Repositories: []Repository{}, Uses: []Use{}, Copies: []Copy{}}
	for i, o := range others {
		if err := r.look(ctx, here, o); err != nil {
			return nil, fmt.Errorf("--with %s: %w", dirs[i], err)
		}
		others[i] = nil // its cache of objects is large
		if progress != nil {
			progress(i+1, len(others))
		}
	}
	slices.SortFunc(r.Uses, func(a, b Use) int {
		return cmp.Or(strings.Compare(a.Package, b.Package), strings.Compare(a.Repository, b.Repository))
	})
	slices.SortFunc(r.Copies, compareCopies)
	return r, nil
}

// other is one of the other repositories.
type other struct {
	name       string
	repository *repo.Repository
	head       repo.ID
	tree       *repo.Snapshot
	modules    *modules.Set
}

// open opens every folder before anything is read, so that a mistyped one is told at
// once.
func open(own Own, dirs []string) ([]*other, error) {
	var out []*other
	for i, dir := range dirs {
		r, err := repo.Open(dir)
		if err != nil {
			return nil, fmt.Errorf("--with: %w", err)
		}
		r.Watch(own.Repository.Watched())
		if r.SameAs(own.Repository) {
			return nil, fmt.Errorf("--with %s: %w: it is the analysed one", dir, ErrSame)
		}
		for k, o := range out {
			if r.SameAs(o.repository) {
				return nil, fmt.Errorf("--with %s: %w: %s is in it too", dir, ErrSame, dirs[k])
			}
		}
		o := &other{repository: r}
		if o.head, err = r.Resolve("HEAD"); err != nil {
			return nil, fmt.Errorf("--with %s: %w", dirs[i], err)
		}
		out = append(out, o)
	}
	return out, named(out, dirs)
}

// named opens the trees and gives each repository its name.
func named(others []*other, dirs []string) error {
	taken := map[string]int{}
	for i, o := range others {
		var err error
		if o.tree, err = o.repository.Snapshot(o.head); err != nil {
			return fmt.Errorf("--with %s: %w", dirs[i], err)
		}
		o.modules = gomod.Load(o.tree)
		o.name = o.moduleName()
		if o.name == "" {
			o.name = folderName(dirs[i])
		}
		if taken[o.name]++; taken[o.name] > 1 {
			o.name = fmt.Sprintf("%s (%d)", o.name, taken[o.name])
		}
	}
	return nil
}

// moduleName is the name of the module that lies highest in the folder.
func (o *other) moduleName() string {
	best := ""
	depth := 1 << 30
	for _, u := range o.modules.Units {
		rel := repo.Relative(o.repository.Prefix(), u.Path)
		if d := strings.Count(rel+"/", "/"); u.Name != "" && repo.Below(o.repository.Prefix(), u.Path) && (rel == "." || d < depth) {
			best, depth = u.Name, d
			if rel == "." {
				break
			}
		}
	}
	return best
}

func folderName(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	if base := filepath.Base(abs); base != ".git" {
		return strings.TrimSuffix(base, ".git")
	}
	return filepath.Base(filepath.Dir(abs))
}

// look adds what one repository takes.
func (r *Result) look(ctx context.Context, h *here, o *other) error {
	defer o.tree.Close()
	info := Repository{Name: o.name, Head: o.head.String(), Folder: o.repository.Prefix()}
	if h.declares(o.modules) {
		r.Repositories = append(r.Repositories, info)
		r.warn("with-same-module", o.name+" declares a module of this repository: it is another clone or a fork of it, and was not compared")
		return nil
	}
	files, err := o.read(ctx, h)
	if err != nil {
		return err
	}
	uses := h.uses(o, files)
	copies := h.copies(o, files)
	info.SameRoots, err = h.date(ctx, o, copies)
	if err != nil {
		return err
	}
	if info.SameRoots {
		r.warn("with-same-roots", o.name+" began with the same commits as this repository: what looks copied is their common past")
	}
	info.Files = len(files)
	info.Used, info.Importers = len(uses), distinctImporters(uses)
	copied := map[string]bool{}
	for _, c := range copies {
		copied[c.Here.File] = true
	}
	info.Copied = len(copied)
	r.Repositories = append(r.Repositories, info)
	r.Uses, r.Copies = append(r.Uses, uses...), append(r.Copies, copies...)
	if unread := countUnread(files); unread > 0 {
		r.Warnings = append(r.Warnings, finding.Warning{Code: "with-unread", Count: unread,
			Message: "Go files of " + o.name + " are missing in that clone or too large: they were not compared"})
	}
	return nil
}

func (r *Result) warn(code, message string) {
	r.Warnings = append(r.Warnings, finding.Warning{Code: code, Count: 1, Message: message})
}

// file is a Go file of another repository.
type file struct {
	path     string // from the root of its repository
	shown    string // from the folder that was given
	vendored bool
	test     bool
	unread   bool
	imports  []importLine
	matches  []match // with files from here
}

// read scans every Go file below the folder, on all cores. Of vendored files only the
// fingerprint matters, of test files only the imports.
func (o *other) read(ctx context.Context, h *here) ([]file, error) {
	var files []file
	for _, p := range repo.Regulars(o.tree) {
		if strings.HasSuffix(p, ".go") && repo.Below(o.repository.Prefix(), p) {
			files = append(files, file{path: p, shown: repo.Relative(o.repository.Prefix(), p),
				vendored: history.IsVendored(p), test: strings.HasSuffix(p, "_test.go")})
		}
	}
	err := parallel.Workers(ctx, len(files), func() func(int) {
		return func(i int) {
			f := &files[i]
			if f.vendored && f.test {
				return
			}
			content, err := o.tree.ReadFile(f.path)
			if err != nil || len(content) > maxContent {
				f.unread = true
				return
			}
			skip := f.test || history.IsGeneratedName(f.path) || history.SaysGenerated(content)
			t := scan(content, skip)
			if !f.vendored {
				f.imports = slices.DeleteFunc(t.imports, func(i importLine) bool { return !h.names(i.path) })
			}
			if !skip {
				f.matches = h.index.match(t.words, o.tree.ID(f.path))
			}
		}
	})
	return files, err
}

func countUnread(files []file) int {
	n := 0
	for _, f := range files {
		if f.unread {
			n++
		}
	}
	return n
}

package analyze

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"sync"
	"time"

	"seam/analyze/cache"
	"seam/analyze/config"
	"seam/analyze/imports"
	"seam/analyze/modules/goresolve"
	"seam/analyze/owners"
	"seam/analyze/repo"
	"seam/analyze/services"
)

// Load opens the repository and reads what the request needs, side by side. It
// returns the errors of repo and history, and *config.Error for a malformed
// seam.yaml.
func Load(ctx context.Context, q Request) (*Input, error) {
	r, err := q.open(q.Reader)
	if err != nil {
		return nil, err
	}
	head, err := r.Resolve(cmp.Or(q.Revision, "HEAD"))
	if err != nil {
		return nil, err
	}
	closeCache := q.openCache(r)
	in, err := q.load(ctx, r, head)
	warnings := closeCache()
	if err != nil {
		return nil, err
	}
	in.RunNotes = append(in.RunNotes, warnings...)
	return in, nil
}

// load reads what a request asks of an open repository.
func (q Request) load(ctx context.Context, r *repo.Repository, head repo.ID) (*Input, error) {
	p := q.readHistory(ctx, r, head)
	defer p.stop()
	tree, done, err := q.tree(r, head)
	if err != nil {
		return nil, err
	}
	in, err := newInput(r, head, tree)
	if err == nil {
		in.Worktree = q.Worktree
		if !q.Worktree && q.Revision == "" && !in.Bare {
			in.noteUncommitted(r.Root(), tree)
		}
		err = in.load(ctx, r, tree, q, p)
	}
	if err != nil {
		done()
		return nil, err
	}
	if q.Ahead == nil {
		done()
		return in, nil
	}
	in.closing.Go(func() { done() }) // to let go of what was mapped takes longer than it looks
	return in, nil
}

// open opens the repository of a request.
func (q Request) open(by repo.Reader) (*repo.Repository, error) {
	r, err := repo.OpenWith(cmp.Or(q.Dir, "."), by)
	if err == nil {
		r.Watch(q.Unread)
	}
	return r, err
}

// openCache opens the cache that a request names, if it has use for one. To close it tells
// what was wrong with it.
func (q *Request) openCache(r *repo.Repository) (closeCache func() (warnings []string)) {
	if q.Cache == "" || !q.Needs.Imports && !q.Needs.Services && !q.Needs.History {
		return func() []string { return nil }
	}
	s := cache.Open(q.Cache, r.Folder(), cache.DefaultLimit)
	q.kept = s
	r.Keep(s)
	return func() []string {
		s.Close()
		return s.Warnings()
	}
}

// newInput reads the configuration of a revision.
func newInput(r *repo.Repository, head repo.ID, tree repo.Tree) (in *Input, err error) {
	in = &Input{Folder: r.Prefix(), Title: r.Title(), Web: r.Web(), Head: head, Bare: r.Root() == ""}
	if note := r.ReaderNote(); note != "" {
		in.Notes = append(in.Notes, note)
	}
	if s, ok := tree.(*repo.Snapshot); ok && !s.Landed().IsZero() {
		in.Day = s.Landed().Format(time.DateOnly)
	}
	in.Config, err = config.Load(tree, r.Prefix())
	return in, err
}

// load reads what the request needs, once the configuration is known. p is nil if that is no
// history.
func (in *Input) load(ctx context.Context, r *repo.Repository, tree repo.Tree, q Request, p *past) error {
	in.needs = q.Needs
	in.list(tree)
	in.Owners = owners.Load(tree, in.Config)
	if err := in.read(ctx, tree, q, p); err != nil {
		return err
	}
	in.narrow()
	if err := in.rankParts(ctx, r, tree, q); err != nil {
		return err
	}
	in.collectWarnings()
	return nil
}

// loadBoth is load without history, beside that of an older revision, which is read with the seam.yaml and
// on the day of the newer one.
func (in *Input) loadBoth(ctx context.Context, r *repo.Repository, now, old *repo.Snapshot, q Request) (base *Input, err error) {
	base = &Input{Folder: in.Folder, Head: old.Commit, Day: in.Day, Config: in.Config, Bare: in.Bare}
	failed := make(chan error, 1)
	go func() { failed <- base.load(ctx, r, old, q, nil) }()
	err = in.load(ctx, r, now, q, nil)
	if err2 := <-failed; err == nil {
		err = err2
	}
	return base, err
}

// noteUncommitted says so when the seam.yaml on disk is not the one that counts.
func (in *Input) noteUncommitted(root string, tree repo.Tree) {
	for dir := in.Folder; ; dir = path.Dir(dir) {
		name := path.Join(dir, "seam.yaml")
		onDisk, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		committed, missing := tree.ReadFile(name)
		switch {
		case err == nil && missing != nil:
			in.Notes = append(in.Notes, name+" is not committed and is not used: only committed content counts")
			return
		case err == nil && !bytes.Equal(onDisk, committed):
			in.Notes = append(in.Notes, name+" on disk differs from the committed one, which is used: commit it")
			return
		case missing == nil || dir == ".":
			return
		}
	}
}

// tree opens what the request reads. An answer that needs imports alone reads each file
// once.
func (q Request) tree(r *repo.Repository, head repo.ID) (repo.Tree, func() error, error) {
	if q.Worktree || q.Needs != (Needs{Imports: true, Files: q.Needs.Files}) {
		return treeOf(r, head, q.Worktree)
	}
	s, err := r.Glance(head)
	if err != nil {
		return nil, nil, err
	}
	return s, s.Close, nil
}

func treeOf(r *repo.Repository, head repo.ID, worktree bool) (repo.Tree, func() error, error) {
	if worktree {
		t, err := r.Worktree()
		return t, func() error { return nil }, err
	}
	s, err := r.Snapshot(head)
	if err != nil {
		return nil, nil, err
	}
	return s, s.Close, nil
}

func (in *Input) list(tree repo.Tree) {
	for _, f := range tree.Files() {
		p := repo.Relative(in.Folder, f.Path)
		switch {
		case !repo.Below(in.Folder, f.Path):
		case f.Mode == repo.Submodule:
			in.Submodules = append(in.Submodules, p)
		case f.Mode != repo.Symlink:
			in.Files = append(in.Files, p)
		}
	}
}

// read runs the loaders that do not need one another side by side.
func (in *Input) read(ctx context.Context, tree repo.Tree, q Request, p *past) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var errs []error
	start := func(needed bool, load func() error) {
		if !needed {
			return
		}
		wg.Go(func() {
			if err := load(); err != nil {
				cancel()
				mu.Lock()
				defer mu.Unlock()
				errs = append(errs, err)
			}
		})
	}
	marked, err := listenForMarks(tree, q.fileCache())
	if err != nil {
		return err
	}
	stated := sourceOf(tree)
	imported := make(chan struct{}) // closed when the import graph is complete
	start(p != nil, func() error {
		log, notes, err := p.wait(ctx)
		if err != nil {
			return err
		}
		in.Log, in.RunNotes = log, append(in.RunNotes, notes...)
		if <-imported; ctx.Err() != nil {
			return ctx.Err()
		}
		if err := in.selectChanges(ctx, marked, q); err != nil {
			return err
		}
		in.prepare(q)
		return nil
	})
	needsImports := q.Needs.Imports || q.Needs.Services
	if !needsImports {
		close(imported)
	}
	start(needsImports, func() (err error) {
		o := imports.Options{Headers: !q.Needs.Symbols, Files: q.Needs.Files, Types: q.Types && q.Needs.Symbols, Cache: q.fileCache()}
		var all *imports.Graph // of the whole repository: in.Imports may be narrowed soon
		func() {
			defer close(imported)
			k := q.keptImports(tree, o)
			if all = k.get(); all == nil {
				from := tree
				if q.Needs.History {
					from = marked
				}
				if all, err = loadImports(ctx, from, stated, o); err == nil { // nobody waits for what is kept
					wg.Go(func() { k.put(all) })
				}
			}
			in.Imports = all
		}()
		if err == nil && q.Needs.Services {
			in.Service = services.Load(tree, all, in.Folder, services.Given{Config: in.Config, Rendered: q.Rendered, Cache: o.Cache})
		}
		return err
	})
	start(q.Needs.Modules, func() error {
		in.Modules = manifests(stated)
		if q.Resolve {
			in.Modules = goresolve.Resolve(in.Modules, tree, goresolve.Downloads(q.ModuleCache))
		}
		return nil
	})
	wg.Wait()
	return firstError(errs)
}

// firstError prefers an error that says what is wrong over the cancellation that it
// caused in the other loaders.
func firstError(errs []error) error {
	for _, err := range errs {
		if !errors.Is(err, context.Canceled) {
			return err
		}
	}
	if len(errs) > 0 {
		return errs[0]
	}
	return nil
}

// fileCache is where facts of files are kept; nil for nowhere.
func (q Request) fileCache() imports.Cache {
	if q.kept == nil {
		return nil
	}
	return q.kept
}

// narrowImports cuts the import graph and the owners to the analysed folder, once.
func (in *Input) narrowImports() {
	if in.narrowed || in.Folder == "." {
		return
	}
	in.narrowed = true
	in.Owners = in.Owners.Within(in.Folder)
	if in.Imports != nil {
		in.Imports = in.Imports.Within(in.Folder)
	}
}

// narrow cuts what the loaders read of the whole repository to the analysed folder.
func (in *Input) narrow() {
	in.narrowImports()
	if in.Folder == "." {
		return
	}
	if in.Modules != nil {
		in.Modules = in.Modules.Within(in.Folder)
	}
	if in.Service != nil {
		in.Service = in.Service.Within(in.Folder)
	}
}

package analyze

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"seam/analyze/cache"
	"seam/analyze/config"
	"seam/analyze/dossier"
	"seam/analyze/finding"
	"seam/analyze/format/glob"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/modules/goresolve"
	"seam/analyze/owners"
	"seam/analyze/pieces"
	"seam/analyze/profile"
	"seam/analyze/proof"
	"seam/analyze/repo"
	"seam/analyze/reuse"
	"seam/analyze/services"
	"seam/analyze/services/manifest"
	"seam/analyze/split"
	"seam/analyze/surface"
	"seam/analyze/whatif"
)

// Needs says which facts an answer is made from. What is not needed is not read.
type Needs struct {
	History  bool
	Imports  bool
	Symbols  bool // which exported names others mention; without it only import lines are read
	Files    bool // which file imports which
	Modules  bool
	Services bool // implies Imports
	Split    bool // candidates; counts only beside History and Imports
}

// Request says what to read, and from where. The zero value reads the whole of HEAD
// of the repository that the current folder is in.
type Request struct {
	Dir      string // any folder of a repository; "" is the current one
	Revision string // "" is HEAD
	Worktree bool   // the files as they are on disk instead of those of Revision
	Needs    Needs

	Since, Until time.Time
	MaxCommits   int
	Paths        []string // history only of these paths (patterns relative to Dir)
	Exclude      []string // paths that leave history (patterns relative to Dir)
	AllowShallow bool
	Unit         history.Unit        // what one change is; "" is history.Auto
	Ticket       *regexp.Regexp      // finds a ticket id in a subject; nil is history.DefaultTicket
	NoLineage    bool                // do not follow renames
	Renames      bool                // find renames by similar content too; reads blobs
	Bots         bool                // count what bots do as well
	Types        bool                // type-check Go code where it loads
	With         []string            // folders of other repositories, read at their HEAD
	Rendered     []manifest.Rendered // Kubernetes manifests as they are applied, named as in evidence
	Profile      []byte              // a CPU profile in pprof's format; nil is none
	Resolve      bool                // work out what each Go module is built with
	ModuleCache  string              // the Go module cache that Resolve and Types read; "" is none

	// Extract and ByPath are the cut that Run will be asked about: what takes reading
	// files and old trees is read for its parts too.
	Extract []whatif.Part
	ByPath  int

	// Cache is the folder below which facts of single files are kept from run to run; ""
	// keeps nothing. It changes no answer.
	Cache string

	kept *cache.Store // what Load opened there; nil for nothing

	// Unread is set where an object could not be read, which the answer shows by a warning or
	// by what it lacks; nil is not told.
	Unread *atomic.Bool

	// Reader forces one way to read the repository; "" takes the fastest that can.
	Reader repo.Reader

	// Progress is told how far a stage is; nil is silent. It may be called from
	// several goroutines, one call at a time.
	Progress func(stage string, done, total int)
}

// Input is everything an analysis may look at: finished values that nobody writes
// again. Paths are relative to the analysed folder.
type Input struct {
	Folder  string // the analysed folder in the repository, "." for all of it
	Title   string // what people call the repository, see repo.Title; "" where nothing says
	Head    repo.ID
	Day     string // YYYY-MM-DD: the committer's date of Head in UTC; "" where it is not known
	Config  config.Config
	Files   []string // tracked regular files below Folder
	Log     *history.Log
	Changes *history.Changes
	Commits *history.Changes // Output with every commit a change; nil where nobody ranks parts
	Output  *history.Changes // the same with what generators write left in; nil without imports
	Imports *imports.Graph
	Modules *modules.Set
	Service *services.Graph
	Owners  *owners.Owners
	Base    *whatif.Base     // nil without imports and history
	Ranking *split.Ranking   // nil unless candidates are asked for, or parts are named
	Reuse   *reuse.Result    // nil unless Request.With names other repositories
	Profile *profile.Profile // nil unless Request.Profile holds one
	Dossier *dossier.Dossier // nil unless candidates are asked for

	// Surface is how the exported names of the leading and the named parts changed; nil
	// where no part was looked at.
	Surface *surface.History

	// Proofs is what the sources of Go modules say about the leading version conflicts,
	// by the ids of these; nil unless Request.Types asks for it.
	Proofs map[string]proof.Answer

	// Pieces is what the leading parts of one package fall into, by package.
	Pieces map[string][]pieces.Piece

	needs           Needs
	Submodules      []string
	profileWarnings []finding.Warning
	unjudged        int // source files whose beginning was not looked at for a marker
	Warnings        []finding.Warning
	Notes           []string // about this run rather than about the commit; never part of a report
	RunNotes        []string // files that were passed over, of the cache and commit-graphs: about this run alone
	Worktree        bool
	Bare            bool // there is no worktree
}

// Load opens the repository and reads what the request needs, side by side. It
// returns the errors of repo and history, and *config.Error for a malformed
// seam.yaml.
func Load(ctx context.Context, q Request) (*Input, error) {
	r, err := q.open(q.Reader)
	if err != nil {
		return nil, err
	}
	head, err := r.Resolve(orDefault(q.Revision, "HEAD"))
	if err != nil {
		return nil, err
	}
	tree, done, err := treeOf(r, head, q.Worktree)
	if err != nil {
		return nil, err
	}
	defer done()
	in, err := newInput(r, head, tree)
	if err != nil {
		return nil, err
	}
	in.Worktree = q.Worktree
	if !q.Worktree && q.Revision == "" && !in.Bare {
		in.noteUncommitted(r.Root(), tree)
	}
	closeCache := in.openCache(r, &q)
	err = in.load(ctx, r, tree, q)
	closeCache()
	if err != nil {
		return nil, err
	}
	return in, nil
}

// open opens the repository of a request.
func (q Request) open(by repo.Reader) (*repo.Repository, error) {
	r, err := repo.OpenWith(orDefault(q.Dir, "."), by)
	if err == nil {
		r.Watch(q.Unread)
	}
	return r, err
}

// openCache opens the cache that a request names, if it has use for one. What is wrong
// with it is in RunNotes once the cache is closed.
func (in *Input) openCache(r *repo.Repository, q *Request) (closeCache func()) {
	if q.Cache == "" || !q.Needs.Imports && !q.Needs.Services && !q.Needs.History {
		return func() {}
	}
	s := cache.Open(q.Cache, r.Folder(), cache.DefaultLimit)
	q.kept = s
	return func() {
		s.Close()
		in.RunNotes = append(in.RunNotes, s.Warnings()...)
	}
}

// newInput reads the configuration of a revision.
func newInput(r *repo.Repository, head repo.ID, tree repo.Tree) (in *Input, err error) {
	in = &Input{Folder: r.Prefix(), Title: r.Title(), Head: head, Bare: r.Root() == ""}
	if note := r.ReaderNote(); note != "" {
		in.Notes = append(in.Notes, note)
	}
	if s, ok := tree.(*repo.Snapshot); ok && !s.Landed().IsZero() {
		in.Day = s.Landed().Format(time.DateOnly)
	}
	in.Config, err = config.Load(tree, r.Prefix())
	return in, err
}

// load reads what the request needs, once the configuration is known.
func (in *Input) load(ctx context.Context, r *repo.Repository, tree repo.Tree, q Request) error {
	in.needs = q.Needs
	in.list(tree)
	in.Owners = owners.Load(tree, in.Config)
	if err := in.read(ctx, r, tree, q); err != nil {
		return err
	}
	in.narrow()
	if err := in.lookCloser(ctx, r, tree, q); err != nil {
		return err
	}
	in.collectWarnings()
	return nil
}

// loadBoth is load, beside that of an older revision, which is read with the seam.yaml and
// on the day of the newer one.
func (in *Input) loadBoth(ctx context.Context, r *repo.Repository, now, old *repo.Snapshot, q Request) (base *Input, err error) {
	base = &Input{Folder: in.Folder, Head: old.Commit, Day: in.Day, Config: in.Config, Bare: in.Bare}
	failed := make(chan error, 1)
	go func() { failed <- base.load(ctx, r, old, q) }()
	err = in.load(ctx, r, now, q)
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

func orDefault(s, d string) string {
	if s == "" {
		return d
	}
	return s
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
func (in *Input) read(ctx context.Context, r *repo.Repository, tree repo.Tree, q Request) error {
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
	imported := make(chan struct{}) // closed once it is known which files import what
	start(q.Needs.History, func() (err error) {
		o := history.Options{
			Since: q.Since, Until: q.Until, MaxCommits: q.MaxCommits, AllowShallow: q.AllowShallow, Similar: q.Renames,
			Progress: q.stage(&mu, "history"),
			Note:     func(text string) { in.RunNotes = append(in.RunNotes, text) },
		}
		if q.kept != nil {
			o.Cache = q.kept
		}
		if in.Log, err = history.Read(ctx, r, in.Head, o); err != nil {
			return err
		}
		if <-imported; ctx.Err() != nil {
			return ctx.Err()
		}
		return in.selectChanges(ctx, tree, q)
	})
	needsImports := q.Needs.Imports || q.Needs.Services
	if !needsImports {
		close(imported)
	}
	start(needsImports, func() (err error) {
		o := imports.Options{Headers: !q.Needs.Symbols, Files: q.Needs.Files, Types: q.Types && q.Needs.Symbols, Cache: q.fileCache()}
		func() {
			defer close(imported)
			in.Imports, err = loadImports(ctx, tree, o)
		}()
		if err == nil && q.Needs.Services {
			in.Service = services.LoadBelow(tree, in.Imports, in.Folder, services.Given{Config: in.Config, Rendered: q.Rendered, Cache: o.Cache})
		}
		return err
	})
	start(q.Needs.Modules, func() error {
		in.Modules = manifests(tree)
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

func (q Request) stage(mu *sync.Mutex, name string) func(done, total int) {
	if q.Progress == nil {
		return nil
	}
	return func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		q.Progress(name, done, total)
	}
}

// selectChanges reduces the log to changes. What the command line says wins over
// seam.yaml.
func (in *Input) selectChanges(ctx context.Context, tree repo.Tree, q Request) error {
	excluded, err := patterns(in.Folder, q.Exclude)
	if err != nil {
		return fmt.Errorf("--exclude: %w", err)
	}
	only, err := patterns(in.Folder, q.Paths)
	if err != nil {
		return fmt.Errorf("--path: %w", err)
	}
	c := in.Config.History
	configured, err := glob.Compile(in.Config.Exclude)
	if err != nil {
		return fmt.Errorf("%s: exclude: %w", in.Config.File, err)
	}
	kept, err := glob.Compile(c.Keep)
	if err != nil {
		return fmt.Errorf("%s: keep: %w", in.Config.File, err)
	}
	f := history.Filter{
		Folder: in.Folder, Kept: kept.Match, MaxFiles: c.MaxFiles, Ticket: q.Ticket, NoLineage: q.NoLineage, Bots: q.Bots,
		Excluded: func(p string) bool { return excluded.Match(p) || configured.Match(p) },
		Unit:     q.Unit,
	}
	if f.Unit == "" || f.Unit == history.Auto {
		f.Unit = history.Unit(c.Unit)
	}
	if f.Ticket == nil && c.Ticket != "" {
		if f.Ticket, err = regexp.Compile(c.Ticket); err != nil {
			return fmt.Errorf("%s: ticket: %w", in.Config.File, err)
		}
	}
	if f.Bot, err = in.bots(); err != nil {
		return err
	}
	if f.Generated, in.unjudged, err = in.generated(ctx, tree, q.fileCache()); err != nil {
		return err
	}
	if len(q.Paths) > 0 {
		f.Only = only.Match
	}
	selector := history.NewSelector(in.Log, tree.Files(), f)
	in.Changes = selector.Select(false, f.Unit)
	if in.Imports == nil {
		return nil // nobody counts what generators write
	}
	unit := in.Changes.Unit.Kind
	in.Output = selector.Select(true, unit)
	switch {
	case unit == history.SingleUnit:
		in.Commits = in.Output
	case q.Needs.Split || len(q.Extract) > 0:
		in.Commits = selector.Select(true, history.SingleUnit)
	}
	return nil
}

// bots says who is a program: by seam.yaml, else by name and address.
func (in *Input) bots() (func(history.Person) bool, error) {
	bots, err := emails(in.Config.History.Bots)
	if err != nil {
		return nil, fmt.Errorf("%s: bots: %w", in.Config.File, err)
	}
	people, err := emails(in.Config.History.People)
	if err != nil {
		return nil, fmt.Errorf("%s: people: %w", in.Config.File, err)
	}
	return func(p history.Person) bool {
		return bots(p.Email) || !people(p.Email) && history.IsBot(p)
	}, nil
}

func emails(texts []string) (func(address string) bool, error) {
	var set []glob.Email
	for _, t := range texts {
		e, err := glob.CompileEmail(t)
		if err != nil {
			return nil, err
		}
		set = append(set, e)
	}
	return func(address string) bool {
		return slices.ContainsFunc(set, func(e glob.Email) bool { return e.Match(address) })
	}, nil
}

// patterns compiles patterns that are relative to folder.
func patterns(folder string, texts []string) (*glob.Set, error) {
	var abs []string
	for _, t := range texts {
		abs = append(abs, glob.Below(folder, t))
	}
	return glob.Compile(abs)
}

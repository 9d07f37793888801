package surface

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/repo"
)

// objectCache is what reading may keep of trees, files and delta bases, in bytes.
const objectCache = 32 << 20

// reader lists the folders of packages at month-ends.
type reader struct {
	objects  *repo.Objects
	root     []repo.ID          // the root tree of each month-end
	folders  map[inTree]repo.ID // "" if it is not there
	versions []repo.ID          // of files that differ somewhere, each once
	known    map[repo.ID]bool

	listed repo.ID            // the tree that files listed last
	held   map[string]repo.ID // what is in it
}

// inTree is a folder by the tree above it, which most months leave as it was.
type inTree struct {
	above repo.ID
	name  string
}

func (rd *reader) roots(ends []repo.ID) error {
	rd.known, rd.folders = map[repo.ID]bool{}, map[inTree]repo.ID{}
	for _, id := range ends {
		b, err := rd.objects.Commit(id)
		if err != nil {
			return fmt.Errorf("surface: %w", err)
		}
		root, err := repo.TreeOf(b)
		if err != nil {
			return fmt.Errorf("surface: %w", err)
		}
		rd.root = append(rd.root, root)
	}
	return nil
}

// draft is a package whose months are known only as differing files, not yet as names.
type draft struct {
	Package
	steps []step
}

// step is one month: the versions of files that it took away and brought.
type step struct {
	month    string
	old, new []repo.ID
}

// list compares a folder at month-ends. months has one entry fewer than the ends.
func (rd *reader) list(ctx context.Context, folder string, months []string) (*draft, error) {
	d := &draft{}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(months) == 0 { // all of the history was left out (--since): there is nothing to compare
		return d, nil
	}
	before, err := rd.files(folder, 0)
	for i := 0; err == nil && i < len(months); i++ {
		var after map[string]repo.ID
		if after, err = rd.files(folder, i+1); err != nil {
			break
		}
		if before != nil && after != nil {
			d.compare(months[i], before, after)
		}
		before = after
	}
	if err != nil && !unreadable(err) {
		return nil, fmt.Errorf("surface: %s: %w", folder, err)
	}
	d.Unread = err != nil || !rd.take(d.steps)
	return d, nil
}

func (d *draft) compare(month string, before, after map[string]repo.ID) {
	if d.Since == "" {
		d.Since = month
	}
	s := step{month: month, old: differing(before, after), new: differing(after, before)}
	if len(s.old)+len(s.new) > 0 {
		d.steps = append(d.steps, s)
	}
}

// differing is the versions of files, by name, that another list does not have.
func differing(files, other map[string]repo.ID) []repo.ID {
	var names []string
	for name, id := range files {
		if other[name] != id {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out []repo.ID
	for _, name := range names {
		out = append(out, files[name])
	}
	return out
}

// take enters the versions of a package unless there are too many.
func (rd *reader) take(steps []step) bool {
	var fresh []repo.ID
	for _, s := range steps {
		for _, id := range slices.Concat(s.old, s.new) {
			if !rd.known[id] {
				fresh = append(fresh, id)
			}
		}
	}
	slices.Sort(fresh)
	fresh = slices.Compact(fresh)
	if len(rd.versions)+len(fresh) > maxVersions {
		return false
	}
	for _, id := range fresh {
		rd.known[id] = true
	}
	rd.versions = append(rd.versions, fresh...)
	return true
}

// files lists the Go files of a folder at a month-end that are no tests, with their
// versions; nil where the folder holds none: the package was not there.
func (rd *reader) files(folder string, end int) (map[string]repo.ID, error) {
	tree, err := rd.tree(folder, end)
	if err != nil || tree == "" {
		return nil, err
	}
	if tree == rd.listed {
		return rd.held, nil
	}
	b, err := rd.objects.Tree(tree)
	if err != nil {
		return nil, err
	}
	var out map[string]repo.ID
	for len(b) > 0 {
		var e repo.Entry
		if e, b, err = repo.NextEntry(b); err != nil {
			return nil, fmt.Errorf("%w (tree %s)", err, tree.Short())
		}
		if isFile(e.Mode) && isSource(string(e.Name)) {
			if out == nil {
				out = map[string]repo.ID{}
			}
			out[string(e.Name)] = repo.ID(e.ID)
		}
	}
	rd.listed, rd.held = tree, out
	return out, nil
}

func isFile(mode uint32) bool {
	return mode != repo.ModeDir && mode != repo.ModeSymlink && mode != repo.ModeSubmodule
}

func isSource(name string) bool {
	return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && name[0] != '_' && name[0] != '.'
}

// tree finds the tree of a folder; "" if there is none.
func (rd *reader) tree(folder string, end int) (repo.ID, error) {
	if folder == "." {
		return rd.root[end], nil
	}
	above, name := ".", folder
	if i := strings.LastIndexByte(folder, '/'); i >= 0 {
		above, name = folder[:i], folder[i+1:]
	}
	parent, err := rd.tree(above, end)
	if err != nil {
		return "", err
	}
	return rd.entry(parent, name)
}

// entry is the folder of that name in a tree; "" if there is none.
func (rd *reader) entry(tree repo.ID, name string) (repo.ID, error) {
	if tree == "" {
		return "", nil
	}
	key := inTree{tree, name}
	if id, ok := rd.folders[key]; ok {
		return id, nil
	}
	b, err := rd.objects.Tree(tree)
	for err == nil && len(b) > 0 {
		var e repo.Entry
		if e, b, err = repo.NextEntry(b); err == nil && e.IsDir() && string(e.Name) == name {
			rd.folders[key] = repo.ID(e.ID)
			return repo.ID(e.ID), nil
		}
	}
	if err == nil {
		rd.folders[key] = ""
	}
	return "", err
}

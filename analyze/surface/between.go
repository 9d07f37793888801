package surface

import (
	"context"
	"slices"
	"strings"

	"seam/analyze/repo"
)

// Step is what one change did to the surface of a package. Unlike in Read the names that
// generated files export count: whoever uses them breaks as well.
type Step struct {
	Path                    string
	New, Gone               bool // the package came or went; then the names are all of its own
	Unread                  bool // some file that differs could not be read: nothing is known
	Added, Removed, Changed []string
}

// Between compares the surfaces of packages at two commits. packages are folders
// relative to folder, as in Request; the result has their order. The error is as Read's.
func Between(ctx context.Context, r *repo.Repository, base, head repo.ID, folder string, packages []string) ([]Step, error) {
	rd := &reader{objects: r.Objects(repo.NewCache(objectCache))}
	defer rd.objects.Close()
	if err := rd.roots([]repo.ID{base, head}); err != nil {
		return nil, err
	}
	var steps []Step
	var drafts []*draft
	for _, p := range packages {
		s, d, err := rd.between(ctx, folderOf(folder, p))
		if err != nil {
			return nil, err
		}
		s.Path = p
		steps, drafts = append(steps, s), append(drafts, d)
	}
	ex, err := newExporter(allExports, nil)
	if err != nil {
		return nil, err
	}
	files, err := ex.all(ctx, rd.objects, rd.versions)
	if err != nil {
		return nil, err
	}
	for i := range steps {
		steps[i].finish(drafts[i], files)
	}
	return steps, nil
}

// between lists the files of a folder that differ.
func (rd *reader) between(ctx context.Context, folder string) (Step, *draft, error) {
	if err := ctx.Err(); err != nil {
		return Step{}, nil, err
	}
	d := &draft{}
	before, err := rd.files(folder, 0)
	var after map[string]repo.ID
	if err == nil {
		after, err = rd.files(folder, 1)
	}
	if err != nil && !unreadable(err) {
		return Step{}, nil, err
	}
	d.compare("", before, after)
	s := Step{New: before == nil && after != nil, Gone: before != nil && after == nil}
	s.Unread = err != nil || !rd.take(d.steps)
	return s, d, nil
}

func (s *Step) finish(d *draft, files map[repo.ID]names) {
	for _, x := range d.steps {
		if s.Unread {
			return
		}
		before, ok1 := joined(x.old, files)
		after, ok2 := joined(x.new, files)
		if s.Unread = !ok1 || !ok2; s.Unread {
			return
		}
		c := difference(before, after)
		s.Added, s.Removed, s.Changed = c.Added, c.Removed, c.Changed
	}
}

// Breaks lists the names that whoever uses them must follow: those removed or changed,
// sorted.
func (s *Step) Breaks() []string {
	out := slices.Concat(s.Removed, s.Changed)
	slices.SortFunc(out, strings.Compare)
	return out
}

package analyze

import (
	"maps"
	"slices"
	"strings"
	"time"

	"seam/analyze/history"
	"seam/analyze/repo"
)

// Commit is what is known of one commit: what it changed, and whether it counts.
type Commit struct {
	ID       repo.ID
	Day      string // YYYY-MM-DD, by its author, in UTC
	Subject  string
	Merge    bool
	Changed  int      // files that it changed below the analysed folder, before exclusions
	Files    []string // those that count, by the names of today
	Packages []string // of source files among these
	Areas    []string
	Teams    []string // declared ones of who wrote it
	Alone    bool     // it is a change of its own
	Grouped  bool     // it counts as a part of a change: of a merge, a ticket, an author's row of commits
	Left     string   // the code of why it is left out; "" where nothing of it is in sight
}

// Commit finds the one commit that an id or its beginning names; nil where none does, or
// several do.
func (r *Result) Commit(id string) *Commit {
	in := r.Input
	if in.Log == nil || in.Changes == nil {
		return nil
	}
	found := -1
	for i, c := range in.Log.Commits() {
		if strings.HasPrefix(c.ID().String(), strings.ToLower(id)) {
			if found >= 0 {
				return nil
			}
			found = i
		}
	}
	if found < 0 {
		return nil
	}
	c := in.Log.Commit(found)
	out := &Commit{ID: c.ID(), Day: time.Unix(c.When(), 0).UTC().Format(time.DateOnly), Subject: c.Subject(), Merge: c.IsMerge()}
	for _, f := range c.Files() {
		if repo.Below(in.Folder, in.Log.Paths[f.Path()]) {
			out.Changed++
		}
	}
	r.counted(out, found)
	return out
}

// counted says how the commit at a place of the log counts, and what of it.
func (r *Result) counted(out *Commit, at int) {
	in := r.Input
	change, found := with(&in.Changes.List, out.ID)
	paths := in.Changes.Paths
	out.Alone = found && change.Commits() == 1
	if !out.Alone && in.Commits != nil {
		if single, ok := with(&in.Commits.List, out.ID); ok {
			change, found, paths, out.Grouped = single, true, in.Commits.Paths, true
		}
	}
	switch {
	case found:
		r.touched(out, change, paths)
	case !out.Merge:
		var files []repo.File
		for _, f := range in.Files {
			files = append(files, repo.File{Path: join(in.Folder, f)})
		}
		out.Left = history.NewSelector(in.Log, files, in.filter).Why(at)
	}
}

// with finds the change that a commit names.
func with(list *history.List, id repo.ID) (history.Change, bool) {
	for _, c := range list.All() {
		if c.ID() == id {
			return c, true
		}
	}
	return history.Change{}, false
}

// touched lists what a change touches.
func (r *Result) touched(out *Commit, ch history.Change, paths []string) {
	in := r.Input
	index, packages, areas := in.packageIndex(), map[string]bool{}, map[string]bool{}
	for _, f := range ch.Files() {
		p := paths[f]
		out.Files = append(out.Files, p)
		if pkg, ok := index.sourceOf(p); ok {
			packages[pkg] = true
		}
		if area, ok := r.Areas.Of(p); ok {
			areas[area] = true
		}
	}
	out.Packages, out.Areas = slices.Sorted(maps.Keys(packages)), slices.Sorted(maps.Keys(areas))
	if teams := in.teamsOf(); teams != nil {
		out.Teams = teams(ch)
	}
}

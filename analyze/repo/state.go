package repo

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
)

// State lists, a line each, all that reading the repository depends on beyond the content
// of objects, which their ids name: where it lies, its configuration file, who reads it,
// what it replaces, grafts and cuts off, the commits that revisions name, and its tags.
// Two readings with the same lines see the same repository, unless one of them cannot read
// an object (Watch).
//
// Where the git command reads it the error is ErrFormat: what that looks at is not known.
func (r *Repository) State(revisions ...string) ([]string, error) {
	if r.reason != "" {
		return nil, fmt.Errorf("repo: %w: the git command reads it", ErrFormat)
	}
	l := r.layout
	ends, err := r.ShallowCommits() // a graft without parents is another thing, if the same edit
	if err != nil {
		return nil, err
	}
	lines := []string{
		fmt.Sprintf("folders %q %q %q, opened at %q", l.worktree, l.gitDir, l.common, r.prefix),
		fmt.Sprintf("read by %q", r.forced),
		"edits " + r.Edits(),
		fmt.Sprintf("ends %q", slices.Sorted(maps.Keys(ends))),
	}
	for _, file := range []string{filepath.Join(l.common, "config"), filepath.Join(l.gitDir, "config.worktree")} {
		b, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("repo: %w", err)
		}
		lines = append(lines, "configuration "+digest(string(b)))
	}
	for _, name := range revisions {
		id, err := r.Resolve(name)
		if err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("revision %q %s", name, id))
	}
	tags, err := r.backend.tags()
	if err != nil {
		return nil, fmt.Errorf("repo: tags: %w", err)
	}
	var all strings.Builder
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		fmt.Fprintf(&all, "%q %s\n", name, tags[name])
	}
	return append(lines, "tags "+digest(all.String())), nil
}

// Held names the objects that the clone holds, by the files that they are in: the same
// text where nothing was added, taken away or mended.
func (r *Repository) Held() (string, error) {
	var all strings.Builder
	for _, objects := range r.layout.objects {
		folders, err := os.ReadDir(objects)
		if err != nil {
			return "", fmt.Errorf("repo: %w", err)
		}
		for _, d := range folders {
			if d.Name() != "pack" && len(d.Name()) != 2 {
				continue
			}
			files, err := os.ReadDir(filepath.Join(objects, d.Name()))
			if err != nil {
				return "", fmt.Errorf("repo: %w", err)
			}
			for _, f := range files {
				info, err := f.Info()
				if err != nil {
					return "", fmt.Errorf("repo: %w", err)
				}
				fmt.Fprintf(&all, "%q %d %d\n", filepath.Join(objects, d.Name(), f.Name()), info.Size(), info.ModTime().UnixNano())
			}
		}
	}
	return digest(all.String()), nil
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Watch has unread set as soon as an object is asked for that is missing or damaged: what
// was then said of the repository may be another thing once the object is there. nil
// watches nothing. It counts for what is opened afterwards.
func (r *Repository) Watch(unread *atomic.Bool) { r.unread = unread }

// Watched is what Watch was given.
func (r *Repository) Watched() *atomic.Bool { return r.unread }

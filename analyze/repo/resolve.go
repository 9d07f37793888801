package repo

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// Resolve finds the commit that a revision names: HEAD, a branch, a tag, an id or
// its beginning, with ~ and ^ behind it.
func (r *Repository) Resolve(revision string) (ID, error) {
	unknown := fmt.Errorf("repo: %w: %q", ErrNoRevision, revision)
	name, steps, ok := splitRevision(revision)
	if !ok {
		return "", unknown
	}
	h, err := r.git.ResolveRevision(plumbing.Revision(name))
	if err != nil {
		if _, headErr := r.git.Head(); errors.Is(headErr, plumbing.ErrReferenceNotFound) && name == "HEAD" {
			return "", fmt.Errorf("repo: %w", ErrNoCommits)
		}
		return "", unknown
	}
	o := r.Objects(NewCache(1 << 20))
	defer o.Close()
	at := fromHash(*h)
	for _, n := range steps {
		if at, ok = parent(o, at, n); !ok {
			return "", unknown
		}
	}
	return at, nil
}

// splitRevision splits HEAD~2^2 into its name and the parents to go to, each counted
// from 1. go-git's own reading of these takes the second parent for every higher
// one, ignores a path behind a colon, and panics where no name stands in front.
func splitRevision(revision string) (name string, steps []int, ok bool) {
	i := strings.IndexAny(revision, "~^")
	if i < 0 {
		i = len(revision)
	}
	name, rest := revision[:i], revision[i:]
	if name == "" || strings.ContainsAny(name, ": \t\n\\?*[") || strings.Contains(name, "..") || strings.Contains(name, "@{") {
		return "", nil, false
	}
	for rest != "" {
		kind := rest[0]
		rest = rest[1:]
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n := 1
		if digits > 0 {
			var err error
			if n, err = strconv.Atoi(rest[:digits]); err != nil || n > maxSteps {
				return "", nil, false
			}
		}
		rest = rest[digits:]
		switch {
		case rest != "" && rest[0] != '~' && rest[0] != '^':
			return "", nil, false
		case kind == '~':
			for range n {
				steps = append(steps, 1)
			}
		case n > 0: // ^0 is the commit itself
			steps = append(steps, n)
		}
	}
	return name, steps, true
}

// maxSteps bounds how far back ~ may go.
const maxSteps = 1 << 20

// parent finds the nth parent of a commit, if the clone holds it.
func parent(o *Objects, commit ID, n int) (ID, bool) {
	b, err := o.Commit(commit)
	if err != nil {
		return "", false
	}
	header, _, _ := bytes.Cut(b, []byte("\n\n"))
	for line := range bytes.Lines(header) {
		hex, ok := bytes.CutPrefix(line, []byte("parent "))
		if !ok {
			continue
		}
		if n--; n > 0 {
			continue
		}
		id, err := ParseID(string(bytes.TrimSpace(hex)))
		if err != nil {
			return "", false
		}
		_, err = o.Commit(id)
		return id, err == nil
	}
	return "", false
}

// joined is the repository's storage with the objects of its alternates, where
// go-git by itself would not complete shortened ids.
type joined struct {
	*filesystem.Storage
	alternates []*filesystem.Storage
}

func (j joined) EncodedObject(kind plumbing.ObjectType, h plumbing.Hash) (plumbing.EncodedObject, error) {
	o, err := j.Storage.EncodedObject(kind, h)
	for _, s := range j.alternates {
		if !errors.Is(err, plumbing.ErrObjectNotFound) {
			break
		}
		o, err = s.EncodedObject(kind, h)
	}
	return o, err
}

// HashesWithPrefix lists every object whose id begins with prefix.
func (j joined) HashesWithPrefix(prefix []byte) ([]plumbing.Hash, error) {
	list, err := j.Storage.HashesWithPrefix(prefix)
	for _, s := range j.alternates {
		if err != nil {
			break
		}
		var more []plumbing.Hash
		more, err = s.HashesWithPrefix(prefix)
		list = append(list, more...)
	}
	return list, err
}

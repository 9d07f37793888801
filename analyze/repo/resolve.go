package repo

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Resolve finds the commit that a revision names: HEAD (or @), a branch, a tag, an id
// or its beginning, with ~ and ^ behind it. A reference whose commit is not there is
// ErrMissing.
func (r *Repository) Resolve(revision string) (ID, error) {
	o := r.Objects(NewCache(1 << 20))
	defer o.Close()
	return r.resolve(o, revision)
}

func (r *Repository) resolve(o *Objects, revision string) (ID, error) {
	name, steps, ok := splitRevision(revision)
	if !ok {
		return "", fmt.Errorf("repo: %w: %q", ErrNoRevision, revision)
	}
	at, err := r.start(o, name)
	for i := 0; i < len(steps) && err == nil; i++ {
		if at, err = o.parent(at, steps[i]); err == nil {
			_, err = o.Commit(at)
		}
	}
	switch {
	case err == errNowhere:
		return "", fmt.Errorf("repo: %w: %q", ErrNoRevision, revision)
	case errors.Is(err, ErrNoCommits), errors.Is(err, ErrUnborn), errors.Is(err, ErrNoRevision):
		return "", fmt.Errorf("repo: %w", err)
	case err != nil:
		return "", fmt.Errorf("repo: %s: %w", revision, err)
	}
	return at, nil
}

// errNowhere: there is no such name, id or parent.
var errNowhere = errors.New("no such revision")

// start finds the commit that a name without steps leads to.
func (r *Repository) start(o *Objects, name string) (ID, error) {
	if name == "@" {
		name = "HEAD"
	}
	if id, err := parseID(name); err == nil && len(id) == o.idSize {
		at, err := o.peel(id)
		if errors.Is(err, ErrMissing) {
			err = errNowhere
		}
		return at, err
	}
	ids, err := r.backend.find(name)
	if err != nil {
		return "", err
	}
	return o.theCommit(name, ids)
}

// theCommit is the commit that one of some objects is, or is a tag of. Where a
// shortened id could mean several, it means none.
func (o *Objects) theCommit(name string, ids []ID) (ID, error) {
	if len(ids) == 1 {
		return o.peel(ids[0])
	}
	var found ID
	for _, id := range ids {
		at, err := o.peel(id)
		switch {
		case err == errNowhere, at == found:
		case err != nil:
			return "", err
		case found != "":
			return "", fmt.Errorf("%w: %s is the beginning of several ids", ErrNoRevision, name)
		default:
			found = at
		}
	}
	if found == "" {
		return "", errNowhere
	}
	return found, nil
}

// peel follows tags to a commit.
func (o *Objects) peel(id ID) (ID, error) {
	for {
		kind, b, err := o.any(id)
		switch {
		case err != nil:
			return "", fmt.Errorf("object %s: %w", id.Short(), err)
		case kind == "commit":
			return id, nil
		case kind != "tag":
			return "", errNowhere
		}
		hex, ok := bytes.CutPrefix(b, []byte("object "))
		hex, _, _ = bytes.Cut(hex, []byte("\n"))
		to, err := parseID(string(hex))
		if !ok || err != nil {
			return "", fmt.Errorf("tag %s: %w: it names no object", id.Short(), ErrCorrupt)
		}
		id = to
	}
}

// splitRevision splits HEAD~2^2 into its name and the parents to go to, each counted
// from 1.
func splitRevision(revision string) (name string, steps []int, ok bool) {
	i := strings.IndexAny(revision, "~^")
	if i < 0 {
		i = len(revision)
	}
	name, rest := revision[:i], revision[i:]
	if name == "" || name[0] == '-' || strings.ContainsAny(name, ": \t\n\\?*[") || strings.Contains(name, "..") || strings.Contains(name, "@{") {
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

// parent is the nth parent of a commit.
func (o *Objects) parent(commit ID, n int) (ID, error) {
	b, err := o.Commit(commit)
	if err != nil {
		return "", err
	}
	header, _, _ := bytes.Cut(b, []byte("\n\n"))
	for line := range bytes.Lines(header) {
		hex, ok := bytes.CutPrefix(line, []byte("parent "))
		if !ok {
			continue
		}
		if n--; n == 0 {
			return parseID(string(bytes.TrimSpace(hex)))
		}
	}
	return "", errNowhere
}

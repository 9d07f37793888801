package repo

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Tag is a name that a commit was given.
type Tag struct {
	Name   string // without refs/tags/
	Commit ID
	When   int64 // seconds since 1970: when the tag was made, else, of a lightweight one, when its commit was
}

// Tags lists the tags that lead to commits of this clone, by name. A tag whose object
// cannot be read, or that names a tree or a file, is left out.
func (r *Repository) Tags() ([]Tag, error) {
	found, err := r.backend.tags()
	if err != nil {
		return nil, fmt.Errorf("repo: tags: %w", err)
	}
	o := r.Objects(NewCache(4 << 20))
	defer o.Close()
	var out []Tag
	for _, name := range slices.Sorted(maps.Keys(found)) {
		id := found[name]
		kind, content, err := o.any(id)
		if err != nil {
			continue
		}
		t := Tag{Name: name, Commit: id, When: stamp(content, "tagger ")}
		if kind != "commit" {
			if t.Commit, err = o.peel(id); err != nil {
				continue
			}
			if t.When != 0 {
				out = append(out, t)
				continue
			}
			if content, err = o.Commit(t.Commit); err != nil {
				continue
			}
		}
		t.When = stamp(content, "committer ")
		out = append(out, t)
	}
	return out, nil
}

// stamp reads the time in a header line of a commit or a tag; 0 where there is none.
func stamp(object []byte, header string) int64 {
	head, _, _ := bytes.Cut(object, []byte("\n\n"))
	for line := range bytes.Lines(head) {
		rest, ok := bytes.CutPrefix(line, []byte(header))
		if !ok {
			continue
		}
		fields := strings.Fields(string(rest[bytes.LastIndexByte(rest, '>')+1:]))
		if len(fields) == 0 {
			return 0
		}
		n, _ := strconv.ParseInt(fields[0], 10, 64)
		return n
	}
	return 0
}

const tagFolder = "refs/tags/"

// tags implements backend. Files count more than packed-refs.
func (r refFiles) tags() (map[string]ID, error) {
	set := map[string]ID{}
	err := r.eachPacked(tagFolder, func(name string, id ID) { set[name[len(tagFolder):]] = id })
	if err != nil {
		return nil, err
	}
	root := filepath.Join(r.common, filepath.FromSlash(tagFolder))
	err = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if isNoFile(root, err) {
			return fs.SkipAll
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if id, err := r.follow(tagFolder+name, 0); err == nil {
			set[name] = id
		}
		return nil
	})
	return set, err
}

func (g *goGit) tags() (map[string]ID, error) { return g.refs().tags() }

func (g *command) tags() (map[string]ID, error) {
	out, err := g.output("for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", tagFolder)
	if err != nil {
		return nil, err
	}
	set := map[string]ID{}
	for line := range strings.Lines(string(out)) {
		hex, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		if set[name], err = parseID(hex); err != nil {
			return nil, err
		}
	}
	return set, nil
}

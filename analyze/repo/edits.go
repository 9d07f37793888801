package repo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// edits is what git applies to objects as it reads them. Ids stay what they were.
type edits struct {
	objects map[ID]ID   // refs/replace: read another object instead
	parents map[ID][]ID // info/grafts and shallow: a commit has these parents
}

// readEdits reads what the repository says; nil for nearly all.
func readEdits(l layout, c config, from backend) (*edits, error) {
	e := &edits{parents: map[ID][]ID{}}
	if c.replaces {
		var err error
		if e.objects, err = from.replaced(); err != nil {
			return nil, err
		}
	}
	file := filepath.Join(l.common, "info", "grafts")
	b, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if err := e.grafts(file, string(b)); err != nil {
		return nil, err
	}
	// A shallow commit is cut off, whatever a graft says.
	ends, err := shallow(l)
	if err != nil {
		return nil, err
	}
	for id := range ends {
		e.parents[id] = nil
	}
	if len(e.objects)+len(e.parents) == 0 {
		return nil, nil
	}
	return e, nil
}

// grafts reads lines of a commit and the parents to show for it. The first line of a
// commit counts.
func (e *edits) grafts(file, text string) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n \t")
		if line == "" || line[0] == '#' {
			continue
		}
		var ids []ID
		for hex := range strings.SplitSeq(line, " ") {
			id, err := parseID(hex)
			if err != nil {
				return fmt.Errorf("%s:%d: %w: a line names a commit and its parents", file, n, err)
			}
			ids = append(ids, id)
		}
		if _, ok := e.parents[ids[0]]; !ok {
			e.parents[ids[0]] = ids[1:]
		}
	}
	return nil
}

// shallow lists the commits whose parents a clone lacks on purpose.
func shallow(l layout) (map[ID]bool, error) {
	file := filepath.Join(l.common, "shallow")
	b, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	set := map[ID]bool{}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		id, err := parseID(line)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		set[id] = true
	}
	return set, nil
}

// maxReplaced is how many replacements of replacements git follows.
const maxReplaced = 5

// instead is the object to read for id.
func (e *edits) instead(id ID) (ID, error) {
	at := id
	for range maxReplaced {
		to, ok := e.objects[at]
		if !ok {
			return at, nil
		}
		at = to
	}
	return "", fmt.Errorf("%w: refs/replace/%s leads through too many replacements", ErrCorrupt, id)
}

// commit gives a commit the parents that it shall have. git looks grafts up by the id
// that the commit had before it was replaced.
func (e *edits) commit(id ID, b []byte) ([]byte, error) {
	parents, ok := e.parents[id]
	if !ok {
		return b, nil
	}
	tree, rest, ok := bytes.Cut(b, []byte("\n"))
	if !ok {
		return nil, fmt.Errorf("repo: commit %s: %w: it has no header", id.Short(), ErrCorrupt)
	}
	out := append(bytes.Clone(tree), '\n')
	for _, p := range parents {
		out = fmt.Appendf(out, "parent %s\n", p)
	}
	for bytes.HasPrefix(rest, []byte("parent ")) {
		_, rest, _ = bytes.Cut(rest, []byte("\n"))
	}
	return append(out, rest...), nil
}

// Edits names what the repository replaces, grafts and cuts off: "none", or something
// that no other set of replacements, grafts and ends has. Commits of one id are the same
// where it is the same.
func (r *Repository) Edits() string {
	if r.edits == nil {
		return "none"
	}
	h := sha256.New()
	for _, from := range slices.Sorted(maps.Keys(r.edits.objects)) {
		fmt.Fprintf(h, "replace %s %s\n", from, r.edits.objects[from])
	}
	for _, id := range slices.Sorted(maps.Keys(r.edits.parents)) {
		fmt.Fprintf(h, "parents %s %s\n", id, r.edits.parents[id])
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

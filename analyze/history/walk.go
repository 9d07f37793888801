package history

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"seam/analyze/repo"
)

// reader holds what the two phases of Read share.
type reader struct {
	repository *repo.Repository
	cache      *repo.Cache
	workers    int
	ends       map[repo.ID]bool // commits whose parents a shallow clone lacks
	similar    bool             // find renames by similar content
	progress   func(done, total int)
}

// rawCommit is a commit object, parsed.
type rawCommit struct {
	id           repo.ID
	tree         repo.ID
	parents      []repo.ID
	author       Person
	coAuthors    []Person
	when, landed int64
	subject      string

	up    []*rawCommit // by parent: nil where it was not read
	index int32        // in the log; -1 if options left it out
	seen  bool         // by a walk through what is known

	from    *batch // that it was kept in; nil if it was read
	files   []FileChange
	renames []Rename
}

// walk finds every commit that can be reached from head, in no particular order, and
// reads those that are not known. Workers share one stack of ids still to be read.
func (rd *reader) walk(ctx context.Context, head repo.ID, known map[repo.ID]*rawCommit) ([]*rawCommit, error) {
	w := &walker{known: known, seen: map[repo.ID]bool{}}
	w.change.L = &w.mu
	if w.reach(head); len(w.todo) == 0 {
		return w.found, nil
	}
	var wg sync.WaitGroup
	for range rd.workers {
		wg.Go(func() {
			objects := rd.repository.Objects(rd.cache)
			defer objects.Close()
			for {
				id, ok := w.next(ctx)
				if !ok {
					return
				}
				c, err := readCommit(objects, id)
				if err == nil && rd.ends[id] {
					c.parents = nil
				}
				w.add(c, err)
			}
		})
	}
	wg.Wait()
	if w.err == nil {
		w.err = ctx.Err()
	}
	return w.found, w.err
}

type walker struct {
	mu     sync.Mutex
	change sync.Cond
	known  map[repo.ID]*rawCommit
	seen   map[repo.ID]bool // of those that are not known
	todo   []repo.ID
	stack  []repo.ID
	busy   int // commits being read now
	found  []*rawCommit
	err    error
}

// next waits for a commit to read; ok is false when all are read or one failed.
func (w *walker) next(ctx context.Context) (id repo.ID, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.todo) == 0 && w.busy > 0 && w.err == nil {
		w.change.Wait()
	}
	if len(w.todo) == 0 || w.err != nil || ctx.Err() != nil {
		w.todo = nil
		return "", false
	}
	id = w.todo[len(w.todo)-1]
	w.todo = w.todo[:len(w.todo)-1]
	w.busy++
	return id, true
}

func (w *walker) add(c *rawCommit, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.busy--
	defer w.change.Broadcast()
	if err != nil {
		w.err = err
		return
	}
	w.found = append(w.found, c)
	w.reach(c.parents...)
}

// reach takes commits up that are known, and all known ones behind them; the others are
// to be read, each once.
func (w *walker) reach(ids ...repo.ID) {
	w.stack = append(w.stack, ids...)
	for len(w.stack) > 0 {
		id := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		switch c := w.known[id]; {
		case c != nil && !c.seen:
			c.seen = true
			c.from.used++
			w.found = append(w.found, c)
			w.stack = append(w.stack, c.parents...)
		case c == nil && !w.seen[id]:
			w.seen[id] = true
			w.todo = append(w.todo, id)
		}
	}
}

func readCommit(objects *repo.Objects, id repo.ID) (*rawCommit, error) {
	b, err := objects.Commit(id)
	if err != nil {
		return nil, err
	}
	c, err := parseCommit(b)
	if err != nil {
		return nil, fmt.Errorf("commit %s: %w", id.Short(), err)
	}
	c.id = id
	return c, nil
}

// parseCommit reads a commit object's header and subject. It is strict about the
// tree and the parents, on which the answer depends, and tolerant about the rest:
// old tools wrote names, dates and encodings that no specification allows.
func parseCommit(b []byte) (*rawCommit, error) {
	c := &rawCommit{}
	var err error
	if c.tree, err = repo.TreeOf(b); err != nil {
		return nil, err
	}
	for len(b) > 0 {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte("\n"))
		if len(line) == 0 {
			break
		}
		key, value, _ := bytes.Cut(line, []byte(" "))
		switch string(key) {
		case "parent":
			p, err := repo.ParseID(string(value))
			if err != nil {
				return nil, fmt.Errorf("parent: %w", err)
			}
			c.parents = append(c.parents, p)
		case "author":
			c.author, c.when = parsePerson(value)
		case "committer":
			_, c.landed = parsePerson(value)
		}
	}
	c.subject = subject(b)
	c.coAuthors = coAuthors(b, c.author)
	return c, nil
}

// coAuthors reads the Co-authored-by trailers of a message, at most ten: squashes name
// everyone whose work they hold.
func coAuthors(message []byte, author Person) []Person {
	const trailer, most = "co-authored-by:", 10
	var out []Person
	for at := bytes.IndexByte(message, '\n'); at >= 0 && len(out) < most; {
		line := message[at+1:]
		next := bytes.IndexByte(line, '\n')
		if next >= 0 {
			line = line[:next]
		}
		if len(line) > len(trailer) && len(line) < 500 && strings.EqualFold(string(line[:len(trailer)]), trailer) {
			p, _ := parsePerson(line[len(trailer):])
			if p.Email != "" && p != author && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
		if next < 0 {
			break
		}
		at += next + 1
	}
	return out
}

// parsePerson splits "Name <address> seconds zone". What is missing stays zero.
func parsePerson(b []byte) (Person, int64) {
	var p Person
	end := bytes.LastIndexByte(b, '>')
	start := bytes.IndexByte(b, '<')
	if start < 0 || end < start {
		return Person{Name: text(bytes.TrimSpace(b))}, 0
	}
	p.Name = text(bytes.TrimSpace(b[:start]))
	p.Email = text(bytes.TrimSpace(b[start+1 : end]))
	when, _, _ := bytes.Cut(bytes.TrimSpace(b[end+1:]), []byte(" "))
	seconds, err := strconv.ParseInt(string(when), 10, 64)
	if err != nil {
		return p, 0
	}
	return p, seconds
}

// maxSubject bounds a subject, in bytes: some messages are one line of megabytes.
const maxSubject = 300

func subject(message []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimLeft(message, "\n\r\t "), []byte("\n"))
	if len(line) > maxSubject {
		line = line[:maxSubject]
	}
	return text(bytes.TrimSpace(line))
}

func text(b []byte) string { return strings.ToValidUTF8(string(b), "\uFFFD") }

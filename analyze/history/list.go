package history

import (
	"encoding/binary"
	"iter"
	"strings"

	"seam/analyze/repo"
)

// List is changes, in some order, as columns: a million take some 40 MB.
type List struct {
	of        *table // of the commits that name the changes
	name      []int32
	author    []int32
	when      []int64
	commits   []int32
	coAuthors spans[int32]
	files     spans[int32]
}

// newList has room for some changes of so many files.
func newList(of *table, changes, files int) List {
	l := List{of: of, name: make([]int32, 0, changes), author: make([]int32, 0, changes), when: make([]int64, 0, changes), commits: make([]int32, 0, changes)}
	l.files.grow(changes, files)
	return l
}

// listed is what a list keeps of a change.
type listed struct {
	name             int32 // the commit that names it
	author           int32
	when             int64
	commits          int32
	coAuthors, files []int32
}

func (l *List) add(ch listed) {
	at := l.Len()
	l.name, l.author = append(l.name, ch.name), append(l.author, ch.author)
	l.when, l.commits = append(l.when, ch.when), append(l.commits, ch.commits)
	l.coAuthors.put(at, ch.coAuthors...)
	l.files.put(at, ch.files...)
}

// Len is how many changes there are.
func (l *List) Len() int { return len(l.name) }

// Touches is how many files all changes have together.
func (l *List) Touches() int { return len(l.files.all) }

// At is the change at a place, from 0 on.
func (l *List) At(i int) Change { return Change{l, int32(i)} }

// All yields the changes with their places.
func (l *List) All() iter.Seq2[int, Change] {
	return func(yield func(int, Change) bool) {
		for i := range l.Len() {
			if !yield(i, l.At(i)) {
				return
			}
		}
	}
}

// Change is one unit of change of a list. What it lists is the list's: nobody may write to
// it.
type Change struct {
	l *List
	i int32
}

// ID is that of its newest commit or of the merge that brought it in.
func (c Change) ID() repo.ID { return c.l.of.idOf(c.l.name[c.i]) }

// Subject is that of the same commit.
func (c Change) Subject() string { return c.l.of.subjectOf(c.l.name[c.i]) }

// Author is who wrote most of its commits, an index into Changes.People.
func (c Change) Author() int32 { return c.l.author[c.i] }

// CoAuthors are everyone else with a part in it, ascending.
func (c Change) CoAuthors() []int32 { return c.l.coAuthors.of(c.i) }

// When is the author time of its newest commit, in seconds since 1970.
func (c Change) When() int64 { return c.l.when[c.i] }

// Commits is how many commits it is made of.
func (c Change) Commits() int { return int(c.l.commits[c.i]) }

// Files are indexes into Changes.Paths, ascending; there is always one.
func (c Change) Files() []int32 { return c.l.files.of(c.i) }

// ChangeFields is a change with all that it says.
type ChangeFields struct {
	ID        repo.ID
	Subject   string
	Author    int32
	CoAuthors []int32
	When      int64
	Commits   int
	Files     []int32
}

// Fields writes all changes out, as ListOf takes them.
func (l *List) Fields() []ChangeFields {
	out := make([]ChangeFields, 0, l.Len())
	for _, c := range l.All() {
		out = append(out, ChangeFields{c.ID(), c.Subject(), c.Author(), c.CoAuthors(), c.When(), c.Commits(), c.Files()})
	}
	return out
}

// ListOf makes a list of changes. Ids that are shorter than others end in zeros.
func ListOf(changes ...ChangeFields) List {
	t := &table{}
	for _, ch := range changes {
		t.idSize = max(t.idSize, len(ch.ID))
	}
	var texts strings.Builder
	for _, ch := range changes {
		t.id = append(t.id, uint32(texts.Len()))
		texts.WriteString(string(ch.ID))
		texts.WriteString(strings.Repeat("\x00", t.idSize-len(ch.ID)))
		t.subject = append(t.subject, uint32(texts.Len()))
		texts.Write(binary.AppendUvarint(nil, uint64(len(ch.Subject))))
		texts.WriteString(ch.Subject)
	}
	t.text.add(texts.String())
	l := newList(t, len(changes), 0)
	for i, ch := range changes {
		l.add(listed{int32(i), ch.Author, ch.When, int32(ch.Commits), ch.CoAuthors, ch.Files})
	}
	return l
}

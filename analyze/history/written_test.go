package history

import (
	"encoding/binary"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// commitFields are the fields of a commit, as tests write them.
type commitFields struct {
	ID        repo.ID
	Parents   []int32
	Author    int32
	CoAuthors []int32
	When      int64
	Landed    int64
	Subject   string
	Boundary  bool
	Files     []FileChange
	Renames   []Rename
}

// add puts a commit behind those that a log has. All ids must have as many bytes.
func (l *Log) add(c commitFields) {
	t, at := &l.table, l.Len()
	t.idSize = len(c.ID)
	t.id = append(t.id, t.text.add(string(c.ID)))
	t.subject = append(t.subject, t.text.add(string(binary.AppendUvarint(nil, uint64(len(c.Subject))))+c.Subject))
	t.author = append(t.author, c.Author)
	t.when, t.landed = append(t.when, c.When), append(t.landed, c.Landed)
	t.parents.put(at, c.Parents...)
	t.coAuthors.put(at, c.CoAuthors...)
	t.files.put(at, c.Files...)
	t.renames.put(at, c.Renames...)
}

// asWritten compares logs and lists by what they say.
var asWritten = cmp.Options{
	cmp.Transformer("log", func(l *Log) any {
		type written struct {
			Head    repo.ID
			Paths   []string
			People  []Person
			Shallow bool
			Skipped Skipped
			Commits []commitFields
		}
		out := written{Head: l.Head, Paths: list(l.Paths), People: list(l.People), Shallow: l.Shallow, Skipped: l.Skipped}
		for _, c := range l.Commits() {
			out.Commits = append(out.Commits, commitFields{
				c.ID(), list(c.Parents()), c.Author(), list(c.CoAuthors()), c.When(), c.Landed(), c.Subject(), c.Boundary(), list(c.Files()), list(c.Renames()),
			})
		}
		return out
	}),
	cmp.Transformer("list", func(l List) []ChangeFields {
		out := l.Fields()
		for i := range out {
			out[i].CoAuthors = list(out[i].CoAuthors)
		}
		return out
	}),
}

// list is one that is nil if it is empty.
func list[T any](all []T) []T {
	if len(all) == 0 {
		return nil
	}
	return all
}

package history

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"seam/analyze/repo"
)

// commitParser reads commit objects, for one goroutine.
type commitParser struct {
	parents [][]byte        // raw ids of the last commit's
	ids     []byte          // where they stand
	people  map[string]*who // by name and address as they are written
	nobody  *who            // of a commit that names no author
	trees   texts
	texts   texts

	asked    [][]byte // the ids of commits that are read together
	askedIDs []byte   // where they stand
	answered []bool
}

func newCommitParser() *commitParser {
	return &commitParser{people: map[string]*who{}, nobody: new(who)}
}

// commitsAtOnce is how many commits are read together, where so many are known.
const commitsAtOnce = 64

// readAll reads the commits that some have the ids of, all of them different, and calls use
// with each. It leaves the parents of that one in p.parents.
func (p *commitParser) readAll(objects *repo.Objects, list []*rawCommit, use func(c *rawCommit, err error)) {
	p.asked, p.askedIDs, p.answered = p.asked[:0], p.askedIDs[:0], p.answered[:0]
	for _, c := range list {
		p.askedIDs = append(p.askedIDs, c.id...)
	}
	at := 0
	for _, c := range list {
		p.asked = append(p.asked, p.askedIDs[at:at+len(c.id)])
		p.answered = append(p.answered, false)
		at += len(c.id)
	}
	objects.Release()
	objects.EachCommit(p.asked, func(i int, b []byte) {
		p.answered[i] = true
		use(list[i], p.parse(b, list[i]))
	})
	for i, c := range list {
		if !p.answered[i] {
			use(c, p.read(objects, p.asked[i], c))
		}
	}
}

// read reads a commit that was left out.
func (p *commitParser) read(objects *repo.Objects, id []byte, c *rawCommit) error {
	objects.Release()
	b, err := objects.LendCommit(id)
	if err != nil {
		return err
	}
	return p.parse(b, c)
}

// parse reads a commit object's header and message. It is strict about the tree and the
// parents, on which the answer depends, and tolerant about the rest: old tools wrote
// names, dates and encodings that no specification allows.
func (p *commitParser) parse(b []byte, c *rawCommit) error {
	if err := p.parseAll(b, c); err != nil {
		return fmt.Errorf("commit %s: %w", c.id.Short(), err)
	}
	return nil
}

func (p *commitParser) parseAll(b []byte, c *rawCommit) error {
	p.parents, p.ids = p.parents[:0], p.ids[:0]
	tree, err := repo.AppendTreeOf(p.ids, b)
	if err != nil {
		return err
	}
	c.tree = repo.ID(p.trees.of(tree))
	c.author = p.nobody
	for len(b) > 0 {
		line := b
		if end := bytes.IndexByte(b, '\n'); end >= 0 {
			line, b = b[:end], b[end+1:]
		} else {
			b = nil
		}
		if len(line) == 0 {
			break
		}
		key, value, _ := bytes.Cut(line, []byte(" "))
		switch string(key) {
		case "parent":
			if err := p.parent(value); err != nil {
				return fmt.Errorf("parent: %w", err)
			}
		case "author":
			c.author, c.when = p.person(value)
		case "committer":
			_, c.landed = p.person(value)
		}
	}
	c.subject = p.subject(b)
	c.rare = nil
	if more := p.coAuthors(b, c.author); more != nil {
		c.rare = &rare{coAuthors: more}
	}
	return nil
}

// parent takes an id up that is written in hexadecimal.
func (p *commitParser) parent(digits []byte) error {
	from := len(p.ids)
	ids, err := repo.AppendID(p.ids, digits)
	if err != nil {
		return err
	}
	p.ids = ids
	p.parents = append(p.parents, ids[from:])
	return nil
}

// person splits "Name <address> seconds zone". What is missing stays zero.
func (p *commitParser) person(b []byte) (*who, int64) {
	end := bytes.LastIndexByte(b, '>')
	start := bytes.IndexByte(b, '<')
	if start < 0 || end < start {
		return &who{Person: Person{Name: p.texts.valid(bytes.TrimSpace(b))}}, 0
	}
	found, ok := p.people[string(b[:end])]
	if !ok {
		found = &who{Person: Person{p.texts.valid(bytes.TrimSpace(b[:start])), p.texts.valid(bytes.TrimSpace(b[start+1 : end]))}}
		p.people[string(b[:end])] = found
	}
	return found, seconds(b[end+1:])
}

// seconds reads the number that a text begins with; 0 if it is none.
func seconds(b []byte) int64 {
	when, _, _ := bytes.Cut(bytes.TrimSpace(b), []byte(" "))
	if len(when) == 0 || len(when) > 18 {
		n, err := strconv.ParseInt(string(when), 10, 64)
		if err != nil {
			return 0
		}
		return n
	}
	var n int64
	for _, c := range when {
		if c < '0' || c > '9' {
			n, err := strconv.ParseInt(string(when), 10, 64) // a sign, or no number
			if err != nil {
				return 0
			}
			return n
		}
		n = n*10 + int64(c-'0')
	}
	return n
}

// coAuthors reads the Co-authored-by trailers of a message, at most ten: squashes name
// everyone whose work they hold.
func (p *commitParser) coAuthors(message []byte, author *who) []*who {
	const trailer, most = "co-authored-by:", 10
	var out []*who
	for at := bytes.IndexByte(message, '\n'); at >= 0 && len(out) < most; {
		line := message[at+1:]
		next := bytes.IndexByte(line, '\n')
		if next >= 0 {
			line = line[:next]
		}
		if len(line) > len(trailer) && line[0]|0x20 == 'c' && len(line) < 500 && strings.EqualFold(string(line[:len(trailer)]), trailer) {
			found, _ := p.person(line[len(trailer):])
			same := func(other *who) bool { return other.Person == found.Person }
			if found.Email != "" && !same(author) && !slices.ContainsFunc(out, same) {
				out = append(out, found)
			}
		}
		if next < 0 {
			break
		}
		at += next + 1
	}
	return out
}

// maxSubject bounds a subject, in bytes: some messages are one line of megabytes.
const maxSubject = 300

func (p *commitParser) subject(message []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimLeft(message, "\n\r\t "), []byte("\n"))
	if len(line) > maxSubject {
		line = line[:maxSubject]
	}
	return p.texts.valid(bytes.TrimSpace(line))
}

// texts makes strings of bytes, many to an allocation.
type texts struct{ b strings.Builder }

// textsSize is how many bytes share one, or more where one text has more.
const textsSize = 1 << 15

func (t *texts) of(b []byte) string {
	from := t.b.Len()
	if len(b) > t.b.Cap()-from {
		t.b, from = strings.Builder{}, 0
		t.b.Grow(max(len(b), textsSize))
	}
	t.b.Write(b)
	return t.b.String()[from:]
}

// valid is of with what is not UTF-8 replaced.
func (t *texts) valid(b []byte) string {
	if utf8.Valid(b) {
		return t.of(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

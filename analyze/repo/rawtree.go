package repo

import (
	"bytes"
	"errors"
	"fmt"
)

// Entry is one entry of a tree object.
type Entry struct {
	Mode uint32 // git's octal mode
	Name []byte // points into the tree's content
	ID   []byte // raw; points into the tree's content
}

// Git's modes for the entries that are not regular files.
const (
	ModeDir        = 0o040000
	ModeExecutable = 0o100755
	ModeSymlink    = 0o120000
	ModeSubmodule  = 0o160000
)

// IsDir reports whether the entry is a subtree.
func (e Entry) IsDir() bool { return e.Mode == ModeDir }

var errTree = errors.New("malformed tree object")

// wideMark stands before each entry of a tree whose ids are of SHA-256, so that every
// entry tells the size of its id and no caller of NextEntry has to know. No mode begins
// with it.
const wideMark = '+'

// NextEntry splits the first entry off the content of a tree. Modes are parsed as
// numbers, since old tools wrote them with leading zeros.
func NextEntry(tree []byte) (e Entry, rest []byte, err error) {
	size := idSize
	if len(tree) > 0 && tree[0] == wideMark {
		tree, size = tree[1:], idSizeWide
	}
	sp := bytes.IndexByte(tree, ' ')
	if sp <= 0 || sp > 8 {
		return Entry{}, nil, fmt.Errorf("repo: %w", errTree)
	}
	for _, c := range tree[:sp] {
		if c < '0' || c > '7' {
			return Entry{}, nil, fmt.Errorf("repo: %w", errTree)
		}
		e.Mode = e.Mode<<3 | uint32(c-'0')
	}
	tree = tree[sp+1:]
	nul := bytes.IndexByte(tree, 0)
	end := nul + 1 + size
	if nul <= 0 || len(tree) < end {
		return Entry{}, nil, fmt.Errorf("repo: %w", errTree)
	}
	e.Name, e.ID = tree[:nul], tree[nul+1:end]
	return e, tree[end:], nil
}

// EntrySize is how many bytes the first entry of a tree takes, without a look at what it
// says; 0 if there is none that is whole.
func EntrySize(tree []byte) int {
	size := idSize
	if len(tree) > 0 && tree[0] == wideMark {
		size = idSizeWide
	}
	end := bytes.IndexByte(tree, 0) + 1 + size
	if end == size || end > len(tree) {
		return 0
	}
	return end
}

// marked is the content of a SHA-256 tree as NextEntry reads it.
func marked(tree []byte) ([]byte, error) {
	out := make([]byte, 0, len(tree)+len(tree)/idSizeWide)
	for len(tree) > 0 {
		end := bytes.IndexByte(tree, 0) + 1 + idSizeWide
		if end > len(tree) || end == idSizeWide {
			return nil, fmt.Errorf("repo: %w", errTree)
		}
		out = append(append(out, wideMark), tree[:end]...)
		tree = tree[end:]
	}
	return out, nil
}

// TreeOf returns the id of a commit's root tree from the commit's content.
func TreeOf(commit []byte) (ID, error) {
	raw, err := AppendTreeOf(nil, commit)
	return ID(raw), err
}

// AppendTreeOf is TreeOf with the raw bytes of the id behind others.
func AppendTreeOf(raw, commit []byte) ([]byte, error) {
	line, _, _ := bytes.Cut(commit, []byte("\n"))
	digits, ok := bytes.CutPrefix(line, []byte("tree "))
	if !ok {
		return nil, errors.New("repo: malformed commit object: it does not begin with a tree")
	}
	return AppendID(raw, digits)
}

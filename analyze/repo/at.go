package repo

import "strings"

// At finds the file of a path in a commit's tree; "" where there is none, or where what
// is there is no regular file.
func (o *Objects) At(commit ID, path string) (ID, error) {
	b, err := o.Commit(commit)
	if err != nil {
		return "", err
	}
	at, err := TreeOf(b)
	if err != nil {
		return "", err
	}
	for rest := path; ; {
		name, below, deeper := strings.Cut(rest, "/")
		e, ok, err := o.entry(at, name)
		switch {
		case err != nil || !ok:
			return "", err
		case !deeper && (e.IsDir() || e.Mode == ModeSymlink || e.Mode == ModeSubmodule):
			return "", nil
		case !deeper:
			return ID(e.ID), nil
		case !e.IsDir():
			return "", nil
		}
		at, rest = ID(e.ID), below
	}
}

// entry finds an entry of a tree by its name.
func (o *Objects) entry(tree ID, name string) (e Entry, ok bool, err error) {
	b, err := o.Tree(tree)
	for err == nil && len(b) > 0 {
		if e, b, err = NextEntry(b); err == nil && string(e.Name) == name {
			return e, true, nil
		}
	}
	return Entry{}, false, err
}

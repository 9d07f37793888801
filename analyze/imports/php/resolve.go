package php

import (
	"path"
	"strings"

	"seam/analyze/repo"
)

// maxDepth bounds constants that are made of constants.
const maxDepth = 5

// fileAt is the PHP file that a path leads to from a file; nil for none.
func (l *loader) fileAt(from *file, parts []part) *file {
	x := expansion{constants: l.constants}
	for _, p := range x.expand(from, parts, 0) {
		if f := l.at(p); f != nil {
			return f
		}
	}
	return nil
}

// place is a path from a folder; loose paths are looked up in the folders above it, too.
type place struct {
	folder, rest string
	loose        bool
}

// at is the file of a place.
func (l *loader) at(p place) *file {
	for folder := p.folder; ; folder = repo.Folder(folder) {
		if name := path.Join(folder, p.rest); name != "" {
			if f := l.byName[name]; f != nil {
				return f
			}
		}
		if !p.loose || folder == "." {
			return nil
		}
	}
}

// limits of what several definitions of constants may make of one path.
const (
	maxPlaces = 16
	maxSteps  = 1000
)

// expansion works out one path.
type expansion struct {
	constants map[string][]definition
	steps     int
}

// expand lists where a path may lead, the likeliest first.
func (x *expansion) expand(from *file, parts []part, depth int) []place {
	out := []place{{folder: from.folder, loose: true}}
	for i, p := range parts {
		var next []place
		for _, base := range out {
			switch {
			case p.Folder:
				if folder, ok := up(from.folder, p.Up); ok && i == 0 {
					next = append(next, place{folder: folder})
				}
			case p.Constant:
				next = append(next, x.constant(p.Text, base, depth)...)
			default:
				base.rest += p.Text
				next = append(next, base)
			}
		}
		out = next[:min(len(next), maxPlaces)]
	}
	return out
}

// constant goes on from a place with the values of a constant: those that its definitions
// give it, the nearest first, else nothing, so that the rest is looked up from above.
func (x *expansion) constant(name string, base place, depth int) []place {
	defined := x.constants[name]
	if len(defined) == 0 || depth == maxDepth {
		return []place{base}
	}
	var out []place
	for _, d := range defined {
		if x.steps++; x.steps > maxSteps || len(out) > maxPlaces {
			break
		}
		for _, p := range x.expand(d.in, d.path, depth+1) {
			switch {
			case !p.loose && base.rest == "": // a path of its own
				out = append(out, p)
			case p.loose: // a part of a path
				base := base
				base.rest += p.rest
				out = append(out, base)
			}
		}
	}
	return out[:min(len(out), maxPlaces)]
}

// up is the folder some levels above; ok is false where it leaves the repository.
func up(folder string, levels int) (string, bool) {
	for range levels {
		if folder == "." {
			return "", false
		}
		folder = repo.Folder(folder)
	}
	return folder, true
}

// within is the path that a folder and texts make, if there is nothing else and it stays in
// the repository.
func within(folder string, parts []part) (string, bool) {
	var b strings.Builder
	for i, p := range parts {
		switch {
		case p.Folder && i == 0:
			above, ok := up(folder, p.Up)
			if !ok {
				return "", false
			}
			b.WriteString(above)
		case p.Folder, p.Constant:
			return "", false
		default:
			b.WriteString(p.Text)
		}
	}
	name := path.Clean(b.String())
	return name, !repo.Outside(name)
}

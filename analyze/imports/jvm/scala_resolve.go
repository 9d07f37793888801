package jvm

import (
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
)

// scalaNames is what the names of one Scala file mean.
type scalaNames struct {
	*user
	named     map[string][]string // what imports say that a name means: its whole name
	wildcards []statement         // of packages, with their whole names
	hidden    map[string]bool     // whole names that an import leaves out
}

// runScala resolves the names that a Scala file uses. What imports give comes before what
// the packages have that the file is in, whose members need no import.
func (u *user) runScala() {
	n := &scalaNames{user: u, named: map[string][]string{}, hidden: map[string]bool{}}
	for _, s := range u.file.Imports {
		n.statement(s)
	}
	for _, s := range slices.Backward(n.wildcards) {
		n.wildcard(s)
	}
	for _, space := range slices.Backward(n.opened()) {
		for _, w := range u.file.Words {
			u.mention(space, w, w.Line, true)
		}
	}
	for _, q := range u.file.Qualified {
		n.qualified(strings.Split(q.Text, "."), q.Line)
	}
}

// opened are the packages whose members the file sees, the innermost last.
func (n *scalaNames) opened() []string {
	if len(n.file.Opened) == 0 {
		return []string{""}
	}
	return n.file.Opened
}

// statement resolves one import.
func (n *scalaNames) statement(s statement) {
	if s.Inner && n.isLocal(s.Parts[0]) {
		n.taken[s.local()] = true
		return
	}
	at := finding.Location{File: n.file.name, Line: s.Line}
	parts, known := n.whole(s.Parts)
	if s.Wildcard {
		if n.spaces[join(parts)] != nil || n.packages[join(parts)] {
			s.Parts = parts
			n.wildcards = append(n.wildcards, s)
			return
		}
	} else if s.Alias == "_" {
		n.hidden[join(parts)] = true
		return
	}
	if local := s.local(); local != "" {
		n.named[local] = parts
		n.taken[local] = true
	}
	of, count := n.find(parts)
	if count < len(parts) && n.packages[join(parts)] {
		return // a package: what is taken of it stands in code
	}
	if count == 0 {
		of, count = n.inherited(parts), len(parts)
	}
	if len(of) == 0 {
		if !s.Inner || known || isDomain(parts[0]) {
			s.Parts = parts
			n.unknown(s, at)
		}
		return
	}
	to, c := n.choose(n.file, of, false)
	switch c {
	case ambiguous:
		n.notices.Add("jvm-ambiguous", at, join(parts))
	case found:
		n.link(to, join(parts[count-1:]), s.Line)
		if s.Wildcard {
			n.takeNested(to, parts[count-1:])
		}
	}
}

// inherited is the package object that a name may be a member of which its ancestors declare.
func (n *scalaNames) inherited(parts []string) []*file {
	last := len(parts) - 1
	if in := n.spaces[join(parts[:last])]; in != nil && !capital(parts[last]) {
		return in.types[packageObject]
	}
	return nil
}

// isDomain reports whether a name looks like the beginning of a package from elsewhere, not
// like a value.
func isDomain(first string) bool {
	return len(first) <= 3 && first != "" || slices.Contains(shared, first) || first == "scala" || first == "java"
}

// isLocal reports whether a name is one that the file gives to a value, or to a type that
// lies in another.
func (n *scalaNames) isLocal(name string) bool {
	i, ok := slices.BinarySearchFunc(n.file.Words, name, func(w mention, name string) int { return strings.Compare(w.Text, name) })
	if ok && n.file.Words[i].Hidden {
		return true
	}
	return slices.ContainsFunc(n.file.Types, func(d declared) bool { return strings.HasSuffix(d.Name, "."+name) })
}

// takeNested marks what lies in an object that all is imported of: its names hide those of
// packages.
func (n *scalaNames) takeNested(in *file, object []string) {
	prefix := join(object) + "."
	for _, d := range in.Types {
		if rest, ok := strings.CutPrefix(d.Name, prefix); ok && !strings.Contains(rest, ".") {
			n.taken[rest] = true
		}
	}
}

// whole is the whole name of one whose first part may be an imported name, a member of a
// package that the file is in or has imported, or the beginning of a whole name. known says
// that it was found, or that an import says what it begins with.
func (n *scalaNames) whole(parts []string) (whole []string, known bool) {
	if parts[0] == "_root_" {
		return parts[1:], true
	}
	if of, ok := n.named[parts[0]]; ok {
		return slices.Concat(of, parts[1:]), true
	}
	for _, space := range slices.Backward(n.opened()) {
		if whole, ok := n.member(space, parts); ok {
			return whole, true
		}
	}
	for _, s := range slices.Backward(n.wildcards) {
		if whole, ok := n.member(join(s.Parts), parts); ok {
			return whole, true
		}
	}
	return parts, false
}

// member is the whole name of what a package has by a name.
func (n *scalaNames) member(space string, parts []string) ([]string, bool) {
	whole := parts
	if space != "" {
		whole = append(strings.Split(space, "."), parts...)
	}
	if n.packages[join(whole)] {
		return whole, true
	}
	at := len(whole) - len(parts) + 1
	if !n.packages[join(whole[:at])] {
		s := n.spaces[space]
		return whole, s != nil && (len(s.types[parts[0]]) > 0 || len(s.members[parts[0]]) > 0)
	}
	_, count := n.find(whole)
	return whole, count >= at || len(n.inherited(whole)) > 0
}

// wildcard resolves an import of all of a package.
func (n *scalaNames) wildcard(s statement) {
	space := join(s.Parts)
	in := n.spaces[space]
	if in == nil {
		return // it has packages alone
	}
	for name := range n.hidden {
		if rest, ok := strings.CutPrefix(name, space+"."); ok && !n.taken[rest] {
			n.taken[rest] = true
			defer delete(n.taken, rest)
		}
	}
	if object := in.types[packageObject]; len(object) > 0 {
		n.all(s, object)
		return
	}
	n.user.wildcard(s)
}

// all resolves an import of all of a package with a package object: what it gives need not
// be named.
func (n *scalaNames) all(s statement, object []*file) {
	space := join(s.Parts)
	for _, near := range [...]bool{true, false} {
		any := false
		for _, w := range n.file.Words {
			any = n.mention(space, w, s.Line, near) || any
		}
		if any {
			return
		}
	}
	if to, c := n.choose(n.file, object, false); c == found {
		n.Add(imports.Link{At: finding.Location{File: n.file.name, Line: s.Line}, From: n.file.folder, To: to.folder, File: to.name, Kind: n.kind})
	}
}

// qualified resolves a dotted name in code.
func (n *scalaNames) qualified(parts []string, line int) {
	whole := parts
	if n.isLocal(parts[0]) {
		if len(parts) < 3 || !capital(parts[len(parts)-1]) {
			return
		}
	} else {
		whole, _ = n.whole(parts)
	}
	of, count := n.find(whole)
	if count < 2 || count <= len(whole)-len(parts) {
		return
	}
	if to, c := n.choose(n.file, of, false); c == found {
		n.link(to, whole[count-1], line)
	}
}

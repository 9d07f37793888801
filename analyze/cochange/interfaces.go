package cochange

import (
	"path"
	"slices"
	"strings"
)

// throughInterfaces explains the hidden pairs of files of which one imports the interface that
// the other implements by its name: a container hands the one to the other, and no import says
// so. Two files of one name are two implementations, which is no such thing.
func (in *Input) throughInterfaces(files *level) {
	if in.Mentions == nil {
		return
	}
	for k := range files.pairs {
		if p := &files.pairs[k]; p.Hidden && (in.importsInterfaceOf(p.From, p.To) || in.importsInterfaceOf(p.To, p.From)) {
			p.Expected, p.Hidden = Interface, false
		}
	}
}

func (in *Input) importsInterfaceOf(user, implements string) bool {
	return path.Ext(user) == path.Ext(implements) && path.Base(user) != path.Base(implements) &&
		slices.ContainsFunc(interfaceNames(implements), func(name string) bool { return in.Mentions(user, name) })
}

// interfaceNames are what the interface that a file implements may be called, by the file's name.
func interfaceNames(implements string) []string {
	var out []string
	name := stem(implements)
	if i, ok := strings.CutSuffix(name, "Impl"); ok && i != "" {
		out = append(out, i)
	}
	if i, ok := strings.CutPrefix(name, "Default"); ok && i != "" {
		out = append(out, i)
	}
	return out
}

package gomod

import (
	"errors"
	"path"
	"strings"

	"seam/analyze/format/gomod"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// maxWritten is the size in bytes above which a go.sum or modules.txt is refused.
const maxWritten = 64 << 20

// written reads what the go command writes beside a unit's go.mod.
func (l *loader) written(u *modules.Unit) {
	if sums := path.Join(u.Path, "go.sum"); repo.Has(l.tree, sums) {
		if data, ok := l.set.Read(l.tree, Ecosystem, sums, maxWritten); ok {
			l.sums(sums, data)
		}
	}
	list := path.Join(u.Path, "vendor", "modules.txt")
	if !repo.Has(l.tree, list) {
		return
	}
	data, ok := l.set.Read(l.tree, Ecosystem, list, maxWritten)
	if !ok {
		return
	}
	for _, v := range gomod.ParseVendored(data) {
		if v.Explicit {
			u.Vendored = append(u.Vendored, modules.Requirement{Name: v.Path, Version: v.Version, Location: at(list, v.Line)})
		}
	}
}

func (l *loader) sums(file string, data []byte) {
	if syntax, ok := errors.AsType[*gomod.SyntaxError](gomod.CheckSums(file, data)); ok {
		l.set.Break(Ecosystem, file, syntax.Line, strings.TrimSuffix(syntax.Msg, ".")+": the go command refuses it, run go mod tidy")
	}
}

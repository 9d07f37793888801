package services

import (
	"path"
	"slices"

	"seam/analyze/repo"
	"seam/analyze/source"
)

// namesClient reports whether a node's own code names a client that code of several nodes
// declares.
func (u *usage) namesClient(n *node, client string) bool {
	return slices.ContainsFunc(u.files[n], func(own belonging) bool {
		return own.own && !own.shared && own.facts != nil && own.facts.Makes[client]
	})
}

// makesClient reports whether a node's own code makes something of the package of Go that
// a file of another node lies in, with which this makes clients of itself: of
// orders/client, which several import, whoever says client.New calls orders.
func (u *usage) makesClient(n, of *node, b belonging) bool {
	if source.Language(source.LanguageOf(b.file)) != source.Go || b.own || !slices.ContainsFunc(of.code, func(dir string) bool { return repo.Below(dir, b.file) }) {
		return false
	}
	made := path.Base(path.Dir(b.file))
	return slices.ContainsFunc(u.files[n], func(own belonging) bool {
		return own.own && !own.shared && own.facts != nil && own.facts.Makes[made]
	})
}

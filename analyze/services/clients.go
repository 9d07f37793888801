package services

import (
	"context"
	"maps"
	"path"
	"slices"

	"seam/analyze/repo"
	"seam/analyze/services/code"
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

// names reports whether the source code of a node names a constant anywhere but where it is
// given a value: of a list of all addresses that is copied into every service each uses a part.
// Where code is not read whole, every constant is.
func (u *usage) names(n *node, constant string) bool {
	if u.beyond[n] {
		return true
	}
	if u.constants == nil {
		u.constants = u.constantsNamed()
	}
	named := u.named[n]
	if named == nil {
		named = map[string]bool{}
		for _, b := range u.files[n] {
			for _, c := range u.constants[b.file] {
				named[c] = true
			}
		}
		u.named[n] = named
	}
	return named[constant]
}

// constantsNamed lists of each file of those who have hosts that constants stand for which
// of all these constants it names.
func (u *usage) constantsNamed() map[string][]string {
	constants, files := map[string]bool{}, map[string]bool{}
	for n, all := range u.files {
		asks := false
		for _, b := range all {
			for _, h := range hostsOf(b) {
				if h.As != "" {
					constants[h.As], asks = true, true
				}
			}
		}
		for _, b := range all {
			if asks && !u.beyond[n] && source.Has(source.Language(source.LanguageOf(b.file))) {
				files[b.file] = true
			}
		}
	}
	names := slices.Sorted(maps.Keys(files))
	found, _, _ := code.Constants(constants).Scan(context.Background(), u.src.Tree, names, u.cache) // what cannot be read names nothing
	out := make(map[string][]string, len(names))
	for i, name := range names {
		out[name] = found[i]
	}
	return out
}

func hostsOf(b belonging) []code.Host {
	if b.facts == nil {
		return nil
	}
	return b.facts.Hosts
}

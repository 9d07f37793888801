package services

import (
	"path"
	"slices"

	"seam/analyze/repo"
	"seam/analyze/services/code"
	"seam/analyze/services/manifest"
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
	named := u.constants[n]
	if named == nil {
		named = map[string]bool{}
		for _, b := range u.files[n] {
			for _, h := range hostsOf(b) {
				if h.As != "" {
					named[h.As] = false
				}
			}
		}
		for _, b := range u.files[n] {
			l := source.Language(source.LanguageOf(b.file))
			data, err := u.src.Tree.ReadFile(b.file)
			if !source.Has(l) || err != nil || len(data) > manifest.MaxFile {
				continue
			}
			notes(named, l, data)
		}
		u.constants[n] = named
	}
	return named[constant]
}

func hostsOf(b belonging) []code.Host {
	if b.facts == nil {
		return nil
	}
	return b.facts.Hosts
}

// notes notes which constants a file names but where one is given a value.
func notes(named map[string]bool, l source.Language, data []byte) {
	last := ""
	for t := range source.Tokens(l, data) {
		switch {
		case t.Kind == source.Comment || t.Kind == source.Newline:
			continue
		case last != "" && string(t.Text) != "=" && string(t.Text) != ":":
			named[last] = true
		}
		last = ""
		if _, ok := named[string(t.Text)]; ok && t.Kind == source.Word {
			last = string(t.Text)
		}
	}
}

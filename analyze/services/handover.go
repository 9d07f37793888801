package services

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/services/manifest"
)

// writesFor is how many folders beside one another must be called after other nodes for
// their parent to be where a node writes the settings of others.
const writesFor = 3

// handOver gives nodes the folders that another node, an installer, keeps for them: its
// folders without sources, three or more of which stand side by side and are called after
// other nodes (templates/nginx, templates/core, roles/db …). What such a folder says is
// said by the node that it is called after, and not by the one that writes it down.
func handOver(src *manifest.Source, nodes []*node) {
	byName := map[string][]*node{}
	for _, n := range nodes {
		for _, name := range append(n.aliases(), n.units[0].Name) {
			key := manifest.Squash(name)
			if !slices.Contains(byName[key], n) {
				byName[key] = append(byName[key], n)
			}
		}
	}
	type handed struct {
		folder string
		to     *node
	}
	var all []handed
	for _, n := range nodes {
		for _, dir := range n.code {
			if dir == "." {
				continue
			}
			named := map[string][]handed{} // by the folder around them
			for _, folder := range foldersBelow(src, dir) {
				to := byName[manifest.Squash(path.Base(folder))]
				if len(to) == 1 && to[0] != n && !slices.ContainsFunc(src.Under(folder), isSource) {
					named[path.Dir(folder)] = append(named[path.Dir(folder)], handed{folder, to[0]})
				}
			}
			for _, list := range named {
				if len(list) >= writesFor {
					all = append(all, list...)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b handed) int { return strings.Compare(a.folder, b.folder) })
	for _, h := range all {
		if !slices.Contains(h.to.code, h.folder) {
			h.to.code = append(h.to.code, h.folder)
		}
	}
}

// foldersBelow lists the folders below one that hold files, sorted.
func foldersBelow(src *manifest.Source, dir string) []string {
	var out []string
	had := map[string]bool{}
	for _, f := range src.Under(dir) {
		for d := path.Dir(f); d != dir && !had[d]; d = path.Dir(d) {
			had[d] = true
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}

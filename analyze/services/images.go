package services

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/repo"
	"seam/analyze/services/manifest"
)

// starts tells a Dockerfile whose image runs something from one that others build on.
var starts = regexp.MustCompile(`(?mi)^\s*(ENTRYPOINT|CMD)\b`)

// images makes a node of every folder of the product whose Dockerfile starts something,
// where no manifest declares anything at all: with manifests, an image that none runs is
// a tool or a base. Folders of nodes, and folders of manifests, have none of their own.
// What only an image shows goes by no host name.
func images(src *manifest.Source, nodes []*node) []*node {
	taken := map[string]bool{}
	for _, n := range nodes {
		if n.kind() != GoMain {
			return nil
		}
		for _, dir := range n.code {
			taken[dir] = true
		}
	}
	var out []*node
	for _, file := range src.Under(src.Folder) {
		dir := path.Dir(file)
		if path.Base(file) != "Dockerfile" || dir == "." || dir == src.Folder || src.Aside(file) != "" || manifest.IsDeployFolder(dir) ||
			underAny(taken, dir) || slices.ContainsFunc(out, func(n *node) bool { return repo.Below(n.code[0], dir) }) {
			continue
		}
		data, err := src.Tree.ReadFile(file)
		if err != nil || len(data) > manifest.MaxFile || !starts.Match(data) {
			continue
		}
		name := path.Base(dir)
		if parent := path.Dir(dir); parent != "." && (name == "src" || name == "app") {
			name = path.Base(parent)
		}
		if manifest.IsName(name) && !holdsNode(taken, dir) {
			out = append(out, &node{units: []*unit{{
				Unit: manifest.Unit{Kind: manifest.Dockerfile, Name: name, Folder: dir, At: finding.Location{File: file, Line: 1}},
				code: []string{dir},
			}}, code: []string{dir}})
		}
	}
	return out
}

// holdsNode reports whether the code of a node lies below a folder: its Dockerfile builds
// that.
func holdsNode(taken map[string]bool, dir string) bool {
	for code := range taken {
		if strings.HasPrefix(code, dir+"/") {
			return true
		}
	}
	return false
}

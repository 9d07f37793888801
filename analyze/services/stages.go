package services

import (
	"path"
	"slices"

	"seam/analyze/repo"
	"seam/analyze/services/manifest"
)

// maxStagePairs bounds the edges between two stages: one that deploys half the product and
// one for the other half say nothing of single services.
const maxStagePairs = 64

// stages adds the orders in which tools deploy: those of one stage after those of every
// stage that it waits for, directly or through stages that deploy nothing known. Of two
// stages that deploy a service both (first a test environment, then the real one) neither
// orders anything, and load generators and tests wait for what they like.
func (c *connector) stages(nodes []*node, list []manifest.Stage) {
	of := make([][]*node, len(list))
	for i, s := range list {
		for _, n := range nodes {
			if n.inStage(s) {
				of[i] = append(of[i], n)
			}
		}
	}
	for i, s := range list {
		if len(of[i]) == 0 {
			continue
		}
		seen := map[int]bool{i: true}
		for todo := slices.Clone(s.After); len(todo) > 0; todo = todo[1:] {
			a := todo[0]
			if seen[a.Stage] {
				continue
			}
			seen[a.Stage] = true
			if len(of[a.Stage]) == 0 {
				todo = append(todo, list[a.Stage].After...)
				continue
			}
			c.afterStage(of[i], of[a.Stage], s.Kind, a)
		}
	}
}

func (c *connector) afterStage(later, earlier []*node, kind manifest.Kind, a manifest.After) {
	both := slices.ContainsFunc(later, func(n *node) bool { return slices.Contains(earlier, n) })
	if both || len(later)*len(earlier) > maxStagePairs {
		return
	}
	for _, n := range later {
		for _, m := range earlier {
			if n.class != Test {
				c.join(n, m, evidence{kind, a.At, clip(kind.Name + ": " + m.name)}, kind.Confidence)
			}
		}
	}
}

// inStage reports whether a stage deploys a node.
func (n *node) inStage(s manifest.Stage) bool {
	for _, name := range s.Names {
		if name != "" && n.goesBy(name) {
			return true
		}
	}
	return containsAny(s.Images, n.images()) || slices.ContainsFunc(s.Paths, n.liesAt)
}

// liesAt reports whether a path is the folder of a node's code, or of one or more of the
// files that declare it.
func (n *node) liesAt(at string) bool {
	return at != "." && (slices.Contains(n.code, at) || slices.ContainsFunc(n.units, func(u *unit) bool {
		ok, err := path.Match(at, u.At.File)
		return ok && err == nil || repo.Below(at, u.At.File)
	}))
}

// goesBy reports whether one of a node's declarations has a name.
func (n *node) goesBy(name string) bool {
	key := manifest.Squash(name)
	return key != "" && (manifest.Squash(n.name) == key || slices.ContainsFunc(n.units, func(u *unit) bool {
		return manifest.Squash(u.Name) == key || slices.ContainsFunc(u.Aliases, func(a string) bool { return manifest.Squash(a) == key })
	}))
}

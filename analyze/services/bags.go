package services

import (
	"path"
	"strings"

	"seam/analyze/services/manifest"
)

// bags are the files of settings that are handed to units whole, and which programs get
// each: "" where several do.
type bags map[string]string

func bagsOf(nodes []*node) bags {
	out := bags{}
	for _, n := range nodes {
		program := n.program()
		for _, d := range n.units {
			for _, r := range d.Refs {
				if !isBag(r.Kind) {
					continue
				}
				if p, seen := out[r.At.File]; seen && p != program {
					program = ""
				}
				out[r.At.File] = program
				program = n.program()
			}
		}
	}
	return out
}

func isBag(k manifest.Kind) bool { return k == manifest.EnvFile || k == manifest.EnvFrom }

// ownOf reports whether a bag is made for the program that a node runs, since no other one
// gets it: that reads it, though its code is not here. The .env file of a project, which
// holds what all of it is started with, is nobody's own, and stores call nobody.
func (b bags) ownOf(n *node, r reference) bool {
	return isBag(r.Kind) && b[r.At.File] == n.program() && n.class == Call && !strings.HasPrefix(path.Base(r.At.File), ".env")
}

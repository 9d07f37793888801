package npm

import (
	"strings"

	"seam/analyze/format/yaml"
	"seam/analyze/modules"
)

// readBerry reads the yarn.lock of yarn 2 and later.
func readBerry(docs []*yaml.Node) []yarnEntry {
	var out []yarnEntry
	for _, d := range docs {
		for _, p := range d.Map() {
			if p.Key == "__metadata" {
				continue
			}
			e := yarnEntry{version: p.Value.Get("version").Text(), resolution: p.Value.Get("resolution").Text(), line: p.Line}
			for k := range strings.SplitSeq(p.Key, ",") {
				e.keys = append(e.keys, strings.TrimSpace(k))
			}
			e.needs = berryNeeds(p.Value)
			out = append(out, e)
		}
	}
	return out
}

// berryNeeds reads what a package needs; dependenciesMeta marks what may be missing.
func berryNeeds(n *yaml.Node) []need {
	var out []need
	for _, p := range n.Get("dependencies").Map() {
		x := need{name: p.Key, rng: p.Value.Text()}
		if n.At("dependenciesMeta", p.Key, "optional").Text() == "true" {
			x.kind, x.optional = modules.Optional, true
		}
		out = append(out, x)
	}
	return out
}

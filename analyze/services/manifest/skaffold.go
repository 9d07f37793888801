package manifest

import (
	"path"

	"seam/analyze/finding"
)

// skaffoldReleases reads the charts that a skaffold.yaml installs.
func skaffoldReleases(s *Source, cs *charts, file string) []release {
	dir := path.Dir(file)
	var out []release
	for _, doc := range s.templated(file, func([]byte) bool { return true }) {
		for _, where := range []string{"deploy", "manifests"} {
			for _, n := range doc.At(where, "helm", "releases").List() {
				chart := n.Get("chartPath").Text()
				kind := ""
				if chart == "" {
					chart, kind = n.Get("remoteChart").Text(), Helm
				}
				r := release{
					name: n.Get("name").Text(), chart: cs.locate(dir, chart), kind: kind,
					at: finding.Location{File: file, Line: n.Line},
				}
				for _, v := range n.Get("valuesFiles").List() {
					r.values = merged(r.values, s.valuesOf(file, dir, v))
				}
				for _, p := range n.Get("setValues").Map() {
					r.set(p.Key, newValue(file, p.Value))
				}
				out = append(out, r)
			}
		}
	}
	return out
}

package manifest

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/services/helm"
)

var fluxKind = kindPattern{kinds: set("HelmRelease")}

// mayBeFlux tells the text of a HelmRelease of Flux.
func mayBeFlux(text []byte) bool { return fluxKind.in(text) }

// fluxReleases reads the HelmReleases of Flux, of both versions: a chart of this tree, with
// the values that the release gives, or one of a registry. Values that a ConfigMap or a
// Secret holds are not read.
func fluxReleases(s *Source, cs *charts, files []string) []release {
	var out []release
	for _, file := range files {
		data, ok := s.manifest(file)
		if !ok {
			continue
		}
		for _, doc := range s.documents(file, data, mayBeFlux) {
			if !strings.Contains(doc.Get("apiVersion").Text(), "fluxcd.io/") {
				continue
			}
			if r := fluxRelease(cs, file, doc); r.chart != "" { // what names no chart changes one that stands elsewhere
				out = append(out, r)
			}
		}
	}
	return out
}

func fluxRelease(cs *charts, file string, doc *yaml.Node) release {
	spec := doc.Get("spec")
	name, _ := doc.Get("metadata").Pair("name")
	r := release{
		name: name.Value.Text(), kind: Flux, at: finding.Location{File: file, Line: name.Line},
		values: helm.NewValue(file, spec.Get("values")),
	}
	if n := spec.Get("releaseName").Text(); n != "" {
		r.name = n
	}
	for _, chart := range []string{
		spec.At("chart", "spec", "chart").Text(), // v2
		spec.At("chartRef", "name").Text(),
		spec.At("chart", "path").Text(), // v1
		spec.At("chart", "name").Text(),
	} {
		if chart != "" {
			r.chart = strings.TrimSuffix(chart, "/")
			break
		}
	}
	if dir := path.Clean(r.chart); cs.of[dir] != nil {
		r.chart = dir
	}
	for _, d := range spec.Get("dependsOn").List() {
		need := d.Get("name")
		if d.Kind == yaml.Scalar {
			need = d // v1: namespace/name
		}
		if need.Text() != "" {
			r.needs = append(r.needs, Reference{Kind: Needs, Value: path.Base(need.Text()), At: finding.Location{File: file, Line: need.Line}})
		}
	}
	return r
}

// chartNames are the names under which what a chart that is not in the tree runs is reached, as
// charts make them: of the release and, where its name does not say it, of the chart.
func chartNames(r release) []string {
	chart := path.Base(r.chart)
	if n := r.values.Get("nameOverride").Text(); n != "" {
		chart = n
	}
	full := r.name
	if !strings.Contains(r.name, chart) {
		full += "-" + chart
	}
	if n := r.values.Get("fullnameOverride").Text(); n != "" {
		full = n
	}
	var out []string
	for _, end := range []string{"", firstOf[path.Base(r.chart)]} {
		if name := full + end; IsName(name) && name != r.name && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// firstOf is the end of the name of the copy that takes what is written, in charts of stores
// that run several.
var firstOf = map[string]string{
	"redis": "-master", "valkey": "-primary", "elasticsearch": "-master", "postgresql": "-primary", "mysql": "-primary", "mariadb": "-primary",
}

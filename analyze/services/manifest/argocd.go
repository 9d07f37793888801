package manifest

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/services/helm"
)

var applicationKind = kindPattern{kinds: set("Application", "ApplicationSet")}

const argo = "argoproj.io/" // what versions of its objects begin with

const waveKey = "argocd.argoproj.io/sync-wave"

// waveOf is the sync wave that an object's annotations state; nil if none does.
func waveOf(place placer, object *yaml.Node) *Wave {
	p, ok := object.At("metadata", "annotations").Pair(waveKey)
	if n, err := strconv.Atoi(p.Value.Text()); ok && err == nil {
		return &Wave{Number: n, At: place(p.Line)}
	}
	return nil
}

// holdsApplication reports whether a document may be an Application.
func holdsApplication(text []byte) bool {
	return applicationKind.in(text) && slices.ContainsFunc(yaml.Split(text), func(d yaml.Document) bool { return mayBeApplication(d.Text) })
}

// mayBeApplication tells the text of an Application from that of other objects that name
// the kind, as the definition of the kind does, which takes longer to parse than all else.
func mayBeApplication(text []byte) bool {
	if !applicationKind.in(text) {
		return false
	}
	for line := range bytes.Lines(text) {
		if version, ok := bytes.CutPrefix(line, []byte("apiVersion:")); ok {
			version = unquoted(trimSpace(version))
			return len(version) == 0 || version[0] < 'a' || 'z' < version[0] || bytes.HasPrefix(version, []byte(argo))
		}
	}
	return true
}

// applications reads the Applications of Argo CD whose source is a chart: one of this
// tree, with the values that the Application gives, or one of a registry. A source that
// is a folder of manifests needs no reading of its own, since all manifests are read.
func applications(s *Source, cs *charts, files []string) []release {
	var out []release
	for _, file := range files {
		data, ok := s.manifest(file)
		if !ok {
			continue
		}
		for _, doc := range s.documents(file, data, mayBeApplication) {
			if !strings.HasPrefix(doc.Get("apiVersion").Text(), argo) {
				continue
			}
			spec := doc.Get("spec")
			if t := spec.At("template", "spec"); t != nil {
				spec = t
			}
			name, _ := doc.Get("metadata").Pair("name")
			for _, src := range append(spec.Get("sources").List(), spec.Get("source")) {
				if r, ok := application(s, cs, file, name, src); ok {
					r.wave = waveOf(placeIn(file), doc)
					out = append(out, r)
				}
			}
		}
	}
	return out
}

func application(s *Source, cs *charts, file string, name yaml.Pair, src *yaml.Node) (release, bool) {
	r := release{name: name.Value.Text(), kind: Argo, at: finding.Location{File: file, Line: name.Line}}
	given := src.Get("helm")
	if n := given.Get("releaseName").Text(); n != "" {
		r.name = n
	}
	switch dir := path.Clean(src.Get("path").Text()); {
	case cs.of[dir] != nil:
		r.chart = dir
	case src.Get("chart").Text() != "":
		r.chart = src.Get("chart").Text()
	default:
		return release{}, false
	}
	for _, f := range given.Get("valueFiles").List() {
		r.values = helm.Merge(r.values, s.valuesOf(file, r.chart, f))
	}
	if docs, err := yaml.Parse([]byte(given.Get("values").Text())); err == nil && len(docs) > 0 {
		v := helm.NewValue(file, docs[0])
		v.Move(given.Get("values").Line)
		r.values = helm.Merge(r.values, v)
	}
	r.values = helm.Merge(r.values, helm.NewValue(file, given.Get("valuesObject")))
	for _, p := range given.Get("parameters").List() {
		r.set(p.Get("name").Text(), helm.NewValue(file, p.Get("value")))
	}
	return r, true
}

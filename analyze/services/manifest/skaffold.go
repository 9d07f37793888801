package manifest

import (
	"path"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/services/helm"
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
					r.values = helm.Merge(r.values, s.valuesOf(file, dir, v))
				}
				for _, p := range n.Get("setValues").Map() {
					r.set(p.Key, helm.NewValue(file, p.Value))
				}
				for _, need := range n.Get("dependsOn").List() {
					r.needs = append(r.needs, Reference{Kind: Needs, Value: need.Text(), At: finding.Location{File: file, Line: need.Line}})
				}
				out = append(out, r)
			}
		}
	}
	return out
}

// skaffoldStages reads the configurations of every skaffold.yaml and what they require of
// one another: skaffold deploys what is required first. Those of other repositories are
// not read.
func skaffoldStages(s *Source) []Stage {
	type key struct{ file, name string }
	type config struct {
		file string
		doc  *yaml.Node
	}
	var out []Stage
	var read []config
	at := map[key]int{}
	inFile := map[string][]int{}
	for _, file := range s.product(func(base string) bool { return isBuildFile(base) && IsYAML(base) }) {
		for _, doc := range s.templated(file, func([]byte) bool { return true }) {
			at[key{file, doc.At("metadata", "name").Text()}] = len(out)
			inFile[file] = append(inFile[file], len(out))
			out = append(out, skaffoldStage(path.Dir(file), doc))
			read = append(read, config{file, doc})
		}
	}
	for i, c := range read {
		for _, r := range c.doc.Get("requires").List() {
			from := s.required(c.file, r)
			names := r.Get("configs").List()
			for _, n := range names {
				if k, ok := at[key{from, n.Text()}]; ok && n.Text() != "" {
					out[i].After = append(out[i].After, After{k, finding.Location{File: c.file, Line: n.Line}})
				}
			}
			for _, k := range inFile[from] {
				if len(names) == 0 && k != i {
					out[i].After = append(out[i].After, After{k, finding.Location{File: c.file, Line: r.Line}})
				}
			}
		}
	}
	return out
}

// required is the file that holds what a configuration requires; "" for another
// repository's.
func (s *Source) required(file string, r *yaml.Node) string {
	p := r.Get("path").Text()
	switch {
	case r.Get("git") != nil:
		return ""
	case p == "":
		return file
	}
	if at := path.Join(path.Dir(file), p); s.Has(at) {
		return at
	}
	return path.Join(path.Dir(file), p, "skaffold.yaml")
}

// skaffoldStage is what one configuration builds, installs and applies, in any profile.
func skaffoldStage(dir string, doc *yaml.Node) Stage {
	out := Stage{Kind: Requires}
	for _, part := range append(doc.Get("profiles").List(), doc) {
		for _, a := range part.At("build", "artifacts").List() {
			if name := imageName(a.Get("image").Text()); name != "" {
				out.Images = append(out.Images, name)
			}
		}
		for _, where := range []string{"deploy", "manifests"} {
			for _, r := range part.At(where, "helm", "releases").List() {
				out.Names = append(out.Names, r.Get("name").Text())
			}
		}
		for _, f := range slices.Concat(part.At("manifests", "rawYaml").List(), part.At("deploy", "kubectl", "manifests").List()) {
			out.Paths = append(out.Paths, path.Join(dir, f.Text()))
		}
	}
	return out
}

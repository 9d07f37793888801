package manifest

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/services/helm"
)

// maxSubcharts bounds charts that hold charts.
const maxSubcharts = 8

// charts are the Helm charts of the tree, by folder.
type charts struct {
	src *Source
	of  map[string]*chart
	all []*chart // in order of folder
}

// chart is one chart as its files say.
type chart struct {
	dir       string
	name      string
	library   bool
	values    *helm.Value
	requires  []chartNeed
	templates []string
	inside    bool // of another chart, or taken from a folder by one
}

// chartNeed is one entry of a chart's dependencies.
type chartNeed struct {
	name, alias, condition string
	dir                    string // of the chart, "" if it is not in the tree
	at                     finding.Location
}

// called is the name that values and objects of the dependency go by.
func (n chartNeed) called() string {
	if n.alias != "" {
		return n.alias
	}
	return n.name
}

// release is one installation of a chart: its name and values.
type release struct {
	name   string
	chart  string // folder, or the name of a chart that is not in the tree
	values *helm.Value
	needs  []Reference
	wave   *Wave
	kind   string // of the unit if the chart is not in the tree
	at     finding.Location
}

func findCharts(s *Source) *charts {
	cs := &charts{src: s, of: map[string]*chart{}}
	for _, file := range s.manifests {
		if path.Base(file) == "Chart.yaml" {
			if c := readChart(s, file); c != nil {
				cs.of[c.dir] = c
				cs.all = append(cs.all, c)
			}
		}
	}
	for _, c := range cs.all {
		for i, n := range c.requires {
			dir := path.Join(c.dir, "charts", n.name)
			if p, ok := strings.CutPrefix(n.dir, "file://"); ok {
				dir = path.Join(c.dir, p)
			}
			c.requires[i].dir = ""
			if sub := cs.of[dir]; sub != nil {
				c.requires[i].dir, sub.inside = dir, true
			}
		}
		if parent, _, ok := strings.Cut(c.dir, "/charts/"); ok && cs.of[parent] != nil {
			c.inside = true
			p := cs.of[parent]
			if !slices.ContainsFunc(p.requires, func(n chartNeed) bool { return n.dir == c.dir }) && path.Dir(c.dir) == path.Join(parent, "charts") {
				p.requires = append(p.requires, chartNeed{name: c.name, dir: c.dir})
			}
		}
	}
	return cs
}

func readChart(s *Source, file string) *chart {
	n := s.yaml(file)
	c := &chart{dir: path.Dir(file), name: n.Get("name").Text(), library: n.Get("type").Text() == "library"}
	if !IsName(c.name) {
		return nil
	}
	if v := path.Join(c.dir, "values.yaml"); s.Has(v) {
		c.values = helm.NewValue(v, s.yaml(v))
	}
	needs, from := n.Get("dependencies"), file
	if r := path.Join(c.dir, "requirements.yaml"); s.Has(r) {
		needs, from = s.yaml(r).Get("dependencies"), r
	}
	for _, d := range needs.List() {
		if name := d.Get("name").Text(); IsName(name) {
			c.requires = append(c.requires, chartNeed{
				name: name, alias: d.Get("alias").Text(), condition: d.Get("condition").Text(),
				dir: d.Get("repository").Text(), at: finding.Location{File: from, Line: d.Line},
			})
		}
	}
	for _, f := range s.Under(path.Join(c.dir, "templates")) {
		if ext := path.Ext(f); ext == ".yaml" || ext == ".yml" || ext == ".tpl" {
			c.templates = append(c.templates, f)
		}
	}
	return c
}

// yaml is the first document of a file; nil if it cannot be read, which is noted.
func (s *Source) yaml(file string) *yaml.Node {
	data, ok := s.manifest(file)
	if !ok {
		return nil
	}
	docs := s.documents(file, data, func(text []byte) bool { return len(bytes.TrimSpace(text)) > 0 })
	if len(docs) == 0 {
		return nil
	}
	return docs[0]
}

// holds reports whether a file is a chart's template.
func (cs *charts) holds(file string) bool {
	dir, _, ok := strings.Cut(file, "/templates/")
	return ok && cs.of[dir] != nil || strings.HasPrefix(file, "templates/") && cs.of["."] != nil
}

// releases are the releases that manifests state, and of every chart that nothing
// states, needs or holds one that goes by the chart's name.
func releases(s *Source, cs *charts, argo, flux []string) []release {
	var out []release
	for _, file := range s.manifests {
		base := path.Base(file)
		switch {
		case strings.HasPrefix(base, "helmfile"):
			out = append(out, helmfile(s, cs, file)...)
		case strings.HasPrefix(base, "skaffold"):
			out = append(out, skaffoldReleases(s, cs, file)...)
		}
	}
	out = append(out, applications(s, cs, argo)...)
	out = append(out, fluxReleases(s, cs, flux)...)
	stated := map[string]bool{}
	for _, r := range out {
		stated[r.chart] = true
	}
	for _, c := range cs.all {
		if !c.inside && !c.library && !stated[c.dir] {
			out = append(out, release{name: c.name, chart: c.dir, at: finding.Location{File: path.Join(c.dir, "Chart.yaml"), Line: 1}})
		}
	}
	return out
}

// release adds the workloads of a release, or a unit for a chart that is not here.
func (c *cluster) release(cs *charts, r release) {
	ch := cs.of[r.chart]
	if ch == nil {
		if IsName(r.name) && r.kind != "" {
			c.units = append(c.units, &Unit{
				Kind: r.kind, Name: r.name, Scope: kubernetes, Folder: path.Dir(r.at.File), Images: []string{path.Base(r.chart)},
				Aliases: chartNames(r), At: r.at, Refs: r.needs, Wave: r.wave,
			})
			c.labels = append(c.labels, nil)
		}
		return
	}
	t := helm.NewTemplates()
	cs.parse(ch, t, 0)
	before := len(c.units)
	c.install(cs, ch, r, helm.Merge(ch.values, r.values), helm.NewRenderer(t, c.src.chartFile), 0)
	for _, u := range c.units[before:] {
		u.Refs = append(u.Refs, r.needs...)
		if u.Wave == nil {
			u.Wave = r.wave
		}
	}
}

// parse adds the templates of a chart and its subcharts.
func (cs *charts) parse(ch *chart, t *helm.Templates, depth int) {
	for _, f := range ch.templates {
		if data, ok := cs.src.manifest(f); ok && !t.Add(f, string(data)) {
			cs.src.templates = append(cs.src.templates, f)
		}
	}
	for _, n := range ch.requires {
		if sub := cs.of[n.dir]; sub != nil && depth < maxSubcharts {
			cs.parse(sub, t, depth+1)
		}
	}
}

// install renders a chart with its values, then what it needs. A dependency that is not
// in the tree is a unit, too; the only workload of a chart depends on those.
func (c *cluster) install(cs *charts, ch *chart, r release, values *helm.Value, rend *helm.Renderer, depth int) {
	root := helm.Chart{Name: ch.name, Folder: ch.dir}.Root(r.name, values)
	before := len(c.units)
	for _, f := range ch.templates {
		if path.Ext(f) == ".tpl" || strings.HasPrefix(path.Base(f), "NOTES") || strings.Contains(f, "/tests/") {
			continue
		}
		c.rendered(f, rend.Render(f, root))
	}
	own := c.units[before:]
	for _, u := range own {
		if short, ok := strings.CutPrefix(u.Name, r.name+"-"); ok && IsName(short) {
			u.Aliases = append(u.Aliases, short)
		}
		if len(own) == 1 && (strings.HasPrefix(u.Name, ch.name+"-") || strings.HasSuffix(u.Name, "-"+ch.name)) {
			u.Aliases = append(u.Aliases, ch.name)
		}
		u.Folder = ch.dir
	}
	for _, n := range ch.requires {
		if on := conditionOf(values, n.condition); !on {
			continue
		}
		sub := cs.of[n.dir]
		switch {
		case sub == nil:
			c.foreign(n, r, own)
		case !sub.library && depth < maxSubcharts:
			inner := helm.Merge(helm.Merge(sub.values, values.Get(n.called())), globals(values))
			c.install(cs, sub, r, inner, rend, depth+1)
		}
	}
}

// foreign adds a chart that is not in the tree.
func (c *cluster) foreign(n chartNeed, r release, own []*Unit) {
	name := r.name + "-" + n.called()
	u := &Unit{
		Kind: Helm, Name: name, Aliases: []string{n.called()}, Scope: kubernetes, Folder: path.Dir(n.at.File),
		Images: []string{n.name}, At: n.at,
	}
	if len(own) == 1 {
		own[0].Refs = append(own[0].Refs, Reference{Kind: Chart, Value: name, At: n.at})
	}
	c.units = append(c.units, u)
	c.labels = append(c.labels, nil)
}

// conditionOf reports whether a dependency is switched on: the first of the paths that
// is set decides.
func conditionOf(values *helm.Value, condition string) bool {
	for p := range strings.SplitSeq(condition, ",") {
		if v := values.At(strings.Split(strings.TrimSpace(p), ".")...); p != "" && v != nil {
			return v.IsTrue()
		}
	}
	return true
}

func globals(values *helm.Value) *helm.Value {
	out := helm.NewMap()
	if g := values.Get("global"); g != nil {
		out.Set("global", g)
	}
	return out
}

// chartFile reads a file that a template names. What cannot be read is noted.
func (s *Source) chartFile(file string) ([]byte, error) {
	if !s.Has(file) {
		return nil, fs.ErrNotExist
	}
	data, ok := s.manifest(file)
	if !ok {
		return nil, errUnread
	}
	return data, nil
}

var errUnread = errors.New("not read")

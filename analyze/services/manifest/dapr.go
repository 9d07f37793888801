package manifest

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/regex"
)

var daprApps = regex.New(`(?m)^apps\s*:`)

// readDapr reads the multi-app run files of Dapr: each app is a unit, its name the id
// that others call it by.
func readDapr(s *Source) []*Unit {
	var out []*Unit
	for _, file := range s.manifests {
		if !strings.HasPrefix(path.Base(file), "dapr") {
			continue
		}
		data, ok := s.manifest(file)
		if !ok {
			continue
		}
		dir := path.Dir(file)
		for _, doc := range s.documents(file, data, daprApps().Match) {
			for _, n := range doc.Get("apps").List() {
				u := &Unit{Kind: Dapr, Name: n.Get("appID").Text(), Scope: "dapr:" + dir, Folder: dir, At: finding.Location{File: file, Line: n.Line}}
				folder := path.Join(dir, n.Get("appDirPath").Text())
				if !strings.HasPrefix(folder, "..") && n.Get("appDirPath").Text() != "" {
					u.Context = folder
				}
				if u.Name == "" {
					u.Name = path.Base(folder)
				}
				if !IsName(u.Name) {
					continue
				}
				u.AppID = u.Name
				u.Runs = program(n.Get("command"))
				for _, p := range n.Get("env").Map() {
					u.Refs = append(u.Refs, Reference{Kind: Env, Key: p.Key, Value: p.Value.Text(), At: finding.Location{File: file, Line: p.Line}})
				}
				out = append(out, u)
			}
		}
	}
	return out
}

// component is a store, broker or binding that Dapr reaches for applications.
type component struct {
	name   string
	scopes []string // ids of the applications that may use it; none: all
	hosts  []Reference
}

// component notes an object of Dapr and the addresses among its settings.
func (s *Source) component(place placer, n *yaml.Node) {
	if !strings.HasPrefix(n.Get("apiVersion").Text(), "dapr.io/") {
		return
	}
	c := component{name: n.At("metadata", "name").Text()}
	for _, id := range n.Get("scopes").List() {
		c.scopes = append(c.scopes, id.Text())
	}
	for _, m := range n.At("spec", "metadata").List() {
		if v, ok := m.Pair("value"); ok {
			c.hosts = append(c.hosts, Reference{Value: m.Get("name").Text() + "=" + v.Value.Text(), At: place(v.Line)})
		}
	}
	s.components = append(s.components, c)
}

// connectComponents gives the applications of Dapr the addresses of their components: of
// those that they are named in the scopes of, else of those that their code names.
func (s *Source) connectComponents(units []*Unit) {
	for _, u := range units {
		if u.AppID == "" {
			continue
		}
		for _, c := range s.components {
			kind := Component
			switch {
			case slices.Contains(c.scopes, u.AppID):
			case len(c.scopes) > 0:
				continue
			default:
				kind = OpenComponent
			}
			for _, r := range c.hosts {
				r.Kind = kind
				if kind.Setting {
					r.Key = c.name
				}
				u.Refs = append(u.Refs, r)
			}
		}
	}
}

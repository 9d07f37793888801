package manifest

import (
	"path"
	"regexp"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// kubernetes is the scope of all Kubernetes names: variants of one installation in
// several folders are the same services.
const kubernetes = "kubernetes"

// workloads are the kinds that run pods, and where their pod template is.
var workloads = map[string][]string{
	"Deployment": {"spec", "template"}, "StatefulSet": {"spec", "template"}, "DaemonSet": {"spec", "template"},
	"ReplicaSet": {"spec", "template"}, "ReplicationController": {"spec", "template"},
	"Job": {"spec", "template"}, "CronJob": {"spec", "jobTemplate", "spec", "template"},
	"Rollout": {"spec", "template"}, "Pod": {},
}

var wantedKind = regexp.MustCompile(`(?m)^[\s\-{]*"?kind"?\s*:\s*["']?(Deployment|StatefulSet|DaemonSet|ReplicaSet|ReplicationController|Job|CronJob|Rollout|Pod|Service|ConfigMap|List)["']?\s*(,|#|\r|$)`)

// IsKubernetes tells text that may hold an object of a kind that is read.
func IsKubernetes(text []byte) bool { return wantedKind.Match(text) }

// cluster is what the manifests hold, in file order.
type cluster struct {
	units    []*Unit
	labels   []map[string]string // of the pods of units
	services []k8sService
	maps     map[string][]setting // ConfigMap -> entries of all its variants, in file order
	pending  []func()             // references to ConfigMaps, resolved when all are read
}

type k8sService struct {
	name     string
	file     string
	selector map[string]string
}

// readKubernetes reads every workload of every manifest. Services give the
// workloads that they select further names.
func readKubernetes(s *Source) []*Unit {
	c := cluster{maps: map[string][]setting{}}
	for _, file := range s.manifests {
		if IsCompose(file) {
			continue
		}
		data, ok := s.manifest(file)
		if !ok {
			continue
		}
		for _, doc := range s.documents(file, data, IsKubernetes) {
			c.object(file, doc, true)
		}
	}
	for _, resolve := range c.pending {
		resolve()
	}
	for _, svc := range c.services {
		for _, i := range c.selected(svc) {
			c.units[i].Aliases = append(c.units[i].Aliases, svc.name)
		}
	}
	return c.units
}

// object takes one object; a List holds objects, but no Lists.
func (c *cluster) object(file string, n *yaml.Node, lists bool) {
	kind, name := n.Get("kind").Text(), n.At("metadata", "name").Text()
	if n.Get("apiVersion").Text() == "" || n.Get("$patch").Text() == "delete" {
		return
	}
	if kind == "List" && lists {
		for _, item := range n.Get("items").List() {
			c.object(file, item, false)
		}
		return
	}
	if !IsName(name) {
		return
	}
	switch template, ok := workloads[kind]; {
	case ok:
		c.workload(file, n, n.At(template...))
	case kind == "Service":
		c.services = append(c.services, k8sService{name, file, stringMap(n.At("spec", "selector"))})
	case kind == "ConfigMap":
		c.configMap(file, name, n.Get("data"))
	}
}

func (c *cluster) configMap(file, name string, data *yaml.Node) {
	for _, p := range data.Map() {
		c.maps[name] = append(c.maps[name], setting{p.Key, p.Value.Text(), finding.Location{File: file, Line: p.Line}})
	}
}

func (c *cluster) workload(file string, n, pod *yaml.Node) {
	name, _ := n.Get("metadata").Pair("name")
	u := &Unit{
		Kind: Kubernetes, Name: name.Value.Text(), Scope: kubernetes, Folder: path.Dir(file),
		At: finding.Location{File: file, Line: name.Line},
	}
	for _, key := range []string{"containers", "initContainers"} {
		for _, container := range pod.At("spec", key).List() {
			c.container(u, file, container, key == "containers")
		}
	}
	// What runs no image only changes a workload that stands elsewhere.
	u.Partial = len(u.Images) == 0
	c.units = append(c.units, u)
	c.labels = append(c.labels, stringMap(pod.At("metadata", "labels")))
}

// container adds what one container says. Init containers do not tell what the
// workload is, only what it needs.
func (c *cluster) container(u *Unit, file string, n *yaml.Node, main bool) {
	if img := ImageName(n.Get("image").Text()); img != "" && main {
		u.Images = append(u.Images, img)
	}
	if u.Runs == "" && main {
		u.Runs = program(n.Get("command"), n.Get("args"))
	}
	for _, key := range []string{"command", "args"} {
		for _, item := range leaves(n.Get(key)) {
			u.Refs = append(u.Refs, Reference{Kind: Args, Value: item.Text(), At: finding.Location{File: file, Line: item.Line}})
		}
	}
	for _, e := range n.Get("env").List() {
		c.variable(u, file, e)
	}
	for _, from := range n.Get("envFrom").List() {
		c.allOf(u, from.At("configMapRef", "name").Text())
	}
}

// variable adds one env entry: a literal, or one key of a ConfigMap.
func (c *cluster) variable(u *Unit, file string, e *yaml.Node) {
	key := e.Get("name").Text()
	if v, ok := e.Pair("value"); ok {
		u.Refs = append(u.Refs, Reference{Kind: Env, Key: key, Value: v.Value.Text(), At: finding.Location{File: file, Line: v.Line}})
		return
	}
	from := e.At("valueFrom", "configMapKeyRef")
	c.pending = append(c.pending, func() {
		for _, s := range c.maps[from.Get("name").Text()] {
			if s.key == from.Get("key").Text() {
				u.Refs = append(u.Refs, Reference{Kind: Env, Key: key, Value: s.value, At: s.at})
			}
		}
	})
}

// allOf adds every key of a ConfigMap.
func (c *cluster) allOf(u *Unit, name string) {
	c.pending = append(c.pending, func() {
		for _, s := range c.maps[name] {
			u.Refs = append(u.Refs, Reference{Kind: EnvFrom, Key: s.key, Value: s.value, At: s.at})
		}
	})
}

// selected finds the workloads behind a Service: of those whose pod labels match,
// the ones that lie nearest to it in the tree, so that two applications that use
// the same labels stay apart.
func (c *cluster) selected(svc k8sService) []int {
	if len(svc.selector) == 0 {
		return nil
	}
	var best []int
	nearest := -1
	for i, u := range c.units {
		if u.Partial || !matches(svc.selector, c.labels[i]) {
			continue
		}
		switch near := Nearness(svc.file, u.At.File); {
		case near > nearest:
			nearest, best = near, []int{i}
		case near == nearest:
			best = append(best, i)
		}
	}
	return best
}

func matches(selector, labels map[string]string) bool {
	for k, v := range selector {
		if labels[k] != v {
			return false
		}
	}
	return true
}

// Nearness of two files: the path elements that they share from the root; more if
// they are the same.
func Nearness(a, b string) int {
	if a == b {
		return 1 << 20
	}
	as, bs := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(as)-1 && n < len(bs)-1 && as[n] == bs[n] {
		n++
	}
	return n
}

func stringMap(n *yaml.Node) map[string]string {
	m := map[string]string{}
	for _, p := range n.Map() {
		m[p.Key] = p.Value.Text()
	}
	return m
}

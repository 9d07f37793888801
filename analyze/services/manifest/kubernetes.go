package manifest

import (
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/regex"
	"seam/analyze/services/helm"
)

// kubernetes is the scope of all Kubernetes names: variants of one installation in
// several folders are the same services.
const kubernetes = "kubernetes"

// workloads are the kinds that run pods, and where their pod template is.
var workloads = map[string][]string{
	"Deployment": {"spec", "template"}, "DeploymentConfig": {"spec", "template"}, "StatefulSet": {"spec", "template"}, "DaemonSet": {"spec", "template"},
	"ReplicaSet": {"spec", "template"}, "ReplicationController": {"spec", "template"},
	"Job": {"spec", "template"}, "CronJob": {"spec", "jobTemplate", "spec", "template"},
	"Rollout": {"spec", "template"}, "Pod": {},
}

var wantedKind = kindPattern{json: true, kinds: set(
	"Deployment", "DeploymentConfig", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob", "Rollout",
	"Pod", "Service", "ConfigMap", "NetworkPolicy", "List", "Template",
	"Ingress", "Route", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "VirtualService", "Gateway", "IngressRoute", "IngressRouteTCP", "Component",
)}

// IsKubernetes tells text that may hold an object of a kind that is read.
func IsKubernetes(text []byte) bool { return wantedKind.in(text) }

// placer gives the place of a line of a manifest: the line itself, or, where a template
// was rendered, the line that the text comes from.
type placer func(line int) finding.Location

func placeIn(file string) placer {
	return func(line int) finding.Location { return finding.Location{File: file, Line: line} }
}

// cluster is what the manifests hold, in file order.
type cluster struct {
	src      *Source
	units    []*Unit
	labels   []map[string]string // of the pods of units
	services []k8sService
	maps     map[string][]setting   // ConfigMap -> entries of all its variants, in file order
	byLabel  map[[2]string][]int    // label -> positions in units, once all are read
	looked   int                    // workloads that selectors were held against
	handed   int                    // entries of ConfigMaps that workloads got
	pending  []func()               // references to ConfigMaps, resolved when all are read
	texts    map[string][]Text      // ConfigMap -> entries that are files
	files    map[string][]keyedFile // ConfigMap -> files of the tree that are put into it
	mounted  int                    // texts and files that units got
	routes   []route
	gateways map[string][]gatewayOf
	byName   map[string][]int // positions in units, once all are read
}

type k8sService struct {
	name      string
	namespace string // "" if it states none
	file      string
	selector  map[string]string
}

// readKubernetes reads every workload of every manifest, and of every chart as it is
// released. Services give the workloads that they select further names.
func readKubernetes(s *Source) []*Unit {
	c := cluster{src: s, maps: map[string][]setting{}, texts: map[string][]Text{}, files: map[string][]keyedFile{}, gateways: map[string][]gatewayOf{}}
	charts := findCharts(s)
	var applications, flux []string
	for _, file := range s.manifests {
		if IsCompose(file) || charts.holds(file) {
			continue
		}
		if s.looks()[file].Application {
			applications = append(applications, file)
		}
		if s.looks()[file].Flux {
			flux = append(flux, file)
		}
		if !s.looks()[file].Kubernetes {
			continue
		}
		data, ok := s.manifest(file)
		if !ok {
			continue
		}
		for _, doc := range s.documents(file, data, IsKubernetes) {
			c.object(placeIn(file), doc, true)
		}
	}
	for _, r := range s.Rendered {
		for _, doc := range s.documents(r.Name, r.Data, IsKubernetes) {
			c.object(placeIn(r.Name), doc, true)
		}
	}
	if len(s.Rendered) == 0 {
		for _, r := range releases(s, charts, applications, flux) {
			c.release(charts, r)
		}
	}
	c.kustomize()
	for _, resolve := range c.pending {
		resolve()
	}
	c.alias()
	c.enter()
	return c.units
}

// Bounds of what manifests can multiply: entries of ConfigMaps handed to workloads, and
// workloads looked at for Services.
const (
	maxHanded   = 200_000
	maxSelected = 2_000_000
)

// alias gives the workloads behind each Service its name.
func (c *cluster) alias() {
	for _, svc := range c.services {
		for _, i := range c.selected(svc) {
			c.units[i].Aliases = append(c.units[i].Aliases, svc.name)
		}
	}
}

// labelled lists the workloads that have a label; it is asked for once all are read.
func (c *cluster) labelled() map[[2]string][]int {
	if c.byLabel == nil {
		c.byLabel = map[[2]string][]int{}
		for i, u := range c.units {
			for k, v := range c.labels[i] {
				if !u.Partial {
					c.byLabel[[2]string{k, v}] = append(c.byLabel[[2]string{k, v}], i)
				}
			}
		}
	}
	return c.byLabel
}

// rarest is the shortest list of workloads that have one of the labels, in order.
func rarest(byLabel map[[2]string][]int, selector map[string]string) []int {
	var best []int
	first := true
	for k, v := range selector {
		if is := byLabel[[2]string{k, v}]; first || len(is) < len(best) {
			best, first = is, false
		}
	}
	return best
}

// rendered reads what a template of a chart gave.
func (c *cluster) rendered(file string, out *helm.Rendered) {
	place := func(line int) finding.Location {
		if at, ok := out.Place(line); ok {
			return at
		}
		return finding.Location{File: file}
	}
	for _, d := range yaml.Split(out.Bytes()) {
		if !IsKubernetes(d.Text) {
			continue
		}
		docs, err := d.Parse()
		if err != nil {
			d.Text = openEnd().ReplaceAll(d.Text, []byte(`$1"$2"`))
			docs, err = d.Parse()
		}
		if err != nil {
			c.src.templates = append(c.src.templates, file)
			continue
		}
		for _, doc := range docs {
			c.object(place, doc, true)
		}
	}
}

// openEnd is a value that ends in a colon, as that of an image does whose tag is only
// given when it is installed.
var openEnd = regex.New(`(?m)^(\s*(?:- )?[\w.-]+: +)([^"'\s{\[|>&*!#][^\n"]*:)[ \t\r]*$`)

// object takes one object; a List holds objects, but no Lists.
func (c *cluster) object(place placer, n *yaml.Node, lists bool) {
	kind, name := n.Get("kind").Text(), n.At("metadata", "name").Text()
	if n.Get("apiVersion").Text() == "" || n.Get("$patch").Text() == "delete" {
		return
	}
	if kind == "Template" && lists {
		c.openShift(place, n)
		return
	}
	if kind == "List" && lists {
		for _, item := range n.Get("items").List() {
			c.object(place, item, false)
		}
		return
	}
	if !IsName(name) {
		return
	}
	switch template, ok := workloads[kind]; {
	case ok:
		c.workload(place, Kubernetes, n, n.At(template...))
	case kind == "Service" && strings.HasPrefix(n.Get("apiVersion").Text(), "serving.knative.dev/"):
		c.workload(place, Knative, n, n.At("spec", "template"))
	case kind == "Service":
		c.services = append(c.services, k8sService{name, n.At("metadata", "namespace").Text(), place(n.Line).File, stringMap(n.At("spec", "selector"))})
	case kind == "Component":
		c.src.component(place, n)
	case kind == "NetworkPolicy":
		c.policy(place, n)
	case kind == "ConfigMap":
		c.configMap(place, name, n.Get("data"))
	default:
		c.entry(place, kind, n)
	}
}

func (c *cluster) configMap(place placer, name string, data *yaml.Node) {
	for _, p := range data.Map() {
		if t, ok := text(place, p); ok {
			c.texts[name] = append(c.texts[name], t)
		}
		c.maps[name] = append(c.maps[name], setting{p.Key, p.Value.Text(), place(p.Line)})
	}
}

func (c *cluster) workload(place placer, kind string, n, pod *yaml.Node) {
	name, _ := n.Get("metadata").Pair("name")
	at := place(name.Line)
	if first := place(n.Line); first.File != at.File {
		at = first // the name is a value of a chart
	}
	u := &Unit{
		Kind: kind, Name: name.Value.Text(), Scope: kubernetes, Folder: path.Dir(at.File), At: at, Wave: waveOf(place, n),
		Namespace: n.At("metadata", "namespace").Text(),
	}
	if id := pod.At("metadata", "annotations", "dapr.io/app-id").Text(); IsName(id) {
		u.AppID = id
		u.Aliases = append(u.Aliases, id)
	}
	u.Job, u.Stays = jobOf(place, n, pod)
	u.Partial = true // what runs no image only changes a workload that stands elsewhere
	for _, key := range []string{"containers", "initContainers"} {
		for _, container := range pod.At("spec", key).List() {
			c.container(u, place, container, key == "containers")
			u.Partial = u.Partial && (key != "containers" || container.Get("image").Text() == "")
		}
	}
	c.mounts(u, pod)
	c.connects(u, place, n)
	c.units = append(c.units, u)
	c.labels = append(c.labels, stringMap(pod.At("metadata", "labels")))
}

// container adds what one container says. Init containers do not tell what the
// workload is, only what it needs.
func (c *cluster) container(u *Unit, place placer, n *yaml.Node, main bool) {
	if p, ok := n.Pair("image"); ok {
		u.FullImages = append(u.FullImages, Reference{Value: p.Value.Text(), At: place(p.Line)})
	}
	if img := imageName(n.Get("image").Text()); img != "" && main {
		u.Images = append(u.Images, img)
	}
	if u.Runs == "" && main {
		u.Runs = program(n.Get("command"), n.Get("args"))
	}
	for _, key := range []string{"command", "args"} {
		for _, item := range leaves(n.Get(key)) {
			u.Refs = append(u.Refs, Reference{Kind: Args, Value: item.Text(), At: place(item.Line)})
		}
	}
	for _, e := range n.Get("env").List() {
		c.variable(u, place, e)
	}
	for _, from := range n.Get("envFrom").List() {
		if name := from.At("configMapRef", "name").Text(); name != "" {
			c.allOf(u, name)
		} else {
			u.Open = true
		}
	}
}

// variable adds one env entry: a literal, or one key of a ConfigMap.
func (c *cluster) variable(u *Unit, place placer, e *yaml.Node) {
	key := e.Get("name").Text()
	if v, ok := e.Pair("value"); ok {
		u.Refs = append(u.Refs, Reference{Kind: Env, Key: key, Value: v.Value.Text(), At: place(v.Line)})
		return
	}
	u.Gives = append(u.Gives, key)
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
		u.Open = u.Open || len(c.maps[name]) == 0
		before := c.handed
		if c.handed += len(c.maps[name]); c.handed > maxHanded {
			if before <= maxHanded {
				c.src.unclear(u.At, "too many entries of ConfigMaps for all workloads; the rest was not read")
			}
			return
		}
		for _, s := range c.maps[name] {
			u.Refs = append(u.Refs, Reference{Kind: EnvFrom, Key: s.key, Value: s.value, At: s.at})
		}
	})
}

// selected finds the workloads behind a Service: of those whose pod labels match, the
// ones that lie nearest to it in the tree, so that two applications that use
// the same labels stay apart.
func (c *cluster) selected(svc k8sService) []int {
	candidates := rarest(c.labelled(), svc.selector)
	if c.looked += len(candidates); c.looked > maxSelected {
		c.src.unclear(finding.Location{File: svc.file}, "too many selectors of the same pods; the rest was not followed")
		return nil
	}
	var best []int
	nearest := -1
	for _, i := range candidates {
		if !matches(svc.selector, c.labels[i]) || apart(svc.namespace, c.units[i].Namespace) {
			continue
		}
		switch near := Nearness(svc.file, c.units[i].At.File); {
		case near > nearest:
			nearest, best = near, []int{i}
		case near == nearest:
			best = append(best, i)
		}
	}
	return best
}

// apart reports whether two namespaces are stated and differ.
func apart(a, b string) bool { return a != "" && b != "" && a != b }

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

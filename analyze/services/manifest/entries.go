package manifest

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
	"seam/analyze/regex"
	"seam/analyze/services/helm"
)

// Entry is a way into a unit from outside: what Ingress, Route and the like lead to it.
type Entry struct {
	Kind string           `json:"kind"`           // of the object: Ingress, HTTPRoute, VirtualService, Route, …; traefik for labels
	Host string           `json:"host,omitempty"` // "" for any
	Path string           `json:"path,omitempty"` // as declared, a prefix or a pattern; "" for all
	At   finding.Location `json:"location"`
}

// Routed is where a gateway of the repository sends requests.
var Routed = Kind{Name: "proxy", Confidence: 0.95, Declared: true, Call: true}

// route is an entry until all workloads are read.
type route struct {
	Entry
	service  string   // the Kubernetes Service that it leads to
	gateways []string // names of Gateways, nil for an object that a controller serves
}

// mesh is the gateway of Istio that stands for every caller inside.
const mesh = "mesh"

// entry reads an object that leads requests from outside to Services.
func (c *cluster) entry(place placer, kind string, n *yaml.Node) {
	switch kind {
	case "Ingress":
		c.ingress(place, n)
	case "Route":
		if host := n.At("spec", "host").Text(); n.At("spec", "to", "kind").Text() == "Service" {
			c.leads(place, kind, n.At("spec", "to", "name"), []string{host}, n.At("spec", "path").Text(), nil)
		}
	case "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute":
		c.gatewayRoute(place, kind, n)
	case "VirtualService":
		c.virtualService(place, n)
	case "IngressRoute", "IngressRouteTCP":
		for _, r := range n.At("spec", "routes").List() {
			hosts, path := traefikRule(r.Get("match").Text())
			for _, s := range r.Get("services").List() {
				c.leads(place, kind, s.Get("name"), hosts, path, nil)
			}
		}
	case "Gateway":
		name := n.At("metadata", "name").Text()
		c.gateways[name] = append(c.gateways[name], gatewayOf{place(n.Line).File, stringMap(n.At("spec", "selector"))})
	}
}

// gatewayOf is one Gateway: for Istio the labels of the pods that serve it.
type gatewayOf struct {
	file     string
	selector map[string]string
}

func (c *cluster) ingress(place placer, n *yaml.Node) {
	backend := func(b *yaml.Node) *yaml.Node {
		if name := b.At("service", "name"); name != nil {
			return name
		}
		return b.Get("serviceName") // before networking.k8s.io/v1
	}
	for _, key := range []string{"defaultBackend", "backend"} {
		c.leads(place, "Ingress", backend(n.At("spec", key)), nil, "", nil)
	}
	for _, r := range n.At("spec", "rules").List() {
		for _, p := range r.At("http", "paths").List() {
			c.leads(place, "Ingress", backend(p.Get("backend")), []string{r.Get("host").Text()}, p.Get("path").Text(), nil)
		}
	}
}

// gatewayRoute reads a route of the Gateway API.
func (c *cluster) gatewayRoute(place placer, kind string, n *yaml.Node) {
	hosts := texts(n.At("spec", "hostnames"))
	gateways := []string{}
	for _, p := range n.At("spec", "parentRefs").List() {
		if k := p.Get("kind").Text(); k == "" || k == "Gateway" {
			gateways = append(gateways, p.Get("name").Text())
		}
	}
	if len(gateways) == 0 {
		return // of a mesh: whoever calls the Service
	}
	for _, r := range n.At("spec", "rules").List() {
		paths := []string{}
		for _, m := range r.Get("matches").List() {
			path := m.At("path", "value").Text()
			if service := m.At("method", "service").Text(); service != "" {
				path = "/" + service + "/" + m.At("method", "method").Text()
			}
			paths = append(paths, path)
		}
		if len(paths) == 0 {
			paths = []string{""}
		}
		for _, b := range r.Get("backendRefs").List() {
			if k := b.Get("kind").Text(); k != "" && k != "Service" {
				continue
			}
			for _, path := range paths {
				c.leads(place, kind, b.Get("name"), hosts, path, gateways)
			}
		}
	}
}

// virtualService reads where Istio sends what comes in by a gateway. What only the mesh
// routes is a matter of versions: the callers name the host themselves.
func (c *cluster) virtualService(place placer, n *yaml.Node) {
	gateways := []string{}
	for _, g := range texts(n.At("spec", "gateways")) {
		if _, name, ok := strings.Cut(g, "/"); ok {
			g = name
		}
		if g != mesh {
			gateways = append(gateways, g)
		}
	}
	if len(gateways) == 0 {
		return
	}
	hosts := texts(n.At("spec", "hosts"))
	for _, protocol := range []string{"http", "tcp", "tls"} {
		for _, r := range n.At("spec", protocol).List() {
			paths := []string{}
			for _, m := range r.Get("match").List() {
				for _, p := range m.Get("uri").Map() {
					paths = append(paths, p.Value.Text())
				}
			}
			if len(paths) == 0 {
				paths = []string{""}
			}
			for _, to := range r.Get("route").List() {
				for _, path := range paths {
					c.leads(place, "VirtualService", to.At("destination", "host"), hosts, path, gateways)
				}
			}
		}
	}
}

func texts(n *yaml.Node) []string {
	var out []string
	for _, item := range n.List() {
		out = append(out, item.Text())
	}
	return out
}

// maxEntries bounds the entries of all manifests.
const maxEntries = 20_000

// leads notes a route for each host; a name that is put together, and a host that means
// any, are left out.
func (c *cluster) leads(place placer, kind string, service *yaml.Node, hosts []string, path string, gateways []string) {
	name, _, _ := strings.Cut(service.Text(), ".")
	if !IsName(name) {
		return
	}
	if len(hosts) == 0 {
		hosts = []string{""}
	}
	for _, host := range hosts {
		if !IsName(strings.TrimPrefix(host, "*.")) {
			host = ""
		}
		if strings.Contains(path, helm.UnknownText) {
			path = ""
		}
		if len(c.routes) < maxEntries {
			c.routes = append(c.routes, route{Entry{kind, host, path, place(service.Line)}, name, gateways})
		}
	}
}

// enter gives the workloads behind each route their entries, and the workload that serves
// its gateway, if the manifests hold it, a reference to them.
func (c *cluster) enter() {
	for _, r := range c.routes {
		behind := c.behind(r.service, r.At.File)
		if len(behind) == 0 {
			continue
		}
		for _, i := range behind {
			c.units[i].Entries = append(c.units[i].Entries, r.Entry)
		}
		for _, g := range c.serving(r) {
			if !slices.Contains(behind, g) {
				c.units[g].Refs = append(c.units[g].Refs, Reference{Kind: Routed, Value: r.service, At: r.At})
			}
		}
	}
}

// behind lists the workloads that go by the name of a Service.
func (c *cluster) behind(service, file string) []int {
	if c.byName == nil {
		c.byName = map[string][]int{}
		for i, u := range c.units {
			for _, name := range Unique(append([]string{u.Name}, u.Aliases...)) {
				if !u.Partial {
					c.byName[name] = append(c.byName[name], i)
				}
			}
		}
	}
	return c.nearest(c.byName[service], file)
}

// nearest keeps the workloads that are declared nearest to a file.
func (c *cluster) nearest(all []int, file string) []int {
	var best []int
	most := -1
	for _, i := range all {
		switch near := Nearness(file, c.units[i].At.File); {
		case near > most:
			most, best = near, []int{i}
		case near == most:
			best = append(best, i)
		}
	}
	return best
}

// serving lists the workloads that serve the gateway of a route: those that a Gateway of
// Istio selects, and Traefik, which reads the objects by itself. What else serves an
// Ingress is a controller that cares for all of a cluster, and no caller.
func (c *cluster) serving(r route) []int {
	var out []int
	for _, name := range r.gateways {
		for _, g := range c.gateways[name] {
			if len(g.selector) > 0 {
				out = append(out, c.selected(k8sService{file: g.file, selector: g.selector})...)
			}
		}
	}
	if len(out) == 0 && (r.Kind == "IngressRoute" || r.Kind == "IngressRouteTCP" || r.Kind == "Ingress") {
		var traefik []int
		for i, u := range c.units {
			if u.Kind == Kubernetes && slices.Contains(u.Images, "traefik") && !u.Partial {
				traefik = append(traefik, i)
			}
		}
		out = c.nearest(traefik, r.At.File)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var (
	traefikHost = regex.New("\\bHost(?:SNI)?\\(([^)]*)\\)")
	traefikPath = regex.New("\\bPath(?:Prefix)?\\(([^)]*)\\)")
	quotedText  = regex.New("[`\"']([^`\"']+)[`\"']")
)

// traefikRule reads the hosts and the first path of a rule: Host(`a`) && PathPrefix(`/b`).
func traefikRule(rule string) (hosts []string, path string) {
	if m := traefikHost().FindStringSubmatch(rule); m != nil {
		for _, q := range quotedText().FindAllStringSubmatch(m[1], -1) {
			hosts = append(hosts, q[1])
		}
	}
	if m := traefikPath().FindStringSubmatch(rule); m != nil {
		if q := quotedText().FindStringSubmatch(m[1]); q != nil {
			path = q[1]
		}
	}
	return hosts, path
}

// published adds what labels and settings tell a proxy that watches the containers of
// compose (Traefik, nginx-proxy): entries of the services, references of the proxy.
func published(units []*Unit) {
	proxies := map[string][]*Unit{} // by scope
	for _, u := range units {
		if isWatcher(u) {
			proxies[u.Scope] = append(proxies[u.Scope], u)
		}
	}
	for _, u := range units {
		for i, e := range u.Entries {
			for _, p := range proxies[u.Scope] {
				if i == 0 && p.Name != u.Name {
					p.Refs = append(p.Refs, Reference{Kind: Routed, Value: u.Name, At: e.At})
				}
			}
		}
	}
}

func isWatcher(u *Unit) bool {
	return slices.Contains(u.Images, "traefik") || slices.Contains(u.Images, "nginx-proxy")
}

// watched reads the labels and settings by which a service asks to be published.
func (c composeFile) watched(n *yaml.Node) []Entry {
	var out []Entry
	enabled := false
	var first finding.Location
	label := func(key, value string, line int) {
		at := finding.Location{File: c.file, Line: line}
		switch {
		case !strings.HasPrefix(key, "traefik."):
		case key == "traefik.enable":
			enabled = value == "true"
			first = at
		case strings.HasSuffix(key, ".rule") || key == "traefik.frontend.rule":
			hosts, path := traefikRule(value)
			for _, host := range hosts[:min(len(hosts), 20)] {
				out = append(out, Entry{"traefik", host, path, at})
			}
			if len(hosts) == 0 {
				out = append(out, Entry{"traefik", "", path, at})
			}
		}
	}
	for _, labels := range []*yaml.Node{n.Get("labels"), n.At("deploy", "labels")} {
		for _, item := range labels.List() {
			key, value, _ := strings.Cut(c.text(item), "=")
			label(key, value, item.Line)
		}
		for _, p := range labels.Map() {
			label(p.Key, c.text(p.Value), p.Line)
		}
	}
	if enabled && len(out) == 0 {
		out = append(out, Entry{"traefik", "", "", first})
	}
	for _, r := range c.environment(n) {
		if r.Key == "VIRTUAL_HOST" && r.Value != "" {
			out = append(out, Entry{"nginx-proxy", r.Value, "", r.At})
		}
	}
	return out
}

// SortEntries orders entries by host, path, kind and place, each once.
func SortEntries(list []Entry) []Entry {
	slices.SortFunc(list, func(a, b Entry) int {
		return cmp.Or(strings.Compare(a.Host, b.Host), strings.Compare(a.Path, b.Path), strings.Compare(a.Kind, b.Kind), a.At.Compare(b.At))
	})
	return slices.Compact(list)
}

package services

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/repo"
	"seam/analyze/services/manifest"
)

// node is one service in the making: the units that are the same thing.
type node struct {
	units []*unit
	name  string   // unique once label has run
	code  []string // the main folder first
	class Class
	lone  bool // the only program of the repository, which no manifest runs
	job   *manifest.Job
	alone bool // a script runs it in no network: it reaches none of the others by name
}

// fold makes nodes of units. The same thing are
//   - the services of one name in one compose project (a folder), and one without
//     image and build in another folder, which only changes the one of its name,
//   - the Kubernetes workloads of one name, in whatever folder: variants of one
//     installation; but not those of different namespaces that share neither code nor
//     image (the "app" of each team), which go by the names of their Services,
//   - the workloads behind one Kubernetes Service, if each is called after it
//     (reviews-v1, reviews-v2) or they share their code or an image and none has a
//     Service of its own (blue and green),
//   - services of one name in different compose projects, if they share their code
//     folder or image,
//   - the only service of a compose project and one of another, if both run the same code
//     from the same image with the same command,
//   - a compose service and a Kubernetes workload of one name, a workload's
//     Services being among its names. Of several compose services of that name the
//     one with the same code or image is meant, else the one nearest to the root,
//   - a unit of another kind and a service of that name, in the same way,
//   - two Kubernetes workloads of one program, of which one is called after the other and
//     its release (greeting, shop-greeting),
//   - a unit of another kind and the only service that is built from the same folder, or
//     one around it, and whose name begins or ends alike,
//   - a unit of another kind and the only service that runs the same image or is built from
//     the same folder, whatever they are called: compose's db and the postgres of a cluster;
//     of several the one whose name differs by the word for a service alone,
//   - a service of seam.yaml and every service that has one of its names.
//
// Terragrunt units and root modules of Terraform go by their path and fold with nothing, nor
// do stacks of CloudFormation.
//
// Names are compared squashed.
func fold(units []*unit) []*node {
	full := slices.DeleteFunc(slices.Clone(units), func(u *unit) bool { return u.Partial })
	compose := groupBy(ofKind(full, manifest.Compose), func(u *unit) string { return u.Scope + "\x00" + manifest.Squash(u.Name) })
	nodes := mergeAlone(mergeSimilar(patchCompose(compose, ofKind(units, manifest.Compose))))
	k8s := byNamespace(groupBy(ofKind(full, manifest.Kubernetes), func(u *unit) string { return manifest.Squash(u.Name) }))
	patch(k8s, ofKind(units, manifest.Kubernetes))
	nodes = joinKinds(nodes, mergeReleased(mergeServices(k8s)))
	for _, kind := range []string{manifest.Knative, manifest.Nomad, manifest.Aspire, manifest.Helm, manifest.Argo, manifest.Flux, manifest.Dapr, manifest.Terraform, manifest.Azure} {
		more := groupBy(ofKind(full, kind), func(u *unit) string {
			if kind == manifest.Terraform {
				return manifest.Squash(u.Name) // folders are stages of one installation
			}
			return u.Scope + "\x00" + manifest.Squash(u.Name)
		})
		nodes = joinKinds(nodes, mergeSimilar(more))
	}
	for _, kind := range []string{manifest.Terragrunt, manifest.TerraformRoot, manifest.CloudFormation} {
		nodes = slices.Concat(nodes, groupBy(ofKind(full, kind), func(u *unit) string { return u.Name }))
	}
	patch(nodes, ofKind(units, manifest.Terraform))
	nodes = configure(nodes, ofKind(full, manifest.SeamYAML))
	for _, n := range nodes {
		n.code = n.codeFolders()
	}
	return nodes
}

func ofKind(units []*unit, kind string) []*unit {
	return slices.DeleteFunc(slices.Clone(units), func(u *unit) bool { return u.Kind != kind })
}

// groupBy makes a node of the units of each key, in order of first appearance.
func groupBy(units []*unit, key func(*unit) string) []*node {
	var out []*node
	at := map[string]*node{}
	for _, u := range units {
		n := at[key(u)]
		if n == nil {
			n = &node{}
			at[key(u)] = n
			out = append(out, n)
		}
		n.units = append(n.units, u)
	}
	return out
}

// patchCompose adds services that have nothing to run to those of their name that they
// change: in the same project, else in the only one that has it. A further file of
// another folder, given by -f, is none of its own.
func patchCompose(nodes []*node, units []*unit) []*node {
	byName := map[string][]*node{}
	for _, n := range nodes {
		name := manifest.Squash(n.units[0].Name)
		byName[name] = append(byName[name], n)
	}
	var alone []*unit
	for _, u := range units {
		if !u.Partial {
			continue
		}
		found := byName[manifest.Squash(u.Name)]
		if i := slices.IndexFunc(found, func(n *node) bool { return n.units[0].Scope == u.Scope }); i >= 0 {
			found = found[i : i+1]
		}
		if len(found) == 1 {
			found[0].units = append(found[0].units, u)
		} else {
			alone = append(alone, u)
		}
	}
	return slices.Concat(nodes, groupBy(alone, func(u *unit) string { return u.Scope + "\x00" + manifest.Squash(u.Name) }))
}

// patch adds partial units (workloads without an image) to the node that they change.
func patch(nodes []*node, units []*unit) {
	at := map[string]*node{}
	for _, n := range slices.Backward(nodes) {
		at[manifest.Squash(n.units[0].Name)] = n
	}
	for _, u := range units {
		if n := at[manifest.Squash(u.Name)]; u.Partial && n != nil {
			n.units = append(n.units, u)
		}
	}
}

// configure adds each service of seam.yaml to the nodes that go by one of its names,
// which are then one node. Without any it is a node of its own.
func configure(nodes []*node, units []*unit) []*node {
	for _, u := range units {
		names := map[string]bool{}
		for _, name := range append([]string{u.Name}, u.Aliases...) {
			names[manifest.Squash(name)] = true
		}
		all := &node{units: []*unit{u}}
		nodes = slices.DeleteFunc(nodes, func(n *node) bool {
			same := slices.ContainsFunc(n.units, func(v *unit) bool {
				return names[manifest.Squash(v.Name)] || slices.ContainsFunc(v.Aliases, func(a string) bool { return names[manifest.Squash(a)] })
			})
			if same {
				all.units = append(all.units, n.units...)
			}
			return same
		})
		nodes = append(nodes, all)
	}
	return nodes
}

// mergeSimilar folds compose services of one name that share code or image.
func mergeSimilar(nodes []*node) []*node {
	var out []*node
	byName := map[string][]*node{}
	for _, n := range nodes {
		name := manifest.Squash(n.units[0].Name)
		i := slices.IndexFunc(byName[name], n.similar)
		if i >= 0 {
			byName[name][i].units = append(byName[name][i].units, n.units...)
			continue
		}
		byName[name] = append(byName[name], n)
		out = append(out, n)
	}
	return out
}

// mergeAlone folds the only service of a compose project into the one of another project that
// runs the same: it starts that by itself, under whatever name.
func mergeAlone(nodes []*node) []*node {
	count := map[string]int{}
	for _, n := range nodes {
		count[n.units[0].Scope]++
	}
	return slices.DeleteFunc(nodes, func(n *node) bool {
		if len(n.units) != 1 || count[n.units[0].Scope] != 1 {
			return false
		}
		i := slices.IndexFunc(nodes, func(m *node) bool { return m != nil && m != n && m.units[0].starts(n.units[0]) })
		if i < 0 || slices.ContainsFunc(nodes[i+1:], func(m *node) bool { return m != nil && m != n && m.units[0].starts(n.units[0]) }) {
			return false
		}
		nodes[i].units = append(nodes[i].units, n.units...)
		return true
	})
}

// starts reports whether a unit of another project starts the same: the same code, from the
// same image, with the same command.
func (u *unit) starts(v *unit) bool {
	return u.Scope != v.Scope && u.Runs == v.Runs && slices.Equal(commandOf(u), commandOf(v)) &&
		len(u.code) > 0 && slices.Equal(u.code, v.code) && len(u.Images) > 0 && slices.Equal(u.Images, v.Images)
}

// commandOf is the command line of a unit.
func commandOf(u *unit) []string {
	var out []string
	for _, r := range u.Refs {
		if r.Kind == manifest.Args {
			out = append(out, r.Value)
		}
	}
	return out
}

// similar reports whether two nodes share their code folder or an image.
func (n *node) similar(m *node) bool {
	for _, u := range n.units {
		for _, v := range m.units {
			if containsAny(u.code, v.code) || containsAny(u.Images, v.Images) {
				return true
			}
		}
	}
	return false
}

// mergeServices folds the workloads behind one Kubernetes Service.
func mergeServices(nodes []*node) []*node {
	behind := map[string][]int{} // Service -> positions in nodes
	var order []string
	for i, n := range nodes {
		for _, s := range n.aliases() {
			if behind[s] == nil {
				order = append(order, s)
			}
			behind[s] = append(behind[s], i)
		}
	}
	alone := make([]bool, len(nodes)) // selected by a Service of its own
	for s, is := range behind {
		// Its name without the release's is no Service.
		if len(is) == 1 && !strings.HasSuffix(nodes[is[0]].units[0].Name, "-"+s) {
			alone[is[0]] = true
		}
	}
	into := make([]int, len(nodes))
	for i := range into {
		into[i] = i
	}
	for _, s := range order {
		if is := behind[s]; len(is) > 1 && oneThing(s, is, nodes, alone) {
			for _, i := range is[1:] {
				union(into, is[0], i)
			}
		}
	}
	return collect(nodes, into)
}

// mergeReleased folds a workload of a chart, which goes by its release (shop-cart), and the
// only one of the name without that, if they run the same program: two ways to install it.
func mergeReleased(nodes []*node) []*node {
	byName := map[string][]int{}
	for i, n := range nodes {
		name := manifest.Squash(n.units[0].Name)
		byName[name] = append(byName[name], i)
	}
	into := make([]int, len(nodes))
	for i := range into {
		into[i] = i
	}
	for i, n := range nodes {
		for _, a := range n.aliases() {
			if same := byName[manifest.Squash(a)]; len(same) == 1 && same[0] != i && strings.HasSuffix(n.units[0].Name, "-"+a) && n.oneProgram(nodes[same[0]]) {
				union(into, i, same[0])
			}
		}
	}
	return collect(nodes, into)
}

func oneThing(service string, is []int, nodes []*node, alone []bool) bool {
	named, alike := true, true
	for _, i := range is {
		named = named && strings.HasPrefix(manifest.Squash(nodes[i].units[0].Name), manifest.Squash(service))
		alike = alike && !alone[i] && (i == is[0] || nodes[i].similar(nodes[is[0]]))
	}
	return named || alike
}

func find(into []int, i int) int {
	for into[i] != i {
		i = into[i]
	}
	return i
}

// union keeps the smaller position as the representative.
func union(into []int, i, j int) {
	i, j = find(into, i), find(into, j)
	into[max(i, j)] = min(i, j)
}

func collect(nodes []*node, into []int) []*node {
	var out []*node
	for i, n := range nodes {
		if r := find(into, i); r != i {
			nodes[r].units = append(nodes[r].units, n.units...)
		} else {
			out = append(out, n)
		}
	}
	return out
}

// joinKinds adds each node of another kind to the one of the same name, or to the one
// that has the name besides its own, if they share code or image, else to the only one that
// runs the same program.
func joinKinds(nodes, more []*node) []*node {
	byName, byAlias := map[string][]*node{}, map[string][]*node{}
	for _, n := range nodes {
		name := manifest.Squash(n.units[0].Name)
		byName[name] = append(byName[name], n)
		for _, a := range n.aliases() {
			byAlias[manifest.Squash(a)] = append(byAlias[manifest.Squash(a)], n)
		}
	}
	out := nodes
	for _, k := range more {
		var same []*node
		for _, name := range append([]string{k.units[0].Name}, k.aliases()...) {
			same = append(same, byName[manifest.Squash(name)]...)
		}
		for _, n := range byAlias[manifest.Squash(k.units[0].Name)] {
			if k.similar(n) {
				same = append(same, n)
			}
		}
		for _, near := range []func(n, m *node) bool{(*node).oneNamed, (*node).nearAlike, (*node).oneProgram} {
			if n := only(k, nodes, more, near); n != nil && len(same) == 0 {
				same = append(same, n)
			}
		}
		if len(same) == 0 {
			out = append(out, k)
			continue
		}
		n := slices.MinFunc(same, func(a, b *node) int {
			return cmp.Or(
				compareBool(k.similar(b), k.similar(a)),
				cmp.Compare(strings.Count(a.units[0].At.File, "/"), strings.Count(b.units[0].At.File, "/")),
				strings.Compare(a.units[0].At.File, b.units[0].At.File),
			)
		})
		n.units = append(n.units, k.units...)
	}
	return out
}

// only is the node that is near to a node of another kind; nil unless each is the only such
// one of the other.
func only(k *node, nodes, more []*node, near func(n, m *node) bool) *node {
	all := slices.DeleteFunc(slices.Clone(nodes), func(n *node) bool { return !near(n, k) })
	if len(all) > 1 { // what waits for another one with the same image makes it ready
		all = slices.DeleteFunc(slices.Clone(all), func(n *node) bool { return slices.ContainsFunc(all, n.waitsFor) })
	}
	if len(all) != 1 {
		return nil
	}
	found := all[0]
	if slices.ContainsFunc(more, func(m *node) bool { return m != k && near(found, m) }) {
		return nil
	}
	return found
}

// waitsFor reports whether a service of compose is started after another one.
func (n *node) waitsFor(m *node) bool {
	return slices.ContainsFunc(n.units, func(u *unit) bool {
		return slices.ContainsFunc(u.Refs, func(r manifest.Reference) bool { return r.Kind == manifest.DependsOn && r.Value == m.units[0].Name })
	})
}

// oneNamed reports whether two nodes run the same program under one name, but for the word
// for a service at its end (greeting, greeting-service).
func (n *node) oneNamed(m *node) bool {
	return bare(n.units[0].Name) == bare(m.units[0].Name) && n.oneProgram(m)
}

// bare is a name without the word for a service at its end, squashed.
func bare(name string) string {
	ws := manifest.Words(name)
	if n := len(ws); n > 1 && slices.Contains(serverRoles, ws[n-1]) {
		ws = ws[:n-1]
	}
	return strings.Join(ws, "")
}

// nearAlike reports whether two nodes are built from the same folder, or one from a folder around the other's,
// and their names begin or go on alike (booking, booking-service).
func (n *node) nearAlike(m *node) bool { return n.overlaps(m) && n.alike(m) }

// oneProgram reports whether two nodes run the same image, or are built from the same folder
// alone.
func (n *node) oneProgram(m *node) bool {
	for _, u := range n.units {
		for _, v := range m.units {
			if slices.ContainsFunc(u.code, func(dir string) bool { return dir != "." && slices.Contains(v.code, dir) }) || containsAny(u.Images, v.Images) {
				return true
			}
		}
	}
	return false
}

// alike reports whether a name of one node begins one of the other's.
func (n *node) alike(m *node) bool {
	for _, a := range append([]string{n.units[0].Name}, n.aliases()...) {
		for _, b := range append([]string{m.units[0].Name}, m.aliases()...) {
			if alike(a, b) {
				return true
			}
		}
	}
	return false
}

// alike reports whether the words of one name begin or end the other.
func alike(a, b string) bool {
	as, bs := manifest.Words(a), manifest.Words(b)
	n := min(len(as), len(bs))
	return n > 0 && (slices.Equal(as[:n], bs[:n]) || slices.Equal(as[len(as)-n:], bs[len(bs)-n:]))
}

// overlaps reports whether the code of one node lies in a folder of the other's.
func (n *node) overlaps(m *node) bool {
	for _, u := range n.units {
		for _, v := range m.units {
			for _, a := range u.code {
				if slices.ContainsFunc(v.code, func(b string) bool { return a != "." && b != "." && (repo.Below(a, b) || repo.Below(b, a)) }) {
					return true
				}
			}
		}
	}
	return false
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// aliases lists the aliases of all units, sorted.
func (n *node) aliases() []string {
	var out []string
	for _, u := range n.units {
		out = append(out, u.Aliases...)
	}
	return manifest.Unique(out)
}

// codeFolders are the code folders in order of units: compose before Kubernetes,
// files in order.
func (n *node) codeFolders() []string {
	var out []string
	for _, u := range n.units {
		for _, dir := range u.code {
			if !slices.Contains(out, dir) {
				out = append(out, dir)
			}
		}
	}
	return out
}

func (n *node) images() []string {
	var out []string
	for _, u := range n.units {
		out = append(out, u.Images...)
	}
	return manifest.Unique(out)
}

// kind is the strongest kind: a cluster runs it, a developer's machine runs it, it
// can be built.
func (n *node) kind() string {
	for _, k := range []string{
		manifest.Kubernetes, manifest.Knative, manifest.Nomad, manifest.Helm, manifest.Argo, manifest.Flux, manifest.Terragrunt, manifest.TerraformRoot,
		manifest.Terraform, manifest.Azure, manifest.CloudFormation, manifest.Aspire, manifest.Compose, manifest.Dapr, manifest.SeamYAML,
		manifest.Dockerfile, manifest.Application,
	} {
		if slices.ContainsFunc(n.units, func(u *unit) bool { return u.Kind == k }) {
			return k
		}
	}
	return GoMain
}

// label gives every node its class and a name of its own. Of several nodes of one
// name, the one declared nearest to the root keeps it; the others get the folder of
// their declaration in front.
func label(nodes []*node) {
	order := slices.Clone(nodes)
	slices.SortStableFunc(order, func(a, b *node) int {
		return cmp.Or(
			cmp.Compare(strings.Count(a.units[0].At.File, "/"), strings.Count(b.units[0].At.File, "/")),
			a.units[0].At.Compare(b.units[0].At),
		)
	})
	taken := map[string]bool{}
	for _, n := range order {
		n.name = n.freeName(taken)
		taken[n.name] = true
		own := slices.ContainsFunc(n.units, func(u *unit) bool { return u.program })
		n.class = classOf(n.ownName(), n.images(), own)
		if k := n.kind(); k == manifest.Terragrunt || k == manifest.TerraformRoot || k == manifest.CloudFormation {
			n.class = Call // named by a path; its order is what somebody declared
		}
		if n.class == Call && len(n.code) > 0 && !slices.ContainsFunc(n.code, func(dir string) bool { return !inTests(dir + "/x") }) {
			n.class = Test
		}
	}
}

func (n *node) freeName(taken map[string]bool) string {
	name := n.ownName()
	if !taken[name] {
		return name
	}
	full := strings.TrimPrefix(n.units[0].Folder+"/"+name, "./")
	for i, name := 2, full; ; i++ {
		if !taken[name] {
			return name
		}
		name = fmt.Sprintf("%s-%d", full, i)
	}
}

// ownName is the name of the declaration; several workloads behind one Service go
// by the Service's name.
func (n *node) ownName() string {
	name := n.units[0].Name
	for _, u := range n.units {
		if u.Kind == manifest.SeamYAML || u.Kind == manifest.Compose && !slices.Contains(commonNames, u.Name) {
			return u.Name
		}
		if manifest.Squash(u.Name) != manifest.Squash(name) {
			return n.sharedAlias()
		}
	}
	return name
}

// sharedAlias is the first alias that every full unit has, else the first name that says
// something: not the app of a compose file.
func (n *node) sharedAlias() string {
	for _, a := range n.aliases() {
		if !slices.ContainsFunc(n.units, func(u *unit) bool { return !u.Partial && !slices.Contains(u.Aliases, a) }) {
			return a
		}
	}
	for _, u := range n.units {
		if !slices.Contains(commonNames, u.Name) {
			return u.Name
		}
	}
	return n.units[0].Name
}

func (n *node) service() Service {
	s := Service{Name: n.name, Kind: n.kind(), Class: n.class, Aliases: []string{}, Job: n.job}
	if len(n.code) > 0 {
		s.Path = n.code[0]
	}
	for _, u := range n.units {
		s.Aliases = append(append(s.Aliases, u.Name), u.Aliases...)
		s.Evidence = append(s.Evidence, u.At)
		s.Entries = append(s.Entries, u.Entries...)
		if s.Wave == nil {
			s.Wave = u.Wave
		}
	}
	s.Aliases = slices.DeleteFunc(manifest.Unique(s.Aliases), func(a string) bool { return a == n.name })
	slices.SortFunc(s.Evidence, finding.Location.Compare)
	s.Evidence = slices.Compact(s.Evidence)
	s.Entries = manifest.SortEntries(s.Entries)
	return s
}
